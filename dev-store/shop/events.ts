import type { Collection, Customer, Order, Product, Refund, ShopInfo } from "./records.ts";

export interface OrderEdit {
  id: string;
  orderId: string;
  at: number;
  additions: readonly { id: string; delta: number }[];
  removals: readonly { id: string; delta: number }[];
}

/** What a webhook is about, in the version that it was when it happened. */
export type Subject =
  | { of: "order"; order: Order; customer: Customer | null }
  | { of: "refund"; order: Order; refund: Refund }
  | { of: "order-edit"; edit: OrderEdit }
  | { of: "deleted-order"; id: string }
  | { of: "customer"; customer: Customer }
  | { of: "deleted-customer"; id: string }
  | { of: "customer-merge"; keptId: string; deletedId: string }
  | { of: "product"; product: Product }
  | { of: "deleted-product"; id: string }
  | { of: "collection"; collection: Collection }
  | { of: "deleted-collection"; id: string }
  | { of: "shop" }
  | { of: "payload"; payload: unknown }
  /** A payload given from outside, as JSON text so that its ids stay exact. */
  | { of: "text"; text: string };

export interface ShopEvent {
  topic: string;
  at: number;
  shop: ShopInfo;
  subject: Subject;
}
