/** What one state of knowledge of an order says that another doesn't: for whoever compares books. */
import type { Id } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";
import type { OrderFacts, OrderSnapshot } from "./order-facts.ts";

export const DIFFERENCES = [
  "unknown-order",
  "deleted",
  "status",
  "cancelled",
  "refunds",
  "lines",
  "customer",
  "placed-at",
  "test",
  "currency",
] as const;
export type Difference = (typeof DIFFERENCES)[number];

/**
 * Why a difference was there, as far as it can be known: Shopify tells of an order's changes and not
 * of its deliveries. `never-arrived`: no delivery in the inbox is about it.
 */
export type DifferenceReason =
  | { kind: "never-arrived" }
  /** A delivery about it is set aside with this error. */
  | { kind: "parked"; webhookId: string; remark: string }
  /** A delivery about it is in the inbox and not worked on yet. */
  | { kind: "waits"; webhookId: string }
  /** The order is being asked for already; the remark says why that didn't succeed yet. */
  | { kind: "asked-for"; remark: string | null }
  /** Changed so shortly ago that its delivery may still be on its way. */
  | { kind: "on-its-way" }
  /** Shopify gives it the same time of change as what is known, and yet says something else. */
  | { kind: "same-time" };

/** One order that differed, and what repairing it came to. */
export type Finding = {
  orderId: Id;
  /** "#1001"; null where nobody told it. */
  name: string | null;
  customerId: Id | null;
  differs: Difference[];
  why: DifferenceReason;
  /** When Shopify says that it changed last; null for a deleted one. */
  changedAt: Instant | null;
  /** Points that the order was worth to its customers before and after the repair. */
  pointsBefore: number;
  pointsAfter: number;
};

/** Of two states of one order: empty when settlement can't tell them apart. */
export function differencesOf(before: OrderFacts | undefined, after: OrderFacts): Difference[] {
  if (!before?.snapshot && !before?.deleted && after.snapshot) return ["unknown-order"];
  if (after.deleted !== (before?.deleted ?? false)) return ["deleted"];
  if (after.deleted) return [];
  const found = new Set<Difference>();
  if (JSON.stringify(before?.refunds ?? []) !== JSON.stringify(after.refunds)) found.add("refunds");
  const [old, now] = [before?.snapshot, after.snapshot];
  if (old && now) for (const difference of betweenSnapshots(old, now)) found.add(difference);
  return DIFFERENCES.filter((each) => found.has(each));
}

function betweenSnapshots(old: OrderSnapshot, now: OrderSnapshot): Difference[] {
  // The hash doesn't cover the customer, of whom nothing may stay once they are forgotten.
  const found: Difference[] = old.customerId === now.customerId ? [] : ["customer"];
  if (old.contentHash === now.contentHash) return found;
  if (old.financialStatus !== now.financialStatus) found.push("status");
  if (old.cancelledAt !== now.cancelledAt) found.push("cancelled");
  if (old.listedRefundIds.join() !== now.listedRefundIds.join()) found.push("refunds");
  if (old.placedAt !== now.placedAt) found.push("placed-at");
  if (old.test !== now.test) found.push("test");
  if (old.currency !== now.currency || old.taxesIncluded !== now.taxesIncluded)
    found.push("currency");
  if (JSON.stringify(old.lines) !== JSON.stringify(now.lines)) found.push("lines");
  return found;
}
