/**
 * When a shop sells: how busy each of its days is, and at what hour of their own day people buy.
 *
 * Purchases run on *busy time*: a clock that ticks faster on busy days and averages one busy day
 * per day. A purchase process with a constant rate on that clock shows the seasons on the real
 * one, and stays the published model.
 *
 * The shape follows SaleCycle's Ecommerce Stats Report 2020 (November and December by far the
 * biggest months, January third; Monday and Thursday the busiest days, the weekend the quietest;
 * the end and beginning of a month above its middle; a peak between 8 and 9 p.m., a start at 7)
 * and, for the pull of Christmas on a gift shop, Online Retail (Chen, Sain & Guo 2012), whose
 * November is 1.9 times its average month.
 */
export const DAY_MS = 86_400_000;

const BY_MONTH = [1.05, 0.86, 0.9, 0.87, 0.92, 0.88, 0.85, 0.83, 0.92, 1.0, 1.4, 1.6];
const BY_WEEKDAY = [0.94, 1.09, 1.01, 1.0, 1.08, 0.98, 0.9]; // Sunday first
// prettier-ignore
const BY_HOUR = [14, 7, 4, 3, 3, 5, 12, 26, 42, 56, 66, 68, 70, 66, 64, 66, 68, 70, 74, 86, 96, 90, 62, 32];

const BLACK_FRIDAY = [3.2, 1.7, 1.6, 2.6]; // Friday to Cyber Monday

export interface Calendar {
  /** Local day numbers (days since 1970-01-01 in the shop's zone), the last one included. */
  firstDay: number;
  lastDay: number;
  /** Busy days up to the start of each day; one more entry than there are days. */
  busyUntil: Float64Array;
}

export function createCalendar(firstDay: number, lastDay: number): Calendar {
  const days = lastDay - firstDay + 1;
  const busyUntil = new Float64Array(days + 1);
  for (let day = 0; day < days; day++)
    busyUntil[day + 1] = (busyUntil[day] ?? 0) + busyness(firstDay + day);
  const scale = days / (busyUntil[days] ?? 1);
  for (let day = 0; day <= days; day++) busyUntil[day] = (busyUntil[day] ?? 0) * scale;
  return { firstDay, lastDay, busyUntil };
}

/** The local day at an instant of busy time, or null past the calendar's end. */
export function dayAt(calendar: Calendar, busyDays: number): number | null {
  const { busyUntil } = calendar;
  if (!(busyDays < (busyUntil[busyUntil.length - 1] ?? 0))) return null;
  let low = 0;
  let high = busyUntil.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((busyUntil[middle] ?? 0) <= busyDays) low = middle;
    else high = middle;
  }
  return calendar.firstDay + low;
}

/** How busy a local day is; 1 is about an ordinary one. */
export function busyness(day: number): number {
  const date = new Date(day * DAY_MS);
  const month = date.getUTCMonth();
  const inMonth = date.getUTCDate();
  const payday = inMonth >= 27 || inMonth <= 2 ? 1.08 : inMonth >= 18 && inMonth <= 23 ? 0.94 : 1;
  const season =
    month === 11 ? (BY_MONTH[11] ?? 1) * runUpToChristmas(inMonth) : (BY_MONTH[month] ?? 1);
  return (
    season *
    payday *
    (BY_WEEKDAY[date.getUTCDay()] ?? 1) *
    (BLACK_FRIDAY[sinceBlackFriday(day)] ?? 1)
  );
}

/** 0 on Black Friday, 3 on Cyber Monday; other days are negative or more. */
export function sinceBlackFriday(day: number): number {
  const date = new Date(day * DAY_MS);
  const novemberFirst = Date.UTC(date.getUTCFullYear(), 10, 1);
  const firstThursday = 1 + ((4 - new Date(novemberFirst).getUTCDay() + 7) % 7);
  return day - (novemberFirst / DAY_MS + firstThursday + 21);
}

/** Parcels must arrive: orders fall off after the last safe posting day. */
function runUpToChristmas(inMonth: number): number {
  if (inMonth <= 16) return 1.2;
  if (inMonth <= 20) return 0.95;
  if (inMonth <= 23) return 0.55;
  return inMonth <= 26 ? 0.3 : 0.65;
}

const HOURS_TOTAL = BY_HOUR.reduce((sum, weight) => sum + weight, 0);

/** A second of the day, by the hours at which people buy; `at` is uniform in [0, 1). */
export function secondOfDay(at: number): number {
  let left = at * HOURS_TOTAL;
  for (let hour = 0; hour < 24; hour++) {
    const weight = BY_HOUR[hour] ?? 0;
    if (left < weight) return Math.floor((hour + left / weight) * 3600);
    left -= weight;
  }
  return 86_399;
}
