/**
 * What the shop keeps. Records are values: a change makes a new one, so an event may hold the
 * version it is about and a delivery repeated hours later still carries its original payload.
 * Ids are numeric strings, times milliseconds on whole seconds, money minor units.
 */
export interface ShopInfo {
  id: string;
  domain: string;
  name: string;
  email: string;
  currency: string;
  timeZone: string;
  countryCode: string;
  createdAt: number;
  updatedAt: number;
}

export interface Address {
  firstName: string | null;
  lastName: string | null;
  address1: string | null;
  city: string | null;
  zip: string | null;
  countryCode: string;
}

export interface Customer {
  id: string;
  createdAt: number;
  updatedAt: number;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  state: string;
  note: string | null;
  locale: string;
  verifiedEmail: boolean;
  taxExempt: boolean;
  tags: readonly string[];
  addressId: string;
  address: Address | null;
}

export interface Variant {
  id: string;
  title: string;
  sku: string | null;
  priceMinor: number;
  inventoryQuantity: number;
}

export interface Product {
  id: string;
  title: string;
  handle: string;
  bodyHtml: string;
  vendor: string | null;
  productType: string;
  status: string;
  tags: readonly string[];
  variants: readonly Variant[];
  imageSeed: number;
  createdAt: number;
  updatedAt: number;
}

export interface Collection {
  id: string;
  title: string;
  handle: string;
  bodyHtml: string;
  productIds: readonly string[];
  updatedAt: number;
}

export interface TaxLine {
  title: string;
  rate: number;
  amountMinor: number;
}

export interface Line {
  id: string;
  productId: string | null;
  variantId: string | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  quantity: number;
  currentQuantity: number;
  /** Units that a cancellation took off without paying them back: they can still be refunded. */
  cancelledQuantity: number;
  fulfilledQuantity: number;
  priceMinor: number;
  giftCard: boolean;
  requiresShipping: boolean;
  /** Index of the order's discount applications, and this line's part of it. */
  allocations: readonly { application: number; amountMinor: number }[];
  taxLines: readonly TaxLine[];
}

export interface DiscountApplication {
  code: string | null;
  amountMinor: number;
  targetLine: boolean;
  /** Of a discount that the checkout applied: what it was for, and its percentage if it had one. */
  class?: "order" | "product" | "shipping";
  percent?: number;
}

export interface ShippingLine {
  id: string;
  title: string;
  priceMinor: number;
  allocations: readonly { application: number; amountMinor: number }[];
}

/** What only an order of the checkout has. */
export interface OrderCheckout {
  /** The checkout's own: placing it again gives the same order. */
  token: string;
  /** What the confirmation page is asked for by; nobody can guess it. */
  confirmation: string;
  locale: string;
  payment: "card" | "bank-transfer";
  shippingAddress: Address | null;
}

export interface Transaction {
  id: string;
  kind: "sale" | "authorization" | "refund";
  amountMinor: number;
  at: number;
}

export interface RefundLine {
  id: string;
  lineId: string;
  quantity: number;
  restockType: string;
  subtotalMinor: number;
  taxMinor: number;
}

export interface OrderAdjustment {
  id: string;
  kind: "refund_discrepancy" | "shipping_refund";
  reason: string;
  amountMinor: number;
  taxMinor: number;
}

export interface Refund {
  id: string;
  orderId: string;
  createdAt: number;
  note: string | null;
  lines: readonly RefundLine[];
  adjustments: readonly OrderAdjustment[];
  shippingMinor: number;
  shippingRefundId: string;
  transactions: readonly Transaction[];
}

export interface Fulfillment {
  id: string;
  at: number;
  lines: readonly { lineId: string; quantity: number }[];
}

export interface Order {
  id: string;
  name: string;
  number: number;
  createdAt: number;
  processedAt: number;
  updatedAt: number;
  cancelledAt: number | null;
  cancelReason: string | null;
  closedAt: number | null;
  currency: string;
  presentment: { currency: string; rate: number };
  taxesIncluded: boolean;
  test: boolean;
  customerId: string | null;
  email: string | null;
  countryCode: string | null;
  sourceName: string;
  note: string | null;
  tags: readonly string[];
  /** Set where the money alone doesn't say it. */
  standing: "open" | "authorized" | "voided" | "expired";
  lines: readonly Line[];
  shippingLines: readonly ShippingLine[];
  discounts: readonly DiscountApplication[];
  transactions: readonly Transaction[];
  refunds: readonly Refund[];
  fulfillments: readonly Fulfillment[];
  edited: boolean;
  checkout: OrderCheckout | null;
}

export interface Metafield {
  id: string;
  ownerGid: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: number;
  updatedAt: number;
}

export interface Subscription {
  id: string;
  topic: string;
  uri: string;
  name: string | null;
  includeFields: readonly string[];
  filter: string | null;
  apiVersion: string;
  /** Shopify drops a subscription made by the Admin API after a failed delivery; those of the app's configuration stay. */
  origin: "configuration" | "api";
  createdAt: number;
}

export interface AccessToken {
  token: string;
  scopes: readonly string[];
  online: boolean;
  userId: string | null;
  expiresAt: number | null;
  refreshToken: string | null;
  refreshExpiresAt: number | null;
}
