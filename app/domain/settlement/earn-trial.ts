/** What each choice for past orders would come to, summed over the members of a shop. */
import { pointsWorthMinor } from "../program/points-worth.ts";
import type { ProgramVersion } from "../program/program.ts";
import { toIso, type Instant } from "../shared/instant.ts";
import type { EarnChoice } from "./earn-from.ts";
import type { WhatIf } from "./what-if.ts";

/** Sums over the members tried so far; adding is all that is ever done to them. */
export type TrialSums = {
  members: number;
  membersByTier: Record<string, number>;
  /** One per choice, in their order. */
  choices: ChoiceSums[];
};
type ChoiceSums = { points: number; earned: number; membersHolding: number; ordersEarning: number };

/** What the merchant is shown before choosing. Points are whole; money in minor units. */
export type DryRun = {
  takenAt: string;
  currency: string;
  choices: TriedChoice[];
};
export type TriedChoice = {
  earnFrom: EarnChoice;
  /** What members would hold: the sum of their balances, debts left out. */
  points: number;
  /** What orders would have earned in all; what expired or was spent since is in it. */
  pointsEarned: number;
  /** `points` by the reward that gives most for them (`pointsWorthMinor`): what could be claimed at most. */
  liabilityMinor: number;
  /** Equal for every choice: orders enrol whether or not they earn, and count as spend. */
  members: number;
  /** From the base tier up, those without members too. */
  membersByTier: { tierId: string; name: string; members: number }[];
  /** Members who would hold points. */
  membersHolding: number;
  ordersEarning: number;
};

export function noSums(choices: number): TrialSums {
  const none = (): ChoiceSums => ({ points: 0, earned: 0, membersHolding: 0, ordersEarning: 0 });
  return { members: 0, membersByTier: {}, choices: Array.from({ length: choices }, none) };
}

/** Adds one member to the sums, in place: millions are added. */
export function addTried(sums: TrialSums, { enrolled, tierId, held }: WhatIf): void {
  if (enrolled) {
    sums.members += 1;
    sums.membersByTier[tierId] = (sums.membersByTier[tierId] ?? 0) + 1;
  }
  sums.choices.forEach((sum, index) => {
    const would = held[index];
    if (!would) throw new Error("a member is tried for every choice");
    sum.points += Math.max(0, would.balance);
    sum.earned += would.earned;
    if (would.balance > 0) sum.membersHolding += 1;
    sum.ordersEarning += would.ordersEarning;
  });
}

/** `version`: the one in force, whose rewards and tier names are told. */
export function dryRunOf(
  sums: TrialSums,
  asked: readonly EarnChoice[],
  shop: { version: ProgramVersion; currency: string },
  takenAt: Instant,
): DryRun {
  const membersByTier = shop.version.tiers.map(({ id, name }) => ({
    tierId: id,
    name,
    members: sums.membersByTier[id] ?? 0,
  }));
  const choices = sums.choices.map(({ earned, ...sum }, index): TriedChoice => {
    const earnFrom = asked[index];
    if (earnFrom === undefined) throw new Error("there are sums for every choice asked for");
    return {
      earnFrom,
      ...sum,
      pointsEarned: earned,
      liabilityMinor: pointsWorthMinor(sum.points, shop.version),
      members: sums.members,
      membersByTier,
    };
  });
  return { takenAt: toIso(takenAt), currency: shop.currency, choices };
}
