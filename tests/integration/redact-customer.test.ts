import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { orderFactsFromPayload } from "../../app/adapters/shopify/order-payload.server.ts";
import { readJson } from "../../app/adapters/shopify/read-json.ts";
import type { OrderFacts } from "../../app/domain/orders/order-facts.ts";
import { nothingArrived } from "../../app/domain/settlement/batch-facts.ts";
import { settleArrived } from "../../app/use-cases/settle-arrived.ts";
import { answerPrivacyRequests } from "../../app/use-cases/answer-privacy-requests.ts";
import { takeDataFile } from "../../app/use-cases/take-customer-file.ts";
import { sealLedger } from "../../app/use-cases/seal-ledger.ts";
import { HOUR } from "../../app/domain/shared/instant.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { dumpOf, findIn } from "../support/database-dump.ts";
import {
  fullRefund,
  jsonOf,
  mergePayload,
  orderPayload,
  refundPayload,
} from "../support/payloads.ts";

/** Ids that nothing else in the database could spell. */
const [ANN, ANNE, BEN] = [8_880_000_001, 8_880_000_002, 8_880_000_003];
const NAME = "Annabella Winterbourne";
const EMAIL = "annabella@example.org";
const [FIRST, SECOND, THIRD, BENS] = [771_001, 771_002, 771_003, 772_001];

let app: TestApp;
let shop: string;
let shopId: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(async () => {
  shops += 1;
  shop = `forgetting-${shops}.myshopify.com`;
  shopId = await app.installed(shop);
  app.admin.forget();
});

afterEach(async () => {
  expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
});

async function deliver(topic: string, body: unknown): Promise<void> {
  expect((await app.deliver(topic, body, { shop, webhookId: randomUUID() })).status).toBe(200);
  await app.drained();
}

/** An order as Shopify sends it: with whom it is for. */
function order(id: number, customer: number, goods = "120.00", updatedAt?: string) {
  const payload = orderPayload({ id, customer, goods, ...(updatedAt && { updatedAt }) });
  return {
    ...payload,
    email: EMAIL,
    customer: { id: customer, email: EMAIL, first_name: NAME },
    billing_address: { name: NAME },
  };
}

const redact = (customer: number, orders: number[] = []) =>
  deliver("customers/redact", {
    shop_domain: shop,
    customer: { id: customer, email: EMAIL },
    orders_to_redact: orders,
  });

const answered = () => answerPrivacyRequests(app.app.timed, shopId);
const nothingOf = async (...words: (string | number)[]) => findIn(await dumpOf(app), words);

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  return (await app.superuser.query<Record<string, unknown>>(sql, [shopId])).rows;
}

/** Joined, bought, returned, was merged, was adjusted; one delivery is parked, one waits. */
async function richLife(): Promise<void> {
  await deliver("orders/create", order(FIRST, ANN));
  await deliver("orders/create", order(SECOND, ANNE, "300.00"));
  await deliver("orders/create", order(BENS, BEN, "80.00"));
  app.clock.now += 1_000;
  await app.proxy("membership", { customer: ANN, method: "POST", shop });
  await deliver("refunds/create", refundPayload(fullRefund(FIRST, 55_001, "2026-03-03T10:00:00Z")));
  await deliver("customers/merge", mergePayload(ANNE, ANN));
  await app.superuser.query(
    `INSERT INTO actions (shop_id, customer_id, key, kind, at, points, detail)
     VALUES ($1, $2, 'adjustment:1', 'adjustment', '2026-03-05', 40, '{"note": "she rang up"}')`,
    [shopId, ANN],
  );
  await app.superuser.query(
    `UPDATE members SET due_at = now() WHERE shop_id = $1 AND customer_id = $2`,
    [shopId, ANN],
  );
  // Something that can't be read is parked with its body; something else still waits.
  await deliver("orders/updated", { ...order(THIRD, ANN), line_items: "none" });
  await writtenByHand();
}

async function writtenByHand(): Promise<void> {
  const write = (sql: string, ...values: unknown[]) =>
    app.superuser.query(sql, [shopId, ...values]);
  await write(
    "INSERT INTO customer_names (shop_id, customer_id, sealed, key_id) VALUES ($1, $2, $3, 'k')",
    ANN,
    Buffer.from(NAME),
  );
  await write(
    "INSERT INTO team_log (shop_id, what, subject, detail) VALUES ($1, 'adjustment', $2, $3)",
    `customer:${ANN}`,
    { points: 40, customerId: String(ANN) },
  );
  await write(
    "INSERT INTO team_log (shop_id, what, subject, detail) VALUES ($1, 'members-enrolled', NULL, $2)",
    { customers: [String(ANNE), String(BEN)] },
  );
  await write(
    "INSERT INTO saved_filters (shop_id, name, query) VALUES ($1, 'Her', $2), ($1, 'Gold', '{}')",
    { customer: String(ANN) },
  );
  await write(
    `INSERT INTO reconciliations (shop_id, kind, trigger, state, findings, detail) VALUES ($1, 'proof', 'nightly', 'done', $2, $3)`,
    JSON.stringify([{ customerId: String(ANN) }, { customerId: String(BEN) }]),
    { firstBreak: `member 5 (customer ${ANN}): balance`, members: 3 },
  );
  await write(
    "INSERT INTO import_parts (shop_id, import_id, order_id, at_byte, customer_id, facts) VALUES ($1, 1, $2, 0, $3, $4)",
    THIRD,
    ANN,
    { orderId: String(THIRD), snapshot: { customerId: String(ANN), name: "#1003" } },
  );
  // An import that was stopped, and a trial, have come as far as them.
  await write(
    "INSERT INTO imports (shop_id, source, state, stood_at, cursor_id, finished_at) VALUES ($1, 'shopify', 'stopped', 'settling', $2, now())",
    ANN,
  );
  await write(
    "INSERT INTO earn_trials (shop_id, asked, asked_at, after_customer) VALUES ($1, '[]', now(), $2)",
    ANNE,
  );
  await write(
    "UPDATE inbox SET remark = $2 WHERE shop_id = $1 AND topic = 'customers/merge'",
    `customer ${ANN} again`,
  );
}

describe("customers/redact", () => {
  test("nothing of the customer, nor of whoever was merged with them, stays anywhere", async () => {
    await richLife();
    expect((await nothingOf(ANN, ANNE, NAME, EMAIL)).length).toBeGreaterThan(8);
    await redact(ANN, [FIRST]);
    expect(await answered()).toBe(1);
    expect(await nothingOf(ANN, ANNE, NAME, EMAIL)).toEqual([]);
    expect(app.lines.filter((line) => /888000000[12]/.test(JSON.stringify(line)))).toEqual([]);
  });

  test("whoever takes their file afterwards doesn't write down who it was about", async () => {
    await richLife();
    await redact(ANN, [FIRST]);
    await answered();
    const taken = { customerId: String(ANN), staff: { id: "501", name: "Mo" } };
    const file = await takeDataFile(app.app.ports, { shopId, shopDomain: shop }, taken);
    expect(JSON.parse(file)).toMatchObject({ standing: null, orders: [] });
    expect(await nothingOf(ANN)).toEqual([]);
  });

  test("what stays: sums, tombstones that spell no id, orders that are nobody's", async () => {
    await richLife();
    await redact(ANN);
    await answered();
    const kept = await rows(
      "SELECT customer_id, facts FROM orders WHERE shop_id = $1 AND order_id < 772000",
    );
    expect(kept).toHaveLength(2);
    for (const { customer_id, facts } of kept) {
      expect(customer_id).toBeNull();
      expect(facts).toMatchObject({ snapshot: { customerId: null, name: null, currency: "GBP" } });
    }
    const sums = (await rows("SELECT sums FROM tombstones WHERE shop_id = $1")).map(
      (row) => row["sums"],
    );
    expect(sums).toHaveLength(2);
    expect(sums).toContainEqual(
      expect.objectContaining({ pointsByKind: expect.objectContaining({ join: 100 }) as object }),
    );
    const [request] = await rows("SELECT * FROM privacy_requests WHERE shop_id = $1");
    expect(request).toMatchObject({
      customer_id: null,
      order_ids: [],
      remark: null,
      report: { members: 2, orders: 2, names: 1, merges: 1, deliveries: 1 },
    });
    expect(request?.["completed_at"]).not.toBeNull();
  });

  test("others are not touched", async () => {
    await richLife();
    const before = await app.member(BEN, shop);
    await redact(ANN);
    await answered();
    expect(await app.member(BEN, shop)).toEqual(before);
    expect(Object.keys(await app.causes(shop))).toEqual([`${BEN} order:${BENS}`]);
    const logged = await rows(
      "SELECT subject, detail FROM team_log WHERE shop_id = $1 ORDER BY log_id",
    );
    expect(logged[0]).toEqual({ subject: "customer:forgotten", detail: { forgotten: true } });
    const [run] = await rows("SELECT findings, detail FROM reconciliations WHERE shop_id = $1");
    expect(run).toEqual({
      findings: [{ customerId: String(BEN) }],
      detail: { firstBreak: "member 5 (customer 0): balance", members: 3 },
    });
    expect(await rows("SELECT name FROM saved_filters WHERE shop_id = $1")).toEqual([
      { name: "Gold" },
    ]);
  });

  test("seals made before hold, and so do those made after", async () => {
    await richLife();
    await app.superuser.query(
      "UPDATE entries SET posted_at = posted_at - interval '3 hours' WHERE shop_id = $1",
      [shopId],
    );
    await sealLedger(app.app.timed, { shopId, domain: shop }, Date.now());
    const before = await app.prove(shop);
    await redact(ANN);
    await answered();
    const after = await app.prove(shop);
    expect(after).toMatchObject({ firstBreak: null, sealsInPart: 0, seals: before.seals });
    expect(after.entries + after.erased).toBe(before.entries);
    await deliver("orders/create", order(BENS + 1, BEN));
    await redact(BEN);
    await answered();
    await sealLedger(app.app.timed, { shopId, domain: shop }, Date.now() + 2 * HOUR);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null, entries: 0 });
  });

  test("a seal of the old form is proved in all but its hash once an entry of its hour is gone", async () => {
    await richLife();
    await sealLedger(app.app.timed, { shopId, domain: shop }, Date.now() + 2 * HOUR);
    await resealInOldForm();
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null, sealsInPart: 0 });
    await redact(ANN);
    await answered();
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null, sealsInPart: 1 });
    await app.superuser.query("UPDATE erased_entries SET points = points + 1 WHERE shop_id = $1", [
      shopId,
    ]);
    expect((await app.prove(shop)).firstBreak).toMatch(/points was sealed as/);
    await app.superuser.query("UPDATE erased_entries SET points = points - 1 WHERE shop_id = $1", [
      shopId,
    ]);
  });

  test("their waiting and parked deliveries are dropped, and the orders asked for instead", async () => {
    await richLife();
    await redact(ANN);
    await answered();
    const inbox = await app.inbox(shop);
    expect(inbox.filter(({ state }) => state !== "done")).toEqual([]);
    expect(await rows("SELECT order_id FROM order_fetches WHERE shop_id = $1")).toEqual([
      { order_id: String(THIRD) },
    ]);
  });

  test("a customer unknown here: nothing was kept, and a late delivery is still stripped", async () => {
    await redact(ANN);
    await answered();
    expect(
      await rows("SELECT remark, customer_id FROM privacy_requests WHERE shop_id = $1"),
    ).toEqual([{ remark: "nothing was kept of this customer", customer_id: null }]);
    await deliver("orders/create", order(FIRST, ANN));
    expect(await nothingOf(ANN, EMAIL)).toEqual([]);
    expect(await rows("SELECT customer_id FROM orders WHERE shop_id = $1")).toEqual([
      { customer_id: null },
    ]);
  });

  test("an uninstalled shop's customers are forgotten as well", async () => {
    await deliver("orders/create", order(FIRST, ANN));
    await deliver("app/uninstalled", { domain: shop });
    expect((await app.deliver("orders/updated", order(FIRST, ANN), { shop })).status).toBe(200);
    await redact(ANN);
    await answered();
    expect(await nothingOf(ANN, EMAIL)).toEqual([]);
  });
});

/** As a release before leaves wrote it. */
async function resealInOldForm(): Promise<void> {
  const { NO_SEAL_BEFORE, signedText } = await import("../../app/domain/ledger/seal.ts");
  const { hourSealed } = await import("../../app/use-cases/seal-ledger.ts");
  const [row] = await rows("SELECT hour FROM seals WHERE shop_id = $1");
  const hour = (row?.["hour"] as Date).getTime();
  const of = { hour, previousHash: NO_SEAL_BEFORE, form: 1 as const };
  const { timed } = app.app;
  const seal = (await timed.stores.inSnapshot(shopId, (tx) => hourSealed(timed, tx, of))).content();
  await app.superuser.query(
    "UPDATE seals SET form = 1, hash = $2, signature = $3 WHERE shop_id = $1",
    [shopId, seal.hash, timed.sealing.sign(signedText(shop, seal)).signature],
  );
}

describe("late deliveries of somebody who was forgotten", () => {
  const waysToArrive = [
    { why: "the same delivery again", topic: "orders/create", body: () => order(FIRST, ANN) },
    {
      why: "a newer state",
      topic: "orders/updated",
      body: () => order(FIRST, ANN, "90.00", "2026-03-20T10:00:00Z"),
    },
    {
      why: "an order never heard of",
      topic: "orders/create",
      body: () => order(THIRD, ANN),
    },
    {
      why: "an order of a customer merged into them",
      topic: "orders/create",
      body: () => order(THIRD, ANNE),
    },
  ];
  test.each(waysToArrive)("$why: kept as nobody's", async ({ topic, body }) => {
    await richLife();
    await redact(ANN);
    await answered();
    await deliver(topic, body());
    expect(await nothingOf(ANN, ANNE, EMAIL, NAME)).toEqual([]);
    expect(Object.keys(await app.causes(shop))).toEqual([`${BEN} order:${BENS}`]);
  });

  test("to the storefront they are a visitor never seen; joining makes no member", async () => {
    await richLife();
    await redact(ANN);
    await answered();
    app.clock.now += 1_000;
    expect((await app.proxy("membership", { customer: ANN, method: "POST", shop })).status).toBe(
      200,
    );
    expect(await app.member(ANN, shop)).toMatchObject({
      enrolledAt: null,
      points: { available: 0, lifetimeEarned: 0 },
    });
    expect(await nothingOf(ANN)).toEqual([]);
  });

  test("a merge told late makes the other one forgotten, too, as if it had come before", async () => {
    await deliver("orders/create", order(FIRST, ANN));
    await deliver("orders/create", order(SECOND, ANNE));
    await redact(ANN);
    await answered();
    await deliver("customers/merge", mergePayload(ANNE, ANN));
    expect(await answered()).toBe(1);
    expect(await nothingOf(ANN, ANNE)).toEqual([]);
  });
});

describe("a request that can't be answered yet", () => {
  test("is kept with its reason and tried again later; others are answered meanwhile", async () => {
    await richLife();
    const { eraser } = app.app.timed;
    const working = eraser.alone;
    eraser.alone = (id, work) =>
      working(id, async (tx) => {
        await work(tx);
        throw new Error("the disk is full");
      });
    await redact(ANN);
    try {
      expect(await answered()).toBe(0);
    } finally {
      eraser.alone = working;
    }
    expect(
      await rows("SELECT remark, attempts, completed_at FROM privacy_requests WHERE shop_id = $1"),
    ).toEqual([{ remark: "the disk is full", attempts: 1, completed_at: null }]);
    expect(await app.member(ANN, shop)).toMatchObject({
      points: { lifetimeEarned: expect.any(Number) as number },
    });
    expect(await answered()).toBe(0);
    await app.superuser.query(
      "UPDATE privacy_requests SET next_try_at = now() WHERE shop_id = $1",
      [shopId],
    );
    expect(await answered()).toBe(1);
    expect(await nothingOf(ANN, ANNE, NAME, EMAIL)).toEqual([]);
  });

  test("cut off between the rows and the inbox, it goes on with everyone it had found", async () => {
    await richLife();
    const { eraser } = app.app.timed;
    const working = eraser.inShop;
    eraser.inShop = () => Promise.reject(new Error("killed"));
    await redact(ANN);
    try {
      expect(await answered()).toBe(0);
    } finally {
      eraser.inShop = working;
    }
    await app.superuser.query(
      "UPDATE privacy_requests SET next_try_at = now() WHERE shop_id = $1",
      [shopId],
    );
    expect(await answered()).toBe(1);
    expect(await nothingOf(ANN, ANNE, NAME, EMAIL)).toEqual([]);
    const [request] = await rows("SELECT report FROM privacy_requests WHERE shop_id = $1");
    expect(request).toMatchObject({ report: { members: 2, orders: 2 } });
  });
});

test("facts being settled when somebody is forgotten are erased with the rest, never after it", async () => {
  const { stores, clock } = app.app.ports;
  const { facts } = orderFactsOf(order(FIRST, ANN));
  let redacting: Promise<number> | undefined;
  await redact(ANN);
  await stores.inShopRetrying(shopId, async (tx) => {
    const arrived = { ...nothingArrived(), orders: [facts] };
    await settleArrived(stores, tx, { arrived, now: clock() });
    redacting ??= answered();
    await sleep(500); // the eraser has come as far as it can before this is committed
  });
  expect(await redacting).toBe(1);
  expect(await nothingOf(ANN)).toEqual([]);
});

function orderFactsOf(payload: unknown): { facts: OrderFacts } {
  return { facts: orderFactsFromPayload(readJson(jsonOf(payload))) };
}
