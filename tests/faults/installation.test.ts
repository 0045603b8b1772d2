/** An installation that was cut off between the token and its end is ended by the next visit. */
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Bed } from "./bed/bed.ts";
import { until } from "./bed/process-group.ts";

let bed: Bed;

beforeEach(async () => {
  bed = await Bed.open();
});

afterEach(() => bed.close(), 60_000);

const shops = (): Promise<{ state: string; sessions: number }[]> =>
  bed.query(
    "SELECT state, (SELECT count(*)::int FROM sessions) AS sessions FROM shops WHERE state IS NOT NULL",
  );

test("the Admin API fails while a shop installs the app: the next visit installs it, and what waited is worked on", async () => {
  await bed.startStore();
  const app = await bed.startApp();
  await bed.control("PUT", "/control/customers/7001", { email: "7001@example.com" });
  await bed.control("POST", "/control/orders", {
    customer: { id: 7_001 },
    created_at: "2026-02-01T10:00:00Z",
    line_items: [{ title: "Thing", quantity: 1, price: "40.00" }],
  });
  await bed.control("POST", "/control/faults", { fail: 1_000 });
  await expect(bed.install()).rejects.toThrow(/The admin answered 5\d\d/);
  // Its token is kept, so Shopify's library asks for no other and tells of no other installation.
  expect(await shops()).toEqual([{ state: "not-installed", sessions: 1 }]);

  await bed.control("POST", "/control/faults", { fail: 0 });
  await bed.install();
  expect(await shops()).toEqual([{ state: "installed", sessions: 1 }]);
  await bed.drained(app);
  await until("its points", async () => (await bed.member("7001")).points.available === 40, {
    msMax: 10_000,
  });
}, 120_000);

/** Nothing that the app asked of Shopify within a while. */
async function isQuietFor(ms: number): Promise<boolean> {
  const asked = async (): Promise<number> =>
    (await bed.control<{ requests: unknown[] }>("GET", "/control/requests")).requests.length;
  const before = await asked();
  await delay(ms);
  return (await asked()) === before;
}

const order = (): Promise<unknown> =>
  bed.control("POST", "/control/orders", {
    customer: { id: 7_001 },
    line_items: [{ title: "Thing", quantity: 1, price: "40.00" }],
  });

const run = async (): Promise<{ trigger: string; state: string; differing: number } | undefined> =>
  (
    await bed.query<{ trigger: string; state: string; differing: number }>(
      "SELECT trigger, state, differing FROM reconciliations WHERE kind = 'orders' ORDER BY run_id DESC LIMIT 1",
    )
  )[0];

const shown = async (): Promise<string | undefined> =>
  (
    await bed.control<{ metafields: { key: string; value: string }[] }>(
      "GET",
      "/control/metafields?owner=7001",
    )
  ).metafields.find((each) => each.key === "balance")?.value;

async function installedWithAnOrder(): Promise<void> {
  await bed.startStore();
  await bed.startApp();
  await bed.control("PUT", "/control/customers/7001", { email: "7001@example.com" });
  await bed.install();
  await order();
  await until("the first order to be shown", async () => (await shown()) === "40", {
    msMax: 30_000,
  });
}

test("removed, the app asks Shopify nothing more; installed again it finds what it missed and shows it", async () => {
  await installedWithAnOrder();
  await bed.control("POST", "/control/app/uninstall", {});
  await until("the removal", async () => (await shops())[0]?.state === "uninstalled", {
    msMax: 10_000,
  });
  expect(await shops()).toEqual([{ state: "uninstalled", sessions: 0 }]);
  // A page that is still open is answered, whatever it asks for, and brings nothing back.
  await expect(bed.install()).rejects.toThrow(/The admin answered [45]\d\d/);
  expect(await shops()).toEqual([{ state: "uninstalled", sessions: 0 }]);
  await bed.control("POST", "/control/deliveries", { loss: 1 });
  await order();
  await bed.control("POST", "/control/deliveries", {});
  expect(await isQuietFor(3_000)).toBe(true);

  await bed.control("POST", "/control/app/install", {});
  await bed.install();
  await until("the comparison", async () => (await run())?.state === "done", { msMax: 30_000 });
  expect(await run()).toEqual({ trigger: "reinstallation", state: "done", differing: 1 });
  expect((await bed.member("7001")).points.available).toBe(80);
  await until("it to be shown", async () => (await shown()) === "80", { msMax: 30_000 });
}, 150_000);

test("the token is refused: the app leaves the shop alone until the merchant opens it again", async () => {
  await installedWithAnOrder();
  await bed.control("POST", "/control/app/tokens/revoke", {});
  await order();
  const lost = async (): Promise<boolean> =>
    (await bed.query("SELECT 1 FROM shops WHERE access_lost_at IS NOT NULL")).length === 1;
  await until("the refusal", lost, { msMax: 30_000 });
  expect(await shops()).toEqual([{ state: "installed", sessions: 0 }]);
  expect(await isQuietFor(3_000)).toBe(true);
  await until("its points", async () => (await bed.member("7001")).points.available === 80, {
    msMax: 10_000,
  });
  expect(await shown()).toBe("40");

  await bed.install();
  expect(await lost()).toBe(false);
  await until("it to be shown", async () => (await shown()) === "80", { msMax: 30_000 });
}, 150_000);
