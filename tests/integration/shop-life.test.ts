import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DAY } from "../../app/domain/shared/instant.ts";
import { settleDue } from "../../app/jobs/timed-work.server.ts";
import { dropUninstalledDeliveries } from "../../app/use-cases/drop-uninstalled-deliveries.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import {
  BODY_OF_TOPIC,
  CUSTOMER,
  collectionPayload,
  jsonOf,
  orderPayload,
  productPayload,
  shopPayload,
} from "../support/payloads.ts";

let app: TestApp;
let shop: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(() => {
  shops += 1;
  shop = `life-${shops}.myshopify.com`;
});

async function deliver(topic: string, body: unknown, triggeredAt?: string): Promise<void> {
  const headers = triggeredAt === undefined ? {} : { "x-shopify-triggered-at": triggeredAt };
  expect((await app.deliver(topic, body, { shop, headers })).status).toBe(200);
  await app.drained();
}

async function states(): Promise<Record<string, string>> {
  return Object.fromEntries((await app.inbox(shop)).map((row) => [row.topic, row.state]));
}

async function shopRow<T extends object>(columns: string): Promise<T | undefined> {
  const sql = `SELECT ${columns} FROM shops WHERE domain = $1`;
  return (await app.superuser.query<T>(sql, [shop])).rows[0];
}

const COMPLIANCE = ["customers/data_request", "customers/redact", "shop/redact"];
const soon = (): string => new Date(Date.now() + 60_000).toISOString();

async function everyTopicBut(...left: string[]): Promise<void> {
  for (const [topic, body] of Object.entries(BODY_OF_TOPIC)) {
    if (!left.includes(topic)) await app.deliver(topic, body, { shop });
  }
  await app.drained();
}

describe("what is worked on, by the state of the shop", () => {
  test("not installed: compliance and the shop's end; everything else waits for the installation", async () => {
    await everyTopicBut("app/uninstalled", "orders/delete");
    for (const [topic, state] of Object.entries(await states())) {
      expect([topic, state]).toEqual([topic, COMPLIANCE.includes(topic) ? "done" : "pending"]);
    }
    expect(await app.proxy("member", { customer: CUSTOMER, shop })).toMatchObject({ status: 404 });
    await app.installed(shop);
    await app.drained();
    expect(new Set(Object.values(await states()))).toEqual(new Set(["done"]));
    expect((await app.member(CUSTOMER, shop)).enrolledAt).not.toBeNull();
  });

  test("uninstalled: orders wait for a reinstallation, compliance doesn't", async () => {
    await app.installed(shop);
    await deliver("app/uninstalled", {}, soon());
    expect(await shopRow("state")).toEqual({ state: "uninstalled" });
    // A request may see the shop as of two seconds ago.
    const answered = async () => (await app.proxy("member", { customer: CUSTOMER, shop })).status;
    await expect.poll(answered, { timeout: 3_000 }).toBe(404);
    await everyTopicBut("app/uninstalled");
    const found = await states();
    expect(found["orders/create"]).toBe("pending");
    for (const topic of COMPLIANCE) expect(found[topic]).toBe("done");
    await app.installed(shop);
    await app.drained();
    expect(new Set(Object.values(await states()))).toEqual(new Set(["done"]));
  });

  test("what the law asks for is kept once, with who and what it is about", async () => {
    for (const topic of COMPLIANCE) {
      await app.deliver(topic, BODY_OF_TOPIC[topic], { shop, webhookId: topic });
    }
    await app.drained();
    const { rows } = await app.superuser.query(
      `SELECT topic, customer_id::text, order_ids::text FROM privacy_requests
       WHERE shop_id = $1 ORDER BY topic`,
      [await app.shopIdOf(shop)],
    );
    expect(rows).toEqual([
      { topic: "customers/data_request", customer_id: "1001", order_ids: "{9001}" },
      { topic: "customers/redact", customer_id: "1001", order_ids: "{9001}" },
      { topic: "shop/redact", customer_id: null, order_ids: "{}" },
    ]);
  });
});

describe("installing, removing, installing again", () => {
  test("a removal takes the sessions with it", async () => {
    const shopId = await app.installed(shop);
    await app.superuser.query(
      "INSERT INTO sessions (shop_id, id, is_online, sealed, key_id) VALUES ($1, 'offline', false, '', 'k')",
      [shopId],
    );
    await deliver("app/uninstalled", {}, soon());
    const { rowCount } = await app.superuser.query("SELECT 1 FROM sessions WHERE shop_id = $1", [
      shopId,
    ]);
    expect(rowCount).toBe(0);
  });

  test("a removal told late, after the app was installed again, changes nothing", async () => {
    await app.installed(shop);
    const removedAt = new Date(Date.now() - 60_000).toISOString();
    await deliver("app/uninstalled", {}, removedAt);
    expect(await shopRow("state")).toEqual({ state: "installed" });
    await deliver("orders/create", orderPayload({ id: 1 }));
    expect((await app.member(CUSTOMER, shop)).points.available).toBe(100);
  });

  test("the first installation says from when orders earn; a second one leaves it", async () => {
    app.clock.now = Date.parse("2026-05-01T12:00:00Z");
    await app.installed(shop, { earnFrom: "installation" });
    const before = orderPayload({ id: 1, placedAt: "2026-05-01T11:59:59Z", goods: "300.00" });
    const from = orderPayload({ id: 2, placedAt: "2026-05-01T12:00:00Z", goods: "10.00" });
    await deliver("orders/create", before);
    await deliver("orders/create", from);
    // The older order earns nothing, but it is spend: the newer one earns as Silver.
    expect(await app.causes(shop)).toEqual({ "1001 order:2": 12 });
    await deliver("app/uninstalled", {}, soon());
    app.clock.now += 30 * DAY;
    await app.installed(shop, { earnFrom: "installation" });
    expect(await shopRow("earn_from")).toEqual({ earn_from: new Date("2026-05-01T12:00:00Z") });
  });
});

describe("what Shopify tells of the shop", () => {
  test("scopes", async () => {
    await app.installed(shop);
    await deliver("app/scopes_update", { current: ["read_orders", "read_customer_merge"] });
    expect(await shopRow("scopes")).toEqual({ scopes: "read_orders,read_customer_merge" });
  });

  test("another time zone makes every member due and moves the expiry to its midnights", async () => {
    app.clock.now = Date.parse("2026-04-01T12:00:00Z");
    await app.installed(shop, { timeZone: "Europe/London" });
    await deliver("orders/create", orderPayload({ id: 1 }));
    const expiring = async () => (await app.member(CUSTOMER, shop)).points.expiring;
    expect(await expiring()).toEqual([{ points: 100, at: "2027-03-03T00:00:00.000Z" }]);
    await deliver("shop/update", shopPayload("America/New_York"));
    expect(await app.prove(shop)).toMatchObject({ unsettled: 1, firstBreak: null });
    await settleDue(app.app.timed);
    expect(await app.prove(shop)).toMatchObject({ unsettled: 0, firstBreak: null });
    expect(await expiring()).toEqual([{ points: 100, at: "2027-03-03T05:00:00.000Z" }]);
  });

  test("a name or the same zone makes nobody due", async () => {
    await app.installed(shop);
    await deliver("orders/create", orderPayload({ id: 1 }));
    await deliver("shop/update", shopPayload("Europe/London", "Meadow"));
    expect(await shopRow("name")).toEqual({ name: "Meadow" });
    expect(await app.prove(shop)).toMatchObject({ unsettled: 0, firstBreak: null });
  });

  test("a zone that nobody knows is parked, and orders go on being settled", async () => {
    await app.installed(shop);
    await deliver("shop/update", shopPayload("Mars/Base"));
    await deliver("orders/create", orderPayload({ id: 1 }));
    expect(await states()).toEqual({ "shop/update": "parked", "orders/create": "done" });
  });
});

describe("catalogue and customers", () => {
  const items = async () =>
    (
      await app.superuser.query<{ kind: string; item_id: string; deleted: boolean; title: string }>(
        `SELECT kind, item_id::text, deleted, facts ->> 'title' AS title FROM catalog_items
         WHERE shop_id = $1 ORDER BY kind, item_id`,
        [await app.shopIdOf(shop)],
      )
    ).rows;
  const [OLD, NEW] = ["2026-01-01T10:00:00Z", "2026-01-02T10:00:00Z"];

  test.each([
    { kind: "product", payload: productPayload },
    { kind: "collection", payload: collectionPayload },
  ])("of a $kind the newest telling stands, whenever it arrives", async ({ kind, payload }) => {
    await app.installed(shop);
    await deliver(`${kind}s/update`, payload(1, NEW, "new"));
    await deliver(`${kind}s/update`, payload(1, OLD, "old"));
    expect(await items()).toEqual([{ kind, item_id: "1", deleted: false, title: "new" }]);
    await deliver(`${kind}s/delete`, { id: 1 });
    await deliver(`${kind}s/update`, payload(1, "2027-01-01T10:00:00Z", "later"));
    expect(await items()).toEqual([{ kind, item_id: "1", deleted: true, title: "new" }]);
  });

  test.each([
    { order: "a then b", titles: ["a", "b"] },
    { order: "b then a", titles: ["b", "a"] },
  ])("two tellings of the same second end the same: $order", async ({ titles }) => {
    await app.installed(shop);
    for (const title of titles) await deliver("products/update", productPayload(1, NEW, title));
    expect(await items()).toMatchObject([{ title: "b" }]);
  });

  test("a deletion before anything else is kept", async () => {
    await app.installed(shop);
    await deliver("products/delete", { id: 820982911946154508n });
    await deliver("products/create", productPayload(820982911946154508n, NEW));
    expect(await items()).toMatchObject([{ item_id: "820982911946154508", deleted: true }]);
  });

  test("of customers nothing is kept outside of the delivery itself", async () => {
    const shopId = await app.installed(shop);
    const person = { id: CUSTOMER, email: "zelda@example.com", first_name: "Zelda" };
    for (const topic of ["customers/create", "customers/update", "customers/delete"]) {
      await deliver(topic, person);
    }
    await deliver("orders/create", {
      ...orderPayload({ id: 1 }),
      email: "zelda@example.com",
      customer: person,
      shipping_address: { first_name: "Zelda" },
      note: "for Zelda",
    });
    const { rows } = await app.superuser.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name = 'shop_id' AND table_name <> 'inbox'`,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { name } of rows) {
      const table = await app.superuser.query<object>(
        `SELECT to_jsonb(t) AS row FROM "${name}" t WHERE shop_id = $1`,
        [shopId],
      );
      expect([name, jsonOf(table.rows)]).not.toEqual([name, expect.stringMatching(/zelda/i)]);
    }
  });
});

test("deliveries wait 30 days for an installation, then they are forgotten; an uninstalled shop's wait on", async () => {
  const left = shop.replace(".", "-left.");
  await app.installed(left);
  await app.superuser.query("UPDATE shops SET state = 'uninstalled' WHERE domain = $1", [left]);
  for (const domain of [shop, left]) {
    await app.deliver("orders/create", orderPayload({ id: 1 }), { shop: domain, webhookId: "old" });
    await app.deliver("orders/create", orderPayload({ id: 2 }), { shop: domain, webhookId: "new" });
    await app.superuser.query(
      `UPDATE inbox SET received_at = now() - interval '30 days 1 minute'
       WHERE webhook_id = 'old' AND shop_id = (SELECT shop_id FROM shops WHERE domain = $1)`,
      [domain],
    );
  }
  await dropUninstalledDeliveries(app.app.ports, Date.now());
  expect((await app.inbox(shop)).map((row) => row.webhookId)).toEqual(["new"]);
  expect((await app.inbox(left)).map((row) => row.webhookId).sort()).toEqual(["new", "old"]);
});
