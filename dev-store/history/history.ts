/**
 * What a history is made of: events in time order, which the dev store carries out through the
 * same commands as its control API, each at its own instant. The seeded generator and the loader
 * of real histories both speak it, so nothing after this file knows where a shop came from.
 *
 * Ids are numeric strings (Shopify's are 64 bit and pass 2^53). `at` is ISO 8601, UTC, whole
 * seconds. Money is whole minor units of the shop's currency.
 */
export interface VariantDraft {
  id: string;
  title: string;
  sku: string;
  priceMinor: number;
}

export interface ProductDraft {
  id: string;
  title: string;
  handle: string;
  productType: string;
  vendor: string;
  tags: string[];
  priceMinor: number;
  /** Absent: the product has Shopify's single default variant. */
  variants?: VariantDraft[];
  /** Titles of the collections that hold it. */
  collections?: string[];
  /** Absent: nothing is said of it. */
  bodyHtml?: string;
  /** What a drawn picture of the product may be seeded with. */
  imageSeed: number;
}

export interface CustomerDraft {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  /** ISO 3166-1 alpha-2. */
  countryCode: string;
  /** BCP 47, as in Shopify's `customer.locale`. */
  locale: string;
}

export interface LineDraft {
  /** Absent only where nothing later refers to the line. */
  id?: string;
  /** null: a custom line, which belongs to no product. */
  productId: string | null;
  variantId?: string;
  title: string;
  quantity: number;
  priceMinor: number;
  giftCard?: boolean;
}

export interface OrderDraft {
  id: string;
  /** Absent: the shop's next number. */
  name?: string;
  /** null: a guest. */
  customerId: string | null;
  /** Where it is shipped to. */
  countryCode?: string;
  lines: LineDraft[];
  /** Off the whole order; the dev store spreads it over the lines that are no gift cards. */
  discountMinor?: number;
  discountCode?: string;
  taxPercent?: number;
  taxesIncluded?: boolean;
  shippingMinor?: number;
  /** What the shopper saw: `rate` units of `currency` for one of the shop's currency. */
  presentment?: { currency: string; rate: number };
  /** false: pending until a `payment` event. */
  paid: boolean;
  test?: boolean;
}

export type HistoryEvent =
  | { kind: "product"; at: string; product: ProductDraft }
  | { kind: "customer"; at: string; customer: CustomerDraft }
  | { kind: "order"; at: string; order: OrderDraft }
  | { kind: "payment"; at: string; orderId: string }
  | RefundEvent
  | {
      kind: "edit";
      at: string;
      orderId: string;
      add?: LineDraft[];
      setQuantity?: { lineId: string; quantity: number }[];
    }
  | { kind: "cancel"; at: string; orderId: string }
  | { kind: "fulfil"; at: string; orderId: string };

export interface RefundEvent {
  kind: "refund";
  at: string;
  orderId: string;
  lines: { lineId: string; quantity: number }[];
  /**
   * With Shopify's sign of an order adjustment: negative, more was paid back than the lines
   * came to (without lines: goodwill); positive, less was.
   */
  adjustmentMinor?: number;
  /** Shipping paid back, 0 or more. */
  shippingMinor?: number;
}
