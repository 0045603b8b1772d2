import { expect, test } from "vitest";
import {
  busyness,
  createCalendar,
  DAY_MS,
  dayAt,
  secondOfDay,
  sinceBlackFriday,
} from "./calendar.ts";
import { Zones } from "./zones.ts";

const day = (date: string) => Date.parse(date) / DAY_MS;

test.each(["2023-11-24", "2024-11-29", "2025-11-28", "2026-11-27"])(
  "Black Friday of the year is %s",
  (date) => {
    expect(sinceBlackFriday(day(date))).toBe(0);
    expect(sinceBlackFriday(day(date) + 3)).toBe(3);
  },
);

test("Black Friday sells more than twice its neighbour a week earlier; Boxing Day far less than a December Monday", () => {
  expect(busyness(day("2025-11-28")) / busyness(day("2025-11-21"))).toBeGreaterThan(2);
  expect(busyness(day("2025-12-26")) / busyness(day("2025-12-08"))).toBeLessThan(0.35);
});

test("busy time averages a busy day a day and finds its way back to every day", () => {
  const calendar = createCalendar(day("2024-01-01"), day("2025-12-31"));
  const days = calendar.lastDay - calendar.firstDay + 1;
  expect(calendar.busyUntil[days]).toBeCloseTo(days, 6);
  for (let index = 0; index < days; index++) {
    const middle = ((calendar.busyUntil[index] ?? 0) + (calendar.busyUntil[index + 1] ?? 0)) / 2;
    expect(dayAt(calendar, middle)).toBe(calendar.firstDay + index);
  }
  expect(dayAt(calendar, days + 0.001)).toBeNull();
  expect(dayAt(calendar, Infinity)).toBeNull();
});

test("people buy in the evening and sleep at night", () => {
  const hours = new Array<number>(24).fill(0);
  for (let draw = 0; draw < 24_000; draw++) {
    const hour = Math.floor(secondOfDay(draw / 24_000) / 3600);
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  expect(hours.indexOf(Math.max(...hours))).toBe(20);
  expect(hours.indexOf(Math.min(...hours))).toBeGreaterThanOrEqual(3);
  expect(hours.indexOf(Math.min(...hours))).toBeLessThanOrEqual(4);
});

test.each([
  { zone: "Europe/London", date: "2025-07-01", utc: "2025-06-30T23:00:00Z" },
  { zone: "Europe/London", date: "2025-03-30", utc: "2025-03-30T00:00:00Z" },
  { zone: "Europe/London", date: "2025-03-31", utc: "2025-03-30T23:00:00Z" },
  { zone: "Asia/Tokyo", date: "2025-01-01", utc: "2024-12-31T15:00:00Z" },
  { zone: "America/New_York", date: "2025-11-03", utc: "2025-11-03T05:00:00Z" },
])("$date starts in $zone at $utc", ({ zone, date, utc }) => {
  const zones = new Zones();
  expect(new Date(zones.midnight(zone, day(date))).toISOString()).toBe(new Date(utc).toISOString());
  expect(zones.day(zone, Date.parse(utc))).toBe(day(date));
  expect(zones.day(zone, Date.parse(utc) - 1000)).toBe(day(date) - 1);
});
