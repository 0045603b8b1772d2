import type { BulkOutcome } from "../bulk-operation.ts";
import type { IdSource } from "../ids.ts";
import type { Discount, DiscountClass } from "../discounts/discount.ts";
import type { AccessToken, OrderCheckout, Subscription } from "../records.ts";
import type { Change, ShopState } from "../state.ts";
import type { Subject } from "../events.ts";

export interface LineInput {
  id?: string;
  productId: string | null;
  variantId?: string | null;
  title: string;
  variantTitle?: string | null;
  sku?: string | null;
  vendor?: string | null;
  quantity: number;
  priceMinor: number;
  giftCard?: boolean;
  requiresShipping?: boolean;
  /** A discount on this line alone. */
  discountMinor?: number;
  /** Absent: the order's tax percentage. */
  taxes?: { title: string; rate: number; amountMinor: number }[];
}

export interface DiscountInput {
  code: string | null;
  amountMinor: number;
  /** Of it on each line; absent: spread over all lines by what they cost. */
  parts?: readonly number[];
  /** `shipping` takes it off the first shipping line. */
  class?: DiscountClass;
  percent?: number;
}

export interface OrderInput {
  id?: string;
  name?: string;
  createdAt?: number;
  processedAt?: number;
  updatedAt?: number;
  customerId: string | null;
  email?: string | null;
  countryCode?: string | null;
  lines: LineInput[];
  discounts?: DiscountInput[];
  taxPercent?: number;
  taxesIncluded?: boolean;
  shipping?: { title: string; priceMinor: number }[];
  presentment?: { currency: string; rate: number };
  status: "paid" | "pending" | "authorized" | "partially_paid";
  /** For `partially_paid`: how much came in. */
  paidMinor?: number;
  test?: boolean;
  note?: string | null;
  tags?: string[];
  sourceName?: string;
  checkout?: OrderCheckout;
}

export interface CustomerInput {
  id?: string;
  createdAt?: number;
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  phone?: string | null;
  note?: string | null;
  locale?: string;
  state?: string;
  tags?: string[];
  address?: {
    address1: string | null;
    city: string | null;
    zip: string | null;
    countryCode: string;
  } | null;
}

export interface ProductInput {
  id?: string;
  title?: string;
  handle?: string;
  bodyHtml?: string;
  vendor?: string | null;
  productType?: string;
  status?: string;
  tags?: string[];
  imageSeed?: number;
  /** Titles of the collections that it is to be in, made where there are none. */
  collections?: string[];
  variants?: {
    id?: string;
    title: string;
    sku: string | null;
    priceMinor: number;
    /** Absent: what is known of the variant. */
    inventoryQuantity?: number;
  }[];
}

export interface CollectionInput {
  id: string;
  title?: string;
  handle?: string;
  bodyHtml?: string;
  productIds?: string[];
}

export interface MetafieldInput {
  ownerGid: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
}

export interface RefundInput {
  lines: { lineId: string; quantity: number; restockType?: string }[];
  shippingMinor?: number;
  /** What is paid back; absent: what the lines and the shipping come to. */
  amountMinor?: number;
  note?: string | null;
}

export type DiscountDraft = Omit<Discount, "id" | "usedBy" | "createdAt" | "updatedAt">;

/**
 * All that can happen to the shop. A command is plain data with its instant: the journal keeps the
 * commands and the shop is what they come to, so replaying them gives the same shop and the same
 * webhooks, payload for payload.
 */
export type Command =
  | { kind: "customer.put"; at: number; customer: CustomerInput }
  | { kind: "customer.delete"; at: number; id: string }
  | { kind: "customer.merge"; at: number; keptId: string; deletedId: string }
  | { kind: "product.put"; at: number; product: ProductInput }
  | { kind: "product.delete"; at: number; id: string }
  | { kind: "collection.put"; at: number; collection: CollectionInput }
  | { kind: "collection.delete"; at: number; id: string }
  | { kind: "order.place"; at: number; order: OrderInput }
  | { kind: "order.pay"; at: number; id: string; amountMinor?: number }
  | { kind: "order.refund"; at: number; id: string; refund: RefundInput }
  | {
      kind: "order.edit";
      at: number;
      id: string;
      add: LineInput[];
      setQuantity: { lineId: string; quantity: number }[];
    }
  | { kind: "order.cancel"; at: number; id: string; reason: string; refund: boolean }
  | { kind: "order.fulfil"; at: number; id: string }
  | { kind: "order.expire"; at: number; id: string }
  | {
      kind: "order.change";
      at: number;
      id: string;
      note?: string | null;
      tags?: string[];
      customerId?: string | null;
    }
  | { kind: "order.delete"; at: number; id: string }
  | { kind: "metafields.set"; at: number; metafields: MetafieldInput[] }
  | { kind: "metafields.delete"; at: number; metafields: { ownerGid: string; name: string }[] }
  | { kind: "discount.create"; at: number; discount: DiscountDraft; code: string }
  /** `code` renames the code of a discount that has one. */
  | { kind: "discount.change"; at: number; id: string; discount: DiscountDraft; code?: string }
  | { kind: "discount.delete"; at: number; id: string }
  | { kind: "discount.add-codes"; at: number; id: string; codes: string[] }
  | {
      kind: "bulk.create";
      at: number;
      query: string;
      apiVersion: string;
      groupObjects: boolean;
      fileKey: string;
    }
  | { kind: "bulk.cancel"; at: number; id: string }
  | { kind: "bulk.finish"; at: number; id: string; outcome: BulkOutcome }
  | { kind: "shop.change"; at: number; name?: string; email?: string }
  | { kind: "app.install"; at: number; scopes: string[] }
  | { kind: "app.scopes"; at: number; scopes: string[] }
  | { kind: "app.uninstall"; at: number }
  | {
      kind: "subscriptions.configure";
      at: number;
      subscriptions: Omit<Subscription, "id" | "createdAt">[];
    }
  | {
      kind: "subscription.create";
      at: number;
      subscription: Omit<Subscription, "id" | "createdAt">;
    }
  | { kind: "subscription.delete"; at: number; id: string }
  | { kind: "token.issue"; at: number; token: AccessToken; replaces?: string }
  | { kind: "token.revoke"; at: number; token: string }
  | { kind: "webhook.send"; at: number; topic: string; text: string }
  /** What the theme editor saves; null goes back to the theme's own file. */
  | { kind: "theme.put"; at: number; file: string; text: string | null };

export type CommandKind = Command["kind"];
export type CommandOf<Kind extends CommandKind> = Extract<Command, { kind: Kind }>;

export interface Decision {
  changes: Change[];
  events: { topic: string; subject: Subject }[];
  /** The id of what the command made or changed, for its caller. */
  id: string | null;
}

export interface Deciding {
  state: ShopState;
  ids: IdSource;
}

/** Says what a command comes to. It changes nothing itself and refuses with a `Refusal`. */
export type Decide<Kind extends CommandKind> = (
  shop: Deciding,
  command: CommandOf<Kind>,
) => Decision;
