import { expect, test } from "vitest";
import { graphqlTime, restTime } from "./timestamps.ts";

test.each([
  ["Europe/London", "2026-03-29T00:59:59Z", "2026-03-29T00:59:59+00:00"],
  ["Europe/London", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00+01:00"],
  ["Europe/London", "2026-10-25T00:59:59Z", "2026-10-25T01:59:59+01:00"],
  ["Europe/London", "2026-10-25T01:00:00Z", "2026-10-25T01:00:00+00:00"],
  ["America/St_Johns", "2026-01-01T00:00:00Z", "2025-12-31T20:30:00-03:30"],
  ["Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01T05:45:00+05:45"],
  ["UTC", "2026-01-01T00:00:00.999Z", "2026-01-01T00:00:00+00:00"],
])("in %s %s is %s", (zone, utc, local) => {
  expect(restTime(Date.parse(utc), zone)).toBe(local);
});

test("GraphQL tells times in UTC", () => {
  expect(graphqlTime(Date.parse("2026-07-01T12:00:00+02:00"))).toBe("2026-07-01T10:00:00Z");
});
