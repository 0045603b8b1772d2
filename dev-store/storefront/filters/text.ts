import { createHash, createHmac } from "node:crypto";
import {
  argumentsOf,
  isBlank,
  listOf,
  textOf,
  type FilterCall,
  type Filters,
} from "../liquid/filter.ts";
import { toNumber } from "../liquid/float.ts";
import { LiquidObject } from "../liquid/object.ts";

/** A handle as Shopify makes it of any text: letters and digits joined by hyphens. */
export function handleOf(value: unknown): string {
  return textOf(value)
    .toLowerCase()
    .replace(/['"()]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
}

const camelCase = (value: unknown): string =>
  handleOf(value)
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

/** JSON for a script element: what could end the element is written as an escape. */
export function scriptJson(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return text.replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

const digest = (algorithm: string) => (value: unknown) =>
  createHash(algorithm).update(textOf(value)).digest("hex");

const hmac = (algorithm: string) => (value: unknown, key: unknown) =>
  createHmac(algorithm, textOf(key)).update(textOf(value)).digest("hex");

function pluralize(count: unknown, one: unknown, many: unknown): string {
  return textOf((toNumber(count) ?? Number(textOf(count))) === 1 ? one : many);
}

function structuredData(this: FilterCall, value: unknown): string {
  const { structuredData: described } = value as { structuredData?: unknown };
  return scriptJson(value instanceof LiquidObject ? (described ?? {}) : {});
}

/** `default: x` stands in for nil, false and empty; `allow_false` keeps false. */
function byDefault(this: FilterCall, value: unknown, ...rest: unknown[]): unknown {
  const { plain, named } = argumentsOf(this, rest);
  if (value === false && named["allow_false"] === true) return false;
  return isBlank(value) && !(typeof value === "string" && value !== "") ? plain[0] : value;
}

function itemCountForVariant(cart: unknown, variantId: unknown): number {
  const items = (cart as { items?: unknown } | null)?.items;
  return listOf(items)
    .map((item) => item as { variant_id: unknown; quantity: number })
    .filter((item) => String(item.variant_id) === textOf(variantId))
    .reduce((total, item) => total + item.quantity, 0);
}

export const TEXT: Filters = {
  handle: handleOf,
  handleize: handleOf,
  camelize: camelCase,
  json: scriptJson,
  md5: digest("md5"),
  sha1: digest("sha1"),
  sha256: digest("sha256"),
  hmac_sha1: hmac("sha1"),
  hmac_sha256: hmac("sha256"),
  base64_encode: (value) => Buffer.from(textOf(value)).toString("base64"),
  base64_decode: (value) => Buffer.from(textOf(value), "base64").toString("utf8"),
  base64_url_safe_encode: (value) => Buffer.from(textOf(value)).toString("base64url"),
  base64_url_safe_decode: (value) => Buffer.from(textOf(value), "base64url").toString("utf8"),
  url_encode: (value) => encodeURIComponent(textOf(value)).replace(/%20/g, "+"),
  url_param_escape: (value) => encodeURIComponent(textOf(value)),
  url_escape: (value) => encodeURI(textOf(value)),
  pluralize,
  structured_data: structuredData,
  default: byDefault,
  item_count_for_variant: itemCountForVariant,
  line_items_for(cart, product) {
    const id = (product as { id?: unknown } | null)?.id;
    const items = listOf((cart as { items?: unknown } | null)?.items);
    return items.filter((item) => {
      const line = item as { product_id: unknown; variant_id: unknown };
      return line.product_id === id || line.variant_id === id;
    });
  },
  sum(list, property) {
    const key = textOf(property);
    return listOf(list).reduce<number>((total, item) => {
      const value = key === "" ? item : (item as Record<string, unknown>)[key];
      return total + (toNumber(value) ?? (Number(textOf(value)) || 0));
    }, 0);
  },
};
