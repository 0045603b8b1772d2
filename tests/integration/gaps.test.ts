import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "../../app/domain/shared/instant.ts";
import { fetchDue } from "../../app/jobs/timed-work.server.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import {
  CUSTOMER,
  editPayload,
  fullRefund,
  orderPayload,
  refundPayload,
} from "../support/payloads.ts";

let app: TestApp;
let shop: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(async () => {
  shops += 1;
  shop = `gaps-${shops}.myshopify.com`;
  await app.installed(shop);
  app.admin.forget();
});

async function deliver(topic: string, body: unknown): Promise<void> {
  expect((await app.deliver(topic, body, { shop })).status).toBe(200);
  await app.drained();
}

/** Time passes, and what is then due is asked for; the ids asked for. */
async function after(ms: number): Promise<string[]> {
  app.clock.now += ms;
  const before = app.admin.asked.length;
  await fetchDue(app.app.timed);
  return app.admin.asked.slice(before);
}

const points = async (): Promise<number> => (await app.member(CUSTOMER, shop)).points.available;

async function stillAsked(): Promise<number> {
  const { rows } = await app.superuser.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM order_fetches WHERE shop_id = (SELECT shop_id FROM shops WHERE domain = $1)",
    [shop],
  );
  return rows[0]?.count ?? -1;
}

const EDITED = "2026-03-02T12:00:00Z";

describe("an edit tells no money", () => {
  test("a snapshot at least as new closes it: Shopify isn't asked", async () => {
    await deliver("orders/create", orderPayload({ id: 1 }));
    await deliver("orders/edited", editPayload(1, EDITED));
    await deliver("orders/updated", orderPayload({ id: 1, goods: "130.00", updatedAt: EDITED }));
    expect(await after(2 * MINUTE)).toEqual([]);
    expect([await points(), await stillAsked()]).toEqual([130, 0]);
  });

  test("one that came before the edit closes it as well: nothing is even noted", async () => {
    await deliver("orders/updated", orderPayload({ id: 1, goods: "130.00", updatedAt: EDITED }));
    await deliver("orders/edited", editPayload(1, EDITED));
    expect([await points(), await stillAsked()]).toEqual([130, 0]);
  });

  test("none in 60 seconds: the order is fetched, and its state counts", async () => {
    await deliver("orders/create", orderPayload({ id: 1 }));
    await deliver("orders/edited", editPayload(1, EDITED));
    app.admin.knows(orderPayload({ id: 1, goods: "130.00", updatedAt: EDITED }));
    expect(await after(59 * SECOND)).toEqual([]);
    expect(await points()).toBe(100);
    expect(await after(1 * SECOND)).toEqual(["1"]);
    expect([await points(), await stillAsked()]).toEqual([130, 0]);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test("an older snapshot doesn't close it", async () => {
    await deliver("orders/edited", editPayload(1, EDITED));
    await deliver("orders/create", orderPayload({ id: 1 }));
    expect(await after(MINUTE)).toEqual(["1"]);
  });

  test("of an order that was deleted: nothing is asked", async () => {
    await deliver("orders/delete", { id: 1 });
    await deliver("orders/edited", editPayload(1, EDITED));
    expect(await after(2 * MINUTE)).toEqual([]);
  });
});

describe("a refund of an order that isn't known", () => {
  const refund = refundPayload(fullRefund(1, 501, EDITED));

  test("the order is fetched: it was refunded, so nothing is earned", async () => {
    await deliver("refunds/create", refund);
    app.admin.knows(orderPayload({ id: 1 }));
    expect(await after(10 * SECOND)).toEqual(["1"]);
    expect(await app.causes(shop)).toEqual({});
    expect((await app.member(CUSTOMER, shop)).enrolledAt).toBe("2026-03-02T10:00:00.000Z");
  });

  test("its delivery comes a moment later: Shopify isn't asked, the refund counts", async () => {
    await deliver("refunds/create", refund);
    await deliver("orders/create", orderPayload({ id: 1 }));
    expect(await after(10 * SECOND)).toEqual([]);
    expect([await points(), await stillAsked()]).toEqual([0, 0]);
  });

  test("Shopify doesn't know it either: what is known stands, and isn't asked again", async () => {
    await deliver("refunds/create", refund);
    expect(await after(10 * SECOND)).toEqual(["1"]);
    expect(await stillAsked()).toBe(0);
    await deliver("orders/create", orderPayload({ id: 1 }));
    expect(await points()).toBe(0);
  });
});

test("a refund older than the snapshot that doesn't list it: the order is fetched", async () => {
  const newer = "2026-03-02T13:00:00Z";
  await deliver("orders/updated", orderPayload({ id: 1, updatedAt: newer }));
  await deliver("refunds/create", refundPayload(fullRefund(1, 501, EDITED)));
  expect(await points()).toBe(0);
  // Shopify's own answer lists the refund, and the units it took back are gone from the line.
  const lines = [{ price: "100.00", current: 0 }];
  const refunds = [fullRefund(1, 501, EDITED)];
  const status = "refunded";
  app.admin.knows(orderPayload({ id: 1, updatedAt: newer, lines, refunds, status }));
  expect(await after(10 * SECOND)).toEqual(["1"]);
  expect([await points(), await stillAsked()]).toEqual([0, 0]);
});

test("a refund that the snapshot lists asks for nothing and counts once", async () => {
  const refunds = [fullRefund(1, 501, EDITED)];
  const lines = [{ price: "100.00", current: 0 }];
  const status = "refunded";
  await deliver(
    "orders/updated",
    orderPayload({ id: 1, updatedAt: EDITED, lines, refunds, status }),
  );
  await deliver("refunds/create", refundPayload(refunds[0]!));
  expect(await after(MINUTE)).toEqual([]);
  expect(await points()).toBe(0);
});

describe("Shopify doesn't answer", () => {
  test("asked again, ever less often, until it does", async () => {
    await deliver("refunds/create", refundPayload(fullRefund(1, 501, EDITED)));
    app.admin.failsOn(1, new Error("throttled"));
    expect(await after(10 * SECOND)).toEqual(["1"]);
    expect(await after(30 * SECOND)).toEqual([]);
    expect(await after(30 * SECOND)).toEqual(["1"]);
    expect(await after(MINUTE)).toEqual([]);
    app.admin.knows(orderPayload({ id: 1 }));
    expect(await after(MINUTE)).toEqual(["1"]);
    expect(await stillAsked()).toBe(0);
  });

  test("unreachable for one shop: the other shops' orders are fetched all the same", async () => {
    await deliver("refunds/create", refundPayload(fullRefund(1, 501, EDITED)));
    const cause = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    app.admin.failsOn(1, new TypeError("fetch failed", { cause }));
    shop = `healthy-${shop}`;
    await app.installed(shop);
    await deliver("refunds/create", refundPayload(fullRefund(2, 502, EDITED)));
    expect((await after(10 * SECOND)).sort()).toEqual(["1", "2"]);
    expect(await stillAsked()).toBe(0);
  });
});

describe("a deleted order", () => {
  test("is as though it had never been: points, spend and enrolment go", async () => {
    await deliver("orders/create", orderPayload({ id: 1, goods: "250.00" }));
    expect((await app.member(CUSTOMER, shop)).tier.id).toBe("silver");
    await deliver("orders/delete", { id: 1 });
    expect(await app.member(CUSTOMER, shop)).toMatchObject({
      enrolledAt: null,
      points: { available: 0, lifetimeEarned: 0 },
      tier: { id: "bronze" },
    });
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test("stays deleted when its create arrives after it, and when Shopify's answer does", async () => {
    await deliver("refunds/create", refundPayload(fullRefund(1, 501, EDITED)));
    await deliver("orders/delete", { id: 1 });
    await deliver("orders/create", orderPayload({ id: 1, updatedAt: "2026-03-09T10:00:00Z" }));
    app.admin.knows(orderPayload({ id: 1, updatedAt: "2026-03-10T10:00:00Z" }));
    await after(10 * SECOND);
    expect(await app.causes(shop)).toEqual({});
  });
});
