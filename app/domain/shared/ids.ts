/**
 * Shopify ids exceed 2^53 in its own samples, so inside Perennial an id is always the
 * numeric part as a string ("1001"); outside it is a gid ("gid://shopify/Customer/1001").
 */
export type Id = string;

export type GidKind = "Customer" | "Order" | "Product" | "Collection" | "LineItem" | "Refund";

const NUMERIC = /^[1-9]\d{0,18}$/;
const MAX_ID = 9_223_372_036_854_775_807n; // a signed 64-bit column holds every id

/** Whether `text` is a usable numeric id: digits only, at most a signed 64-bit integer. */
export function isId(text: string): boolean {
  return NUMERIC.test(text) && (text.length < 19 || BigInt(text) <= MAX_ID);
}

export function toGid(kind: GidKind, id: Id): string {
  return `gid://shopify/${kind}/${id}`;
}

/** The numeric part of a gid of that kind, or null when it is something else. */
export function idFromGid(kind: GidKind, gid: string): Id | null {
  const prefix = `gid://shopify/${kind}/`;
  if (!gid.startsWith(prefix)) return null;
  const query = gid.indexOf("?", prefix.length);
  const id = gid.slice(prefix.length, query === -1 ? undefined : query);
  return isId(id) ? id : null;
}

/** Numeric order of ids: what "ids break ties" means everywhere. */
export function compareIds(a: Id, b: Id): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
