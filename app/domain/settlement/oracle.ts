/**
 * The second, plain implementation of the rules: every definition spelled out as it reads, one
 * function per sentence, with no state carried along and no thought for speed (quadratic in the
 * number of orders; some 500 of them take about a second). It shares only types and arithmetic
 * with `settle`, so that a slip in one is caught by the other: the tests compare the two, and
 * `npm run ledger:verify` recomputes every target with this one.
 */
import { Temporal } from "temporal-polyfill";
import type { Action, ShopRules } from "../members/member-facts.ts";
import type { OrderFacts } from "../orders/order-facts.ts";
import type { ProgramVersion } from "../program/program.ts";
import { compareIds } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";
import {
  earliest,
  goodsKnownAt,
  spendAt,
  sum,
  tierAt,
  tierSpanStart,
  tierUntil,
  turningPoints,
  versionInForce,
  type RealOrder,
  type World,
} from "./oracle-tiers.ts";
import { type MemberFacts, expiryCause, orderCause, type Settlement } from "./settlement.ts";

type Earned = { cause: string; at: Instant; points: number };
type Expiry = { at: Instant; points: number };

/**
 * What every cause is worth at `now`, and the member's standing. `versions` ascend by start.
 * Facts dated after `now` (a clock that runs ahead) are facts: their targets are posted.
 */
export function settleByDefinition(
  facts: MemberFacts,
  versions: readonly ProgramVersion[],
  rules: ShopRules,
  now: Instant,
): Settlement {
  const world: World = {
    orders: realOrders(facts.orders),
    actions: facts.actions,
    versions,
    rules,
  };
  const earned: Earned[] = world.orders.map((order) => ({
    cause: orderCause(order.id),
    at: order.snapshot.placedAt,
    points: orderPoints(world, order),
  }));
  const expiries = expiriesOf(world, earned);
  const targets = new Map<string, number>();
  for (const { cause, points } of earned) addTarget(targets, cause, points);
  for (const { key, points } of world.actions) addTarget(targets, key, points);
  for (const { at, points } of expiries)
    if (at <= now) addTarget(targets, expiryCause(at), -points);

  return {
    targets,
    standing: {
      enrolledAt: enrolledAt(world, now),
      joined: world.actions.filter(({ kind }) => kind === "join").length > 0,
      balance: sum([...targets.values()]),
      pending: sum(world.orders.map((order) => pendingPoints(world, order))),
      lifetimeEarned: lifetimeEarned(world, earned),
      tierId: tierAt(world, now).id,
      tierSince: tierSpanStart(world, now) ?? enrolledAt(world, now),
      tierUntil: tierUntil(world, now),
      spendMinor: spendAt(world, now),
      nextExpiryAt: nextExpiryAt(expiries, now),
      nextChangeAt: nextChangeAt(world, expiries, now),
    },
  };
}

function realOrders(orders: readonly OrderFacts[]): RealOrder[] {
  return orders
    .flatMap(({ orderId, deleted, snapshot, refunds }) =>
      snapshot && !deleted && !snapshot.test ? [{ id: orderId, snapshot, refunds }] : [],
    )
    .sort((a, b) => a.snapshot.placedAt - b.snapshot.placedAt || compareIds(a.id, b.id));
}

function orderPoints(world: World, order: RealOrder): number {
  const { financialStatus: status, cancelledAt } = order.snapshot;
  const earns = status === "paid" || status === "partially_refunded" || status === "refunded";
  return earns && cancelledAt === null ? pointsIfPaid(world, order) : 0;
}

function pendingPoints(world: World, order: RealOrder): number {
  const { financialStatus: status, cancelledAt } = order.snapshot;
  const pending = status === "pending" || status === "authorized" || status === "partially_paid";
  return pending && cancelledAt === null ? pointsIfPaid(world, order) : 0;
}

function pointsIfPaid(world: World, order: RealOrder): number {
  const { placedAt } = order.snapshot;
  if (world.rules.earnFrom !== null && placedAt < world.rules.earnFrom) return 0;
  if (hasLeft(world, placedAt)) return 0;
  const goodsMinor = BigInt(goodsKnownAt(order, Infinity));
  const ratePercent = BigInt(tierAt(world, placedAt).ratePercent);
  const minorPerPoint = BigInt(versionInForce(world, placedAt).minorPerPoint);
  return Number((goodsMinor * ratePercent) / (100n * minorPerPoint)); // whole points only: floor
}

/**
 * From leaving to the next join, the instant of leaving included. Where both happened at the
 * same instant the leaving is taken as the earlier, so the member is in.
 */
function hasLeft(world: World, instant: Instant): boolean {
  const latest = (kind: Action["kind"]): Instant =>
    Math.max(
      -Infinity,
      ...world.actions.filter((a) => a.kind === kind && a.at <= instant).map((a) => a.at),
    );
  return latest("leave") > latest("join");
}

function enrolledAt(world: World, now: Instant): Instant | null {
  if (hasLeft(world, now)) return null;
  const joins = world.actions.filter((action) => action.kind === "join").map((action) => action.at);
  const placed = world.orders.map((order) => order.snapshot.placedAt);
  const enrolling = placed.filter((at) => !hasLeft(world, at));
  return earliest([...joins, ...enrolling]);
}

/** Before spends (redemptions) and expiry; a negative adjustment is a claw-back and counts. */
function lifetimeEarned(world: World, earned: readonly Earned[]): number {
  const credits = world.actions.filter((action) => action.kind !== "redemption");
  return total(earned) + total(credits);
}

/** An order, whatever becomes of it; joining, a redemption, a check-in; nothing else. */
function activities(world: World): Instant[] {
  const active = world.actions.filter(
    ({ kind }) => kind === "join" || kind === "redemption" || kind === "check-in",
  );
  const instants = [
    ...world.orders.map((order) => order.snapshot.placedAt),
    ...active.map((a) => a.at),
  ];
  return [...new Set(instants)].sort((a, b) => a - b);
}

/**
 * One expiry per period without activity, past and to come, oldest first. Activity at exactly
 * the expiry's instant has happened and prevents it. Each takes what is there, never debt; orders
 * are there from their placing on with what they are worth now, so a later refund shrinks it.
 */
function expiriesOf(world: World, earned: readonly Earned[]): Expiry[] {
  const active = activities(world);
  const expiries: Expiry[] = [];
  for (const activity of active) {
    const at = expiryInstant(world, activity);
    if (active.some((other) => other > activity && other <= at)) continue;
    const credits = [...earned, ...world.actions].filter((credit) => credit.at <= at);
    expiries.push({ at, points: Math.max(0, total(credits) - total(expiries)) });
  }
  return expiries;
}

/** The coming expiry by what is known, if anything would be there for it to take. */
function nextExpiryAt(expiries: readonly Expiry[], now: Instant): Instant | null {
  const coming = expiries.find(({ at }) => at > now);
  return coming && coming.points > 0 ? coming.at : null;
}

/**
 * The first midnight of the shop's zone strictly later than the anniversary, by the version in
 * force at the activity. Temporal takes a missing day to the month's last, and a day without
 * midnight to its first instant.
 */
function expiryInstant(world: World, activity: Instant): Instant {
  const { expiryMonths } = versionInForce(world, activity);
  const zone = world.rules.timeZone;
  const day = Temporal.Instant.fromEpochMilliseconds(activity)
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  return day.add({ months: expiryMonths }).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
}

/**
 * The earliest instant after `now` at which anything may change by time alone. Cautious: a
 * turning point that turns out to change nothing is named as well.
 */
function nextChangeAt(world: World, expiries: readonly Expiry[], now: Instant): Instant | null {
  const membership = world.actions
    .filter(({ kind }) => kind === "join" || kind === "leave")
    .map((a) => a.at);
  // An order counts, and stops counting, right after its instant: one millisecond later.
  const turns = turningPoints(world).flatMap((point) => [point, point + 1]);
  return earliest(
    [...membership, ...turns, ...expiries.map(({ at }) => at)].filter((at) => at > now),
  );
}

function addTarget(targets: Map<string, number>, cause: string, points: number): void {
  const worth = (targets.get(cause) ?? 0) + points;
  if (worth === 0) targets.delete(cause);
  else targets.set(cause, worth);
}

function total(entries: readonly { points: number }[]): number {
  return sum(entries.map(({ points }) => points));
}
