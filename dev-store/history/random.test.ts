import { expect, test } from "vitest";
import { Random } from "./random.ts";

const DRAWS = 40_000;
const mean = (draw: () => number) =>
  Array.from({ length: DRAWS }, draw).reduce((a, b) => a + b) / DRAWS;

test("the same seed, stream and index draw the same; another of any draws otherwise", () => {
  const five = (random: Random) => Array.from({ length: 5 }, () => random.next());
  expect(five(new Random(7, 1, 3))).toEqual(five(new Random(7, 1, 3)));
  for (const other of [new Random(8, 1, 3), new Random(7, 2, 3), new Random(7, 1, 4)]) {
    expect(five(other)).not.toEqual(five(new Random(7, 1, 3)));
  }
});

test("uniform draws fill [0, 1) evenly", () => {
  const random = new Random(1, 1);
  const tenths = new Array<number>(10).fill(0);
  for (let draw = 0; draw < DRAWS; draw++) {
    const tenth = Math.floor(random.next() * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  for (const count of tenths) expect(Math.abs(count - DRAWS / 10)).toBeLessThan(300);
});

test.each([
  { shape: 0.243, rate: 4.414 },
  { shape: 3, rate: 3 },
])("Gamma($shape, $rate) has the mean and the variance of one", ({ shape, rate }) => {
  const random = new Random(2, 1);
  expect(mean(() => random.gamma(shape, rate)) / (shape / rate)).toBeCloseTo(1, 1);
  expect(
    mean(() => (random.gamma(shape, rate) - shape / rate) ** 2) / (shape / rate ** 2),
  ).toBeCloseTo(1, 0);
});

test("Beta(a, b) has the mean of one", () => {
  const random = new Random(3, 1);
  expect(mean(() => random.beta(0.793, 2.426))).toBeCloseTo(0.793 / (0.793 + 2.426), 2);
});

test("weights are picked in proportion, a weight of 0 never", () => {
  const random = new Random(4, 1);
  const counts = [0, 0, 0];
  for (let draw = 0; draw < 3_000; draw++) {
    const index = random.weighted([1, 0, 2]);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  expect(counts[1]).toBe(0);
  expect((counts[2] ?? 0) / (counts[0] ?? 1)).toBeGreaterThan(1.7);
  expect((counts[2] ?? 0) / (counts[0] ?? 1)).toBeLessThan(2.3);
});
