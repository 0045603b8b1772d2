import type { DiscountClass } from "./discount.ts";

/** Why a code takes nothing off; amounts in minor units of the shop's currency. */
export type DiscountReason =
  | { kind: "unknown" }
  | { kind: "scheduled"; startsAt: number }
  | { kind: "expired"; endsAt: number }
  | { kind: "used-up" }
  | { kind: "used-by-shopper" }
  /** Bound to customers, and nobody has said who they are. */
  | { kind: "log-in" }
  | { kind: "other-customer" }
  | { kind: "no-items" }
  | { kind: "minimum-subtotal"; subtotalMinor: number }
  | { kind: "minimum-quantity"; quantity: number }
  | { kind: "not-combinable" }
  | { kind: "nothing-left" }
  | { kind: "nothing-to-ship" }
  | { kind: "destination" }
  | { kind: "shipping-too-dear"; maximumMinor: number };

export interface CodeOutcome {
  /** As the shop writes it; as typed where the shop doesn't know it. */
  code: string;
  discountId: string | null;
  class: DiscountClass | null;
  applied: boolean;
  reason: DiscountReason | null;
  /** Off each line of goods. */
  parts: readonly number[];
  /** Off the shipping. */
  shippingMinor: number;
}

export const amountOf = (outcome: CodeOutcome): number =>
  outcome.parts.reduce((sum, part) => sum + part, outcome.shippingMinor);
