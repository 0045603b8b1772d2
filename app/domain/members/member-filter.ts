/**
 * Which members a list shows. A filter is told as text (in an address, in a saved view), so one reading
 * of that text serves both; days are days of the shop's zone and mean the same tomorrow.
 */

export type MemberFilter = {
  /** Any of them; none chosen: all. */
  tierIds: string[];
  /** Points that can be spent; negative after a claw-back. */
  pointsMin: number | null;
  pointsMax: number | null;
  /** Goods spend in 365 days, in minor units. */
  spendMin: number | null;
  spendMax: number | null;
  /** Days, both included. */
  enrolledFrom: string | null;
  enrolledTo: string | null;
  /** Whoever placed an order on that day or later. */
  orderedSince: string | null;
  /** Whoever didn't, those who never ordered among them. */
  notOrderedSince: string | null;
  /** Points that expire within so many days from now. */
  expiringDays: number | null;
  /** Those who left the program, instead of those who are in it. */
  left: boolean;
};

export const EVERYBODY: MemberFilter = {
  tierIds: [],
  pointsMin: null,
  pointsMax: null,
  spendMin: null,
  spendMax: null,
  enrolledFrom: null,
  enrolledTo: null,
  orderedSince: null,
  notOrderedSince: null,
  expiringDays: null,
  left: false,
};

export const FILTER_NAMES = [
  "tier",
  "pointsMin",
  "pointsMax",
  "spendMin",
  "spendMax",
  "enrolledFrom",
  "enrolledTo",
  "orderedSince",
  "notOrderedSince",
  "expiringDays",
  "left",
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

/** A filter as text: name → value; what isn't there isn't asked. */
export type FilterText = Partial<Record<FilterName, string>>;

export const TIERS_MAX = 20;
export const EXPIRING_DAYS_MAX = 366;
const TIER_ID = /^[a-z0-9][a-z0-9-]{0,39}$/;
const WHOLE = /^-?\d{1,12}$/;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

export type FilterRead =
  { kind: "filter"; filter: MemberFilter } | { kind: "invalid"; name: FilterName; value: string };

/** Text from outside → a filter, or the first part of it that is none. */
export function readFilter(text: FilterText): FilterRead {
  const wrong = FILTER_NAMES.find((name) => text[name] !== undefined && !fits(name, text[name]));
  if (wrong) return { kind: "invalid", name: wrong, value: (text[wrong] ?? "").slice(0, 40) };
  const number = (name: FilterName): number | null =>
    text[name] === undefined ? null : Number(text[name]);
  return {
    kind: "filter",
    filter: {
      tierIds: text.tier === undefined ? [] : [...new Set(text.tier.split(","))].sort(),
      pointsMin: number("pointsMin"),
      pointsMax: number("pointsMax"),
      spendMin: number("spendMin"),
      spendMax: number("spendMax"),
      enrolledFrom: text.enrolledFrom ?? null,
      enrolledTo: text.enrolledTo ?? null,
      orderedSince: text.orderedSince ?? null,
      notOrderedSince: text.notOrderedSince ?? null,
      expiringDays: number("expiringDays"),
      left: text.left === "1",
    },
  };
}

function fits(name: FilterName, value: string): boolean {
  if (name === "tier") {
    const ids = value.split(",");
    return ids.length <= TIERS_MAX && ids.every((id) => TIER_ID.test(id));
  }
  if (name === "left") return value === "1";
  if (name === "expiringDays") {
    return /^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= EXPIRING_DAYS_MAX;
  }
  const isAmount = name.startsWith("points") || name.startsWith("spend");
  return isAmount ? WHOLE.test(value) : isDay(value);
}

/** Whether there is such a day: no 31 February. */
function isDay(value: string): boolean {
  if (!DAY.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** The same filter always becomes the same text. */
export function filterText(filter: MemberFilter): FilterText {
  const text: Record<FilterName, string | number | null> = {
    ...filter,
    tier: filter.tierIds.length > 0 ? filter.tierIds.join(",") : null,
    left: filter.left ? "1" : null,
  };
  return Object.fromEntries(
    FILTER_NAMES.flatMap((name) => (text[name] === null ? [] : [[name, String(text[name])]])),
  );
}

export function isEverybody(filter: MemberFilter): boolean {
  return Object.keys(filterText(filter)).length === 0;
}
