import { randomUUID } from "node:crypto";
import { signedToken, type AppKeys } from "../../oauth/session-token.ts";
import { gid } from "../../wire/gid.ts";

/** An extension's token lives for five minutes. */
export const CUSTOMER_TOKEN_SECONDS = 300;

/**
 * What `shopify.sessionToken.get()` gives an extension on the account pages: unlike the admin's,
 * `dest` is the bare domain, and `sub` is the customer, there only for someone who is logged in.
 */
export function makeCustomerToken(
  keys: AppKeys,
  session: { shop: string; customerId: string | null; now?: number },
): string {
  const now = Math.floor((session.now ?? Date.now()) / 1000);
  const claims = {
    dest: session.shop,
    aud: keys.apiKey,
    exp: now + CUSTOMER_TOKEN_SECONDS,
    nbf: now,
    iat: now,
    jti: randomUUID(),
    ...(session.customerId === null ? {} : { sub: gid("Customer", session.customerId) }),
  };
  return signedToken(claims, keys.apiSecret);
}
