import { createHmac, timingSafeEqual } from "node:crypto";

export const LOGIN_COOKIE = "dev_store_customer";

function signatureOf(customerId: string, secret: string): string {
  return createHmac("sha256", secret).update(`login ${customerId}`).digest("hex");
}

/** The value of the storefront's login cookie: the customer and a signature against made-up ones. */
export function loginValue(customerId: string, secret: string): string {
  return `${customerId}.${signatureOf(customerId, secret)}`;
}

/** The customer that a cookie names, or null for a visitor (or a cookie of one's own making). */
export function loggedInCustomer(cookie: string | null, secret: string): string | null {
  const [customerId, signature] = (cookie ?? "").split(".");
  if (customerId === undefined || signature === undefined) return null;
  const expected = Buffer.from(signatureOf(customerId, secret));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected) ? customerId : null;
}
