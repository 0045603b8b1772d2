/** Every sentence that the app says to shoppers. A language that lacks one doesn't compile. */
import type { OrderStanding } from "../../../domain/earning/earning.ts";
import type { EntryKind } from "../../../domain/settlement/post.ts";

/** Why an order's points were posted (domain/settlement/post.ts), as far as a shopper is told. */
export type OrderReason =
  | "order"
  | "paid"
  | "refund-or-removal"
  | "goods-added"
  | "tier-known-later"
  | "order-gone"
  | Extract<OrderStanding, "pending" | "cancelled" | "voided" | "left-program">;

export interface ShopperWords {
  order: Readonly<Record<OrderReason, string>>;
  kinds: Readonly<Record<Exclude<EntryKind, "order" | "expiry">, string>>;
  expired: string;
  /** Expired points came back, since an activity became known later. */
  givenBack: string;
  /** The points live on with the customer into whom this one was merged. */
  merged: string;
  /** When nothing better can be said. */
  changed: string;
  rewards: {
    /** `amount` is money in the shopper's way of writing it, `percent` likewise. */
    amountOff: (amount: string) => string;
    percentOff: (percent: string) => string;
    freeShipping: string;
    freeProduct: string;
    storeCredit: (amount: string) => string;
    giftCard: (amount: string) => string;
    /** As many points as the shopper likes, for as much. */
    variable: string;
  };
}
