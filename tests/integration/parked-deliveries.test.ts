/** Deliveries that were set aside: what a person sees of them, and what comes of trying again. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fetchDue } from "../../app/jobs/timed-work.server.ts";
import { dismissDeliveries } from "../../app/use-cases/dismiss-deliveries.ts";
import {
  lookAtParked,
  PARKED_PAGE,
  readDeliveries,
  readFates,
} from "../../app/use-cases/read-deliveries.ts";
import { readTeamLog } from "../../app/use-cases/read-team-log.ts";
import { retryDeliveries } from "../../app/use-cases/retry-deliveries.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { CUSTOMER, jsonOf, orderPayload, refundPayload } from "../support/payloads.ts";

const STAFF = { id: "7", name: "Ada" };

let app: TestApp;
let shop: string;
let shopId: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(async () => {
  shops += 1;
  shop = `parked-${shops}.myshopify.com`;
  shopId = await app.installed(shop);
  app.admin.forget();
});

/** An order as Shopify sends it, but for what its lines say. */
function damaged(id: number): object {
  const { line_items: _gone, ...rest } = orderPayload({ id }) as Record<string, unknown>;
  return rest;
}

async function deliver(topic: string, body: unknown, webhookId?: string): Promise<void> {
  const options = webhookId === undefined ? { shop } : { shop, webhookId };
  expect((await app.deliver(topic, body, options)).status).toBe(200);
  await app.drained();
}

const read = () => readDeliveries(app.app.ports, shopId, null);
const points = async (): Promise<number> => (await app.member(CUSTOMER, shop)).points.available;
async function retry(...webhookIds: string[]) {
  const retried = await retryDeliveries(app.app.ports, shopId, {
    staff: STAFF,
    which: { webhookIds },
  });
  app.app.drainer.wake(shopId);
  await app.drained();
  return retried;
}

describe("a parked delivery is told in words", () => {
  test("an order without lines names its order, its error and that Shopify can be asked", async () => {
    await deliver("orders/create", damaged(1), "a");
    const { parked } = await read();
    expect(parked).toMatchObject([
      {
        webhookId: "a",
        topic: "orders/create",
        attempts: 1,
        problem: "unreadable",
        subject: { kind: "order", id: "1" },
        canAsk: true,
        owedByLaw: false,
      },
    ]);
    expect(parked[0]?.error).toMatch(/line_items/);
  });

  test.each([
    { why: "not JSON at all", topic: "orders/paid", body: "{", problem: "unreadable" },
    { why: "a topic nobody knows", topic: "orders/sung", body: "{}", problem: "unknown-topic" },
  ])("$why", async ({ topic, body, problem }) => {
    await deliver(topic, body, "a");
    expect((await read()).parked).toMatchObject([{ topic, problem, subject: { id: null } }]);
  });

  test("its content is shown with whatever names or locates somebody masked", async () => {
    const body = {
      ...damaged(2),
      name: "#1002",
      email: "ada@example.com",
      phone: "+441234567890",
      note: "leave it with Grace",
      shipping_address: {
        name: "Ada Lovelace",
        address1: "1 Rose Lane",
        zip: "12345",
        latitude: 51.2,
      },
      client_details: { browser_ip: "203.0.113.7" },
    };
    await deliver("orders/create", body, "a");
    const shown = await lookAtParked(app.app.ports, shopId, "a");
    expect(shown?.text).toContain('"name": "#1002"');
    expect(shown?.text).toContain('"financial_status": "paid"');
    expect(shown?.text).not.toMatch(/ada|lovelace|rose|12345|51\.2|grace|203\.0|4412/i);
  });

  test("a page holds so many; the cursor leads to the older ones", async () => {
    const count = PARKED_PAGE + 3;
    for (let n = 1; n <= count; n += 1)
      await app.deliver("orders/create", damaged(n), { shop, webhookId: `w${n}` });
    await app.drained();
    const first = await read();
    const second = await readDeliveries(app.app.ports, shopId, first.next);
    expect([first.parked.length, second.parked.length, second.next]).toEqual([
      PARKED_PAGE,
      3,
      null,
    ]);
    const ids = [...first.parked, ...second.parked].map((each) => each.webhookId);
    expect(new Set(ids).size).toBe(count);
  });

  test("a cursor that isn't one is refused, not guessed at", async () => {
    await expect(readDeliveries(app.app.ports, shopId, "1; DROP")).rejects.toMatchObject({
      code: "bad-request",
    });
  });
});

describe("retry", () => {
  test("what can be read now is settled, with the attempts that were made", async () => {
    await deliver("orders/create", orderPayload({ id: 1, goods: "100.00" }), "a");
    // As if the version before this one hadn't understood it.
    await app.superuser.query("UPDATE inbox SET state = 2, remark = 'x' WHERE webhook_id = 'a'");
    const body = jsonOf(orderPayload({ id: 2, goods: "50.00" }));
    await app.superuser.query(
      "UPDATE inbox SET body = $1::bytea, size = octet_length($1::bytea), key_id = NULL WHERE shop_id = $2 AND webhook_id = 'a'",
      [body, shopId],
    );
    expect(await retry("a")).toMatchObject({ again: ["a"], asked: [], unreadable: [] });
    expect(await readFates(app.app.ports, shopId, ["a"])).toEqual({
      pending: 0,
      done: 1,
      parked: 0,
    });
    expect(await points()).toBe(150);
    const { rows } = await app.superuser.query<{ attempts: number }>(
      "SELECT attempts FROM inbox WHERE shop_id = $1 AND webhook_id = 'a'",
      [shopId],
    );
    expect(rows).toEqual([{ attempts: 2 }]);
  });

  test("an order that still can't be read is asked for from Shopify: its points come from there", async () => {
    await deliver("orders/paid", damaged(3), "a");
    app.admin.knows(orderPayload({ id: 3, goods: "80.00" }));
    expect(await retry("a")).toMatchObject({ asked: [{ webhookId: "a", orderId: "3" }] });
    expect(await read()).toMatchObject({ parked: [], questionsTotal: 1 });
    await fetchDue(app.app.timed);
    expect([await points(), (await read()).questionsTotal]).toEqual([80, 0]);
  });

  test("a refund that can't be read asks for the order that it names", async () => {
    const { id: _gone, ...rest } = refundPayload({
      id: 44,
      orderId: 4,
      at: "2026-03-01T10:00:00Z",
    }) as Record<string, unknown>;
    await deliver("refunds/create", rest, "a");
    expect(await retry("a")).toMatchObject({ asked: [{ orderId: "4" }] });
  });

  test("what names no order stays, with one more attempt", async () => {
    await deliver("orders/paid", "{", "a");
    expect(await retry("a")).toMatchObject({ again: [], asked: [], unreadable: ["a"] });
    expect((await read()).parked).toMatchObject([{ webhookId: "a", attempts: 2 }]);
  });

  test("a deletion that can't be read is never asked for: Shopify wouldn't know the order", async () => {
    await deliver("orders/delete", { id: "5x" }, "a");
    expect(await retry("a")).toMatchObject({ asked: [], unreadable: ["a"] });
  });

  test("all of them, oldest first, and what isn't parked any more is left alone", async () => {
    for (let n = 1; n <= 60; n += 1)
      await app.deliver("orders/create", damaged(n), { shop, webhookId: `w${n}` });
    await app.drained();
    const retried = await retryDeliveries(app.app.ports, shopId, { staff: STAFF, which: "all" });
    expect([retried.asked.length, retried.more]).toEqual([60, false]);
    expect(await retry("w1")).toMatchObject({ again: [], asked: [], unreadable: [] });
  });

  test("who did it stands in the team log", async () => {
    await deliver("orders/paid", damaged(6), "a");
    await retry("a");
    const { entries } = await readTeamLog(app.app.ports, shopId, { cursor: null });
    expect(entries).toMatchObject([
      { staff: STAFF, what: "delivery-retried", subject: "delivery:a", detail: { asked: 1 } },
    ]);
  });
});

describe("dismiss", () => {
  const dismiss = (askShopify: boolean, ...webhookIds: string[]) =>
    dismissDeliveries(app.app.ports, shopId, { staff: STAFF, webhookIds, askShopify });

  test("it leaves the list and its content is dropped", async () => {
    await deliver("orders/create", damaged(1), "a");
    expect(await dismiss(false, "a")).toEqual({ dismissed: ["a"], asked: [], refused: [] });
    expect(await read()).toMatchObject({ parked: [], questionsTotal: 0 });
    const { rows } = await app.superuser.query(
      "SELECT state, body, remark FROM inbox WHERE webhook_id = 'a' AND shop_id = $1",
      [shopId],
    );
    expect(rows).toEqual([{ state: 1, body: null, remark: "dismissed by hand" }]);
  });

  test("or Shopify is asked for the order instead", async () => {
    await deliver("orders/create", damaged(1), "a");
    expect(await dismiss(true, "a")).toMatchObject({ asked: [{ orderId: "1" }] });
    expect(await read()).toMatchObject({ parked: [], questionsTotal: 1 });
  });

  test("a request by law can't be dismissed", async () => {
    await deliver("customers/redact", { customer: { id: "x" } }, "law");
    expect(await dismiss(true, "law")).toEqual({ dismissed: [], asked: [], refused: ["law"] });
    expect((await read()).parked).toMatchObject([{ webhookId: "law", owedByLaw: true }]);
  });
});

test("nobody sees or decides on another shop's deliveries", async () => {
  await deliver("orders/create", damaged(1), "a");
  const otherId = await app.installed(`other-${shops}.myshopify.com`);
  const { ports } = app.app;
  expect((await readDeliveries(ports, otherId, null)).parked).toEqual([]);
  expect(await lookAtParked(ports, otherId, "a")).toBeNull();
  const which = { webhookIds: ["a"] };
  expect(await retryDeliveries(ports, otherId, { staff: STAFF, which })).toMatchObject({
    asked: [],
  });
  const wish = { staff: STAFF, webhookIds: ["a"], askShopify: false };
  expect(await dismissDeliveries(ports, otherId, wish)).toMatchObject({ dismissed: [] });
  expect((await read()).parked.length).toBe(1);
});

test("the newest delivery is known without looking through all of them", async () => {
  const before = Date.now() - 1_500;
  await deliver("orders/create", orderPayload({ id: 1 }));
  const { newest, waiting } = await app.app.health(shopId);
  expect([waiting, newest !== null && newest.getTime() > before]).toEqual([0, true]);
});
