/**
 * The shortcut: an order that sorts after everything known of a member changes no cause but its
 * own, so it is settled on the last settlement's checkpoint and the orders still in the tier
 * window. Equal to the full pass wherever it applies (a property of the tests); where it doesn't,
 * it says so by null and the full pass does the work.
 */
import { earnedPoints, type OrderArithmetic } from "../earning/earning.ts";
import type { OrderFacts } from "../orders/order-facts.ts";
import { versionAt, type ProgramVersion } from "../program/program.ts";
import type { ShopRules } from "../members/member-facts.ts";
import { midnightAfterMonths } from "../shared/calendar.ts";
import type { Instant } from "../shared/instant.ts";
import { tierSpanAt, type TierSpan } from "../tiers/tier-span.ts";
import { at, stepAtMark, TIER_WINDOW, tierSteps, type TierStep } from "../tiers/tier-steps.ts";
import {
  arithmeticOf,
  earliest,
  lastInstantOf,
  liveOrders,
  nextStepAt,
  type LiveOrder,
} from "./settle.ts";
import type { Checkpoint, Standing } from "./settlement.ts";

/** What the last settlement left behind. */
export type Before = { standing: Standing; checkpoint: Checkpoint };

export type LatestSettlement = {
  standing: Standing;
  checkpoint: Checkpoint;
  arithmetic: OrderArithmetic;
  /** What the order's cause holds; every other cause is as it was. */
  points: number;
};

/** From when on orders must be at hand for the shortcut. */
export function reachBack(checkpoint: Checkpoint): Instant {
  return (checkpoint.lastFactAt ?? 0) - TIER_WINDOW;
}

/**
 * `window`: the member's known orders placed from `reachBack` on, without `latest`, which isn't
 * known yet. Null when `latest` reaches back into what was settled.
 */
export function settleLatest(
  before: Before,
  { window, latest }: { window: readonly OrderFacts[]; latest: OrderFacts },
  { versions, rules }: { versions: readonly ProgramVersion[]; rules: ShopRules },
  now: Instant,
): LatestSettlement | null {
  const [order] = liveOrders([latest]);
  if (!order || !sortsLast(before, order)) return null;
  const live = liveOrders(window).map((each) => each.facts);
  const steps = tierSteps([...live, latest], versions);
  const expiresAt = expiryAfter(order, versions, rules);
  const span = spanSince(before, steps, now);
  if (!span || expiresAt <= now) return null;
  const arithmetic = arithmeticOf(order, { steps, versions, rules, left: [] });
  const points = earnedPoints(arithmetic);
  const balance = before.standing.balance + points;
  const standing: Standing = {
    enrolledAt: before.standing.enrolledAt ?? order.snapshot.placedAt,
    joined: before.standing.joined,
    balance,
    pending: before.standing.pending + (arithmetic.standing === "pending" ? arithmetic.points : 0),
    lifetimeEarned: before.standing.lifetimeEarned + points,
    tierId: span.tier.id,
    tierSince: span.since ?? order.snapshot.placedAt,
    tierUntil: span.until,
    spendMinor: stepAtMark(steps, at(now)).spendMinor,
    nextExpiryAt: balance > 0 ? expiresAt : null,
    nextChangeAt: earliest([expiresAt, nextStepAt(steps, now)]),
  };
  return { standing, checkpoint: checkpointAfter(before, order, expiresAt), arithmetic, points };
}

/** Whether the order comes after every fact, before the coming expiry, and of an enrolled member. */
function sortsLast({ standing, checkpoint }: Before, { snapshot }: LiveOrder): boolean {
  const { lastFactAt, expiresAt, left } = checkpoint;
  if (lastFactAt === null || left || standing.enrolledAt === null) return false;
  if (snapshot.placedAt <= lastFactAt) return false;
  return expiresAt !== null && snapshot.placedAt <= expiresAt;
}

function expiryAfter(
  order: LiveOrder,
  versions: readonly ProgramVersion[],
  rules: ShopRules,
): Instant {
  const { expiryMonths } = versionAt(versions, order.snapshot.placedAt);
  return midnightAfterMonths(order.snapshot.placedAt, expiryMonths, rules.timeZone);
}

/** Steps before the checkpoint lack older orders: a span that began there keeps its known start. */
function spanSince(before: Before, steps: readonly TierStep[], now: Instant): TierSpan | null {
  const from = before.checkpoint.lastFactAt ?? 0;
  const { tierSince } = before.standing;
  if (tierSince !== null && tierSince > from) return null; // changed by time alone since then
  const first = stepAtMark(steps, at(from));
  const known = [
    { ...first, mark: Number.NEGATIVE_INFINITY },
    ...steps.filter((step) => step.mark > at(from)),
  ];
  const span = tierSpanAt(known, now);
  return span.since === null ? { ...span, since: tierSince } : span;
}

function checkpointAfter(before: Before, order: LiveOrder, expiresAt: Instant): Checkpoint {
  return {
    ...before.checkpoint,
    lastFactAt: lastInstantOf(order),
    expiresAt,
    orders: before.checkpoint.orders + 1,
  };
}
