import type { Calendar } from "./calendar.ts";
import { dayAt } from "./calendar.ts";
import { TYPES } from "./catalogue-table.ts";
import type { Country } from "./countries.ts";
import type { Random } from "./random.ts";

/**
 * How often a shopper comes back: BG/NBD (Fader, Hardie & Lee 2005, "Counting your customers" the
 * easy way) with the parameters that they publish for CDNOW, time in weeks. Rates differ between
 * shoppers as Gamma(r, α); after each repeat purchase a shopper is lost with a chance that differs
 * as Beta(a, b). In CDNOW 40 % bought again within 39 weeks; surveys of shops give repeat rates of
 * 20 to 40 %.
 */
export const BG_NBD = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const;

/**
 * Shoppers with a staple come at even intervals, which the exponential gaps of BG/NBD lack: gaps of
 * theirs are Gamma with this shape and the same mean (Platzer & Reutterer 2016, Pareto/GGG).
 */
const STAPLE_SHARE = 0.3;
const STAPLE_REGULARITY = 3;

export const REMEMBERED = 8;

export interface Shopper {
  /** 0 for the first; a guest has -1. */
  index: number;
  id: string | null;
  random: Random;
  country: Country;
  perWeek: number;
  dropOut: number;
  /** Weight of every type for this shopper. */
  taste: number[];
  /** Article index of what they come back for. */
  staple: number | null;
  visits: number;
  /** Where on the busy-time clock the last visit was, in days. */
  busyAt: number;
  lastAtMs: number;
  /** Articles bought lately that run out. */
  remembered: number[];
}

export interface ShopperSetting {
  index: number;
  country: Country;
  /** Articles, by index, that run out. */
  staples: readonly number[];
}

export function createShopper(setting: ShopperSetting, random: Random): Shopper {
  return {
    index: setting.index,
    id: null,
    random,
    country: setting.country,
    perWeek: random.gamma(BG_NBD.r, BG_NBD.alpha),
    dropOut: random.beta(BG_NBD.a, BG_NBD.b),
    // Few types each: Gamma weights of a small shape are mostly near 0.
    taste: TYPES.map((row) => row.weight * random.gamma(0.35, 0.35)),
    staple: random.chance(STAPLE_SHARE) ? random.pick(setting.staples) : null,
    visits: 0,
    busyAt: 0,
    lastAtMs: 0,
    remembered: [],
  };
}

/** The local day of the next visit, or null: lost, or past the end. Moves the shopper's clock. */
export function nextVisitDay(shopper: Shopper, calendar: Calendar): number | null {
  const { random } = shopper;
  if (shopper.visits > 1 && random.chance(shopper.dropOut)) return null;
  const shape = shopper.staple === null ? 1 : STAPLE_REGULARITY;
  shopper.busyAt += (7 * random.gamma(shape, shape)) / shopper.perWeek;
  return dayAt(calendar, shopper.busyAt);
}
