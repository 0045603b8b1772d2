import { Refusal } from "./refusal.ts";

const NUMERIC = /^[1-9]\d{0,18}$/;

export function gid(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

/** The numeric id inside a gid of the given type, or null if it is something else. */
export function idOfGid(value: string, type: string): string | null {
  const prefix = `gid://shopify/${type}/`;
  if (!value.startsWith(prefix)) return null;
  const id = value.slice(prefix.length);
  return NUMERIC.test(id) ? id : null;
}

/** An id as a body or a URL may give it: a number, a numeric string or a gid. */
export function readId(value: unknown, what: string): string {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text === "string") {
    const id = text.startsWith("gid://shopify/") ? text.slice(text.lastIndexOf("/") + 1) : text;
    if (NUMERIC.test(id)) return id;
  }
  throw new Refusal(422, `${what} must be a positive whole number, got ${JSON.stringify(value)}`);
}
