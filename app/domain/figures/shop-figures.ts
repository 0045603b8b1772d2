/** A shop's figures at one instant, and how the weeks before led to them. */
import type { Instant } from "../shared/instant.ts";
import { DAY } from "../shared/instant.ts";

/** Points of a trend: the ends of the last weeks, the newest of them now. */
export const TREND_WEEKS = 13;
/** "Lately": what a merchant means by it. */
export const LATELY_DAYS = 30;

export type ShopFigures = {
  members: number;
  /** Customers with at least one order that counts, and with at least two. */
  buyers: number;
  repeatBuyers: number;
  /** What members hold, debts left out. */
  pointsOutstanding: number;
  /** Granted by orders, joining and birthdays in the last 30 days, less what refunds took back. */
  pointsEarnedLately: number;
  weeks: WeekFigures[];
};

/** At the end of a week; `earned` within it. Oldest first. */
export type WeekFigures = {
  endsAt: Instant;
  members: number;
  buyers: number;
  repeatBuyers: number;
  pointsOutstanding: number;
  earned: number;
};

export function weekEnds(now: Instant): Instant[] {
  return Array.from(
    { length: TREND_WEEKS },
    (_, index) => now - (TREND_WEEKS - 1 - index) * 7 * DAY,
  );
}

/** What happened up to each week's end, from what happened in each; the first covers all before it. */
export function runningSums(perWeek: readonly number[]): number[] {
  let sum = 0;
  return perWeek.map((each) => (sum += each));
}

/** Null where nobody has bought yet. */
export function repeatRate({
  buyers,
  repeatBuyers,
}: Pick<ShopFigures, "buyers" | "repeatBuyers">): number | null {
  return buyers === 0 ? null : repeatBuyers / buyers;
}
