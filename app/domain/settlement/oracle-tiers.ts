/**
 * The oracle's reading of spend and tiers: what an order comes to, and which level held, asked
 * afresh for every instant. Nothing here is shared with `settle`.
 */
import type { Action, ShopRules } from "../members/member-facts.ts";
import type { OrderLine, OrderSnapshot, Refund } from "../orders/order-facts.ts";
import type { ProgramVersion, Tier } from "../program/program.ts";
import { DAY, type Instant } from "../shared/instant.ts";
import { divideHalfUp } from "../shared/money.ts";

const TIER_WINDOW = 365 * DAY;

/** An order that exists: it has a snapshot and is neither deleted nor a test. */
export type RealOrder = { id: string; snapshot: OrderSnapshot; refunds: Refund[] };
export type World = {
  orders: RealOrder[];
  actions: readonly Action[];
  versions: readonly ProgramVersion[];
  rules: ShopRules;
};

export function tierAt(world: World, instant: Instant): Tier {
  const { tiers } = versionInForce(world, instant);
  return tiers[levelAt(world, instant)] ?? tiers[0];
}

/** Place of the tier in its version, 0 = base. */
function levelAt(world: World, instant: Instant): number {
  const spendMinor = spendAt(world, instant);
  const { tiers } = versionInForce(world, instant);
  return Math.max(
    0,
    tiers.findLastIndex((tier) => tier.thresholdMinor <= spendMinor),
  );
}

/** Goods of orders placed in [instant − 365 × 24 h, instant), as known at `instant`. */
export function spendAt(world: World, instant: Instant): number {
  return sum(
    world.orders
      .filter((order) => countsAsSpend(order, instant))
      .map((o) => goodsKnownAt(o, instant)),
  );
}

function countsAsSpend({ snapshot }: RealOrder, instant: Instant): boolean {
  const { placedAt, financialStatus: status, cancelledAt } = snapshot;
  const inWindow = instant - TIER_WINDOW <= placedAt && placedAt < instant;
  const paid = status === "paid" || status === "partially_refunded" || status === "refunded";
  const cancelled = cancelledAt !== null && cancelledAt <= instant;
  return inWindow && paid && !cancelled;
}

export function versionInForce(world: World, instant: Instant): ProgramVersion {
  const found =
    world.versions.findLast((version) => version.startsAt <= instant) ?? world.versions[0];
  if (!found) throw new Error("a program has at least its version 1");
  return found;
}

/**
 * Instants at which the tier may change. An order placed at P counts right after P and until
 * P + 365 days inclusive; a refund, a cancellation or a version is felt from exactly its instant.
 * Versions that started before the member's first fact are nobody's history and left out.
 */
export function turningPoints(world: World): Instant[] {
  const placed = world.orders.map((order) => order.snapshot.placedAt);
  const first = earliest([...placed, ...world.actions.map((action) => action.at)]) ?? Infinity;
  const points = [
    ...world.orders.flatMap((order) => orderTurningPoints(order)),
    ...world.versions.map((version) => version.startsAt).filter((at) => at > first),
  ];
  return [...new Set(points)].sort((a, b) => a - b);
}

function orderTurningPoints({ snapshot, refunds }: RealOrder): Instant[] {
  const cancelled = snapshot.cancelledAt === null ? [] : [snapshot.cancelledAt];
  return [
    snapshot.placedAt,
    snapshot.placedAt + TIER_WINDOW,
    ...cancelled,
    ...refunds.map((r) => r.createdAt),
  ];
}

/** Instants are whole milliseconds, so nothing happens between one and half a millisecond later. */
function justAfter(instant: Instant): number {
  return instant + 0.5;
}

/**
 * Start of the unbroken span in the tier of `now`, null where no other tier held before it: walks
 * back over the stretches between turning points. Orders that leave and enter the window at the
 * same instant change hands right after it, which interrupts nothing.
 */
export function tierSpanStart(world: World, now: Instant): Instant | null {
  const tierId = tierAt(world, now).id;
  const past = turningPoints(world).filter((at) => at <= now);
  let since: Instant | null = null;
  for (const point of past.toReversed()) {
    if (point < now && tierAt(world, justAfter(point)).id !== tierId) return since;
    since = point;
    if (tierAt(world, point).id !== tierId) return since;
  }
  return null;
}

/** The first instant at which, by what is known and published, the level is lower than at `now`. */
export function tierUntil(world: World, now: Instant): Instant | null {
  const level = levelAt(world, now);
  const lower = (instant: Instant): boolean => levelAt(world, instant) < level;
  const coming = turningPoints(world).filter((at) => at >= now);
  return coming.find((point) => lower(point) || lower(justAfter(point))) ?? null;
}

/** Goods of the order as known at `instant`; `Infinity` = with every refund known. */
export function goodsKnownAt(order: RealOrder, instant: Instant): number {
  const lines = sum(order.snapshot.lines.map((line) => keptGoods(order, line, instant)));
  const goodwill = sum(
    order.refunds.filter((r) => r.createdAt <= instant).map((r) => r.goodwillMinor),
  );
  return Math.max(0, lines - goodwill);
}

function keptGoods(order: RealOrder, line: OrderLine, instant: Instant): number {
  if (line.giftCard || line.quantity === 0) return 0;
  const includedTax = order.snapshot.taxesIncluded ? line.taxMinor : 0;
  const lineGoods = Math.max(0, line.priceMinor * line.quantity - line.discountMinor - includedTax);
  return divideHalfUp(lineGoods * keptQuantity(order, line, instant), line.quantity);
}

/**
 * `currentQuantity` already lacks what the listed refunds took, so those that had not happened
 * yet at `instant` are put back, and unlisted ones that had are taken off.
 */
function keptQuantity(order: RealOrder, line: OrderLine, instant: Instant): number {
  let kept = line.currentQuantity;
  for (const refund of order.refunds) {
    const quantity = sum(refund.lines.filter((l) => l.lineId === line.id).map((l) => l.quantity));
    const listed = order.snapshot.listedRefundIds.includes(refund.id);
    if (!listed && refund.createdAt <= instant) kept -= quantity;
    if (listed && refund.createdAt > instant) kept += quantity;
  }
  return Math.min(Math.max(kept, 0), line.quantity);
}

export function earliest(instants: readonly Instant[]): Instant | null {
  return instants.length === 0 ? null : instants.reduce((a, b) => Math.min(a, b));
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
