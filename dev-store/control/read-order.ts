import type { LineInput, OrderInput, RefundInput } from "../shop/commands/command.ts";
import { readMinor } from "../shop/money.ts";
import type { ShopState } from "../shop/state.ts";
import {
  readCount,
  readFields,
  readFlag,
  readInstant,
  readList,
  readText,
  type Fields,
} from "../wire/fields.ts";
import { readId } from "../wire/gid.ts";
import { Refusal } from "../wire/refusal.ts";

const optional = <Key extends string, Value>(key: Key, value: Value | null | undefined) =>
  (value === null || value === undefined ? {} : { [key]: value }) as Partial<Record<Key, Value>>;

const optionalId = (value: unknown, what: string): string | null =>
  value === undefined || value === null ? null : readId(value, what);

/** The amount of a REST money field: a string, a number, or a money set. */
function readAmount(value: unknown, currency: string, what: string): number {
  if (typeof value === "object" && value !== null) {
    const shop = readFields(readFields(value, what)["shop_money"], `${what}.shop_money`);
    return readMinor(shop["amount"], currency, `${what}.shop_money.amount`);
  }
  return readMinor(value, currency, what);
}

function readTaxes(line: Fields, currency: string, what: string) {
  if (line["tax_lines"] === undefined || line["tax_lines"] === null) return undefined;
  return readList(line["tax_lines"], `${what}.tax_lines`).map((item, index) => {
    const tax = readFields(item, `${what}.tax_lines[${index}]`);
    return {
      title: readText(tax["title"], "tax title") ?? "Tax",
      rate: Number(tax["rate"] ?? 0),
      amountMinor: readAmount(
        tax["price"] ?? tax["price_set"],
        currency,
        `${what}.tax_lines[${index}].price`,
      ),
    };
  });
}

function lineDiscount(line: Fields, currency: string, what: string): number {
  const allocations = readList(line["discount_allocations"], `${what}.discount_allocations`);
  if (allocations.length === 0)
    return readAmount(line["total_discount"] ?? "0", currency, `${what}.total_discount`);
  return allocations.reduce<number>((sum, item, index) => {
    const allocation = readFields(item, `${what}.discount_allocations[${index}]`);
    return (
      sum +
      readAmount(
        allocation["amount"] ?? allocation["amount_set"],
        currency,
        `${what} discount amount`,
      )
    );
  }, 0);
}

/** A line as REST names it; what it leaves out comes from its variant or product. */
function readLine(state: ShopState, value: unknown, what: string): LineInput {
  const line = readFields(value, what);
  const { currency } = state.info;
  const variantId = optionalId(line["variant_id"], `${what}.variant_id`);
  const asked = optionalId(line["product_id"], `${what}.product_id`);
  const product =
    asked !== null
      ? state.products.get(asked)
      : [...state.products.values()].find((item) =>
          item.variants.some((variant) => variant.id === variantId),
        );
  const variant = product?.variants.find((item) => item.id === variantId) ?? product?.variants[0];
  const title = readText(line["title"], `${what}.title`) ?? product?.title;
  if (title === undefined)
    throw new Refusal(422, `${what} needs a title, a product_id or a variant_id that exists`);
  const price = line["price"] ?? line["price_set"];
  if (price === undefined && variant === undefined) throw new Refusal(422, `${what} needs a price`);
  const giftCard = readFlag(line["gift_card"], `${what}.gift_card`);
  return {
    ...optional("id", optionalId(line["id"], `${what}.id`)),
    productId: asked ?? product?.id ?? null,
    variantId: variantId ?? variant?.id ?? null,
    title,
    variantTitle: variant === undefined || variant.title === "Default Title" ? null : variant.title,
    sku: readText(line["sku"], `${what}.sku`) ?? variant?.sku ?? null,
    vendor: readText(line["vendor"], `${what}.vendor`) ?? product?.vendor ?? null,
    quantity: readCount(line["quantity"] ?? 1, `${what}.quantity`),
    priceMinor:
      price === undefined
        ? (variant?.priceMinor ?? 0)
        : readAmount(price, currency, `${what}.price`),
    discountMinor: lineDiscount(line, currency, what),
    ...optional("giftCard", giftCard),
    ...optional(
      "requiresShipping",
      readFlag(line["requires_shipping"], `${what}.requires_shipping`),
    ),
    ...optional("taxes", readTaxes(line, currency, what)),
  };
}

export function readTags(value: unknown): string[] | null {
  if (value === undefined || value === null) return null;
  const parts = Array.isArray(value)
    ? value.map(String)
    : (readText(value, "tags") ?? "").split(",");
  return parts.map((tag) => tag.trim()).filter((tag) => tag !== "");
}

function readCustomerId(body: Fields): string | null {
  const customer = body["customer"];
  if (customer !== undefined && customer !== null)
    return readId(readFields(customer, "customer")["id"], "customer.id");
  return optionalId(body["customer_id"], "customer_id");
}

const STATUSES = ["paid", "pending", "authorized", "partially_paid"] as const;

function readStatus(body: Fields): OrderInput["status"] {
  const text = readText(body["financial_status"], "financial_status") ?? "paid";
  const status = STATUSES.find((item) => item === text);
  if (status === undefined)
    throw new Refusal(
      422,
      `financial_status of a new order must be one of ${STATUSES.join(", ")}, not ${text}`,
    );
  return status;
}

function readDiscounts(
  body: Fields,
  currency: string,
): { code: string | null; amountMinor: number }[] {
  const codes = readList(body["discount_codes"], "discount_codes").map((item, index) => {
    const discount = readFields(item, `discount_codes[${index}]`);
    return {
      code: readText(discount["code"], `discount_codes[${index}].code`),
      amountMinor: readAmount(discount["amount"], currency, `discount_codes[${index}].amount`),
    };
  });
  const total = body["total_discounts"];
  if (codes.length > 0 || total === undefined || total === null) return codes;
  return [{ code: null, amountMinor: readAmount(total, currency, "total_discounts") }];
}

function readPresentment(body: Fields) {
  const currency = readText(body["presentment_currency"], "presentment_currency");
  if (currency === null) return undefined;
  const rate = Number(body["exchange_rate"] ?? 1);
  if (!Number.isFinite(rate) || rate <= 0) throw new Refusal(422, "exchange_rate must be above 0");
  return { currency, rate };
}

/** Shopify's limit of line items in one checkout; histories from elsewhere may have longer orders. */
const ORDER_LINES_MAX = 500;

/** `POST /control/orders`: the REST resource without its envelope. */
export function readOrder(state: ShopState, value: unknown): OrderInput {
  const body = readFields(value, "the order");
  const { currency } = state.info;
  const asked = readText(body["currency"], "currency");
  if (asked !== null && asked !== currency)
    throw new Refusal(422, `the shop's currency is ${currency}, not ${asked}`);
  const lines = readList(body["line_items"], "line_items");
  if (lines.length > ORDER_LINES_MAX)
    throw new Refusal(422, `line_items can't have more than ${ORDER_LINES_MAX} lines`);
  const shipping = readList(body["shipping_lines"], "shipping_lines").map((item, index) => {
    const line = readFields(item, `shipping_lines[${index}]`);
    return {
      title: readText(line["title"], `shipping_lines[${index}].title`) ?? "Standard",
      priceMinor: readAmount(
        line["price"] ?? line["price_set"],
        currency,
        `shipping_lines[${index}].price`,
      ),
    };
  });
  const address = body["shipping_address"];
  const countryCode =
    address === undefined || address === null
      ? null
      : readText(
          readFields(address, "shipping_address")["country_code"],
          "shipping_address.country_code",
        );
  const total = body["total_paid"];
  return {
    ...optional("id", optionalId(body["id"], "id")),
    ...optional("name", readText(body["name"], "name")),
    ...optional("createdAt", readInstant(body["created_at"] ?? body["processed_at"], "created_at")),
    ...optional("processedAt", readInstant(body["processed_at"], "processed_at")),
    ...optional("updatedAt", readInstant(body["updated_at"], "updated_at")),
    customerId: readCustomerId(body),
    email: readText(body["email"], "email"),
    countryCode,
    lines: lines.map((line, index) => readLine(state, line, `line_items[${index}]`)),
    discounts: readDiscounts(body, currency),
    taxPercent: Number(body["tax_percent"] ?? 0),
    taxesIncluded: readFlag(body["taxes_included"], "taxes_included") ?? false,
    shipping,
    ...optional("presentment", readPresentment(body)),
    status: readStatus(body),
    ...optional(
      "paidMinor",
      total === undefined || total === null ? null : readAmount(total, currency, "total_paid"),
    ),
    test: readFlag(body["test"], "test") ?? false,
    note: readText(body["note"], "note"),
    tags: readTags(body["tags"]) ?? [],
    sourceName: readText(body["source_name"], "source_name") ?? "web",
  };
}

function readRefundAmount(body: Fields, currency: string): number | null {
  const transactions = body["transactions"];
  if (transactions === undefined || transactions === null) return null;
  return readList(transactions, "transactions").reduce<number>((sum, item, index) => {
    const transaction = readFields(item, `transactions[${index}]`);
    return sum + readAmount(transaction["amount"], currency, `transactions[${index}].amount`);
  }, 0);
}

/** `POST /control/orders/{id}/refunds`. Without transactions the whole worth of the lines is paid back. */
export function readRefund(state: ShopState, orderId: string, value: unknown): RefundInput {
  const body = readFields(value, "the refund");
  const { currency } = state.info;
  const lines = readList(body["refund_line_items"], "refund_line_items").map((item, index) => {
    const line = readFields(item, `refund_line_items[${index}]`);
    return {
      lineId: readId(line["line_item_id"], `refund_line_items[${index}].line_item_id`),
      quantity: readCount(line["quantity"] ?? 1, `refund_line_items[${index}].quantity`),
      ...optional(
        "restockType",
        readText(line["restock_type"], `refund_line_items[${index}].restock_type`),
      ),
    };
  });
  const shipping =
    body["shipping"] === undefined || body["shipping"] === null
      ? {}
      : readFields(body["shipping"], "shipping");
  const order = state.orders.get(orderId);
  const charged = (order?.shippingLines ?? []).reduce((sum, line) => sum + line.priceMinor, 0);
  const returned = (order?.refunds ?? []).reduce((sum, refund) => sum + refund.shippingMinor, 0);
  const shippingMinor =
    readFlag(shipping["full_refund"], "shipping.full_refund") === true
      ? charged - returned
      : readAmount(shipping["amount"] ?? "0", currency, "shipping.amount");
  return {
    lines,
    shippingMinor,
    ...optional("amountMinor", readRefundAmount(body, currency)),
    note: readText(body["note"], "note"),
  };
}

export interface EditInput {
  add: LineInput[];
  setQuantity: { lineId: string; quantity: number }[];
}

/**
 * `POST /control/orders/{id}/edits`: `line_items` with the id of a line of the order set its
 * quantity, others are added. `{"additions": […], "removals": [{"id","delta"}]}` works too.
 */
export function readEdit(state: ShopState, orderId: string, value: unknown): EditInput {
  const body = readFields(value, "the edit");
  const order = state.orders.get(orderId);
  const items = body["line_items"] ?? body;
  const nested = Array.isArray(items) ? {} : readFields(items, "line_items");
  const edit: EditInput = { add: [], setQuantity: [] };
  for (const [index, item] of (Array.isArray(items) ? (items as unknown[]) : []).entries()) {
    const line = readFields(item, `line_items[${index}]`);
    const id = optionalId(line["id"], `line_items[${index}].id`);
    if (id !== null && (order?.lines.some((known) => known.id === id) ?? false))
      edit.setQuantity.push({
        lineId: id,
        quantity: readCount(line["quantity"], `line_items[${index}].quantity`),
      });
    else edit.add.push(readLine(state, item, `line_items[${index}]`));
  }
  for (const [index, item] of readList(nested["additions"], "additions").entries())
    edit.add.push(readLine(state, item, `additions[${index}]`));
  for (const [index, item] of readList(nested["removals"], "removals").entries()) {
    const removal = readFields(item, `removals[${index}]`);
    const lineId = readId(removal["id"], `removals[${index}].id`);
    const current = order?.lines.find((line) => line.id === lineId)?.currentQuantity ?? 0;
    const delta = readCount(removal["delta"] ?? current, `removals[${index}].delta`);
    if (delta > current)
      throw new Refusal(422, `removals[${index}]: the line has ${current} units, not ${delta}`);
    edit.setQuantity.push({ lineId, quantity: current - delta });
  }
  return edit;
}
