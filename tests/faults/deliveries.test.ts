/**
 * One history, two shops: one delivers each webhook once and in order, the other twice, late, in any
 * order or not at all. Both apps must come to the same, today and a year from now.
 */
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { Bed, type Variables } from "./bed/bed.ts";
import { readHeld, whatIsWrong, type Held } from "./bed/comparison.ts";
import type { ProcessGroup } from "./bed/process-group.ts";
import { readRecord } from "./bed/record.ts";
import { liveThrough, seededHistory, type SeededHistory } from "./bed/seeded-history.ts";

const TEST_MS_MAX = 180_000;
const CLOSE_MS_MAX = 60_000;
const YEAR_AND_A_MONTH_SECONDS = 397 * 86_400;

interface World {
  bed: Bed;
  app: ProcessGroup;
}

let worlds: World[];

beforeEach(async () => {
  worlds = [];
  for (const bed of [await Bed.open(), await Bed.open()]) {
    await bed.startStore();
    worlds.push({ bed, app: await bed.startApp() });
    await bed.install();
  }
}, TEST_MS_MAX);

afterEach(async () => {
  await Promise.all(worlds.map(({ bed }) => bed.close()));
}, CLOSE_MS_MAX);

async function restart(env: Variables): Promise<void> {
  for (const world of worlds) {
    expect(await world.app.stop()).toBe(0);
    world.app = await world.bed.startApp(env);
  }
}

interface Result {
  members: unknown[];
  netByCause: Held["netByCause"];
}

async function resultOf({ bed }: World, { customers }: SeededHistory): Promise<Result> {
  // Asking for a member settles what is due by time.
  const members: unknown[] = [];
  for (const customer of customers) members.push(await bed.member(customer));
  return { members, netByCause: (await readHeld(bed)).netByCause };
}

const results = (history: SeededHistory): Promise<Result[]> =>
  Promise.all(worlds.map((world) => resultOf(world, history)));

test(
  "duplicates, reordering, delay, and loss made good by a later snapshot end in the same points",
  async () => {
    const [clean, faulty] = worlds;
    if (!clean || !faulty) throw new Error("There are two worlds.");
    const history = seededHistory(inject("propertySeed"), Date.now());
    const live = async ({ bed, app }: World, faults: object, loss: number): Promise<number[]> => {
      const statuses: number[] = [];
      for (const phase of ["mayBeLost", "toldAgain", "toldOnce"] as const) {
        const phaseLoss = phase === "mayBeLost" ? loss : 0;
        await bed.control("POST", "/control/deliveries", { ...faults, loss: phaseLoss });
        statuses.push(...(await liveThrough(bed, history[phase])));
        await bed.drained(app);
      }
      return statuses;
    };
    const [inOrder, inAnyOrder] = await Promise.all([
      live(clean, {}, 0),
      live(faulty, { duplicate: 0.3, reorder: 80, delayMs: 400 }, 0.25),
    ]);
    expect(inAnyOrder).toEqual(inOrder);
    expect((await readRecord(faulty.bed)).orders).toEqual((await readRecord(clean.bed)).orders);
    const counts = await faulty.bed.control<Record<string, number>>("GET", "/control/deliveries");
    expect(counts["lost"]).toBeGreaterThan(50);
    expect(counts["duplicated"]).toBeGreaterThan(50);

    const [today, todayFaulty] = await results(history);
    expect(todayFaulty).toEqual(today);
    for (const { bed } of worlds) expect(await whatIsWrong(bed)).toEqual([]);

    await restart({ CLOCK_OFFSET_SECONDS: String(YEAR_AND_A_MONTH_SECONDS) });
    const [nextYear, nextYearFaulty] = await results(history);
    expect(nextYearFaulty).toEqual(nextYear);
    const expired = Object.keys(nextYear?.netByCause ?? {}).filter((cause) =>
      / expiry:/.test(cause),
    );
    expect(expired.length).toBeGreaterThan(
      Object.keys(today?.netByCause ?? {}).filter((cause) => / expiry:/.test(cause)).length,
    );
    for (const { bed } of worlds) expect(await whatIsWrong(bed)).toEqual([]);
  },
  TEST_MS_MAX,
);
