/** When a shop's nightly work begins: in the shop's own night, and not for all shops at once. */
import { Temporal } from "temporal-polyfill";
import type { Instant } from "./instant.ts";

/** Work begins between one and five o'clock: after the day's rush, and done before the next. */
const FROM_HOUR = 1;
const SPREAD_MINUTES = 240;

/**
 * The next such minute strictly after `now`. `key` (a shop's id) decides which minute of the night; a
 * minute that daylight saving skips is the one that follows it.
 */
export function nextNight(now: Instant, timeZone: string, key: string): Instant {
  const minute = minuteOf(key);
  const time = new Temporal.PlainTime(FROM_HOUR).add({ minutes: minute });
  const today = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  for (let days = 0; ; days += 1) {
    const at = today.add({ days }).toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds;
    if (at > now) return at;
  }
}

/** Neighbouring ids are far apart: 97 and 240 have no divisor in common. */
function minuteOf(key: string): number {
  return Number((BigInt(key) * 97n) % BigInt(SPREAD_MINUTES));
}
