/**
 * The fold of one member: what every cause is worth now. Duplicates, reordering, edits, refunds,
 * late orders, merges and expiry all go through it and converge (rules.md).
 */
import {
  earnedPoints,
  orderArithmetic,
  orderStanding,
  type OrderArithmetic,
  type OrderStanding,
} from "../earning/earning.ts";
import { ACTIVE_KINDS, type Action, type ShopRules } from "../members/member-facts.ts";
import {
  enrolledAt,
  hasJoined,
  isLeftAt,
  leftSpans,
  type LeftSpan,
} from "../members/membership.ts";
import type { OrderFacts, OrderSnapshot } from "../orders/order-facts.ts";
import { versionAt, type ProgramVersion } from "../program/program.ts";
import { compareIds } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";
import { at, firstInstantOf, stepAtMark, tierSteps, type TierStep } from "../tiers/tier-steps.ts";
import { tierSpanAt } from "../tiers/tier-span.ts";
import { expirySchedule, type Credit, type ExpirySchedule } from "./expiry.ts";
import {
  type MemberFacts,
  expiryCause,
  orderCause,
  type Checkpoint,
  type Settlement,
} from "./settlement.ts";

export type LiveOrder = { facts: OrderFacts; snapshot: OrderSnapshot };
export type SettledOrder = LiveOrder & { arithmetic: OrderArithmetic };
export type FullSettlement = Settlement & {
  /** The arithmetic behind every order's target, those worth 0 included. By order id. */
  arithmetic: Map<string, OrderArithmetic>;
  /** When each cause counts: placed-at of the order, instant of the action or expiry. */
  occurredAt: Map<string, Instant>;
  checkpoint: Checkpoint;
};

/** `versions` ascend by start, from version 1 on. Facts and result in minor units and ms. */
export function settle(
  facts: MemberFacts,
  versions: readonly ProgramVersion[],
  rules: ShopRules,
  now: Instant,
): FullSettlement {
  const live = liveOrders(facts.orders);
  const left = leftSpans(facts.actions);
  const steps = tierSteps(
    live.map((order) => order.facts),
    versions,
  );
  const world = { steps, versions, rules, left };
  const orders = live.map((order) => ({ ...order, arithmetic: arithmeticOf(order, world) }));
  const expiry = expirySchedule(
    { credits: creditsOf(orders, facts.actions), activity: activityOf(live, facts.actions) },
    versions,
    rules.timeZone,
    now,
  );
  const targets = targetsOf(orders, facts.actions, expiry);
  const enrolled = enrolledAt(
    live.map((order) => order.snapshot.placedAt),
    facts.actions,
    left,
    now,
  );
  const nextAction = facts.actions.map((action) => action.at).filter((instant) => instant > now);
  return {
    targets,
    standing: {
      ...totals(orders, facts.actions, targets),
      ...tierStanding(steps, enrolled, now),
      enrolledAt: enrolled,
      joined: hasJoined(facts.actions),
      nextExpiryAt: expiry.nextAt,
      nextChangeAt: earliest([expiry.nextDueAt, nextStepAt(steps, now), ...nextAction]),
    },
    arithmetic: new Map(orders.map((order) => [order.facts.orderId, order.arithmetic])),
    checkpoint: checkpointOf(live, facts.actions, expiry.nextDueAt, isLeftAt(left, now)),
    occurredAt: new Map([
      ...orders.map((order) => [orderCause(order.facts.orderId), order.snapshot.placedAt] as const),
      ...facts.actions.map((action) => [action.key, action.at] as const),
      ...expiry.due.map((expired) => [expiryCause(expired.at), expired.at] as const),
    ]),
  };
}

/** Orders that count at all, by placed-at, ids breaking ties. */
export function liveOrders(orders: readonly OrderFacts[]): LiveOrder[] {
  return orders
    .flatMap((facts) =>
      facts.snapshot && !facts.deleted && !facts.snapshot.test
        ? [{ facts, snapshot: facts.snapshot }]
        : [],
    )
    .sort(
      (a, b) =>
        a.snapshot.placedAt - b.snapshot.placedAt || compareIds(a.facts.orderId, b.facts.orderId),
    );
}

function checkpointOf(
  live: readonly LiveOrder[],
  actions: readonly Action[],
  expiresAt: Instant | null,
  left: boolean,
): Checkpoint {
  let lastFactAt: Instant | null = null;
  const saw = (instant: Instant): void => {
    if (lastFactAt === null || instant > lastFactAt) lastFactAt = instant;
  };
  for (const order of live) saw(lastInstantOf(order));
  for (const action of actions) saw(action.at);
  return { lastFactAt, expiresAt, left, orders: live.length };
}

/** The last instant at which something happened to an order: placed, refunded, cancelled. */
export function lastInstantOf({ facts, snapshot }: LiveOrder): Instant {
  const refunded = facts.refunds.map((refund) => refund.createdAt);
  return Math.max(snapshot.placedAt, snapshot.cancelledAt ?? snapshot.placedAt, ...refunded);
}

export type OrderWorld = {
  steps: readonly TierStep[];
  versions: readonly ProgramVersion[];
  rules: ShopRules;
  left: readonly LeftSpan[];
};

/** The tier is that of the instant of placing, by goods as known then; never of the processing. */
export function arithmeticOf({ facts, snapshot }: LiveOrder, world: OrderWorld): OrderArithmetic {
  const { steps, versions, rules, left } = world;
  const { tier } = stepAtMark(steps, at(snapshot.placedAt));
  const standing = standingOf(facts, left, rules.earnFrom);
  return orderArithmetic(facts, standing, versionAt(versions, snapshot.placedAt), tier);
}

/** Whether the order earns, or why it is worth nothing, by its own state and its member's. */
export function standingOf(
  facts: OrderFacts,
  left: readonly LeftSpan[],
  earnFrom: Instant | null,
): OrderStanding {
  const placedAt = facts.snapshot?.placedAt;
  if (placedAt === undefined || facts.deleted || facts.snapshot?.test) return orderStanding(facts);
  if (isLeftAt(left, placedAt)) return "left-program";
  return earnFrom !== null && placedAt < earnFrom ? "before-earn-from" : orderStanding(facts);
}

export function creditsOf(orders: readonly SettledOrder[], actions: readonly Action[]): Credit[] {
  const earned = orders.map(({ snapshot, arithmetic }) => ({
    at: snapshot.placedAt,
    points: earnedPoints(arithmetic),
  }));
  return [...earned, ...actions];
}

export function activityOf(live: readonly LiveOrder[], actions: readonly Action[]): Instant[] {
  const acted = actions.filter((action) => ACTIVE_KINDS.has(action.kind));
  return [...live.map((order) => order.snapshot.placedAt), ...acted.map((action) => action.at)];
}

function targetsOf(
  orders: readonly SettledOrder[],
  actions: readonly Action[],
  expiry: ExpirySchedule,
): Map<string, number> {
  const targets = new Map<string, number>();
  const put = (cause: string, points: number): void => {
    if (points !== 0) targets.set(cause, points);
  };
  for (const { facts, arithmetic } of orders)
    put(orderCause(facts.orderId), earnedPoints(arithmetic));
  for (const action of actions) put(action.key, action.points);
  for (const expired of expiry.due) put(expiryCause(expired.at), -expired.points);
  return targets;
}

function totals(
  orders: readonly SettledOrder[],
  actions: readonly Action[],
  targets: ReadonlyMap<string, number>,
): { balance: number; pending: number; lifetimeEarned: number } {
  let lifetimeEarned = 0;
  let pending = 0;
  for (const { arithmetic } of orders) {
    lifetimeEarned += earnedPoints(arithmetic);
    if (arithmetic.standing === "pending") pending += arithmetic.points;
  }
  for (const action of actions) if (action.kind !== "redemption") lifetimeEarned += action.points;
  let balance = 0;
  for (const points of targets.values()) balance += points;
  return { balance, pending, lifetimeEarned };
}

export function tierStanding(
  steps: readonly TierStep[],
  enrolled: Instant | null,
  now: Instant,
): { tierId: string; tierSince: Instant | null; tierUntil: Instant | null; spendMinor: number } {
  const span = tierSpanAt(steps, now);
  return {
    tierId: span.tier.id,
    tierSince: span.since ?? enrolled,
    tierUntil: span.until,
    spendMinor: stepAtMark(steps, at(now)).spendMinor,
  };
}

export function nextStepAt(steps: readonly TierStep[], now: Instant): Instant | null {
  const next = steps.find((step) => step.mark > at(now));
  return next ? firstInstantOf(next.mark) : null;
}

export function earliest(instants: readonly (Instant | null)[]): Instant | null {
  return instants.reduce<Instant | null>(
    (min, instant) => (instant !== null && (min === null || instant < min) ? instant : min),
    null,
  );
}
