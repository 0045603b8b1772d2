import type { DiscountDraft } from "../../shop/commands/command.ts";
import type { Discount, DiscountMinimum } from "../../shop/discounts/discount.ts";
import { notImplemented } from "../errors.ts";
import { fieldsOf, isGiven, listOf, type DiscountReader } from "./discount-reader.ts";

/** Under which terms a discount is given: everything of its input but what it takes off. */
const TITLE_LENGTH_MAX = 255;
const CODE_LENGTH_MAX = 255;
const BOUND_CUSTOMERS_MAX = 100;

export function title(reader: DiscountReader): string {
  const title = reader.input["title"];
  if (title === undefined && reader.known !== null) return reader.known.title;
  const text = typeof title === "string" ? title.trim() : "";
  if (text === "") reader.refuse(["title"], "BLANK", "Title can't be blank");
  if (text.length > TITLE_LENGTH_MAX)
    reader.refuse(
      ["title"],
      "TOO_LONG",
      `Title is too long (maximum is ${TITLE_LENGTH_MAX} characters)`,
    );
  return text;
}

/** The code, or undefined where an update leaves it. */
export function code(reader: DiscountReader, ownCodes: readonly string[]): string | undefined {
  const code = reader.input["code"];
  if (code === undefined && reader.known !== null) return undefined;
  const text = typeof code === "string" ? code.trim() : "";
  const key = text.toLowerCase();
  if (text === "") reader.refuse(["code"], "BLANK", "Code can't be blank");
  else if (text.length > CODE_LENGTH_MAX)
    reader.refuse(
      ["code"],
      "TOO_LONG",
      `Code is too long (maximum is ${CODE_LENGTH_MAX} characters)`,
    );
  else if (!ownCodes.includes(key) && reader.context.shop.state.redeemCodes.has(key))
    reader.refuse(["code"], "TAKEN", "Code must be unique. Please try a different code.");
  else if (ownCodes.length > 1)
    reader.refuse(["code"], "INVALID", "A discount with several codes keeps their names");
  return text;
}

export function period(reader: DiscountReader): Pick<DiscountDraft, "startsAt" | "endsAt"> {
  const startsAt = reader.instant("startsAt") ?? reader.known?.startsAt ?? null;
  const asked = reader.instant("endsAt");
  const endsAt = asked === undefined ? (reader.known?.endsAt ?? null) : asked;
  if (startsAt === null) reader.refuse(["startsAt"], "BLANK", "Starts at can't be blank");
  else if (endsAt !== null && endsAt <= startsAt)
    reader.refuse(["endsAt"], "END_DATE_BEFORE_START_DATE", "Ends at needs to be after starts at");
  return { startsAt: startsAt ?? 0, endsAt };
}

export function usageLimit(reader: DiscountReader): number | null {
  const limit = reader.input["usageLimit"];
  if (limit === undefined) return reader.known?.usageLimit ?? null;
  if (limit === null) return null;
  if (Number(limit) < 1)
    reader.refuse(["usageLimit"], "GREATER_THAN", "Usage limit must be greater than 0");
  return Number(limit);
}

export function oncePerCustomer(reader: DiscountReader): boolean {
  const once = reader.input["appliesOncePerCustomer"];
  return isGiven(once) ? once === true : (reader.known?.oncePerCustomer ?? false);
}

export function tags(reader: DiscountReader): readonly string[] {
  const tags = reader.input["tags"];
  return isGiven(tags) ? listOf(tags) : (reader.known?.tags ?? []);
}

export function combinesWith(
  reader: DiscountReader,
  isShipping: boolean,
): Discount["combinesWith"] {
  const given = fieldsOf(reader.input["combinesWith"]);
  const known = reader.known?.combinesWith ?? { order: false, product: false, shipping: false };
  if (given === null) return known;
  if (isGiven(given["productDiscountsWithTagsOnSameCartLine"]))
    throw notImplemented("combinesWith.productDiscountsWithTagsOnSameCartLine");
  if (isShipping && given["shippingDiscounts"] === true)
    reader.refuse(
      ["combinesWith"],
      "INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS",
      "The combinesWith settings are not valid for the discount class.",
    );
  return {
    order: given["orderDiscounts"] === true,
    product: given["productDiscounts"] === true,
    shipping: given["shippingDiscounts"] === true,
  };
}

/** `context`, or the deprecated `customerSelection`. */
export function customerIds(reader: DiscountReader): readonly string[] | null {
  const context = fieldsOf(reader.input["context"]);
  const selection = fieldsOf(reader.input["customerSelection"]);
  if (context !== null && selection !== null)
    reader.refuse(
      ["context"],
      "TOO_MANY_ARGUMENTS",
      "Only one of context and customerSelection can be present",
    );
  const [given, name] = context !== null ? [context, "context"] : [selection, "customerSelection"];
  const known = reader.known?.customerIds ?? null;
  if (given === null) return known;
  if (isGiven(given["customerSegments"])) throw notImplemented(`${name}.customerSegments`);
  if (isGiven(given["markets"])) throw notImplemented(`${name}.markets`);
  const customers = fieldsOf(given["customers"]);
  if (given["all"] === true && customers !== null)
    reader.refuse([name], "CONFLICT", "All customers can't be combined with some of them");
  if (customers === null) return null;
  const path = [name, "customers"];
  const add = reader.ids(listOf(customers["add"]), "Customer", [...path, "add"]);
  const removed = reader.ids(listOf(customers["remove"]), "Customer", [...path, "remove"]);
  const ids = [...new Set([...(known ?? []), ...add])].filter((id) => !removed.includes(id));
  if (ids.length === 0) reader.refuse(path, "BLANK", "Customers can't be blank");
  if (ids.length > BOUND_CUSTOMERS_MAX)
    reader.refuse(
      path,
      "EXCEEDED_MAX",
      `A discount takes ${BOUND_CUSTOMERS_MAX} customers at most`,
    );
  return ids;
}

export function minimum(reader: DiscountReader): DiscountMinimum | null {
  const given = reader.input["minimumRequirement"];
  if (given === undefined) return reader.known?.minimum ?? null;
  const requirement = fieldsOf(given);
  const subtotal = fieldsOf(requirement?.["subtotal"])?.["greaterThanOrEqualToSubtotal"];
  const quantity = fieldsOf(requirement?.["quantity"])?.["greaterThanOrEqualToQuantity"];
  const path = ["minimumRequirement"];
  if (isGiven(subtotal) && isGiven(quantity))
    reader.refuse(
      [...path, "subtotal", "greaterThanOrEqualToSubtotal"],
      "MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT",
      "Minimum subtotal and minimum quantity can't both be present",
    );
  if (isGiven(subtotal)) {
    const where = [...path, "subtotal", "greaterThanOrEqualToSubtotal"];
    const subtotalMinor = reader.amount(subtotal, where, "Minimum subtotal") ?? 0;
    if (subtotalMinor < 0)
      reader.refuse(where, "GREATER_THAN_OR_EQUAL_TO", "Minimum subtotal must be 0 or more");
    return subtotalMinor === 0 ? null : { kind: "subtotal", subtotalMinor };
  }
  if (!isGiven(quantity)) return null;
  const where = [...path, "quantity", "greaterThanOrEqualToQuantity"];
  const count = Number(quantity);
  if (!Number.isSafeInteger(count) || count < 1)
    reader.refuse(where, "GREATER_THAN_OR_EQUAL_TO", "Minimum quantity must be 1 or more");
  return { kind: "quantity", quantity: count };
}
