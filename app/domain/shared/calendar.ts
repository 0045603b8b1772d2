/** A shop's days are in the shop's time zone; everything else is an instant. */
import { Temporal } from "temporal-polyfill";
import type { Instant } from "./instant.ts";

/** Whether this runtime knows `timeZone` (an IANA name such as "Europe/London"). */
export function isTimeZone(timeZone: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(timeZone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * The first midnight strictly later than the anniversary `months` calendar months after `instant`.
 * A day that doesn't exist becomes the month's last; where daylight saving skips midnight it is
 * the day's first instant.
 */
export function midnightAfterMonths(instant: Instant, months: number, timeZone: string): Instant {
  const date = Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const next = date.add({ months }, { overflow: "constrain" }).add({ days: 1 });
  return next.toZonedDateTime(timeZone).epochMilliseconds;
}

/** The first instant of the day of the shop's zone that `instant` falls on. */
export function dayStart(instant: Instant, timeZone: string): Instant {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).startOfDay()
    .epochMilliseconds;
}

/** The first instant of a day of the shop's zone, "2025-01-31"; null for what is no day. */
export function startOfDate(date: string, timeZone: string): Instant | null {
  try {
    return Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The day of the shop's zone that `instant` falls on, as "2025-01-31". */
export function dateIn(instant: Instant, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}
