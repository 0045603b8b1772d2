/** What of an order a discount takes something off: Shopify's discount classes. */
export type DiscountClass = "order" | "product" | "shipping";

export type DiscountValue =
  /** A share above 0, at most 1. */
  | { kind: "percentage"; share: number }
  /** Off every unit, or once over all that the discount is for. */
  | { kind: "amount"; amountMinor: number; onEachItem: boolean }
  | { kind: "free-shipping" };

export type DiscountItems =
  | { kind: "all" }
  | {
      kind: "some";
      productIds: readonly string[];
      variantIds: readonly string[];
      collectionIds: readonly string[];
    };

export type DiscountMinimum =
  { kind: "subtotal"; subtotalMinor: number } | { kind: "quantity"; quantity: number };

/** A discount that is asked for by a code. Its codes are records of their own: there may be many. */
export interface Discount {
  id: string;
  title: string;
  value: DiscountValue;
  items: DiscountItems;
  minimum: DiscountMinimum | null;
  /** Customers that it is bound to; null for everybody. */
  customerIds: readonly string[] | null;
  combinesWith: Readonly<Record<DiscountClass, boolean>>;
  /** Uses of each code. */
  usageLimit: number | null;
  oncePerCustomer: boolean;
  /** For free shipping: the dearest shipping that it pays, and where to; null for no limit. */
  maximumShippingMinor: number | null;
  countryCodes: readonly string[] | null;
  tags: readonly string[];
  startsAt: number;
  endsAt: number | null;
  /** Who has used it: `customer 7` or `email ann@example.com`. */
  usedBy: readonly string[];
  createdAt: number;
  updatedAt: number;
}

export interface RedeemCode {
  id: string;
  discountId: string;
  code: string;
  uses: number;
}

/** Codes that were added to a discount in bulk, and which of them couldn't be. */
export interface CodeCreation {
  id: string;
  discountId: string;
  codes: readonly {
    code: string;
    redeemCodeId: string | null;
    problem: "taken" | "blank" | null;
  }[];
  createdAt: number;
}

export function classOf(discount: Pick<Discount, "value" | "items">): DiscountClass {
  if (discount.value.kind === "free-shipping") return "shipping";
  return discount.items.kind === "all" ? "order" : "product";
}

export type DiscountStatus = "ACTIVE" | "EXPIRED" | "SCHEDULED";

export function statusOf(
  discount: Pick<Discount, "startsAt" | "endsAt">,
  now: number,
): DiscountStatus {
  if (discount.endsAt !== null && discount.endsAt <= now) return "EXPIRED";
  return discount.startsAt > now ? "SCHEDULED" : "ACTIVE";
}

/** Codes differ by more than the case of their letters. */
export const codeKey = (code: string): string => code.trim().toLowerCase();

export interface Shopper {
  customerId: string | null;
  email: string | null;
}

/** Under which names a shopper's uses are kept: a guest is known by the e-mail address alone. */
export function usersOf(shopper: Shopper): string[] {
  return [
    ...(shopper.customerId === null ? [] : [`customer ${shopper.customerId}`]),
    ...(shopper.email === null ? [] : [`email ${shopper.email.trim().toLowerCase()}`]),
  ];
}
