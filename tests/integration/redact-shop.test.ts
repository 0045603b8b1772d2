import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { answerPrivacyRequests } from "../../app/use-cases/answer-privacy-requests.ts";
import { INSTALLED_AGAIN } from "../../app/use-cases/redact-shop.ts";
import { sealLedger } from "../../app/use-cases/seal-ledger.ts";
import { HOUR } from "../../app/domain/shared/instant.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { dumpOf, findIn } from "../support/database-dump.ts";
import { BODY_OF_TOPIC, fullRefund, orderPayload, refundPayload } from "../support/payloads.ts";

const NEIGHBOUR = "meadow.myshopify.com";
const [ANN, BEN] = [8_890_000_001, 8_890_000_002];

let app: TestApp;
let shop: string;
let shopId: string;
let neighbourId: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
  neighbourId = await app.installed(NEIGHBOUR);
  await deliver(NEIGHBOUR, "orders/create", orderPayload({ id: 1, customer: BEN }));
});

beforeEach(async () => {
  shops += 1;
  shop = `closing-${shops}.myshopify.com`;
  shopId = await app.installed(shop);
});

async function deliver(domain: string, topic: string, body: unknown): Promise<void> {
  expect((await app.deliver(topic, body, { shop: domain })).status).toBe(200);
  await app.drained();
}

/** Something in every table that a shop has, as far as deliveries and shoppers fill them. */
async function fill(): Promise<void> {
  for (const [topic, body] of Object.entries(BODY_OF_TOPIC))
    if (!/uninstalled|redact/.test(topic)) await deliver(shop, topic, body);
  // Of an order that nobody told of: Shopify is to be asked for it.
  await deliver(shop, "refunds/create", refundPayload(fullRefund(77, 777, "2026-03-02T10:00:00Z")));
  for (let id = 1; id <= 30; id += 1)
    await app.deliver("orders/create", orderPayload({ id, customer: ANN + id }), { shop });
  await app.drained();
  app.clock.now += 1_000;
  await app.proxy("membership", { customer: ANN, method: "POST", shop });
  await sealLedger(app.app.timed, { shopId, domain: shop }, Date.now() + 2 * HOUR);
  for (const sql of BY_HAND) await app.superuser.query(sql, [shopId]);
}

const BY_HAND = [
  "INSERT INTO sessions (shop_id, id, is_online, sealed, key_id) VALUES ($1, 'offline', false, '', 'k')",
  "INSERT INTO imports (shop_id, source, state) VALUES ($1, 'file', 'choosing')",
  "INSERT INTO reconciliations (shop_id, kind, trigger) VALUES ($1, 'proof', 'nightly')",
  "INSERT INTO team_log (shop_id, staff_name, what) VALUES ($1, 'Olive Orchard', 'settings-changed')",
  "INSERT INTO saved_filters (shop_id, name, query) VALUES ($1, 'Gold', '{}')",
  "INSERT INTO customer_names (shop_id, customer_id, sealed, key_id) VALUES ($1, 8890000001, '', 'k')",
  "INSERT INTO shop_figures (shop_id, day, taken_at, figures) VALUES ($1, '2026-04-01', now(), '{}') ON CONFLICT DO NOTHING",
  "INSERT INTO tombstones (shop_id, subject_hash, redacted_at, sums) VALUES ($1, '\\x00', now(), '{}')",
  "INSERT INTO erased_entries (shop_id, entry_id, points, posted_at, leaf_hash) VALUES ($1, 9000000000, 0, '2020-01-01', '\\x00')",
  "INSERT INTO earn_trials (shop_id, asked, asked_at) VALUES ($1, '[]', now()) ON CONFLICT DO NOTHING",
  "INSERT INTO import_parts (shop_id, import_id, order_id, at_byte) VALUES ($1, 1, 5, 0)",
];

async function redactShop(): Promise<number> {
  await deliver(shop, "app/uninstalled", { domain: shop });
  await deliver(shop, "shop/redact", { shop_domain: shop });
  return answerPrivacyRequests(app.app.timed, shopId);
}

async function counted(): Promise<Record<string, number>> {
  const dump = await dumpOf(app, shopId);
  return Object.fromEntries(
    [...dump].flatMap(([table, rows]) => (rows.length > 0 ? [[table, rows.length]] : [])),
  );
}

describe("shop/redact", () => {
  test("empties every table of the shop; what stays spells neither the shop nor anybody in it", async () => {
    await fill();
    const tables = new Set((await dumpOf(app, shopId)).keys());
    expect(new Set(Object.keys(await counted()))).toEqual(tables);
    expect(await redactShop()).toBe(1);
    expect(await counted()).toEqual({ shops: 1, tombstones: 1, privacy_requests: 1 });
    const name = shop.replace(".myshopify.com", "\\.myshopify");
    expect(findIn(await dumpOf(app, shopId), [name, "Orchard", ANN, ANN + 1])).toEqual([]);
  });

  test("sums stay: members, orders, entries, points by kind", async () => {
    await deliver(shop, "orders/create", orderPayload({ id: 1, customer: ANN, goods: "120.00" }));
    app.clock.now += 1_000;
    await app.proxy("membership", { customer: ANN, method: "POST", shop });
    await redactShop();
    const { rows } = await app.superuser.query<Record<string, unknown>>(
      `SELECT s.state, s.name, s.scopes, s.settings, t.sums, p.report, p.completed_at IS NOT NULL AS completed
       FROM shops s JOIN tombstones t USING (shop_id) JOIN privacy_requests p USING (shop_id) WHERE shop_id = $1`,
      [shopId],
    );
    const sums = { members: 1, orders: 1, entries: 2, pointsByKind: { order: 120, join: 100 } };
    expect(rows).toEqual([
      {
        ...{ state: "redacted", name: null, scopes: "", settings: {}, completed: true, sums },
        report: expect.objectContaining(sums) as object,
      },
    ]);
  });

  test("another shop stands as it stood", async () => {
    const before = await dumpOf(app, neighbourId);
    await fill();
    await redactShop();
    expect(await dumpOf(app, neighbourId)).toEqual(before);
    expect(await app.prove(NEIGHBOUR)).toMatchObject({ firstBreak: null });
  });

  test("whoever installs the app there again starts afresh", async () => {
    await deliver(shop, "orders/create", orderPayload({ id: 1, customer: ANN, goods: "120.00" }));
    await redactShop();
    const again = await app.installed(shop);
    expect(again).not.toBe(shopId);
    expect((await app.member(ANN, shop)).enrolledAt).toBeNull();
    await deliver(shop, "orders/create", orderPayload({ id: 2, customer: ANN, goods: "80.00" }));
    expect((await app.member(ANN, shop)).points.available).toBe(80);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null, orders: 1 });
  });

  test("a process that still knows the shop by its old row stores nothing in it", async () => {
    const { stores } = app.app.ports;
    await deliver(shop, "app/uninstalled", { domain: shop });
    await deliver(shop, "shop/redact", { shop_domain: shop });
    const forget = stores.shops.forget;
    stores.shops.forget = () => undefined; // as in another process than the eraser's
    try {
      await answerPrivacyRequests(app.app.timed, shopId);
      expect(await stores.shops.findId(shop)).toBe(shopId);
      const answer = await app.deliver("orders/create", orderPayload({ id: 3, customer: ANN }), {
        shop,
      });
      expect(answer.status).toBe(200);
    } finally {
      stores.shops.forget = forget;
    }
    expect(await counted()).toEqual({ shops: 1, tombstones: 1, privacy_requests: 1 });
  });

  test("installed again since: nothing is touched, and the request says so", async () => {
    await deliver(shop, "orders/create", orderPayload({ id: 1, customer: ANN, goods: "120.00" }));
    await deliver(shop, "app/uninstalled", { domain: shop });
    await deliver(shop, "shop/redact", { shop_domain: shop });
    await app.installed(shop);
    expect(await answerPrivacyRequests(app.app.timed, shopId)).toBe(1);
    expect((await app.member(ANN, shop)).points.available).toBe(120);
    const { rows } = await app.superuser.query(
      "SELECT remark FROM privacy_requests WHERE shop_id = $1",
      [shopId],
    );
    expect(rows).toEqual([{ remark: INSTALLED_AGAIN }]);
  });

  test("cut off half-way, it goes on where it was", async () => {
    await fill();
    const { shop: store } = app.app.timed.eraser;
    const emptyTable = store.emptyTable;
    let batches = 0;
    app.app.timed.eraser.shop = {
      ...store,
      emptyTable: (...given) => {
        batches += 1;
        if (batches === 9) throw new Error("killed");
        return emptyTable(...given);
      },
    };
    try {
      expect(await redactShop()).toBe(0);
    } finally {
      app.app.timed.eraser.shop = store;
    }
    expect(Object.keys(await counted()).length).toBeGreaterThan(3);
    await app.superuser.query(
      "UPDATE privacy_requests SET next_try_at = now() WHERE shop_id = $1",
      [shopId],
    );
    expect(await answerPrivacyRequests(app.app.timed, shopId)).toBe(1);
    expect(await counted()).toEqual({ shops: 1, tombstones: 1, privacy_requests: 1 });
  });
});
