/** One part killed with -9 under load while the others go on: the app, or the database server. */
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { serverPid } from "../support/application.ts";
import { Bed, statusOf } from "./bed/bed.ts";
import { missingDeliveries, whatIsWrong } from "./bed/comparison.ts";
import { signalGroup, until } from "./bed/process-group.ts";
import { startSender } from "./bed/sender.ts";
import { introduceCustomers, startShoppers } from "./bed/shoppers.ts";

const TEST_MS_MAX = 150_000;
const WAIT_MS = 60_000;
const DAY_SECONDS = 86_400;
/** Connections that don't end by themselves are cut after ten seconds: a stop should not need that. */
const STOP_MS_MAX = 9_000;

let bed: Bed;

beforeEach(async () => {
  bed = await Bed.open();
});

afterEach(() => bed.close(), 60_000);

test(
  "the app alone is killed with -9, again and again: the dev store tries again, and all comes out right",
  async () => {
    const store = await bed.startStore();
    let app = await bed.startApp();
    await bed.install();
    await introduceCustomers(bed);
    await bed.control("POST", "/control/deliveries", { duplicate: 0.2, reorder: 60 });
    // Shoppers don't notice that the app is away.
    const yearAgo = Math.floor(Date.now() / 1_000) - 400 * DAY_SECONDS;
    const shoppers = startShoppers(bed, inject("propertySeed"), yearAgo);
    for (let round = 1; round <= 3; round += 1) {
      const acts = shoppers.acts();
      await until("load", () => shoppers.acts() > acts + 25, { msMax: WAIT_MS, tail: app.tail });
      app.signal("SIGKILL");
      await app.ended;
      // The server that the app leaves behind is stopped by the next start.
      app = await bed.startApp();
    }
    await shoppers.stop();
    await bed.drained(app);
    expect(await whatIsWrong(bed)).toEqual([]);
    const { retried } = await bed.control<{ retried: number }>("GET", "/control/deliveries");
    expect(retried).toBeGreaterThan(0);
    expect(store.isOver()).toBe(false);
  },
  TEST_MS_MAX,
);

describe("with webhooks signed and counted by the test", () => {
  beforeEach(async () => {
    await bed.startStore();
  });

  const balances = async (): Promise<{ members: number; points: number }> => {
    const [row] = await bed.query<{ members: number; points: number }>(
      "SELECT count(*)::int AS members, sum(balance)::int AS points FROM members",
    );
    return row ?? { members: 0, points: 0 };
  };

  test(
    "the database server alone is killed with -9: no 200 without a commit, and the app recovers by itself",
    async () => {
      const app = await bed.startApp();
      await bed.install();
      const sender = startSender(bed.appUrl, 100_000);
      for (let round = 1; round <= 2; round += 1) {
        const answered = sender.answered.length;
        await until("answers", () => sender.answered.length > answered + 100, {
          msMax: WAIT_MS,
          tail: app.tail,
        });
        process.kill(serverPid(bed.dataDir), "SIGKILL");
        const ready = (): Promise<number | null> => statusOf(`${bed.appUrl}/readyz`);
        await until("/readyz to say 503", async () => (await ready()) === 503, {
          msMax: WAIT_MS,
          tail: app.tail,
          pollMs: 5,
        });
        expect(await statusOf(`${bed.appUrl}/healthz`)).toBe(200);
        await until("/readyz to say 200 again", async () => (await ready()) === 200, {
          msMax: WAIT_MS,
          tail: app.tail,
        });
      }
      const answered = sender.answered.length;
      await until("answers", () => sender.answered.length > answered + 100, {
        msMax: WAIT_MS,
        tail: app.tail,
      });
      await sender.stop("finish");
      await bed.drained(app);
      expect(app.isOver()).toBe(false);
      expect(
        [...sender.statuses.keys()].filter((status) => !["200", "503", "none"].includes(status)),
      ).toEqual([]);
      expect(sender.statuses.get("503")).toBeGreaterThan(0);
      expect(await missingDeliveries(bed, sender.answered)).toEqual([]);
      // Those that were sent again after an answer that got lost count once.
      expect(await balances()).toEqual({ members: sender.orders, points: sender.points });
      expect((await bed.command("ledger-verify")).stdout).toMatch(/^proved: 1 shops/);
    },
    TEST_MS_MAX,
  );

  test(
    "a stop under load loses nothing that was answered and leaves no process",
    async () => {
      const app = await bed.startApp();
      await bed.install();
      const sender = startSender(bed.appUrl, 200_000);
      await until("answers", () => sender.answered.length > 200, {
        msMax: WAIT_MS,
        tail: app.tail,
      });
      const asked = Date.now();
      app.signal("SIGTERM");
      expect(await app.ended, app.tail()).toBe(0);
      expect(Date.now() - asked).toBeLessThan(STOP_MS_MAX);
      await sender.stop("give up");
      await until("the group to be empty", () => !signalGroup(app.pid, 0), { msMax: WAIT_MS });
      const answered = [...sender.answered];
      expect(answered.length).toBeGreaterThan(200);

      const again = await bed.startApp();
      await bed.drained(again);
      expect(await missingDeliveries(bed, answered)).toEqual([]);
      expect((await bed.command("ledger-verify")).stdout).toMatch(/^proved: 1 shops/);
    },
    TEST_MS_MAX,
  );
});
