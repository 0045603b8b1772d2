import type { CollectionInput, CustomerInput, ProductInput } from "../shop/commands/command.ts";
import { readMinor } from "../shop/money.ts";
import type { ShopState } from "../shop/state.ts";
import { readFields, readInstant, readList, readText, type Fields } from "../wire/fields.ts";
import { readId } from "../wire/gid.ts";
import { readTags } from "./read-order.ts";

/** A text that the body names, null included; absent keys leave the record as it is. */
function named<Key extends string>(
  body: Fields,
  from: string,
  to: Key,
): Partial<Record<Key, string | null>> {
  if (body[from] === undefined) return {};
  return { [to]: readText(body[from], from) } as Partial<Record<Key, string | null>>;
}

function given<Key extends string>(
  body: Fields,
  from: string,
  to: Key,
): Partial<Record<Key, string>> {
  const text = readText(body[from], from);
  return (text === null ? {} : { [to]: text }) as Partial<Record<Key, string>>;
}

export function readCustomer(value: unknown, id: string | null): CustomerInput {
  const body = readFields(value, "the customer");
  const tags = readTags(body["tags"]);
  const createdAt = readInstant(body["created_at"], "created_at");
  const address = body["default_address"];
  const customer: CustomerInput = {
    ...(id === null ? {} : { id }),
    ...named(body, "first_name", "firstName"),
    ...named(body, "last_name", "lastName"),
    ...named(body, "email", "email"),
    ...named(body, "phone", "phone"),
    ...named(body, "note", "note"),
    ...given(body, "locale", "locale"),
    ...given(body, "state", "state"),
    ...(tags === null ? {} : { tags }),
    ...(createdAt === null ? {} : { createdAt }),
  };
  if (address === undefined) return customer;
  if (address === null) return { ...customer, address: null };
  const fields = readFields(address, "default_address");
  return {
    ...customer,
    address: {
      address1: readText(fields["address1"], "address1"),
      city: readText(fields["city"], "city"),
      zip: readText(fields["zip"], "zip"),
      countryCode: readText(fields["country_code"], "country_code") ?? "GB",
    },
  };
}

export function readProduct(state: ShopState, value: unknown, id: string | null): ProductInput {
  const body = readFields(value, "the product");
  const tags = readTags(body["tags"]);
  const { currency } = state.info;
  const variants =
    body["variants"] === undefined
      ? null
      : readList(body["variants"], "variants").map((item, index) => {
          const variant = readFields(item, `variants[${index}]`);
          return {
            ...(variant["id"] === undefined
              ? {}
              : { id: readId(variant["id"], `variants[${index}].id`) }),
            title:
              readText(variant["title"] ?? variant["option1"], `variants[${index}].title`) ??
              "Default Title",
            sku: readText(variant["sku"], `variants[${index}].sku`),
            priceMinor: readMinor(variant["price"] ?? "0", currency, `variants[${index}].price`),
          };
        });
  return {
    ...(id === null ? {} : { id }),
    ...given(body, "title", "title"),
    ...given(body, "handle", "handle"),
    ...given(body, "body_html", "bodyHtml"),
    ...named(body, "vendor", "vendor"),
    ...given(body, "product_type", "productType"),
    ...given(body, "status", "status"),
    ...(tags === null ? {} : { tags }),
    ...(variants === null ? {} : { variants }),
  };
}

export function readCollection(value: unknown, id: string): CollectionInput {
  const body = readFields(value, "the collection");
  return {
    id,
    ...given(body, "title", "title"),
    ...given(body, "handle", "handle"),
    ...given(body, "body_html", "bodyHtml"),
    ...(body["product_ids"] === undefined
      ? {}
      : {
          productIds: readList(body["product_ids"], "product_ids").map((item) =>
            readId(item, "product_ids"),
          ),
        }),
  };
}
