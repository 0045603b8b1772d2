/** The script words numbers as Liquid does: in the shop's own money format and the language's plurals. */
import { expect, test } from "vitest";
import {
  expiry,
  fill,
  money,
  points,
  reward,
} from "../../extensions/perennial-theme-script/words.ts";

test.each([
  { sample: "£1,234.00", hundredths: 4_200, says: "£42" },
  { sample: "£1,234.00", hundredths: 1_234_550, says: "£12,345.50" },
  { sample: "€1.234,00", hundredths: 3_005, says: "€30,05" },
  { sample: "1 234,00 £", hundredths: 123_456_700, says: "1 234 567 £" },
  { sample: "¥1,234", hundredths: 4_250, says: "¥42" },
  { sample: "CHF 1'234.00", hundredths: 100_000, says: "CHF 1'000" },
  { sample: "1234,00 £", hundredths: 99, says: "0,99 £" },
])("a shop that writes $sample writes $says", ({ sample, hundredths, says }) => {
  expect(money(sample, hundredths)).toBe(says);
});

test.each([
  { lang: "en", count: 1, says: "1 one" },
  { lang: "en", count: 0, says: "0 other" },
  { lang: "fr", count: 0, says: "0 one" },
  { lang: "fr", count: 2_000_000, says: "2\u202f000\u202f000 many" },
  { lang: "es", count: 1_234, says: "1234 other" },
  { lang: "ja", count: 1, says: "1 other" },
  { lang: "en", count: -30, says: "−30 other" },
])("$count in $lang", ({ lang, count, says }) => {
  // Japanese has no "one": Liquid then fills the attribute with the only form there is.
  const one = lang === "ja" ? "%n other" : "%n one";
  expect(points({ lang, one, many: "%n many", other: "%n other" }, count).p).toBe(says);
});

test("a sentence takes its values once, and leaves what it doesn't know", () => {
  expect(fill("%p to %s", { p: "5 %s", s: "Gold" })).toBe("5 %s to Gold");
  expect(fill("100%x", {})).toBe("100%x");
});

test("points that go are counted in whole days; far off, their last day is told", () => {
  const words = { t: "in %n days", tomorrow: "tomorrow", today: "today", until: "until %s" };
  const now = Date.parse("2026-11-22T10:00:00Z");
  const says = (at: string) => expiry({ lang: "en", region: "en-GB" }, words, Date.parse(at), now);
  expect(says("2026-11-23T00:00:00Z")).toBe("today");
  expect(says("2026-11-24T00:00:00Z")).toBe("tomorrow");
  expect(says("2026-12-05T00:00:00Z")).toBe("in 12 days");
  expect(says("2027-11-01T12:00:00Z")).toBe("until 1 Nov 2027");
});

test("the next reward is the cheapest that is out of reach, whatever the order they stand in", () => {
  const block = { lang: "en", one: "%n point", other: "%n points" };
  const words = { t: "%s: %p to go", z: "%s: enough", rewards: "500;£5 off|300;Free shipping" };
  expect(reward(block, words, 120)).toBe("Free shipping: 180 points to go");
  expect(reward(block, words, 499)).toBe("£5 off: 1 point to go");
  expect(reward(block, words, 500)).toBe("£5 off: enough");
});
