/**
 * A member's tier as a step function of time. An order placed at P counts in (P, P + 365 × 24 h]:
 * that is spend over [T − 365 d, T) seen from the order. Steps therefore happen either exactly at
 * an instant or just after it; a `Mark` keeps the two apart as one integer.
 */
import { goodsSteps } from "../orders/goods.ts";
import type { OrderFacts, OrderSnapshot } from "../orders/order-facts.ts";
import { DAY, type Instant } from "../shared/instant.ts";
import { TIER_WINDOW_DAYS, versionAt, type ProgramVersion, type Tier } from "../program/program.ts";

/** 2 × instant, + 1 for "just after". */
export type Mark = number;
export const at = (instant: Instant): Mark => instant * 2;
export const justAfter = (instant: Instant): Mark => instant * 2 + 1;
/** The instant that people are shown for a mark: the start or end of the span. */
export const instantOf = (mark: Mark): Instant => Math.floor(mark / 2);
/** The first instant (ms) at which the step has happened. */
export const firstInstantOf = (mark: Mark): Instant => Math.ceil(mark / 2);

export const TIER_WINDOW = TIER_WINDOW_DAYS * DAY;

const COUNTS_AS_SPEND: ReadonlySet<string> = new Set(["paid", "partially_refunded", "refunded"]);

export type TierStep = { mark: Mark; spendMinor: number; level: number; tier: Tier };

type SpendChange = { mark: Mark; deltaMinor: number };

/**
 * Steps in ascending order; the first stands for all time before any order. Orders that are
 * deleted, tests or without snapshot must have been left out.
 */
export function tierSteps(
  orders: readonly OrderFacts[],
  versions: readonly ProgramVersion[],
): TierStep[] {
  const changes = orders.flatMap(spendChanges);
  for (const { startsAt } of versions.slice(1)) changes.push({ mark: at(startsAt), deltaMinor: 0 });
  changes.sort((a, b) => a.mark - b.mark);
  let spendMinor = 0;
  const steps: TierStep[] = [stepAt(Number.NEGATIVE_INFINITY, 0, versions)];
  for (let i = 0; i < changes.length;) {
    const mark = changes[i]?.mark ?? 0;
    for (let change = changes[i]; change?.mark === mark; change = changes[++i]) {
      spendMinor += change.deltaMinor;
    }
    steps.push(stepAt(mark, spendMinor, versions));
  }
  return steps;
}

function stepAt(mark: Mark, spendMinor: number, versions: readonly ProgramVersion[]): TierStep {
  return { mark, spendMinor, ...tierFor(spendMinor, versionAt(versions, instantOf(mark))) };
}

/** The highest level whose threshold is met. */
export function tierFor(
  spendMinor: number,
  version: ProgramVersion,
): { level: number; tier: Tier } {
  let found = { level: 0, tier: version.tiers[0] };
  version.tiers.forEach((tier, level) => {
    if (tier.thresholdMinor <= spendMinor) found = { level, tier };
  });
  return found;
}

/** When this order's goods enter the window, shrink by refunds, and leave it. */
function spendChanges(facts: OrderFacts): SpendChange[] {
  const { snapshot } = facts;
  if (!snapshot || !COUNTS_AS_SPEND.has(snapshot.financialStatus)) return [];
  const enters = justAfter(snapshot.placedAt);
  const leaves = Math.min(justAfter(snapshot.placedAt + TIER_WINDOW), cancelMark(snapshot));
  if (leaves <= enters) return [];
  const changes: SpendChange[] = [];
  let held = 0;
  for (const { from, goodsMinor } of goodsSteps(facts)) {
    const mark = Math.max(enters, at(from));
    if (mark >= leaves || goodsMinor === held) continue;
    changes.push({ mark, deltaMinor: goodsMinor - held });
    held = goodsMinor;
  }
  if (held > 0) changes.push({ mark: leaves, deltaMinor: -held });
  return changes;
}

function cancelMark(snapshot: OrderSnapshot): Mark {
  return snapshot.cancelledAt === null ? Number.POSITIVE_INFINITY : at(snapshot.cancelledAt);
}

/** Index of the last step at or before `mark`. */
export function stepIndexAt(steps: readonly TierStep[], mark: Mark): number {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((steps[middle]?.mark ?? 0) <= mark) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function stepAtMark(steps: readonly TierStep[], mark: Mark): TierStep {
  const step = steps[stepIndexAt(steps, mark)];
  if (!step) throw new Error("tier steps begin with one for all time before");
  return step;
}
