/** The versioned rules of a shop. A version is immutable once it has started. */
import { minorPerUnit } from "../shared/money.ts";
import type { Instant } from "../shared/instant.ts";
import { defaultRewards, type Reward } from "./reward.ts";

export type Tier = {
  /** Stable across versions: "bronze". */
  id: string;
  name: string;
  /** Goods spend in the last 365 days from which the tier holds; the base tier's is 0. */
  thresholdMinor: number;
  /** 125 = a quarter more points than the base rate. */
  ratePercent: number;
};

export type ProgramVersion = {
  version: number;
  /** In force from here on until the next version's start; version 1 from the beginning of time. */
  startsAt: Instant;
  name: string;
  pointsName: string;
  /** Goods, in minor units, that earn one point at 100 %. */
  minorPerPoint: number;
  joiningPoints: number;
  /** Calendar months without activity after which points expire. */
  expiryMonths: number;
  /** Ascending by threshold; the first is the base tier with threshold 0. */
  tiers: [Tier, ...Tier[]];
  /** In the order in which shoppers see them. */
  rewards: Reward[];
};

export const BEGINNING_OF_TIME: Instant = -8_640_000_000_000_000;
export const TIER_WINDOW_DAYS = 365;

/** The default program of a new shop (contracts.md), in units of the shop's own currency. */
export function defaultProgram(currency: string): ProgramVersion {
  const unit = minorPerUnit(currency);
  return {
    version: 1,
    startsAt: BEGINNING_OF_TIME,
    name: "Rewards",
    pointsName: "points",
    minorPerPoint: unit,
    joiningPoints: 100,
    expiryMonths: 12,
    tiers: [
      { id: "bronze", name: "Bronze", thresholdMinor: 0, ratePercent: 100 },
      { id: "silver", name: "Silver", thresholdMinor: 200 * unit, ratePercent: 125 },
      { id: "gold", name: "Gold", thresholdMinor: 500 * unit, ratePercent: 150 },
    ],
    rewards: defaultRewards(unit),
  };
}

/** The version in force at `instant`. `versions` ascend by start and begin with version 1. */
export function versionAt(versions: readonly ProgramVersion[], instant: Instant): ProgramVersion {
  let found = versions[0];
  for (const version of versions) {
    if (version.startsAt <= instant) found = version;
  }
  if (!found) throw new Error("a program has at least its version 1");
  return found;
}
