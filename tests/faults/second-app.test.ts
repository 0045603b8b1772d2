/** Two of a kind on one data directory or port, and what a killed one leaves behind. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Bed, freePort, statusOf } from "./bed/bed.ts";
import { signalGroup, until } from "./bed/process-group.ts";

const TEST_MS_MAX = 120_000;

let bed: Bed;

beforeEach(async () => {
  bed = await Bed.open();
});

afterEach(() => bed.close(), 60_000);

test(
  "a second app, demo or dev store on the same data directory ends with a message that says who holds it",
  async () => {
    const app = await bed.startApp();
    const store = await bed.startStore();
    const ports = { PORT: String(await freePort()), DEV_STORE_PORT: String(await freePort()) };
    const others = [
      { run: bed.launchApp(ports), says: `is in use by process ${app.pid} (Perennial on port` },
      {
        run: bed.launch("scripts/commands/demo.ts", [], { ...bed.env, ...ports }),
        says: `is in use by process ${app.pid} (Perennial on port`,
      },
      {
        run: bed.launch("dev-store/main.ts", ["--empty"], { ...bed.appEnv, ...ports }),
        says: `A dev store (process ${store.pid}) already uses`,
      },
    ];
    for (const { run, says } of others) {
      expect(await run.ended, run.tail()).toBe(1);
      expect(run.tail()).toContain(says);
      expect(run.tail()).toContain("DATA_DIR");
      expect(run.tail(), "a message for people, without a stack").not.toMatch(/^\s+at /m);
      await until("nobody to be left of it", () => !signalGroup(run.pid, 0), { msMax: 10_000 });
    }
    expect(await statusOf(`${bed.appUrl}/readyz`)).toBe(200);
    expect(await statusOf(`${bed.storeUrl}/control/clock`)).toBe(200);
  },
  TEST_MS_MAX,
);

test(
  "an app or a dev store whose port is taken says so, and the app stops the database that it started",
  async () => {
    await bed.startStore();
    const elsewhere = path.join(bed.dataDir, "another");
    const store = bed.launch("dev-store/main.ts", ["--empty"], {
      ...bed.appEnv,
      DATA_DIR: elsewhere,
    });
    expect(await store.ended, store.tail()).toBe(1);
    expect(store.lines).toEqual([
      `dev store: Port ${bed.env["DEV_STORE_PORT"]} is taken by another program; choose another DEV_STORE_PORT`,
    ]);

    const app = bed.launchApp({ PORT: bed.env["DEV_STORE_PORT"] ?? "" });
    expect(await app.ended, app.tail()).toBe(1);
    expect(app.tail()).toMatch(/Port \d+ is taken by another program; set PORT to a free one\./);
    await until("nobody to be left of it", () => !signalGroup(app.pid, 0), { msMax: 10_000 });
    expect(readdirSync(path.join(bed.dataDir, "locks"))).toEqual([]);
  },
  TEST_MS_MAX,
);

test(
  "locks of an app and a dev store that were killed with -9 are taken over",
  async () => {
    const [app, store] = [await bed.startApp(), await bed.startStore()];
    await Promise.all([app.kill(), store.kill()]);
    expect(readdirSync(path.join(bed.dataDir, "locks"))).toHaveLength(1);
    expect(readdirSync(path.join(bed.dataDir, "dev-store"))).toContain("lock");
    await bed.startApp();
    await bed.startStore();
    await bed.install();
    expect(readdirSync(path.join(bed.dataDir, "locks"))).toHaveLength(1);
  },
  TEST_MS_MAX,
);
