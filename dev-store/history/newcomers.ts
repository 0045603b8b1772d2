import type { Calendar } from "./calendar.ts";
import { COUNTRIES } from "./countries.ts";
import type { Country } from "./countries.ts";
import type { CustomerDraft } from "./history.ts";
import { inventPerson } from "./names.ts";
import type { Random } from "./random.ts";

/** Newcomers a day grow by about this much each year. */
const GROWTH_PER_YEAR = 0.35;
const FROM_ABROAD = 0.36;
const DAYS_PER_YEAR = 365;

const FIRST_CUSTOMER_ID = 7_300_000_000_001;

/** When each customer first comes: on the busy days more, and more as the shop grows. */
export class Newcomers {
  /** Newcomers' share up to the start of each day of the calendar. */
  #share: Float64Array;
  #calendar: Calendar;
  #customers: number;

  constructor(calendar: Calendar, customers: number) {
    const { busyUntil } = calendar;
    const days = busyUntil.length - 1;
    const share = new Float64Array(days + 1);
    for (let day = 0; day < days; day++) {
      const busy = (busyUntil[day + 1] ?? 0) - (busyUntil[day] ?? 0);
      share[day + 1] = (share[day] ?? 0) + busy * (1 + GROWTH_PER_YEAR) ** (day / DAYS_PER_YEAR);
    }
    this.#share = share;
    this.#calendar = calendar;
    this.#customers = customers;
  }

  /**
   * The busy-time instant of the first visit of customer `index`, later for a greater index;
   * `jitter` in [0, 1) places it between this customer's earliest and the next one's.
   */
  busyAt(index: number, jitter: number): number {
    const days = this.#share.length - 1;
    const target = ((index + jitter) / this.#customers) * (this.#share[days] ?? 0);
    let low = 0;
    let high = days;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#share[middle] ?? 0) <= target) low = middle;
      else high = middle;
    }
    const width = (this.#share[high] ?? 0) - (this.#share[low] ?? 0);
    const within = width === 0 ? 0 : (target - (this.#share[low] ?? 0)) / width;
    const { busyUntil } = this.#calendar;
    return (busyUntil[low] ?? 0) + within * ((busyUntil[high] ?? 0) - (busyUntil[low] ?? 0));
  }
}

export function originOf(home: Country, random: Random): Country {
  if (!random.chance(FROM_ABROAD)) return home;
  const abroad = COUNTRIES.filter((country) => country.code !== home.code);
  return abroad[random.weighted(abroad.map((country) => country.weight))] ?? home;
}

export function customerDraft(index: number, country: Country, random: Random): CustomerDraft {
  const person = inventPerson(
    country.locale,
    (count) => random.between(0, count - 1),
    String(index + 1),
  );
  return {
    id: String(FIRST_CUSTOMER_ID + index),
    ...person,
    countryCode: country.code,
    locale: country.locale,
  };
}
