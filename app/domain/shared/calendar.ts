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
