/**
 * What is known of one order, and how two states of knowledge join. Joining is commutative,
 * associative and idempotent: topic, delivery id and arrival never decide (rules.md).
 */
import { compareIds, type Id } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";

/** Shopify's `financial_status`, lowest first: the order that decides between same-second snapshots. */
export const FINANCIAL_STATUSES = [
  "pending",
  "authorized",
  "partially_paid",
  "paid",
  "partially_refunded",
  "refunded",
  "voided",
  "expired",
] as const;
export type FinancialStatus = (typeof FINANCIAL_STATUSES)[number];

/** One line as Shopify shows it now. Money in minor units of the shop's currency. */
export type OrderLine = {
  id: Id;
  productId: Id | null;
  giftCard: boolean;
  quantity: number;
  currentQuantity: number;
  /** Unit price, before discounts. */
  priceMinor: number;
  /** Sum of the line's discount allocations. */
  discountMinor: number;
  /** Sum of the line's tax lines, whether or not taxes are included in the price. */
  taxMinor: number;
};

export type Refund = {
  id: Id;
  createdAt: Instant;
  lines: { lineId: Id; quantity: number }[];
  /**
   * Sum of the absolute amounts (without tax) of the refund's *negative* order adjustments
   * that aren't shipping; 0 or more. Positive ones change nothing (rules.md).
   */
  goodwillMinor: number;
};

/** The canonical fields that the app keeps of one version of an order. */
export type OrderSnapshot = {
  /** As written by Shopify; whole seconds, so two snapshots may share it. */
  updatedAt: Instant;
  source: "payload" | "admin-api";
  /** `processed_at`, else `created_at`. */
  placedAt: Instant;
  cancelledAt: Instant | null;
  financialStatus: FinancialStatus;
  test: boolean;
  customerId: Id | null;
  currency: string;
  taxesIncluded: boolean;
  lines: OrderLine[];
  /** Ids of the refunds that this snapshot lists (already in `currentQuantity`), ascending. */
  listedRefundIds: Id[];
  /** "#1001"; null when the delivery lacks it. Shown, never computed with. */
  name: string | null;
  /**
   * SHA-256 (hex) of the canonical fields but the customer, who may be forgotten: breaks ties, and
   * of snapshots that are alike but for the customer the greater id stands.
   */
  contentHash: string;
};

/** Everything known of one order of a shop. */
export type OrderFacts = {
  orderId: Id;
  /** A tombstone (orders/delete) is above every snapshot: as though the order had never been. */
  deleted: boolean;
  snapshot: OrderSnapshot | null;
  /** Union by id, ascending: from refunds/create and from every snapshot seen. */
  refunds: Refund[];
};

/** Positive when `a` is the newer snapshot, negative when `b` is, 0 when they are the same. */
export function compareSnapshots(a: OrderSnapshot, b: OrderSnapshot): number {
  return (
    a.updatedAt - b.updatedAt ||
    sourceRank(a) - sourceRank(b) ||
    Number(a.cancelledAt !== null) - Number(b.cancelledAt !== null) ||
    FINANCIAL_STATUSES.indexOf(a.financialStatus) - FINANCIAL_STATUSES.indexOf(b.financialStatus) ||
    (a.contentHash < b.contentHash ? -1 : a.contentHash > b.contentHash ? 1 : 0) ||
    compareIds(a.customerId ?? "", b.customerId ?? "")
  );
}

function sourceRank(snapshot: OrderSnapshot): number {
  return snapshot.source === "admin-api" ? 1 : 0;
}

export function noFacts(orderId: Id): OrderFacts {
  return { orderId, deleted: false, snapshot: null, refunds: [] };
}

/** What is known when both `a` and `b` are. */
export function joinOrderFacts(a: OrderFacts, b: OrderFacts): OrderFacts {
  return {
    orderId: a.orderId,
    deleted: a.deleted || b.deleted,
    snapshot: newerSnapshot(a.snapshot, b.snapshot),
    refunds: unionRefunds(a.refunds, b.refunds),
  };
}

function newerSnapshot(a: OrderSnapshot | null, b: OrderSnapshot | null): OrderSnapshot | null {
  if (!a || !b) return a ?? b;
  return compareSnapshots(a, b) >= 0 ? a : b;
}

function unionRefunds(a: Refund[], b: Refund[]): Refund[] {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const byId = new Map<Id, Refund>();
  for (const refund of [...a, ...b]) {
    const known = byId.get(refund.id);
    byId.set(refund.id, known ? greaterRefund(known, refund) : refund);
  }
  return [...byId.values()].sort((x, y) => compareIds(x.id, y.id));
}

/**
 * A refund never changes, but its two readings may (a snapshot lists fewer details than
 * refunds/create): the fuller one wins, by content, so that arrival can't decide.
 */
function greaterRefund(a: Refund, b: Refund): Refund {
  return refundOrder(a) >= refundOrder(b) ? a : b;
}

function refundOrder(refund: Refund): string {
  const quantity = refund.lines.reduce((sum, line) => sum + line.quantity, 0);
  const rank = String(quantity).padStart(12, "0") + String(refund.goodwillMinor).padStart(16, "0");
  return rank + String(refund.createdAt).padStart(16, "0") + JSON.stringify(refund.lines);
}
