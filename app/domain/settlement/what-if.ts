/**
 * What a member would hold if orders earned from another instant on: the fold, for several choices at
 * once. Tiers, spend and enrolment don't depend on the choice, so they are worked out once.
 */
import { earnedPoints } from "../earning/earning.ts";
import { enrolledAt, leftSpans } from "../members/membership.ts";
import type { ProgramVersion } from "../program/program.ts";
import type { Instant } from "../shared/instant.ts";
import { tierSteps } from "../tiers/tier-steps.ts";
import { tierSpanAt } from "../tiers/tier-span.ts";
import { expirySchedule } from "./expiry.ts";
import { activityOf, arithmeticOf, creditsOf, liveOrders, type SettledOrder } from "./settle.ts";
import type { MemberFacts } from "./settlement.ts";

export type WhatIf = {
  /** Whether they are a member, and of which tier: the same whatever is chosen. */
  enrolled: boolean;
  tierId: string;
  /** For each choice, in the order given. */
  held: WouldHold[];
};

export type WouldHold = {
  /** What `settle` would make the balance; may be negative. */
  balance: number;
  /** What orders bring in all, before expiries and spends. */
  earned: number;
  /** Orders that bring at least a point. */
  ordersEarning: number;
};

/**
 * `earnFroms`: instants from which orders earn, null for all of them; equal to settling with each
 * of them as the shop's rule. Points are whole; instants in ms.
 */
export function whatIf(
  facts: MemberFacts,
  rules: { versions: readonly ProgramVersion[]; timeZone: string },
  earnFroms: readonly (Instant | null)[],
  now: Instant,
): WhatIf {
  const { versions, timeZone } = rules;
  const live = liveOrders(facts.orders);
  const left = leftSpans(facts.actions);
  const steps = tierSteps(
    live.map((order) => order.facts),
    versions,
  );
  const world = { steps, versions, rules: { timeZone, earnFrom: null }, left };
  const orders = live.map((order) => ({ ...order, arithmetic: arithmeticOf(order, world) }));
  const activity = activityOf(live, facts.actions);
  const placed = live.map((order) => order.snapshot.placedAt);
  const held = earnFroms.map((earnFrom) => {
    const counted = orders.filter(
      ({ snapshot }) => earnFrom === null || snapshot.placedAt >= earnFrom,
    );
    const credits = creditsOf(counted, facts.actions);
    const { due } = expirySchedule({ credits, activity }, versions, timeZone, now);
    const expired = due.reduce((sum, { points }) => sum + points, 0);
    return {
      balance: credits.reduce((sum, { points }) => sum + points, 0) - expired,
      ...earnings(counted),
    };
  });
  return {
    enrolled: enrolledAt(placed, facts.actions, left, now) !== null,
    tierId: tierSpanAt(steps, now).tier.id,
    held,
  };
}

function earnings(orders: readonly SettledOrder[]): Omit<WouldHold, "balance"> {
  let earned = 0;
  let ordersEarning = 0;
  for (const { arithmetic } of orders) {
    const points = earnedPoints(arithmetic);
    earned += points;
    if (points > 0) ordersEarning += 1;
  }
  return { earned, ordersEarning };
}
