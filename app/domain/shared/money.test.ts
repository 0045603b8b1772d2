import { expect, test } from "vitest";
import { divideHalfUp, minorFromDecimal, minorPerUnit } from "./money.ts";

test.each([
  { why: "pence are hundredths", amount: "394.95", currency: "GBP", minor: 39_495 },
  { why: "a whole amount needs no point", amount: "10", currency: "GBP", minor: 1_000 },
  { why: "one digit after the point is tens of pence", amount: "0.5", currency: "GBP", minor: 50 },
  { why: "yen have no smaller unit", amount: "1200", currency: "JPY", minor: 1_200 },
  { why: "yen written with decimals", amount: "1200.00", currency: "JPY", minor: 1_200 },
  { why: "dinars are thousandths", amount: "1.234", currency: "KWD", minor: 1_234 },
  { why: "a refund's adjustment is negative", amount: "-10.00", currency: "USD", minor: -1_000 },
  {
    why: "digits beyond the currency's own round half up",
    amount: "0.005",
    currency: "GBP",
    minor: 1,
  },
  { why: "and below half down", amount: "0.0049", currency: "GBP", minor: 0 },
  { why: "nothing is nothing, whatever its sign", amount: "-0.00", currency: "GBP", minor: 0 },
  {
    why: "what floats can't hold is exact",
    amount: "90071992547.99",
    currency: "GBP",
    minor: 9_007_199_254_799,
  },
])("$why: $amount $currency", ({ amount, currency, minor }) => {
  expect(minorFromDecimal(amount, currency)).toBe(minor);
});

test.each(["", " 1", "1e3", "1,000.00", "ten", ".5", "1.", "--1", "1234567890123"])(
  "%j is no amount",
  (amount) => {
    expect(minorFromDecimal(amount, "GBP")).toBeNull();
  },
);

test("a unit has as many minor units as its currency says", () => {
  expect(["GBP", "JPY", "KWD"].map(minorPerUnit)).toEqual([100, 1, 1_000]);
});

test.each([
  { numerator: 1, denominator: 2, half: "up", result: 1 },
  { numerator: 1, denominator: 3, half: "down", result: 0 },
  { numerator: 5, denominator: 2, half: "up", result: 3 },
  {
    numerator: 9_007_199_254_740_990,
    denominator: 4,
    half: "up beyond doubles",
    result: 2_251_799_813_685_248,
  },
])("$numerator / $denominator rounds $half", ({ numerator, denominator, result }) => {
  expect(divideHalfUp(numerator, denominator)).toBe(result);
});
