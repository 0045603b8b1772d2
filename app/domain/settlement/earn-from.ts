/** The merchant's choice for orders placed before the app came: none earn, all do, or those since a day. */
import { dateIn, startOfDate } from "../shared/calendar.ts";
import type { Instant } from "../shared/instant.ts";

/** A day of the shop's zone, "2025-01-31": orders earn from its first instant on. */
export type Day = `${number}-${number}-${number}`;
export type EarnChoice = "none" | "all" | Day;

/** When the app came (by the domain's clock), and the zone of the shop's days. */
export type ShopDays = { firstInstalledAt: Instant; timeZone: string };

export type ChoiceRead = { choice: EarnChoice } | { refused: "no-day" | "not-yet" };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** No order of a shop is older: what is earlier was mistyped. */
const YEAR_MIN = 1990;

/** What somebody typed or a form sent. */
export function readEarnChoice(text: string, timeZone: string, now: Instant): ChoiceRead {
  if (text === "none" || text === "all") return { choice: text };
  const start = DAY.test(text) ? startOfDate(text, timeZone) : null;
  if (start === null || Number(text.slice(0, 4)) < YEAR_MIN) return { refused: "no-day" };
  return start > now ? { refused: "not-yet" } : { choice: text as Day };
}

/** The instant from which orders earn; null: every order does. */
export function earnFromOf(choice: EarnChoice, shop: ShopDays): Instant | null {
  if (choice === "all") return null;
  if (choice === "none") return shop.firstInstalledAt;
  const start = startOfDate(choice, shop.timeZone);
  if (start === null) throw new Error(`"${choice}" was not read as a choice`);
  return start;
}

/** The choice that `earnFrom` came of; an instant within a day is told as that day. */
export function earnChoiceOf(earnFrom: Instant | null, shop: ShopDays): EarnChoice {
  if (earnFrom === null) return "all";
  if (earnFrom === shop.firstInstalledAt) return "none";
  return dateIn(earnFrom, shop.timeZone) as Day;
}
