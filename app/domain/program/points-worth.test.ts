import { expect, test } from "vitest";
import { pointsWorthMinor } from "./points-worth.ts";
import { defaultProgram } from "./program.ts";

const program = defaultProgram("GBP");

test.each([
  { why: "nothing is worth nothing", points: 0, minor: 0 },
  { why: "by the best reward: 900 points for 10", points: 900, minor: 1_000 },
  { why: "fractions of a penny are dropped", points: 77, minor: 85 },
  { why: "a debt is worth as much, below nothing", points: -77, minor: -85 },
  {
    why: "exact where doubles would not be",
    points: 9_007_199_254_740_991,
    minor: 10007999171934434,
  },
])("$why", ({ points, minor }) => {
  expect(pointsWorthMinor(points, program)).toBe(minor);
});

test("where no reward is worth money, points aren't either", () => {
  const rewards = program.rewards.filter(({ kind }) => kind === "free-shipping");
  expect(pointsWorthMinor(5_000, { rewards })).toBe(0);
});
