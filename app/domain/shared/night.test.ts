import { expect, test } from "vitest";
import { DAY, HOUR } from "./instant.ts";
import { nextNight } from "./night.ts";

const hourIn = (instant: number, timeZone: string): number =>
  Number(
    new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" }).format(
      instant,
    ),
  );

test.each(["Europe/London", "America/Los_Angeles", "Asia/Shanghai", "Pacific/Kiritimati"])(
  "in %s it is night there",
  (timeZone) => {
    for (let shop = 1; shop <= 300; shop += 1) {
      const now = Date.parse("2026-04-01T12:00:00Z") + shop * HOUR;
      const night = nextNight(now, timeZone, String(shop));
      expect(night).toBeGreaterThan(now);
      expect(night - now).toBeLessThanOrEqual(DAY + HOUR);
      expect(hourIn(night, timeZone)).toBeGreaterThanOrEqual(1);
      expect(hourIn(night, timeZone)).toBeLessThan(5);
    }
  },
);

test("at the minute itself the next one is tomorrow's", () => {
  const tonight = nextNight(Date.parse("2026-04-01T12:00:00Z"), "Europe/London", "7");
  expect(nextNight(tonight, "Europe/London", "7") - tonight).toBe(DAY);
});

test("shops are spread over the night", () => {
  const now = Date.parse("2026-04-01T12:00:00Z");
  const minutes = new Set(
    Array.from({ length: 240 }, (_, shop) => nextNight(now, "UTC", String(shop))),
  );
  expect(minutes.size).toBe(240);
});

test("a minute that daylight saving skips is made up for", () => {
  // In London the clock jumps from 01:00 to 02:00 on 29 March 2026.
  const now = Date.parse("2026-03-28T12:00:00Z");
  for (let shop = 0; shop < 240; shop += 1) {
    const night = nextNight(now, "Europe/London", String(shop));
    expect(night).toBeLessThan(Date.parse("2026-03-29T05:00:00Z"));
  }
});
