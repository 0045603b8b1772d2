/** What points come to in money: the most that the program's rewards give for them. */
import type { ProgramVersion } from "./program.ts";
import type { Reward } from "./reward.ts";

/**
 * In minor units of the shop's currency, the fraction dropped; 0 where no reward is worth money.
 * `points` may be negative: a debt comes to the same amount, negative.
 */
export function pointsWorthMinor(
  points: number,
  { rewards }: Pick<ProgramVersion, "rewards">,
): number {
  const worth = Math.max(0, ...rewards.map((reward) => worthBy(Math.abs(points), reward)));
  return points < 0 && worth > 0 ? -worth : worth;
}

function worthBy(points: number, reward: Reward): number {
  if (!("amountMinor" in reward) || reward.points <= 0) return 0;
  return Number((BigInt(points) * BigInt(reward.amountMinor)) / BigInt(reward.points));
}
