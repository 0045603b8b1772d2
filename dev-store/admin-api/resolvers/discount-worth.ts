import type { DiscountDraft } from "../../shop/commands/command.ts";
import type { Discount, DiscountItems } from "../../shop/discounts/discount.ts";
import { notImplemented } from "../errors.ts";
import { fieldsOf, isGiven, listOf, type DiscountReader, type Input } from "./discount-reader.ts";

/** What a basic discount takes off, and of which goods. */
export function customerGets(reader: DiscountReader): Pick<DiscountDraft, "value" | "items"> {
  const gets = fieldsOf(reader.input["customerGets"]);
  if (gets === null && reader.known === null) {
    reader.refuse(["customerGets"], "BLANK", "Customer gets can't be blank");
    return { value: { kind: "percentage", share: 0 }, items: { kind: "all" } };
  }
  if (gets?.["appliesOnSubscription"] === true)
    throw notImplemented("customerGets.appliesOnSubscription");
  return { value: valueOf(reader, gets?.["value"]), items: itemsOf(reader, gets?.["items"]) };
}

function valueOf(reader: DiscountReader, given: unknown): Discount["value"] {
  const path = ["customerGets", "value"];
  const value = fieldsOf(given);
  if (isGiven(value?.["discountOnQuantity"]))
    throw notImplemented("customerGets.value.discountOnQuantity");
  const percentage = value?.["percentage"];
  const amount = fieldsOf(value?.["discountAmount"]);
  if (isGiven(percentage) && amount !== null)
    reader.refuse(path, "TOO_MANY_ARGUMENTS", "Only one of percentage and amount can be present");
  if (isGiven(percentage)) {
    const share = Number(percentage);
    if (!(share > 0 && share <= 1))
      reader.refuse(
        [...path, "percentage"],
        "VALUE_OUTSIDE_RANGE",
        "Value must be between 0.0 and 1.0",
      );
    return { kind: "percentage", share };
  }
  if (amount === null) {
    const known = reader.known?.value;
    if (known === undefined) reader.refuse(path, "BLANK", "Value can't be blank");
    return known ?? { kind: "percentage", share: 0 };
  }
  const where = [...path, "discountAmount", "amount"];
  const amountMinor = reader.amount(amount["amount"], where, "Amount");
  if (amountMinor !== null && amountMinor <= 0)
    reader.refuse(where, "GREATER_THAN", "Amount must be greater than 0");
  return {
    kind: "amount",
    amountMinor: amountMinor ?? 0,
    onEachItem: amount["appliesOnEachItem"] === true,
  };
}

function itemsOf(reader: DiscountReader, given: unknown): DiscountItems {
  const path = ITEMS;
  const items = fieldsOf(given);
  const known: DiscountItems = reader.known?.items ?? { kind: "all" };
  if (items === null) {
    if (reader.known === null) reader.refuse(path, "BLANK", "Items can't be blank");
    return known;
  }
  const products = fieldsOf(items["products"]);
  const collections = fieldsOf(items["collections"]);
  if (items["all"] === true && (products ?? collections) !== null)
    reader.refuse(path, "CONFLICT", "All items can't be combined with some of them");
  if (products !== null && collections !== null)
    reader.refuse(
      path,
      "CONFLICT",
      "Cannot entitle collections in combination with product variants or products",
    );
  if (items["all"] === true) return { kind: "all" };
  const some =
    collections === null
      ? { ...NO_ITEMS, ...someProducts(reader, known, products ?? {}) }
      : { ...NO_ITEMS, collectionIds: someCollections(reader, known, collections) };
  if (some.productIds.length + some.variantIds.length + some.collectionIds.length === 0)
    reader.refuse(path, "APPLIES_ON_NOTHING", "The discount has to apply to some items");
  return some;
}

const NO_ITEMS = { kind: "some", productIds: [], variantIds: [], collectionIds: [] } as const;
const ITEMS = ["customerGets", "items"];

const merged = (had: readonly string[], add: string[], remove: string[]) =>
  [...new Set([...had, ...add])].filter((id) => !remove.includes(id));

function someProducts(reader: DiscountReader, known: DiscountItems, products: Input) {
  const before = known.kind === "some" ? known : NO_ITEMS;
  const path = (name: string) => [...ITEMS, "products", name];
  const productIds = (name: string) => reader.ids(listOf(products[name]), "Product", path(name));
  const variantIds = (name: string) => reader.variantIds(listOf(products[name]), path(name));
  return {
    productIds: merged(
      before.productIds,
      productIds("productsToAdd"),
      productIds("productsToRemove"),
    ),
    variantIds: merged(
      before.variantIds,
      variantIds("productVariantsToAdd"),
      variantIds("productVariantsToRemove"),
    ),
  };
}

function someCollections(reader: DiscountReader, known: DiscountItems, collections: Input) {
  const before = known.kind === "some" ? known : NO_ITEMS;
  const ids = (name: string) =>
    reader.ids(listOf(collections[name]), "Collection", [...ITEMS, "collections", name]);
  return merged(before.collectionIds, ids("add"), ids("remove"));
}

export function maximumShippingMinor(reader: DiscountReader): number | null {
  const given = reader.input["maximumShippingPrice"];
  if (given === undefined) return reader.known?.maximumShippingMinor ?? null;
  if (given === null) return null;
  const path = ["maximumShippingPrice"];
  const minor = reader.amount(given, path, "Maximum shipping price");
  if (minor !== null && minor < 0)
    reader.refuse(path, "GREATER_THAN_OR_EQUAL_TO", "Maximum shipping price must be 0 or more");
  return minor;
}

export function countryCodes(reader: DiscountReader): readonly string[] | null {
  const destination = fieldsOf(reader.input["destination"]);
  if (destination === null) return reader.known?.countryCodes ?? null;
  const countries = fieldsOf(destination["countries"]);
  if (destination["all"] === true && countries !== null)
    reader.refuse(["destination"], "CONFLICT", "All countries can't be combined with some of them");
  if (countries === null) return null;
  if (countries["includeRestOfWorld"] === true)
    throw notImplemented("destination.countries.includeRestOfWorld");
  const removed = listOf(countries["remove"]);
  const codes = [
    ...new Set([...(reader.known?.countryCodes ?? []), ...listOf(countries["add"])]),
  ].filter((code) => !removed.includes(code));
  if (codes.length === 0)
    reader.refuse(["destination", "countries"], "BLANK", "Countries can't be blank");
  return codes;
}
