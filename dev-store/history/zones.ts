import { DAY_MS } from "./calendar.ts";

/** Local days and instants of time zones. One look-up a zone and day: Intl is slow, histories are long. */
export class Zones {
  #formats = new Map<string, Intl.DateTimeFormat>();
  #midnights = new Map<string, Map<number, number>>();

  /** The instant (ms) at which a local day starts; on a day that skips midnight, an hour off at most. */
  midnight(timeZone: string, day: number): number {
    let known = this.#midnights.get(timeZone);
    if (known === undefined) this.#midnights.set(timeZone, (known = new Map<number, number>()));
    let instant = known.get(day);
    if (instant === undefined) {
      const guess = day * DAY_MS - this.#offset(timeZone, day * DAY_MS);
      instant = day * DAY_MS - this.#offset(timeZone, guess);
      known.set(day, instant);
    }
    return instant;
  }

  /** The local day of an instant. */
  day(timeZone: string, instant: number): number {
    return Math.floor((instant + this.#offset(timeZone, instant)) / DAY_MS);
  }

  #offset(timeZone: string, instant: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.#format(timeZone).formatToParts(instant))
      part[type] = Number(value);
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
  }

  #format(timeZone: string): Intl.DateTimeFormat {
    let format = this.#formats.get(timeZone);
    if (format === undefined) {
      // prettier-ignore
      format = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", year: "numeric", month: "numeric",
        day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" });
      this.#formats.set(timeZone, format);
    }
    return format;
  }
}
