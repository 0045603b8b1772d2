/**
 * How many calls of the Admin API may be made now, from what Shopify said of the shop's budget.
 * Half of the bucket is left alone: the merchant's clicks and the fetching of orders need it at once,
 * while what is shown can wait for a second.
 */
export type CallBudget = {
  cost: number;
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
};
/** A budget as it was told at an instant (ms of any clock that only goes forward). */
export type ToldBudget = CallBudget & { toldAt: number };

const RESERVE_SHARE = 0.5;
const CALLS_AT_ONCE_MAX = 4;
/** A timer shorter than this (ms) isn't worth setting. */
const WAIT_SHORTEST_MS = 20;

/** 0: none. One while nothing is known yet: its answer tells. */
export function callsAffordable(budget: ToldBudget | null, now: number): number {
  if (!budget) return 1;
  const calls = Math.floor(roomIn(budget, now) / Math.max(1, budget.cost));
  return Math.min(CALLS_AT_ONCE_MAX, Math.max(0, calls));
}

/** How long until one call is affordable, as fast as Shopify says that the bucket fills. */
export function waitForOneCall(budget: ToldBudget | null, now: number): number {
  if (!budget) return WAIT_SHORTEST_MS;
  const missing = Math.max(1, budget.cost) - roomIn(budget, now);
  return Math.max(WAIT_SHORTEST_MS, Math.ceil((missing / budget.restoreRate) * 1_000));
}

/** After an empty bucket: the call's cost must come in at least once, whatever the status says. */
export function waitAfterThrottle(budget: ToldBudget | null, now: number): number {
  const refill = budget ? Math.ceil((budget.cost / budget.restoreRate) * 1_000) : 1_000;
  return Math.max(refill, waitForOneCall(budget, now));
}

function roomIn(budget: ToldBudget, now: number): number {
  const { maximumAvailable, cost, restoreRate } = budget;
  const restored = (Math.max(0, now - budget.toldAt) * restoreRate) / 1_000;
  const available = Math.min(maximumAvailable, budget.currentlyAvailable + restored);
  // A call dearer than half of the bucket must be possible at all.
  const reserve = Math.min(maximumAvailable * RESERVE_SHARE, maximumAvailable - cost);
  return available - Math.max(0, reserve);
}
