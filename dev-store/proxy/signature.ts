import { createHmac } from "node:crypto";

/**
 * Shopify's signature of a forwarded storefront request: every parameter as `key=value`, several
 * values of one key joined by a comma, the pairs sorted and joined without anything between them,
 * HMAC-SHA256 in hex.
 */
export function signProxyQuery(query: URLSearchParams, secret: string): string {
  const pairs = [...new Set(query.keys())].map((key) => `${key}=${query.getAll(key).join(",")}`);
  return createHmac("sha256", secret).update(pairs.sort().join("")).digest("hex");
}
