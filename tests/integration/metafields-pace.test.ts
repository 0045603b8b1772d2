/** The sender at its own pace: woken by settlements, nobody else asks it to send. */
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { START } from "../support/app.ts";
import { startShowing, type Showing } from "../support/showing.ts";

/** Usually a quarter of a second; a machine that is busy with other tests takes longer. */
const MOMENTS_MS = 3_000;

let app: Showing;
let shop: string;
let shops = 0;

beforeAll(async () => {
  app = await startShowing();
  app.app.sender.start();
});

beforeEach(() => {
  shops += 1;
  shop = `pace-${shops}.myshopify.com`;
});

const fresh = (minutesBefore: number): string =>
  new Date(START - minutesBefore * 60_000).toISOString();

test("an order becomes what the shopper sees within moments, though nobody asks", async () => {
  await app.open(shop);
  await expect.poll(() => app.programSeen(shop), { timeout: 10_000 }).not.toBeNull();
  const placedAt = fresh(1);
  const from = performance.now();
  await app.order(shop, { id: 1, customer: 1, goods: "250.00", placedAt });
  await expect.poll(() => app.balanceSeen(shop, 1), { interval: 10, timeout: 5_000 }).toBe("250");
  expect(performance.now() - from).toBeLessThan(MOMENTS_MS);
  expect(app.seen(shop, 1)).toEqual({
    v: 1,
    asOf: "2026-04-01T12:00:00.000Z",
    enrolled: true,
    joined: false,
    available: 250,
    pending: 0,
    held: 0,
    lifetime: 250,
    expiring: { points: 250, at: "2027-04-01T23:00:00.000Z" },
    tier: {
      id: "silver",
      name: "Silver",
      since: placedAt,
      until: "2027-04-01T11:59:00.000Z",
      ratePercent: 125,
    },
    next: { id: "gold", name: "Gold", remaining: 25_000, progress: 16 },
    recent: [{ at: placedAt, kind: "order", reason: "order", points: 250, order: "#1" }],
  });
});

test("a shop with many marks and hardly any budget holds up no other", async () => {
  const busy = await app.open(shop, { customers: 100, plan: { maximum: 60, restoreRate: 2 } });
  for (let id = 1; id <= 100; id += 1)
    await app.order(shop, { id, customer: id, placedAt: fresh(id) });
  await app.drained();
  shop = `quiet-${shop}`;
  await app.open(shop);
  await app.order(shop, { id: 1, customer: 1, placedAt: fresh(1) });
  await expect.poll(() => app.balanceSeen(shop, 1), { interval: 20, timeout: 5_000 }).toBe("100");
  expect((await app.app.showing(busy)).news).toBeGreaterThan(50);
});

test("a Shopify that fails slowly is asked ever more seldom, however much waits and wakes the shop", async () => {
  await app.open(shop, { customers: 100 });
  await expect.poll(() => app.programSeen(shop), { timeout: 10_000 }).not.toBeNull();
  const asked: number[] = [];
  app.hooks.before = async (at) => {
    if (at !== shop) return;
    asked.push(performance.now());
    await sleep(700);
    throw new Error("Shopify is down");
  };
  for (let id = 1; id <= 100; id += 1)
    await app.order(shop, { id, customer: id, placedAt: fresh(id) });
  await expect.poll(() => asked.length, { timeout: 10_000 }).toBeGreaterThan(0);
  await sleep(6_000);
  app.hooks.before = null;
  // Calls at once count as one time that it was asked.
  const times = asked.filter((at, index) => at - (asked[index - 1] ?? 0) > 100);
  expect(times.length).toBeLessThanOrEqual(3);
  await expect.poll(() => app.balanceSeen(shop, 100), { timeout: 20_000 }).toBe("100");
}, 60_000);

test("it is measured: how long news took, and that nothing waits", async () => {
  const shopId = await app.open(shop);
  await app.order(shop, { id: 1, customer: 1, placedAt: fresh(1) });
  await expect.poll(() => app.balanceSeen(shop, 1), { interval: 20, timeout: 5_000 }).toBe("100");
  await expect.poll(() => app.app.sender.usualLagMs(shopId)).toBeGreaterThan(0);
  const text = await app.app.metrics.registry.metrics();
  expect(text).toMatch(/^perennial_shown_after_seconds_count [1-9]/m);
  expect(text).toMatch(/^perennial_shown_total\{outcome="sent"\} [1-9]/m);
  expect(text).toMatch(/^perennial_metafield_calls_total\{outcome="made"\} [1-9]/m);
  expect(await app.app.showing(shopId)).toEqual({
    waiting: 0,
    news: 0,
    oldest: null,
    failing: 0,
  });
});
