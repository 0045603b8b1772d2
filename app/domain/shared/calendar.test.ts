import { expect, test } from "vitest";
import { isTimeZone, midnightAfterMonths } from "./calendar.ts";

test.each([
  {
    why: "a year on, the next midnight",
    at: "2025-03-10T10:00:00Z",
    zone: "Europe/London",
    midnight: "2026-03-11T00:00:00Z",
  },
  {
    why: "at midnight itself the anniversary is a midnight: the next one counts",
    at: "2025-01-10T00:00:00Z",
    zone: "Europe/London",
    midnight: "2026-01-11T00:00:00Z",
  },
  {
    why: "a 29 February becomes the 28th",
    at: "2024-02-29T10:00:00Z",
    zone: "Europe/London",
    midnight: "2025-03-01T00:00:00Z",
  },
  {
    why: "the day is the shop's, not Greenwich's",
    at: "2025-03-10T20:00:00Z",
    zone: "Asia/Tokyo",
    midnight: "2026-03-11T15:00:00Z",
  },
  {
    why: "in summer London's midnight is 23:00 UTC",
    at: "2025-07-01T10:00:00Z",
    zone: "Europe/London",
    midnight: "2026-07-01T23:00:00Z",
  },
  {
    why: "where midnight doesn't exist it is the day's first instant",
    at: "2024-03-08T15:00:00Z",
    zone: "America/Havana",
    midnight: "2025-03-09T05:00:00Z",
  },
])("$why", ({ at, zone, midnight }) => {
  expect(new Date(midnightAfterMonths(Date.parse(at), 12, zone)).toISOString()).toBe(
    new Date(midnight).toISOString(),
  );
});

test("a time zone is one that the runtime knows", () => {
  expect(["Europe/London", "Asia/Kathmandu"].every(isTimeZone)).toBe(true);
  expect(["Mars/Olympus", ""].some(isTimeZone)).toBe(false);
});
