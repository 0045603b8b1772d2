import { beforeAll, expect, test } from "vitest";
import { answerPrivacyRequests } from "../../app/use-cases/answer-privacy-requests.ts";
import { handOverData } from "../../app/use-cases/hand-over-file.ts";
import { startTestApp, SHOP, type TestApp } from "../support/app.ts";
import { fullRefund, mergePayload, orderPayload, refundPayload } from "../support/payloads.ts";

const [ANN, ANNE, BEN] = [8_870_000_001, 8_870_000_002, 8_870_000_003];
const OLIVE = { id: "77", name: "Olive Orchard" };

type File = Record<string, unknown> & {
  points: Record<string, unknown>[];
  orders: Record<string, unknown>[];
  waitingDeliveries: { topic: string; body: string }[];
};

let app: TestApp;
let shopId: string;

beforeAll(async () => {
  app = await startTestApp();
  shopId = await app.installed();
  await deliver("orders/create", orderPayload({ id: 101, customer: ANN, goods: "120.00" }));
  await deliver("orders/create", orderPayload({ id: 102, customer: ANNE, goods: "60.00" }));
  await deliver("orders/create", orderPayload({ id: 201, customer: BEN, goods: "999.00" }));
  await deliver("refunds/create", refundPayload(fullRefund(101, 55, "2026-03-03T10:00:00Z")));
  await deliver("customers/merge", mergePayload(ANNE, ANN));
  app.clock.now += 1_000;
  await app.proxy("membership", { customer: ANN, method: "POST" });
  await deliver("orders/updated", { ...orderPayload({ id: 103, customer: ANN }), line_items: 0 });
  const { stores, nameSeal } = app.app.ports;
  const name = { name: "Ann Winter", email: "ann@example.org" };
  await stores.inShop(shopId, (tx) =>
    stores.names.keepNames(tx, [nameSeal.seal(shopId, String(ANN), name)]),
  );
});

async function deliver(topic: string, body: unknown, webhookId?: string): Promise<void> {
  expect((await app.deliver(topic, body, webhookId ? { webhookId } : {})).status).toBe(200);
  await app.drained();
}

const asked = (webhookId: string, customer: number) =>
  deliver(
    "customers/data_request",
    { customer: { id: customer }, orders_requested: [101] },
    webhookId,
  );
const taken = (webhookId: string) =>
  handOverData(app.app.ports, { shopId, domain: SHOP }, { webhookId, staff: OLIVE });

test("it holds all that is held of them and of whoever was merged into them, and nobody else's", async () => {
  await asked("ask-ann", ANN);
  const given = await taken("ask-ann");
  expect(given).toMatchObject({
    fileName: `customer-${ANN}.json`,
    mediaType: "application/json; charset=utf-8",
  });
  const file = JSON.parse(given?.text ?? "") as File;
  expect(file).toMatchObject({
    format: "perennial-customer-data/1",
    shop: SHOP,
    customer: {
      id: `gid://shopify/Customer/${ANN}`,
      mergedFrom: [`gid://shopify/Customer/${ANNE}`],
    },
    names: [{ name: "Ann Winter", email: "ann@example.org" }],
    standing: {
      balance: 160,
      tierId: "bronze",
      joined: true,
      enrolledAt: "2026-03-02T10:00:00.000Z",
    },
    actions: [expect.objectContaining({ kind: "join", points: 100 })],
    notHeld: expect.arrayContaining([expect.stringMatching(/^Addresses/)]) as unknown,
  });
  expect(file.orders.map((order) => order["id"]).sort()).toEqual([
    "gid://shopify/Order/101",
    "gid://shopify/Order/102",
  ]);
  expect(file.orders[0]).toMatchObject({ placedAt: "2026-03-02T10:00:00.000Z", name: "#101" });
  const sum = file.points.reduce((total, entry) => total + Number(entry["points"]), 0);
  expect(sum).toBe(160);
  expect(file.points[0]).toMatchObject({
    at: expect.stringMatching(/Z$/) as string,
    reason: expect.any(String) as string,
  });
  expect(file.waitingDeliveries).toEqual([
    { topic: "orders/updated", body: expect.stringContaining(String(ANN)) as string },
  ]);
  expect(given?.text).not.toContain(String(BEN));
});

test("taking it answers the request, and the team log says who took it", async () => {
  const { rows } = await app.superuser.query<Record<string, unknown>>(
    `SELECT handed_over_at IS NOT NULL AS taken, completed_at IS NOT NULL AS completed FROM privacy_requests WHERE webhook_id = 'ask-ann'`,
  );
  expect(rows).toEqual([{ taken: true, completed: true }]);
  const log = await app.superuser.query("SELECT staff_name, what, subject FROM team_log");
  expect(log.rows).toEqual([
    { staff_name: "Olive Orchard", what: "data-file-taken", subject: `customer:${ANN}` },
  ]);
});

test("somebody of whom nothing is held gets a file that says so", async () => {
  await asked("ask-stranger", 8_870_000_009);
  const file = JSON.parse((await taken("ask-stranger"))?.text ?? "") as File;
  expect(file).toMatchObject({ standing: null, points: [], orders: [], names: [] });
});

test("waiting for the merchant, a request is nothing that a job answers", async () => {
  await asked("ask-ben", BEN);
  expect(await answerPrivacyRequests(app.app.timed, shopId)).toBe(0);
});

test("there is no file for a customer forgotten since, nor for a request that isn't for one", async () => {
  await deliver("customers/redact", { customer: { id: BEN } }, "forget-ben");
  expect(await answerPrivacyRequests(app.app.timed, shopId)).toBe(1);
  expect(await taken("ask-ben")).toBeNull();
  expect(await taken("forget-ben")).toBeNull();
  expect(await taken("nothing")).toBeNull();
});
