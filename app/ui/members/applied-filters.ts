/** What is filtered for, in words, and what is left when one of it is taken away. */
import type { FilterName, FilterText } from "../../domain/members/member-filter.ts";
import { minorPerUnit } from "../../domain/shared/money.ts";
import type { Formats } from "../words/formats.ts";
import type { Words } from "../words/words.ts";

export type Applied = { key: string; label: string; names: FilterName[] };

type Reading = {
  words: Words["members"];
  formats: Formats;
  currency: string;
  tiers: readonly { id: string; name: string }[];
};

export function appliedFilters(filter: FilterText, reading: Reading): Applied[] {
  const { words, formats, currency, tiers } = reading;
  const { applied, filters } = words;
  const money = (minor: string) => formats.money(Number(minor), currency);
  const number = (value: string) => formats.number(Number(value));
  const day = (value: string) => dayText(value, formats);
  const found: Applied[] = [];
  const add = (key: string, label: string | null, ...names: FilterName[]): void => {
    if (label !== null) found.push({ key, label, names });
  };
  const nameOf = (id: string) => tiers.find((tier) => tier.id === id)?.name ?? id;
  if (filter.tier !== undefined)
    add("tier", applied.tier(filter.tier.split(",").map(nameOf).join(", ")), "tier");
  const range = (what: string, from?: string, to?: string) => rangeText(applied, what, from, to);
  const isNegative = filter.pointsMin === undefined && filter.pointsMax === "-1";
  add(
    "points",
    isNegative
      ? applied.negative
      : range(filters.points, of(filter.pointsMin, number), of(filter.pointsMax, number)),
    "pointsMin",
    "pointsMax",
  );
  const spend = range(filters.spend, of(filter.spendMin, money), of(filter.spendMax, money));
  add("spend", spend, "spendMin", "spendMax");
  const [from, to] = [of(filter.enrolledFrom, day), of(filter.enrolledTo, day)];
  add("enrolled", daysText(applied, filters.enrolled, from, to), "enrolledFrom", "enrolledTo");
  if (filter.orderedSince !== undefined)
    add("orderedSince", applied.orderedSince(day(filter.orderedSince)), "orderedSince");
  if (filter.notOrderedSince !== undefined)
    add("notOrderedSince", applied.notOrderedSince(day(filter.notOrderedSince)), "notOrderedSince");
  if (filter.expiringDays !== undefined)
    add("expiring", applied.expiring(Number(filter.expiringDays)), "expiringDays");
  if (filter.left !== undefined) add("left", applied.left, "left");
  return found;
}

const of = (value: string | undefined, say: (value: string) => string): string | undefined =>
  value === undefined ? undefined : say(value);

type AppliedWords = Words["members"]["applied"];

function rangeText(words: AppliedWords, what: string, from?: string, to?: string): string | null {
  if (from !== undefined && to !== undefined) return words.between(what, from, to);
  if (from !== undefined) return words.atLeast(what, from);
  return to === undefined ? null : words.atMost(what, to);
}

function daysText(words: AppliedWords, what: string, from?: string, to?: string): string | null {
  if (from !== undefined && to !== undefined) return words.between(what, from, to);
  if (from !== undefined) return words.since(what, from);
  return to === undefined ? null : words.until(what, to);
}

/** A calendar day, wherever the shop is: noon keeps it the same day in all but the farthest zones. */
function dayText(day: string, formats: Formats): string {
  return formats.day(`${day}T12:00:00Z`);
}

export function without(filter: FilterText, names: readonly FilterName[]): FilterText {
  return Object.fromEntries(
    Object.entries(filter).filter(([name]) => !names.includes(name as FilterName)),
  );
}

/** With these values instead; an empty one takes its name away. */
export function withValues(filter: FilterText, values: FilterText): FilterText {
  const all = { ...filter, ...values };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

/** "12.50" as typed → minor units as text; empty for what is no amount. */
export function minorText(typed: string, currency: string): string {
  const amount = Number(typed.replace(",", "."));
  if (typed.trim() === "" || !Number.isFinite(amount)) return "";
  return String(Math.round(amount * minorPerUnit(currency)));
}

export function unitText(minor: string | undefined, currency: string): string {
  return minor === undefined ? "" : String(Number(minor) / minorPerUnit(currency));
}
