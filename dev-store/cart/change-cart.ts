import { codeKey } from "../shop/discounts/discount.ts";
import type { ShopState } from "../shop/state.ts";
import { CODES_MAX, isCode, LINES_MAX, QUANTITY_MAX, type Cart, type CartLine } from "./cart.ts";
import { findVariant, keyOf } from "./price-cart.ts";
import { fieldsOf, listOf, textOf, type Input } from "./read-form.ts";
import { CartRefusal } from "./refusals.ts";

const cartError = (description: string) => new CartRefusal(422, "Cart Error", description);

function readQuantity(value: unknown, absent: number): number {
  const text = textOf(value);
  if (text === null || text.trim() === "") return absent;
  const quantity = Number(text);
  if (!Number.isInteger(quantity) || quantity < 0 || quantity > QUANTITY_MAX)
    throw cartError(`Quantity must be a whole number from 0 to ${QUANTITY_MAX}`);
  return quantity;
}

function readTexts(value: unknown): Record<string, string> {
  const entries = Object.entries(fieldsOf(value) ?? {}).flatMap(([name, item]) => {
    const text = textOf(item);
    return text === null || text === "" ? [] : [[name, text] as const];
  });
  return Object.fromEntries(entries);
}

/** A variant's number, alone or as a gid's or a line key's. */
function readVariantId(value: unknown): string | null {
  const text = textOf(value)?.trim() ?? "";
  return /^(?:gid:\/\/shopify\/ProductVariant\/)?([1-9]\d{0,18})$/.exec(text)?.[1] ?? null;
}

function addLine(state: ShopState, cart: Cart, item: Input): { cart: Cart; added: CartLine } {
  const variantId = readVariantId(item["id"]);
  const found = variantId === null ? null : findVariant(state, variantId);
  if (variantId === null || found === null) throw cartError("Cannot find variant");
  if (found.variant.inventoryQuantity < 1)
    throw cartError(`The product '${found.product.title}' is already sold out.`);
  const quantity = readQuantity(item["quantity"], 1);
  if (quantity === 0) throw cartError("Quantity must be at least 1");
  const line: CartLine = { variantId, quantity, properties: readTexts(item["properties"]) };
  const known = cart.lines.find((other) => keyOf(other) === keyOf(line));
  const added = { ...line, quantity: quantity + (known?.quantity ?? 0) };
  if (added.quantity > QUANTITY_MAX)
    throw cartError("The maximum quantity of this item is already in your cart.");
  const lines =
    known === undefined
      ? [added, ...cart.lines]
      : cart.lines.map((other) => (other === known ? added : other));
  return { cart: { ...cart, lines }, added };
}

/** Each one is looked up among those before: a body may have room for a million. */
function requireFew(asked: readonly unknown[]): void {
  if (asked.length > LINES_MAX)
    throw cartError(`A cart may have ${LINES_MAX} different items at most`);
}

/** `POST /cart/add`: one variant, or `items`. All of them are added or none. */
export function addToCart(
  state: ShopState,
  cart: Cart,
  input: Input,
): { cart: Cart; added: CartLine[]; several: boolean } {
  const items = listOf(input["items"]);
  if (items === null && input["id"] === undefined)
    throw new CartRefusal(400, "bad_request", "Required parameter missing or invalid: items");
  requireFew(items ?? []);
  const added: CartLine[] = [];
  let next = cart;
  for (const item of items ?? [input]) {
    const step = addLine(state, next, fieldsOf(item) ?? {});
    next = step.cart;
    added.push(step.added);
  }
  return { cart: next, added, several: items !== null };
}

function setQuantity(cart: Cart, line: CartLine, quantity: number): Cart {
  const lines = cart.lines.flatMap((other) => {
    if (other !== line) return [other];
    return quantity === 0 ? [] : [{ ...other, quantity }];
  });
  return { ...cart, lines };
}

/** A line by its key, else the first one of a variant. */
function lineById(cart: Cart, id: unknown): CartLine | undefined {
  const text = textOf(id);
  const variantId = readVariantId(id);
  return (
    cart.lines.find((line) => keyOf(line) === text) ??
    cart.lines.find((line) => line.variantId === variantId)
  );
}

/** `POST /cart/change`: one line, named by its place (from 1), its key or its variant. */
export function changeLine(cart: Cart, input: Input): Cart {
  const place = textOf(input["line"]);
  const line =
    place !== null && /^\d{1,4}$/.test(place)
      ? cart.lines[Number(place) - 1]
      : lineById(cart, input["id"]);
  if (line === undefined)
    throw new CartRefusal(400, "no valid id or line parameter", "no valid id or line parameter");
  const quantity = readQuantity(input["quantity"], line.quantity);
  const changed = setQuantity(cart, line, quantity);
  if (input["properties"] === undefined || quantity === 0) return changed;
  const properties = readTexts(input["properties"]);
  return {
    ...changed,
    lines: changed.lines.map((other) =>
      keyOf(other) === keyOf(line) ? { ...other, properties } : other,
    ),
  };
}

function applyUpdates(state: ShopState, cart: Cart, updates: unknown): Cart {
  const inOrder = Array.isArray(updates) ? (updates as unknown[]) : formList(updates);
  if (inOrder !== null) {
    return cart.lines.reduce(
      (done, line, index) => setQuantity(done, line, readQuantity(inOrder[index], line.quantity)),
      cart,
    );
  }
  const byId = Object.entries(fieldsOf(updates) ?? {});
  requireFew(byId);
  return byId.reduce((done, [id, quantity]) => {
    const line = lineById(done, id);
    if (line !== undefined) return setQuantity(done, line, readQuantity(quantity, line.quantity));
    // As at Shopify, an update may bring in a variant that wasn't in the cart.
    return addLine(state, done, { id, quantity }).cart;
  }, cart);
}

/** `updates[]` of a form comes as {0: …, 1: …}, which no variant ids look like. */
function formList(updates: unknown): unknown[] | null {
  const list = listOf(updates);
  const keys = Object.keys(fieldsOf(updates) ?? {});
  return list !== null && keys.every((key, index) => key === String(index)) ? list : null;
}

export function withCode(cart: Cart, code: string): Cart {
  const wanted = code.trim();
  if (!isCode(wanted)) return cart;
  const others = cart.discountCodes.filter((known) => codeKey(known) !== codeKey(wanted));
  return { ...cart, discountCodes: [...others, wanted].slice(-CODES_MAX) };
}

export function withoutCode(cart: Cart, code: string): Cart {
  return {
    ...cart,
    discountCodes: cart.discountCodes.filter((known) => codeKey(known) !== codeKey(code)),
  };
}

/** `POST /cart/update`: quantities, the note, attributes, and the codes as one list. */
export function updateCart(state: ShopState, cart: Cart, input: Input): Cart {
  let next = input["updates"] === undefined ? cart : applyUpdates(state, cart, input["updates"]);
  const note = textOf(input["note"]);
  if (note !== null) next = { ...next, note: note === "" ? null : note };
  const attributes = fieldsOf(input["attributes"]);
  if (attributes !== null) {
    const kept = Object.entries(next.attributes).filter(
      ([name]) => !Object.hasOwn(attributes, name),
    );
    next = { ...next, attributes: { ...Object.fromEntries(kept), ...readTexts(attributes) } };
  }
  const codes = textOf(input["discount"]);
  if (codes === null) return next;
  return codes
    .split(",")
    .reduce((done, code) => withCode(done, code), { ...next, discountCodes: [] as string[] });
}

/** `/cart/{variant}:{quantity},…`: a cart as a link. */
export function cartOfLink(state: ShopState, cart: Cart, link: string): Cart {
  const parts = link.split(",");
  requireFew(parts);
  return parts.reduce(
    (done, part) => {
      const [id, quantity] = part.split(":");
      return addLine(state, done, { id, quantity }).cart;
    },
    { ...cart, lines: [] as CartLine[] },
  );
}
