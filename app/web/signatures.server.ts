/** Shopify's two signatures, checked on exactly what was signed, in constant time. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { isId } from "../domain/shared/ids.ts";

/** The current client secret first; a previous one while rotating. */
export type Secrets = readonly string[];

/** Base64 HMAC-SHA256 of a body's raw bytes, fed while they stream in. */
export class BodySignature {
  readonly #hmacs;

  constructor(secrets: Secrets) {
    this.#hmacs = secrets.map((secret) => createHmac("sha256", secret));
  }

  update(chunk: Uint8Array): void {
    for (const hmac of this.#hmacs) hmac.update(chunk);
  }

  /** Whether `signature` (a header, from anyone) is that of the bytes so far. Once only. */
  matches(signature: string | undefined): boolean {
    return this.#hmacs.map((hmac) => equal(hmac.digest("base64"), signature ?? "")).some(Boolean);
  }
}

/**
 * Compares the written forms: a decoder would skip junk and forgive what follows the MAC.
 * timingSafeEqual throws on unequal lengths; the length of a MAC is no secret.
 */
function equal(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** How old a proxied request may be (s), as Shopify's own library has it. */
export const PROXY_AGE_MAX = 90;

export type ProxyIdentity = { shop: string; customerId: string | null; pathPrefix: string | null };

/**
 * Who a proxied request comes from, or null. Hex HMAC-SHA256 over the sorted `key=value` pairs
 * without a separator. Signing without a separator makes loose reading risky, so this is stricter
 * than the library: every signed name at most once, a timestamp, a myshopify.com shop, and a
 * customer id of digits or nothing.
 * Source: shopify.dev "Authenticate app proxies".
 */
export function proxyIdentity(
  query: URLSearchParams,
  secrets: Secrets,
  nowMs: number,
): ProxyIdentity | null {
  const signature = single(query, "signature");
  const shop = single(query, "shop");
  const customer = query.has("logged_in_customer_id") ? single(query, "logged_in_customer_id") : "";
  const timestamp = Number(single(query, "timestamp"));
  if (!signature || !shop || customer === null || !isShopDomain(shop)) return null;
  if ((customer !== "" && !isId(customer)) || !Number.isInteger(timestamp)) return null;
  if (Math.abs(nowMs / 1000 - timestamp) > PROXY_AGE_MAX) return null;
  if (!isSigned(query, signature, secrets)) return null;
  const pathPrefix = query.has("path_prefix") ? single(query, "path_prefix") : null;
  return { shop, customerId: customer === "" ? null : customer, pathPrefix };
}

export function isShopDomain(text: string): boolean {
  return text.length <= 255 && /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(text);
}

function single(query: URLSearchParams, name: string): string | null {
  const values = query.getAll(name);
  return values.length === 1 ? (values[0] ?? null) : null;
}

function isSigned(query: URLSearchParams, signature: string, secrets: Secrets): boolean {
  const names = [...new Set(query.keys())].filter((name) => name !== "signature");
  const text = names
    .map((name) => `${name}=${query.getAll(name).join(",")}`)
    .sort()
    .join("");
  return secrets
    .map((secret) => equal(createHmac("sha256", secret).update(text).digest("hex"), signature))
    .some(Boolean);
}
