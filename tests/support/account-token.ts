/** Session tokens as Shopify gives them to a customer account extension, and made-up ones. */
import { createHmac } from "node:crypto";
import { SHOP } from "./app.ts";
import { SECRET } from "./signing.ts";

export const API_KEY = "test-key";

type Claims = Record<string, unknown>;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The claims of a customer's token, with some of them changed or (undefined) left out. */
export function accountClaims(changes: Claims = {}): Claims {
  const now = Math.floor(Date.now() / 1_000);
  return {
    dest: SHOP,
    aud: API_KEY,
    exp: now + 300,
    nbf: now,
    iat: now,
    jti: "6c992878-dbaf-48d1-bb9d-6d9b59814fd1",
    sub: "gid://shopify/Customer/1001",
    ...changes,
  };
}

export function tokenOf(
  claims: Claims,
  { secret = SECRET, head = { alg: "HS256", typ: "JWT" } }: { secret?: string; head?: Claims } = {},
): string {
  const signed = `${encode(head)}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

export function accountToken(customer: number, shop = SHOP): string {
  return tokenOf(accountClaims({ dest: shop, sub: `gid://shopify/Customer/${customer}` }));
}
