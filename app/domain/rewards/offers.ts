/** The rewards as one shopper meets them: what can be had, and what is missing for the rest. */
import type { Reward } from "../program/reward.ts";

export type Offer = {
  reward: Reward;
  affordable: boolean;
  /** Points still to be earned; null for a visitor whose points aren't known. */
  missingPoints: number | null;
  /** Of a variable reward: the fewest points, and the steps in which more can be spent. */
  minPoints: number | null;
  stepPoints: number | null;
};

/**
 * `spendable`: points that the shopper may spend now; null for a visitor who isn't logged in. It
 * may be negative after a claw-back: the debt is then missing as well.
 */
export function offersFor(rewards: readonly Reward[], spendable: number | null): Offer[] {
  return rewards.map((reward) => {
    const variable = reward.kind === "variable";
    return {
      reward,
      affordable: spendable !== null && spendable >= reward.points,
      missingPoints: spendable === null ? null : Math.max(0, reward.points - spendable),
      minPoints: variable ? reward.points : null,
      stepPoints: variable ? reward.points : null,
    };
  });
}
