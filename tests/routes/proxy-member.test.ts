import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DAY } from "../../app/domain/shared/instant.ts";
import { settleDue } from "../../app/jobs/timed-work.server.ts";
import { START, startTestApp, type Answer, type TestApp } from "../support/app.ts";
import { fullRefund, orderPayload, refundPayload } from "../support/payloads.ts";

const ANN = 1001;

let app: TestApp;
let shop: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(async () => {
  shops += 1;
  shop = `proxy-${shops}.myshopify.com`;
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

const json = (answer: Answer): unknown => JSON.parse(answer.text);
const change = (method: "POST" | "DELETE", customer: number | null = ANN): Promise<Answer> =>
  app.proxy("membership", { customer, method, shop });
const member = (customer = ANN) => app.member(customer, shop);

describe("the shopper's state", () => {
  test("a visitor who isn't logged in sees the program and no member", async () => {
    const answer = await app.proxy("member", { customer: null, shop });
    expect(answer).toMatchObject({
      status: 200,
      headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    });
    expect(json(answer)).toEqual({
      program: { name: "Rewards", currency: "GBP", pointsName: "points" },
      member: null,
    });
  });

  test("a customer not yet enrolled: null and zeros, at the base tier", async () => {
    expect(await member()).toEqual({
      id: "gid://shopify/Customer/1001",
      enrolledAt: null,
      joined: false,
      points: { available: 0, pending: 0, held: 0, lifetimeEarned: 0, expiring: [] },
      tier: { id: "bronze", name: "Bronze", since: null, until: null },
      nextTier: { id: "silver", name: "Silver", remaining: { spendMinor: 20_000 } },
    });
  });

  test("a customer with an order and a pending one", async () => {
    await deliver(
      orderPayload({ id: 1, goods: "250.40" }),
      orderPayload({ id: 2, goods: "80.00", placedAt: "2026-03-03T10:00:00Z", status: "pending" }),
    );
    expect(await member()).toEqual({
      id: "gid://shopify/Customer/1001",
      enrolledAt: "2026-03-02T10:00:00.000Z",
      joined: false,
      points: {
        available: 250,
        pending: 100,
        held: 0,
        lifetimeEarned: 250,
        expiring: [{ points: 250, at: "2027-03-04T00:00:00.000Z" }],
      },
      tier: {
        id: "silver",
        name: "Silver",
        since: "2026-03-02T10:00:00.000Z",
        until: "2027-03-02T10:00:00.000Z",
      },
      nextTier: { id: "gold", name: "Gold", remaining: { spendMinor: 24_960 } },
    });
  });

  test("another currency counts in its own units: yen have none below one", async () => {
    shop = "tokyo.myshopify.com";
    await app.installed(shop, { currency: "JPY", timeZone: "Asia/Tokyo" });
    await deliver(orderPayload({ id: 1, goods: "250", currency: "JPY" }));
    expect(await member()).toMatchObject({
      points: { available: 250, expiring: [{ at: "2027-03-02T15:00:00.000Z" }] },
      nextTier: { remaining: { spendMinor: 250 } },
    });
  });

  test("rules.md's table: the late older order, its refund, and an order after it", async () => {
    const placed = (id: number, time: string, goods: string) =>
      orderPayload({ id, placedAt: `2026-03-02T${time}Z`, goods });
    const seen = async () => {
      const { points, tier } = await member();
      return [points.available, tier.name];
    };
    await deliver(placed(2, "10:10:00", "100.00"), placed(1, "10:00:00", "250.00"));
    expect(await seen()).toEqual([375, "Silver"]);
    await deliver(refundPayload(fullRefund(1, 501, "2026-03-02T10:20:00Z")));
    expect(await seen()).toEqual([125, "Bronze"]);
    await deliver(placed(3, "10:30:00", "100.00"));
    expect(await seen()).toEqual([225, "Silver"]);
    expect(await app.causes(shop)).toEqual({ "1001 order:2": 125, "1001 order:3": 100 });
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });
});

describe("joining and leaving", () => {
  test("joining grants its points once and answers with the state", async () => {
    const first = await change("POST");
    expect(first.status).toBe(200);
    expect(json(first)).toMatchObject({
      member: { enrolledAt: "2026-04-01T12:00:00.000Z", points: { available: 100 } },
    });
    app.clock.now += 1_000;
    expect(json(await change("POST"))).toEqual(json(first));
  });

  test("an order enrols without joining points; an explicit join still grants them", async () => {
    await deliver(orderPayload({ id: 1 }));
    expect(await member()).toMatchObject({ joined: false, points: { available: 100 } });
    await change("POST");
    expect(await member()).toMatchObject({
      enrolledAt: "2026-03-02T10:00:00.000Z",
      joined: true,
      points: { available: 200 },
    });
  });

  test("leaving keeps the balance, orders then earn nothing, joining again grants nothing", async () => {
    await change("POST");
    app.clock.now += DAY;
    expect((await change("DELETE")).status).toBe(200);
    expect(await member()).toMatchObject({
      enrolledAt: null,
      joined: true,
      points: { available: 100 },
    });
    const [left, joined] = ["2026-04-02T13:00:00Z", "2026-04-04T13:00:00Z"];
    app.clock.now += DAY;
    await deliver(orderPayload({ id: 1, placedAt: left }));
    expect(await member()).toMatchObject({ enrolledAt: null, points: { available: 100 } });
    app.clock.now += DAY;
    await change("POST");
    await deliver(orderPayload({ id: 2, placedAt: joined, goods: "50.00" }));
    expect(await member()).toMatchObject({
      enrolledAt: "2026-04-01T12:00:00.000Z",
      points: { available: 150 },
    });
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test("leaving before anything, or twice, changes nothing and is no error", async () => {
    expect((await change("DELETE")).status).toBe(200);
    await change("POST");
    app.clock.now += 1_000;
    await change("DELETE");
    app.clock.now += 1_000;
    expect((await change("DELETE")).status).toBe(200);
    expect(await app.causes(shop)).toEqual({
      "1001 join:1001:2026-04-01T12:00:00.000Z": 100,
    });
  });

  test("twenty joins at once grant once; so they do beside an order", async () => {
    const order = app.deliver("orders/create", orderPayload({ id: 1 }), { shop });
    const answers = await Promise.all(Array.from({ length: 20 }, () => change("POST")));
    expect(answers.map((answer) => answer.status)).toEqual(Array<number>(20).fill(200));
    await order;
    await app.drained();
    expect((await member()).points.available).toBe(200);
    expect(await app.prove(shop)).toMatchObject({ members: 1, firstBreak: null });
  });

  test.each(["POST", "DELETE"] as const)("%s by a guest: 401 not-logged-in", async (method) => {
    const answer = await change(method, null);
    expect(answer.status).toBe(401);
    expect(json(answer)).toMatchObject({ error: { code: "not-logged-in" } });
  });
});

describe("activity", () => {
  type Page = {
    entries: { id: string; kind: string; points: number; text: string; orderName: string | null }[];
    nextCursor: string | null;
  };
  const page = async (cursor?: string, customer = ANN): Promise<Page> => {
    const query: Record<string, string> = cursor === undefined ? {} : { cursor };
    return json(await app.proxy("activity", { customer, shop, query })) as Page;
  };

  test("newest first, in words, with the order's name", async () => {
    await deliver(orderPayload({ id: 12345 }));
    await change("POST");
    await deliver(refundPayload(fullRefund(12345, 501, "2026-03-05T10:00:00Z")));
    expect((await page()).entries).toMatchObject([
      { kind: "order", points: -100, text: "Part of your order went back", orderName: "#2345" },
      { kind: "join", points: 100, text: "Welcome points for joining", orderName: null },
      { kind: "order", points: 100, text: "Points for your order", orderName: "#2345" },
    ]);
  });

  test("an older order that is known late stands where it belongs", async () => {
    const placed = ["2026-03-02T10:00:00Z", "2025-12-01T10:00:00Z", "2026-02-02T10:00:00Z"];
    for (const [index, placedAt] of placed.entries())
      await deliver(orderPayload({ id: index + 1, placedAt, goods: "5.00" }));
    expect((await page()).entries.map((entry) => entry.orderName)).toEqual(["#1", "#3", "#2"]);
  });

  test("pages follow each other without a gap or an overlap, to the end", async () => {
    const sent = Array.from({ length: 45 }, (_, index) =>
      orderPayload({ id: index + 1, goods: "5.00" }),
    );
    await Promise.all(sent.map((body) => app.deliver("orders/create", body, { shop })));
    await app.drained();
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const { entries, nextCursor } = await page(cursor);
      seen.push(...entries.map((entry) => entry.id));
      sizes.push(entries.length);
      cursor = nextCursor;
    }
    expect(sizes).toEqual([20, 20, 5]);
    expect(new Set(seen).size).toBe(45);
    expect(seen.map(Number)).toEqual(seen.map(Number).sort((a, b) => b - a));
  });

  test("exactly one page has no next one; nobody's activity is empty", async () => {
    const sent = Array.from({ length: 20 }, (_, index) => orderPayload({ id: index + 1 }));
    await Promise.all(sent.map((body) => app.deliver("orders/create", body, { shop })));
    await app.drained();
    expect(await page()).toMatchObject({ nextCursor: null });
    expect(await page(undefined, 4711)).toEqual({ entries: [], nextCursor: null });
  });

  test.each(["x", "-1", "0", "1.5", "1 OR 1=1", "99999999999999999999", ""])(
    "a cursor of %j: 422",
    async (cursor) => {
      const answer = await app.proxy("activity", { customer: ANN, shop, query: { cursor } });
      expect(answer.status).toBe(422);
      expect(json(answer)).toMatchObject({ error: { code: "bad-request" } });
    },
  );

  test.each([
    ["ja", "ご注文のポイント"],
    ["fr-CA", "Points pour votre commande"],
    ["zh-HK", "訂單點數"],
    ["ar", "Points for your order"],
  ])("in the shopper's language: %s", async (locale, text) => {
    await deliver(orderPayload({ id: 1 }));
    const answer = await app.proxy("activity", { customer: ANN, shop, query: { locale } });
    expect(json(answer)).toMatchObject({ entries: [{ text }] });
  });

  test("a guest: 401", async () => {
    expect((await app.proxy("activity", { customer: null, shop })).status).toBe(401);
  });
});

describe("what there isn't", () => {
  test.each([
    { why: "an unknown address", path: "treasure", method: "GET", status: 404 },
    { why: "an address below", path: "member/1", method: "GET", status: 404 },
    { why: "posting to the state", path: "member", method: "POST", status: 405 },
    { why: "reading the membership", path: "membership", method: "GET", status: 405 },
    { why: "putting the membership", path: "membership", method: "PUT", status: 405 },
  ])("$why: $status", async ({ path, method, status }) => {
    const answer = await app.proxy(path, { customer: ANN, shop, method });
    expect(answer.status).toBe(status);
    expect(json(answer)).toMatchObject({ error: { code: expect.any(String) as string } });
    if (status === 405) expect(answer.headers["allow"]).toMatch(/GET|POST, DELETE/);
  });

  test("a shop where the app isn't installed: 404, and it comes to be nowhere", async () => {
    const answer = await app.proxy("member", { customer: ANN, shop: "nobody.myshopify.com" });
    expect(answer.status).toBe(404);
    const { rowCount } = await app.superuser.query(
      "SELECT 1 FROM shops WHERE domain = 'nobody.myshopify.com'",
    );
    expect(rowCount).toBe(0);
  });
});

describe("time passes", () => {
  beforeEach(async () => {
    await deliver(orderPayload({ id: 1, goods: "250.00" }));
  });

  const expired = {
    points: { available: 0, lifetimeEarned: 250, expiring: [] },
    tier: { id: "bronze", until: null },
  };

  test("whoever asks after a year sees the expiry and the fallen tier, posted as entries", async () => {
    app.clock.now = Date.parse("2027-03-02T23:59:59Z");
    expect(await member()).toMatchObject({ points: { available: 250 }, tier: { id: "bronze" } });
    app.clock.now = Date.parse("2027-03-03T00:00:00Z");
    expect(await member()).toMatchObject(expired);
    expect(await app.causes(shop)).toEqual({
      "1001 expiry:2027-03-03T00:00:00.000Z": -250,
      "1001 order:1": 250,
    });
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test("the timed job does it for whoever doesn't ask, every due member, once", async () => {
    const others = Array.from({ length: 230 }, (_, index) =>
      orderPayload({ id: 100 + index, customer: 2000 + index }),
    );
    await Promise.all(others.map((body) => app.deliver("orders/create", body, { shop })));
    await app.drained();
    app.clock.now = Date.parse("2027-03-03T00:00:00Z");
    for (let run = 0; run < 2; run += 1) {
      await settleDue(app.app.timed);
      const { rows } = await app.superuser.query(
        `SELECT count(*)::int AS entries, count(DISTINCT member_id)::int AS members, sum(points)::int AS points
         FROM entries WHERE kind = 'expiry' AND shop_id = $1`,
        [await app.shopIdOf(shop)],
      );
      expect(rows).toEqual([{ entries: 231, members: 231, points: -23_250 }]);
    }
    expect(await member()).toMatchObject(expired);
    expect(await app.prove(shop)).toMatchObject({ unsettled: 0, firstBreak: null });
  });

  test("late activity gives back what had expired", async () => {
    app.clock.now = Date.parse("2027-06-01T00:00:00Z");
    expect((await member()).points.available).toBe(0);
    await deliver(orderPayload({ id: 2, placedAt: "2027-02-01T10:00:00Z", goods: "10.00" }));
    expect((await member()).points.available).toBe(262);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });
});
