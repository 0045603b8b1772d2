/** Shopify's two signatures, written apart from the app's own code. */
import { createHmac } from "node:crypto";

export const SECRET = "test-secret";
export const PREVIOUS_SECRET = "test-secret-before";

/** X-Shopify-Hmac-Sha256. */
export function bodySignature(body: Buffer | string, secret = SECRET): string {
  return createHmac("sha256", secret).update(body).digest("base64");
}

export type QueryPairs = [name: string, value: string][];

/** `signature` of an app-proxy request: sorted pairs without a separator, values joined by commas. */
export function querySignature(pairs: QueryPairs, secret = SECRET): string {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  const text = [...values]
    .map(([name, all]) => `${name}=${all.join(",")}`)
    .sort()
    .join("");
  return createHmac("sha256", secret).update(text).digest("hex");
}

export function signedQuery(pairs: QueryPairs, secret = SECRET): string {
  return queryOf([...pairs, ["signature", querySignature(pairs, secret)]]);
}

export function queryOf(pairs: QueryPairs): string {
  return new URLSearchParams(pairs).toString();
}

export const nowInSeconds = (): string => String(Math.floor(Date.now() / 1_000));
