import { createHash } from "node:crypto";

/** Lines of an order are numbered behind its id; four digits, so no order has more. */
export const LINES_PER_ORDER_MAX = 9_999;

/**
 * Shopify's ids are numbers. A code that is one already keeps it ("536365", "17850"), so that what
 * the data says can be looked up in the shop. Any other ("85123A") gets 14 digits of its SHA-256, out of the way
 * of the short ones: among 100,000 codes two meet with a chance of 1 in 18,000.
 */
export function numericId(code: string): string {
  if (/^[1-9]\d{0,11}$/.test(code)) return code;
  const hash = createHash("sha256").update(code, "utf8").digest().readUIntBE(0, 6);
  return String(10_000_000_000_000 + (hash % 90_000_000_000_000));
}

/** `place` counts from 0. At most 18 digits: within Shopify's 64 bits. */
export function lineId(orderId: string, place: number): string {
  return `${orderId}${String(place + 1).padStart(4, "0")}`;
}
