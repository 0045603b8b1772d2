/** Post towards a target: the differences between what is posted and what should be, as entries. */
import type { OrderArithmetic } from "../earning/earning.ts";
import { isUndoing } from "../members/adjustment.ts";
import type { Instant } from "../shared/instant.ts";
import type { OrderFacts } from "../orders/order-facts.ts";
import type { LatestSettlement } from "./settle-latest.ts";
import type { FullSettlement } from "./settle.ts";
import { orderCause } from "./settlement.ts";

export type EntryKind =
  "order" | "expiry" | "join" | "leave" | "redemption" | "adjustment" | "birthday" | "check-in";

/** What one cause holds so far: the sum of its entries and what the last of them said. */
export type Posted = {
  points: number;
  /** Entries so far; the next one's `n`. */
  entries: number;
  occurredAt: Instant;
  last: { standing?: string; goodsMinor?: number; tierId?: string; ratePercent?: number };
};

export type EntryDraft = {
  kind: EntryKind;
  cause: string;
  n: number;
  points: number;
  reason: string;
  occurredAt: Instant;
  arithmetic: EntryArithmetic;
};

/** Kept for ever with the entry, so that "why" can be answered: no names, addresses or notes. */
export type EntryArithmetic = {
  /** What the cause should hold after this entry, and held before it. */
  target: number;
  before: number;
} & Partial<OrderArithmetic>;

/**
 * Entries that bring `posted` (by cause) to the settlement's targets. A null settlement is that of
 * a customer who was merged away: everything is taken back here and stands with the kept one.
 */
export function postDifferences(
  settlement: FullSettlement | null,
  posted: ReadonlyMap<string, Posted>,
): EntryDraft[] {
  const causes = new Set([...posted.keys(), ...(settlement?.targets.keys() ?? [])]);
  const drafts: EntryDraft[] = [];
  for (const cause of [...causes].sort()) {
    const target = settlement?.targets.get(cause) ?? 0;
    const held = posted.get(cause);
    const points = target - (held?.points ?? 0);
    if (points === 0) continue;
    drafts.push(draftOf({ cause, target, held, points, settlement }));
  }
  return drafts.sort(inTime);
}

/** As they are told: what happened first goes first, and corrections, which happen now, go last. */
function inTime(a: EntryDraft, b: EntryDraft): number {
  if (a.n > 0 || b.n > 0) return Math.min(a.n, 1) - Math.min(b.n, 1);
  return a.occurredAt - b.occurredAt;
}

type Difference = {
  cause: string;
  target: number;
  held: Posted | undefined;
  points: number;
  settlement: FullSettlement | null;
};

function draftOf(difference: Difference): EntryDraft {
  const { cause, target, held, points, settlement } = difference;
  const kind = kindOf(cause);
  const order =
    kind === "order" ? settlement?.arithmetic.get(cause.slice("order:".length)) : undefined;
  return {
    kind,
    cause,
    n: held?.entries ?? 0,
    points,
    reason: settlement ? reasonOf({ cause, kind, order, held, points }) : "merged",
    occurredAt: held?.occurredAt ?? settlement?.occurredAt.get(cause) ?? 0,
    arithmetic: { target, before: held?.points ?? 0, ...order },
  };
}

/** The word before the first colon of a cause is its kind. */
function kindOf(cause: string): EntryKind {
  return cause.slice(0, cause.indexOf(":")) as EntryKind;
}

type Reasoned = Pick<Difference, "cause" | "held" | "points"> & {
  kind: EntryKind;
  order: OrderArithmetic | undefined;
};

function reasonOf({ cause, kind, order, held, points }: Reasoned): string {
  if (kind === "expiry") return held && points > 0 ? "activity-known-later" : "inactivity";
  if (kind !== "order") return isUndoing(cause) ? "adjustment-undone" : kind;
  if (!order) return "order-gone";
  if (!held) return "order";
  const { last } = held;
  if (last.standing !== order.standing)
    return order.standing === "earned" ? "paid" : order.standing;
  if ((last.goodsMinor ?? 0) > order.goods.goodsMinor) return "refund-or-removal";
  if ((last.goodsMinor ?? 0) < order.goods.goodsMinor) return "goods-added";
  return "tier-known-later";
}

/** The entry of an order that was settled by the shortcut: the first of its cause, if any. */
export function firstEntry(order: OrderFacts, settled: LatestSettlement): EntryDraft[] {
  const { points, arithmetic } = settled;
  if (points === 0) return [];
  return [
    {
      kind: "order",
      cause: orderCause(order.orderId),
      n: 0,
      points,
      reason: "order",
      occurredAt: order.snapshot?.placedAt ?? 0,
      arithmetic: { target: points, before: 0, ...arithmetic },
    },
  ];
}
