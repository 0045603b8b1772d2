import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { START, startTestApp, type Answer, type TestApp } from "../support/app.ts";
import { accountToken } from "../support/account-token.ts";
import {
  fullRefund,
  lineIdOf,
  mergePayload,
  orderPayload,
  refundPayload,
  type OrderDraft,
} from "../support/payloads.ts";

const ANN = 1001;
const BEN = 1002;

let app: TestApp;
let shop: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(async () => {
  shops += 1;
  shop = `account-${shops}.myshopify.com`;
  app.clock.now = START;
  await app.installed(shop);
});

async function deliver(...bodies: Record<string, unknown>[]): Promise<void> {
  for (const body of bodies) {
    const topic = "order_id" in body ? "refunds/create" : "orders/create";
    expect((await app.deliver(topic, body, { shop })).status).toBe(200);
    await app.drained();
  }
}

function ask(path: string, options: { customer?: number; method?: string } = {}): Promise<Answer> {
  const { customer = ANN, method = "GET" } = options;
  const authorization = `Bearer ${accountToken(customer, shop)}`;
  return app.send({ method, path: `/account/${path}`, headers: { authorization } });
}

const json = (answer: Answer): unknown => JSON.parse(answer.text);
const PROGRAM = { name: "Rewards", currency: "GBP", pointsName: "points" };

describe("membership", () => {
  test("someone who was never a member: what joining brings", async () => {
    expect(json(await ask("member"))).toEqual({
      program: { ...PROGRAM, joiningPoints: 100 },
      member: null,
    });
  });

  test("a member whom an order enrolled, in the form of the metafield, as of this moment; joining still brings points", async () => {
    await deliver(orderPayload({ id: 1, goods: "250.40" }));
    expect(json(await ask("member"))).toEqual({
      program: { ...PROGRAM, joiningPoints: 100 },
      member: {
        v: 1,
        asOf: "2026-04-01T12:00:00.000Z",
        enrolled: true,
        joined: false,
        available: 250,
        pending: 0,
        held: 0,
        lifetime: 250,
        expiring: { points: 250, at: "2027-03-03T00:00:00.000Z" },
        tier: {
          id: "silver",
          name: "Silver",
          since: "2026-03-02T10:00:00.000Z",
          until: "2027-03-02T10:00:00.000Z",
          ratePercent: 125,
        },
        next: { id: "gold", name: "Gold", remaining: 24_960, progress: 16 },
        recent: [
          {
            at: "2026-03-02T10:00:00.000Z",
            kind: "order",
            reason: "order",
            points: 250,
            order: "#1",
          },
        ],
      },
    });
  });

  test("joining answers with the new state; once more changes nothing", async () => {
    const joined = { available: 100, enrolled: true, joined: true };
    expect(json(await ask("membership", { method: "POST" }))).toMatchObject({
      program: { joiningPoints: null },
      member: joined,
    });
    expect(json(await ask("membership", { method: "POST" }))).toMatchObject({ member: joined });
    expect(json(await ask("member", { customer: BEN }))).toMatchObject({ member: null });
  });

  test("someone who left is promised nothing for coming back, and keeps what was earned", async () => {
    await ask("membership", { method: "POST" });
    app.clock.now += 1_000;
    await app.proxy("membership", { customer: ANN, method: "DELETE", shop });
    expect(json(await ask("member"))).toMatchObject({
      program: { joiningPoints: null },
      member: { enrolled: false, joined: true, available: 100 },
    });
  });

  test("activity comes in pages, each with its reason", async () => {
    for (let id = 1; id <= 21; id += 1) await deliver(orderPayload({ id, goods: "1.00" }));
    const first = json(await ask("activity")) as { entries: object[]; nextCursor: string };
    expect(first.entries).toHaveLength(20);
    expect(first.entries[0]).toMatchObject({
      kind: "order",
      reason: "order",
      points: 1,
      orderName: "#21",
    });
    const rest = json(await ask(`activity?cursor=${first.nextCursor}`));
    expect(rest).toMatchObject({ entries: [{ orderName: "#1" }], nextCursor: null });
    expect((await ask("activity?cursor=first")).status).toBe(422);
    expect(json(await ask("activity?locale=de-CH"))).toMatchObject({
      entries: expect.arrayContaining([
        expect.objectContaining({ text: "Punkte für deine Bestellung" }),
      ]) as object[],
    });
  });
});

describe("what an order is worth", () => {
  const worth = async (id = 1): Promise<unknown> =>
    (json(await ask(`orders/${id}`)) as never)["order"];

  test("with its arithmetic and the balance after it", async () => {
    await deliver(
      orderPayload({ id: 1, goods: "200.00" }),
      orderPayload({ id: 2, goods: "50.99", placedAt: "2026-03-03T10:00:00Z" }),
    );
    expect(json(await ask("orders/2"))).toEqual({
      order: {
        id: "gid://shopify/Order/2",
        name: "#2",
        placedAt: "2026-03-03T10:00:00.000Z",
        standing: "earned",
        points: 63,
        pointsAtFirst: 63,
        goodsMinor: 5_099,
        minorPerPoint: 100,
        ratePercent: 125,
        tier: { id: "silver", name: "Silver" },
      },
      program: { name: "Rewards", currency: "GBP" },
      available: 263,
    });
  });

  const refund = (quantity: number) =>
    refundPayload({
      id: 9,
      orderId: 1,
      at: "2026-03-05T10:00:00Z",
      lines: [{ lineId: lineIdOf(1), quantity }],
    });
  const lines = [{ price: "10.00", quantity: 5 }];
  const CASES: { why: string; bodies: Record<string, unknown>[]; is: object }[] = [
    {
      why: "a part went back",
      bodies: [orderPayload({ id: 1, lines }), refund(2)],
      is: { standing: "earned", points: 30, pointsAtFirst: 50, goodsMinor: 3_000 },
    },
    {
      why: "a part went back, and Shopify's newer order says so too",
      bodies: [
        orderPayload({
          id: 1,
          lines: [{ price: "10.00", quantity: 5, current: 3 }],
          status: "partially_refunded",
          updatedAt: "2026-03-05T10:00:00Z",
          refunds: [
            {
              id: 9,
              orderId: 1,
              at: "2026-03-05T10:00:00Z",
              lines: [{ lineId: lineIdOf(1), quantity: 2 }],
            },
          ],
        }),
        refund(2),
      ],
      is: { points: 30, pointsAtFirst: 50 },
    },
    {
      why: "everything went back",
      bodies: [orderPayload({ id: 1 }), refundPayload(fullRefund(1, 9, "2026-03-05T10:00:00Z"))],
      is: { standing: "earned", points: 0, pointsAtFirst: 100, goodsMinor: 0 },
    },
    {
      why: "not yet paid: what it will be worth",
      bodies: [orderPayload({ id: 1, status: "pending" })],
      is: { standing: "pending", points: 100, pointsAtFirst: 100 },
    },
    {
      why: "cancelled",
      bodies: [orderPayload({ id: 1, cancelledAt: "2026-03-05T10:00:00Z" })],
      is: { standing: "cancelled", points: 0, pointsAtFirst: 0 },
    },
    {
      why: "never paid",
      bodies: [orderPayload({ id: 1, status: "voided" })],
      is: { standing: "voided", points: 0, pointsAtFirst: 0 },
    },
    {
      why: "a test of the shop's",
      bodies: [orderPayload({ id: 1, test: true })],
      is: { standing: "test", points: 0, pointsAtFirst: 0 },
    },
  ];
  test.each(CASES)("$why", async ({ bodies, is }) => {
    await deliver(...bodies);
    expect(await worth()).toMatchObject(is);
  });

  test("ordered before the program counts", async () => {
    shop = "later.myshopify.com";
    await app.installed(shop, { earnFrom: "installation" });
    await deliver(orderPayload({ id: 1 }));
    expect(await worth()).toMatchObject({ standing: "before-earn-from", points: 0 });
  });

  test.each<{ why: string; path: string; draft?: Partial<OrderDraft> }>([
    { why: "another customer's order", path: "orders/1", draft: { customer: BEN } },
    { why: "nobody's order", path: "orders/1", draft: { customer: null } },
    { why: "an order that the app doesn't know", path: "orders/2" },
    { why: "no id at all", path: "orders/first" },
    { why: "an id beyond all ids", path: "orders/99999999999999999999" },
  ])("$why is 404 and says nothing", async ({ path, draft }) => {
    await deliver(orderPayload({ id: 1, ...draft }));
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(json(answer)).toEqual({
      error: { code: "not-found", message: "There is no such order of yours." },
    });
  });

  test("after a merge the orders of both are theirs who lives on, and no third one's", async () => {
    const CARL = 1003;
    await deliver(orderPayload({ id: 1, customer: BEN }));
    for (const kept of [ANN, CARL]) {
      // The second one contradicts the first and counts for nothing.
      await app.deliver("customers/merge", mergePayload(BEN, kept), { shop });
      await app.drained();
    }
    for (const customer of [ANN, BEN]) {
      const answer = json(await ask("orders/1", { customer }));
      expect(answer).toMatchObject({ order: { points: 100 }, available: 100 });
    }
    expect((await ask("orders/1", { customer: CARL })).status).toBe(404);
  });

  test("the same order id in another shop is another order", async () => {
    const elsewhere = `elsewhere-${shops}.myshopify.com`;
    await app.installed(elsewhere);
    await app.deliver("orders/create", orderPayload({ id: 1 }), { shop: elsewhere });
    await app.drained();
    expect((await ask("orders/1")).status).toBe(404);
    expect(json(await ask("member"))).toMatchObject({ member: null });
  });
});
