/**
 * Round after round: start app, database and dev store as one group, let shoppers loose, kill -9 the
 * whole group at a random moment. In the end everything must be as the dev store's record says.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "../../../dev-store/webhooks/faults.ts";
import type { Bed } from "./bed.ts";
import { readHeld, whatIsWrong } from "./comparison.ts";
import { until, type ProcessGroup } from "./process-group.ts";
import { introduceCustomers, startShoppers } from "./shoppers.ts";

const READY_MS_MAX = 150_000;
const LOAD_MS_MAX = 60_000;
const ACTS_MAX = 60;
const DAY_SECONDS = 86_400;
const FAULTS = { duplicate: 0.2, reorder: 60, delayMs: 150, loss: 0 };

export interface KillRounds {
  rounds: number;
  seed: number;
  /** Of the shop's own history, which goes on being carried out between the kills. */
  customers: number;
  tell: (line: string) => void;
  /** Every so many rounds all is compared, not only after the last. */
  compareEvery?: number;
}

export interface Outcome {
  wrong: string[];
  /** Acts that the dev store took, over all rounds. */
  acts: number;
}

export async function killRounds(bed: Bed, options: KillRounds): Promise<Outcome> {
  const random = seededRandom(options.seed);
  const joined = new Set<string>();
  const args = ["--customers", String(options.customers)];
  let acts = 0;
  for (let round = 1; round <= options.rounds; round += 1) {
    const group = bed.launchDemo(args);
    // Every third kill falls on the start itself: recovery, migrations, the replay of the journal.
    if (round % 3 === 0) await sleep(random() * 4_000);
    else acts += await underLoad(bed, group, { seed: options.seed + round, round, random, joined });
    await group.kill();
    options.tell(`round ${round}: killed; ${acts} acts so far`);
    if (round % (options.compareEvery ?? Infinity) === 0) {
      const wrong = await wrongAfterStart(bed, args, joined);
      if (wrong.length > 0) return { wrong, acts };
      options.tell(`round ${round}: all is as the dev store's record says`);
    }
  }
  return { wrong: await wrongAfterStart(bed, args, joined), acts };
}

interface Load {
  seed: number;
  round: number;
  random: () => number;
  joined: Set<string>;
}

async function underLoad(bed: Bed, group: ProcessGroup, load: Load): Promise<number> {
  await bed.untilStoreIsUp(group);
  await bed.control("POST", "/control/deliveries", FAULTS);
  await introduceCustomers(bed);
  const yearAgo = Math.floor(Date.now() / 1_000) - 400 * DAY_SECONDS;
  const shoppers = startShoppers(bed, load.seed, yearAgo + load.round * 3 * DAY_SECONDS);
  const actsWanted = 15 + load.random() * ACTS_MAX;
  await until("some load", () => shoppers.acts() >= actsWanted, {
    msMax: LOAD_MS_MAX,
    tail: group.tail,
  });
  await group.kill();
  await shoppers.stop();
  for (const customerId of shoppers.joined) load.joined.add(customerId);
  return shoppers.acts();
}

async function wrongAfterStart(bed: Bed, args: string[], joined: Set<string>): Promise<string[]> {
  const group = bed.launchDemo(args);
  await group.untilLine(/^Demo ready:/, READY_MS_MAX);
  await bed.drained(group);
  const wrong = await whatIsWrong(bed);
  const { actions } = await readHeld(bed);
  const kept = new Set(
    actions.filter(({ kind }) => kind === "join").map((each) => each.customerId),
  );
  await group.stop();
  return [
    ...wrong,
    ...[...joined]
      .filter((id) => !kept.has(id))
      .map((id) => `customer ${id}: joined, and not kept`),
  ];
}
