import type { CollectionInput, CustomerInput, ProductInput } from "../shop/commands/command.ts";
import { readMinor } from "../shop/money.ts";
import type { ShopState } from "../shop/state.ts";
import {
  readCount,
  readFields,
  readInstant,
  readList,
  readText,
  type Fields,
} from "../wire/fields.ts";
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

function readVariant(variant: Fields, what: string, currency: string) {
  const { id, title, option1, sku, price = "0", inventory_quantity: stock } = variant;
  return {
    ...(id === undefined ? {} : { id: readId(id, `${what}.id`) }),
    title: readText(title ?? option1, `${what}.title`) ?? "Default Title",
    sku: readText(sku, `${what}.sku`),
    priceMinor: readMinor(price, currency, `${what}.price`),
    ...(stock === undefined
      ? {}
      : { inventoryQuantity: readCount(stock, `${what}.inventory_quantity`) }),
  };
}

export function readProduct(state: ShopState, value: unknown, id: string | null): ProductInput {
  const body = readFields(value, "the product");
  const tags = readTags(body["tags"]);
  const { currency } = state.info;
  const variants =
    body["variants"] === undefined
      ? null
      : readList(body["variants"], "variants").map((item, index) =>
          readVariant(readFields(item, `variants[${index}]`), `variants[${index}]`, currency),
        );
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
