/** kill -9 of everything at once, under load, again and again. `npm run soak` does many more rounds. */
import { expect, inject, test } from "vitest";
import { killRounds } from "./bed/kill-rounds.ts";

test("after every kill -9 of the whole group all that was answered is there, and all points are right", async () => {
  const told: string[] = [];
  const { wrong, acts } = await killRounds({
    rounds: 5,
    seed: inject("propertySeed"),
    customers: 15,
    tell: (line) => void told.push(line),
  });
  expect(wrong, told.join("\n")).toEqual([]);
  expect(acts).toBeGreaterThan(50);
}, 150_000);
