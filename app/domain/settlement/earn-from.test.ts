import { describe, expect, test } from "vitest";
import { earnChoiceOf, earnFromOf, readEarnChoice } from "./earn-from.ts";

const NOW = Date.parse("2026-04-01T22:30:00Z");
const SHOP = { firstInstalledAt: Date.parse("2026-03-31T09:30:00Z"), timeZone: "Asia/Tokyo" };

describe("what may be chosen for past orders", () => {
  test.each([
    { text: "none", why: "nothing before the app came" },
    { text: "all", why: "everything" },
    { text: "2024-02-29", why: "a leap day" },
    { text: "2026-04-02", why: "today, where it has begun already" },
  ])("$text: $why", ({ text }) => {
    expect(readEarnChoice(text, SHOP.timeZone, NOW)).toEqual({ choice: text });
  });

  test.each([
    { text: "", refused: "no-day" },
    { text: "yesterday", refused: "no-day" },
    { text: "2025-02-29", refused: "no-day" },
    { text: "2025-2-1", refused: "no-day" },
    { text: "0025-02-01", refused: "no-day" },
    { text: "2025-02-01T00:00:00Z", refused: "no-day" },
    { text: "2026-04-03", refused: "not-yet" },
  ])("$text is refused: $refused", ({ text, refused }) => {
    expect(readEarnChoice(text, SHOP.timeZone, NOW)).toEqual({ refused });
  });
});

test.each([
  { choice: "none" as const, from: "2026-03-31T09:30:00.000Z" },
  { choice: "2025-01-31" as const, from: "2025-01-30T15:00:00.000Z" },
])("$choice earns from $from on, and is told back as it was chosen", ({ choice, from }) => {
  const earnFrom = earnFromOf(choice, SHOP);
  expect(new Date(earnFrom ?? 0).toISOString()).toBe(from);
  expect(earnChoiceOf(earnFrom, SHOP)).toBe(choice);
});

test("all is no instant", () => {
  expect(earnFromOf("all", SHOP)).toBeNull();
  expect(earnChoiceOf(null, SHOP)).toBe("all");
});
