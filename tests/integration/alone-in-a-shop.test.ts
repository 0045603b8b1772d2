/** Whoever needs a shop for themselves (forgetting, a new rule) gets it however busy the shop is. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { chooseEarnFrom } from "../../app/use-cases/choose-earn-from.ts";
import { startTestApp, type TestApp } from "../support/app.ts";

const SHOP = "busy.myshopify.com";
/** Transactions under way at any moment: one ends, others are in their middle. */
const LANES = 5;
const SETTLING_MS = 250;
/** Those under way are waited for, and nobody who comes later. */
const PATIENCE_MS = 2_000;

let app: TestApp;
let shopId: string;
let lanes: Promise<void>[] = [];
let stopped = false;

beforeAll(async () => {
  app = await startTestApp();
  shopId = await app.installed(SHOP, { earnFrom: "installation" });
});

beforeEach(async () => {
  stopped = false;
  lanes = Array.from({ length: LANES }, async (_, lane) => {
    await sleep((lane * SETTLING_MS) / LANES);
    while (!stopped) await app.app.ports.stores.inShopRetrying(shopId, () => sleep(SETTLING_MS));
  });
  await sleep(2 * SETTLING_MS);
});

afterEach(async () => {
  stopped = true;
  await Promise.all(lanes);
});

test.each([
  {
    who: "the eraser",
    comes: () => app.app.ports.eraser.alone(shopId, () => Promise.resolve("alone")),
  },
  {
    who: "a merchant's choice for past orders",
    comes: () => chooseEarnFrom(app.app.ports, shopId, { choice: "all", staff: null }),
  },
])("$who comes in while the shop is never idle", async ({ comes }) => {
  const begun = performance.now();
  await Promise.race([comes(), sleep(PATIENCE_MS)]);
  expect(performance.now() - begun).toBeLessThan(PATIENCE_MS);
});
