import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { cookieOf } from "../http/exchange.ts";
import { Refusal } from "../wire/refusal.ts";

/** A shopper's cart. It lives in their cookie alone, so all of it may be of their own making. */
export interface CartLine {
  variantId: string;
  quantity: number;
  properties: Record<string, string>;
}

export interface Cart {
  token: string;
  lines: CartLine[];
  /** As the shopper typed them, the last one last. */
  discountCodes: string[];
  note: string | null;
  attributes: Record<string, string>;
}

const CART_COOKIE = "cart";
const KEPT_SECONDS = 14 * 24 * 3600;
/** Browsers keep 4,096 bytes of a cookie with its name and attributes. */
const COOKIE_BYTES_MAX = 3_800;
export const QUANTITY_MAX = 9_999;
/** Shopify's limit; the cookie is full long before. */
export const LINES_MAX = 500;
/** Shopify takes five codes on goods and one on shipping. */
export const CODES_MAX = 6;
const CODE_LENGTH_MAX = 255;
const VARIANT_ID = /^[1-9]\d{0,18}$/;
const TOKEN = /^[0-9a-f]{32}$/;

function emptyCart(): Cart {
  return {
    token: randomBytes(16).toString("hex"),
    lines: [],
    discountCodes: [],
    note: null,
    attributes: {},
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textsOf(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === "string" && entry[0] !== "__proto__",
    ),
  );
}

function lineOf(value: unknown): CartLine[] {
  if (!Array.isArray(value)) return [];
  const [variantId, quantity, properties] = value as unknown[];
  if (typeof variantId !== "string" || !VARIANT_ID.test(variantId)) return [];
  if (typeof quantity !== "number" || !Number.isInteger(quantity)) return [];
  if (quantity < 1 || quantity > QUANTITY_MAX) return [];
  return [{ variantId, quantity, properties: textsOf(properties) }];
}

function parsed(cookie: string): unknown {
  try {
    return JSON.parse(Buffer.from(cookie, "base64url").toString("utf8")) as unknown;
  } catch {
    // Cut short or made up: a cart that can't be read is an empty one.
    return null;
  }
}

/** The cart of a request: empty where there is none, and of a made-up one what makes sense. */
export function readCart(request: IncomingMessage): Cart {
  const cookie = cookieOf(request, CART_COOKIE);
  const value = cookie === null ? null : parsed(cookie);
  if (!isObject(value)) return emptyCart();
  const { t: token, l: lines, d: codes, n: note, a: attributes } = value;
  if (typeof token !== "string" || !TOKEN.test(token)) return emptyCart();
  return {
    token,
    lines: Array.isArray(lines) ? lines.flatMap(lineOf) : [],
    discountCodes: Array.isArray(codes)
      ? codes
          .filter((code): code is string => typeof code === "string" && isCode(code))
          .slice(0, CODES_MAX)
      : [],
    note: typeof note === "string" && note !== "" ? note : null,
    attributes: textsOf(attributes),
  };
}

export const isCode = (code: string): boolean => code !== "" && code.length <= CODE_LENGTH_MAX;

function encoded(cart: Cart): string {
  const value = {
    t: cart.token,
    l: cart.lines.map(({ variantId, quantity, properties }) =>
      Object.keys(properties).length === 0
        ? [variantId, quantity]
        : [variantId, quantity, properties],
    ),
    ...(cart.discountCodes.length === 0 ? {} : { d: cart.discountCodes }),
    ...(cart.note === null ? {} : { n: cart.note }),
    ...(Object.keys(cart.attributes).length === 0 ? {} : { a: cart.attributes }),
  };
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** Gives the shopper the cart to keep. */
export function writeCart(response: ServerResponse, cart: Cart): void {
  const value = encoded(cart);
  if (value.length > COOKIE_BYTES_MAX)
    throw new Refusal(422, "The cart is full: it can't keep more products, notes and properties");
  response.appendHeader(
    "Set-Cookie",
    `${CART_COOKIE}=${value}; Path=/; Max-Age=${KEPT_SECONDS}; HttpOnly; SameSite=Lax`,
  );
}

export function dropCart(response: ServerResponse): void {
  response.appendHeader("Set-Cookie", `${CART_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`);
}
