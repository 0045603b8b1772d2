/**
 * What an item of an invoice is. Real invoices carry more than goods; which codes mean what was
 * read off Online Retail, the one public history of a shop that has them all.
 */
export type ItemKind =
  | "goods"
  /** Charged: the order's shipping. Negative: shipping paid back. */
  | "postage"
  /** An amount off: the order's discount, or, on a credit note, goodwill towards the latest order. */
  | "discount"
  /** Typed in by hand. Charged: a line of no product. Negative: goodwill. */
  | "manual"
  | "giftCard"
  /** The shop's own costs and bookings, nothing that a customer bought. */
  | "booking";

const KINDS: Readonly<Record<string, ItemKind>> = {
  POST: "postage",
  DOT: "postage",
  C2: "postage",
  D: "discount",
  M: "manual",
  S: "booking",
  B: "booking",
  AMAZONFEE: "booking",
  "BANK CHARGES": "booking",
  CRUK: "booking",
};

export function kindOfItem(id: string): ItemKind {
  const code = id.toUpperCase();
  return KINDS[code] ?? (code.startsWith("GIFT_") ? "giftCard" : "goods");
}
