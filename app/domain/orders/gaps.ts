/** What deliveries speak of but don't show, so that the order must be asked for (rules.md). */
import { MINUTE, SECOND, type Instant } from "../shared/instant.ts";
import type { Id } from "../shared/ids.ts";
import type { OrderFacts } from "./order-facts.ts";

export type Gap = {
  orderId: Id;
  reason: string;
  /** A snapshot at least this new closes the gap; null: only Shopify's own answer does. */
  needsAt: Instant | null;
  /** How long to wait for a delivery to close it (ms). */
  patience: number;
};

/** An edit's own snapshot (orders/updated) usually follows within this time. */
export const EDIT_PATIENCE = MINUTE;
/** Deliveries of one moment overtake each other by less than this. */
export const REORDERING_PATIENCE = 5 * SECOND;

const ANY_SNAPSHOT: Instant = 0;

/** `refund` as told by refunds/create; `known` is everything known with it. */
export function gapAfterRefund(refund: OrderFacts, known: OrderFacts): Gap | null {
  if (known.deleted) return null;
  const gap = { orderId: known.orderId, patience: REORDERING_PATIENCE };
  const { snapshot } = known;
  if (!snapshot) return { ...gap, reason: "a refund of an order not known", needsAt: ANY_SNAPSHOT };
  const listed = new Set(snapshot.listedRefundIds);
  const missed = refund.refunds.some(
    ({ id, createdAt }) => createdAt < snapshot.updatedAt && !listed.has(id),
  );
  if (!missed) return null;
  return {
    ...gap,
    reason: "a refund older than the order's state, which doesn't list it",
    needsAt: null,
  };
}

/** An edit carries no money: it is closed by a snapshot at least as new as the edit. */
export function gapAfterEdit(
  orderId: Id,
  committedAt: Instant,
  known: OrderFacts | undefined,
): Gap | null {
  if (known?.deleted || isClosed(committedAt, known)) return null;
  return {
    orderId,
    reason: "an edit whose result was not told",
    needsAt: committedAt,
    patience: EDIT_PATIENCE,
  };
}

export function isClosed(needsAt: Instant | null, known: OrderFacts | undefined): boolean {
  return needsAt !== null && known?.snapshot != null && known.snapshot.updatedAt >= needsAt;
}
