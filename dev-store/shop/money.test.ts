import fc from "fast-check";
import { expect, test } from "vitest";
import { allocate, formatMinor, readMinor, share } from "./money.ts";

test.each([
  ["GBP", 123_456, "1234.56"],
  ["GBP", -5, "-0.05"],
  ["JPY", 1_234, "1234"],
  ["KWD", 1_234, "1.234"],
])("%s: %i minor units are written %s, and read back", (currency, minor, text) => {
  expect(formatMinor(minor, currency)).toBe(text);
  expect(readMinor(text, currency, "it")).toBe(minor);
});

test("an allocation adds up to its amount and no part is a unit away from its share", () => {
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      fc.array(fc.nat(100_000), { minLength: 1, maxLength: 40 }),
      (amount, weights) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        fc.pre(total > 0);
        const parts = allocate(amount, weights);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount);
        parts.forEach((part, index) => {
          expect(Math.abs(part - (amount * weights[index]!) / total)).toBeLessThan(1);
        });
      },
    ),
  );
});

test("shares of all units are the whole, of none nothing, and halves round up", () => {
  expect([share(999, 3, 3), share(999, 0, 3), share(5, 1, 2), share(0, 0, 0)]).toEqual([
    999, 0, 3, 0,
  ]);
});
