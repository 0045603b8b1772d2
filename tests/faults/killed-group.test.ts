/** kill -9 of everything at once, under load, again and again. `npm run soak` does many more rounds. */
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { Bed } from "./bed/bed.ts";
import { killRounds } from "./bed/kill-rounds.ts";

const TEST_MS_MAX = 240_000;

let bed: Bed;

beforeEach(async () => {
  bed = await Bed.open();
});

afterEach(() => bed.close(), 60_000);

test(
  "after every kill -9 of the whole group all that was answered is there, and all points are right",
  async () => {
    const told: string[] = [];
    const { wrong, acts } = await killRounds(bed, {
      rounds: 5,
      seed: inject("propertySeed"),
      customers: 15,
      tell: (line) => void told.push(line),
    });
    expect(wrong, told.join("\n")).toEqual([]);
    expect(acts).toBeGreaterThan(50);
  },
  TEST_MS_MAX,
);
