import type { ShopState } from "../state.ts";
import { classOf, usersOf, type Discount, type RedeemCode } from "./discount.ts";
import { findCode } from "./find-code.ts";
import type { DiscountReason } from "./reason.ts";

/** A line of goods as a discount sees it, in minor units of the shop's currency. */
export interface Goods {
  productId: string;
  variantId: string;
  quantity: number;
  priceMinor: number;
  /** Money, not goods: no discount touches it. */
  giftCard: boolean;
}

export interface Purchase {
  goods: readonly Goods[];
  customerId: string | null;
  email: string | null;
  requiresShipping: boolean;
  /** The delivery that was chosen; null while nobody knows. */
  delivery: { countryCode: string; priceMinor: number } | null;
  now: number;
}

export interface Candidate {
  discount: Discount;
  redeemCode: RedeemCode;
}

/** Which lines a discount is for. */
export function entitledLines(state: ShopState, discount: Discount, purchase: Purchase): boolean[] {
  const { items } = discount;
  return purchase.goods.map((line) => {
    if (line.giftCard) return false;
    if (items.kind === "all") return true;
    return (
      items.productIds.includes(line.productId) ||
      items.variantIds.includes(line.variantId) ||
      items.collectionIds.some(
        (id) => state.collections.get(id)?.productIds.includes(line.productId) === true,
      )
    );
  });
}

/** Where nobody has said who they are, a code that is bound to customers waits for it. */
function boundReason(discount: Discount, purchase: Purchase): DiscountReason | null {
  if (discount.customerIds === null) return null;
  if (purchase.customerId !== null)
    return discount.customerIds.includes(purchase.customerId) ? null : { kind: "other-customer" };
  return purchase.email === null ? { kind: "log-in" } : { kind: "other-customer" };
}

function shippingReason(discount: Discount, purchase: Purchase): DiscountReason | null {
  if (!purchase.requiresShipping) return { kind: "nothing-to-ship" };
  const { delivery } = purchase;
  if (delivery === null) return null;
  const { countryCodes, maximumShippingMinor: maximumMinor } = discount;
  if (countryCodes !== null && !countryCodes.includes(delivery.countryCode))
    return { kind: "destination" };
  if (maximumMinor !== null && delivery.priceMinor > maximumMinor)
    return { kind: "shipping-too-dear", maximumMinor };
  return null;
}

/** Why a code can't be used whatever it is combined with, or null. */
function ownReason(
  state: ShopState,
  { discount, redeemCode }: Candidate,
  purchase: Purchase,
): DiscountReason | null {
  const { endsAt, startsAt, usageLimit, oncePerCustomer, usedBy } = discount;
  if (endsAt !== null && endsAt <= purchase.now) return { kind: "expired", endsAt };
  if (startsAt > purchase.now) return { kind: "scheduled", startsAt };
  if (usageLimit !== null && redeemCode.uses >= usageLimit) return { kind: "used-up" };
  const bound = boundReason(discount, purchase);
  if (bound !== null) return bound;
  if (oncePerCustomer && usersOf(purchase).some((user) => usedBy.includes(user)))
    return { kind: "used-by-shopper" };
  if (classOf(discount) === "shipping") return shippingReason(discount, purchase);
  return entitledLines(state, discount, purchase).includes(true) ? null : { kind: "no-items" };
}

/** The discount behind a code if it may be used in this purchase, else why not. */
export function candidateOf(
  state: ShopState,
  code: string,
  purchase: Purchase,
): { found: Candidate | null; reason: DiscountReason | null } {
  const found = findCode(state, code);
  if (found === null) return { found: null, reason: { kind: "unknown" } };
  return { found, reason: ownReason(state, found, purchase) };
}

/**
 * Whether a purchase reaches a discount's minimum. `worth` is what each line costs before this
 * discount: at Shopify an order discount counts what product discounts have left.
 */
export function minimumReason(
  discount: Discount,
  counted: readonly { quantity: number; worthMinor: number }[],
): DiscountReason | null {
  const { minimum } = discount;
  if (minimum === null) return null;
  if (minimum.kind === "quantity") {
    const quantity = counted.reduce((sum, line) => sum + line.quantity, 0);
    return quantity >= minimum.quantity
      ? null
      : { kind: "minimum-quantity", quantity: minimum.quantity };
  }
  const subtotal = counted.reduce((sum, line) => sum + line.worthMinor, 0);
  return subtotal >= minimum.subtotalMinor
    ? null
    : { kind: "minimum-subtotal", subtotalMinor: minimum.subtotalMinor };
}
