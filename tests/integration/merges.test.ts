import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { mergePayload, orderPayload } from "../support/payloads.ts";

const [ANN, BEN, CAY] = [11, 12, 13];

let app: TestApp;
let shop: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(async () => {
  shops += 1;
  shop = `merges-${shops}.myshopify.com`;
  await app.installed(shop);
});

type Delivery = [topic: string, body: unknown];

/** One after the other, each worked on before the next; what became of the last. */
async function deliver(...deliveries: Delivery[]) {
  let last: string | undefined;
  for (const [topic, body] of deliveries) {
    last = randomUUID();
    expect((await app.deliver(topic, body, { shop, webhookId: last })).status).toBe(200);
    await app.drained();
  }
  return (await app.inbox(shop)).find((row) => row.webhookId === last);
}

const order = (id: number, customer: number, goods: string): Delivery => [
  "orders/create",
  orderPayload({ id, customer, goods }),
];
const merge = (deleted: number, kept: number, status?: string): Delivery => [
  "customers/merge",
  mergePayload(deleted, kept, status),
];
const available = async (customer: number): Promise<number> =>
  (await app.member(customer, shop)).points.available;
const join = async (customer: number): Promise<unknown> => {
  app.clock.now += 1_000;
  return app.proxy("membership", { customer, method: "POST", shop });
};

describe("a merge that succeeded", () => {
  test("the kept customer has everything, as though there had always been one", async () => {
    await deliver(order(1, ANN, "150.00"), order(2, BEN, "100.00"), merge(BEN, ANN));
    // Placed at the same instant, neither counts for the other's tier; together they make Silver.
    expect(await available(ANN)).toBe(250);
    expect((await app.member(ANN, shop)).tier.id).toBe("silver");
    expect(await app.causes(shop)).toEqual({ "11 order:1": 150, "11 order:2": 100 });
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test("who still logs in as the deleted customer sees the kept one's state", async () => {
    await deliver(order(1, ANN, "150.00"), order(2, BEN, "100.00"), merge(BEN, ANN));
    const { id: _own, ...deleted } = await app.member(BEN, shop);
    const { id: _kept, ...kept } = await app.member(ANN, shop);
    expect(deleted).toEqual(kept);
  });

  test("told before anything else of either, it holds for all that comes", async () => {
    await deliver(merge(BEN, ANN), order(2, BEN, "100.00"), order(1, ANN, "150.00"));
    expect(await app.causes(shop)).toEqual({ "11 order:1": 150, "11 order:2": 100 });
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test("told twice, or again under another id: nothing more", async () => {
    await deliver(order(1, BEN, "70.00"), merge(BEN, ANN), merge(BEN, ANN));
    expect(await app.causes(shop)).toEqual({ "11 order:1": 70 });
  });

  test("joining points already made to either stay; none are made again", async () => {
    await join(ANN);
    await join(BEN);
    await deliver(merge(BEN, ANN));
    expect(await available(ANN)).toBe(200);
    await app.proxy("membership", { customer: ANN, method: "DELETE", shop });
    await join(ANN);
    await join(BEN);
    expect(await available(ANN)).toBe(200);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test("joining as the deleted customer joins the kept one", async () => {
    await deliver(merge(BEN, ANN));
    await join(BEN);
    expect(Object.keys(await app.causes(shop))).toEqual([expect.stringMatching(/^11 join:/)]);
    expect(await available(ANN)).toBe(100);
  });
});

describe("chains and contradictions", () => {
  test.each([
    { why: "inner merge first", merges: [merge(CAY, BEN), merge(BEN, ANN)] },
    { why: "outer merge first", merges: [merge(BEN, ANN), merge(CAY, BEN)] },
  ])("a chain resolves, $why", async ({ merges }) => {
    const orders = [order(1, ANN, "10.00"), order(2, BEN, "20.00"), order(3, CAY, "30.00")];
    await deliver(...orders, ...merges);
    expect(await app.causes(shop)).toEqual({
      "11 order:1": 10,
      "11 order:2": 20,
      "11 order:3": 30,
    });
    expect(await available(CAY)).toBe(60);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test.each([
    { why: "a cycle of two", merges: [merge(ANN, BEN), merge(BEN, ANN)] },
    { why: "a cycle of two, the other way", merges: [merge(BEN, ANN), merge(ANN, BEN)] },
    { why: "a second keeper", merges: [merge(ANN, BEN), merge(ANN, CAY)] },
    { why: "a second keeper, the other way", merges: [merge(ANN, CAY), merge(ANN, BEN)] },
    { why: "a cycle of three", merges: [merge(ANN, BEN), merge(BEN, CAY), merge(CAY, ANN)] },
  ])("$why is parked, and the state is the same in any order", async ({ merges }) => {
    const orders = [order(1, ANN, "10.00"), order(2, BEN, "20.00"), order(3, CAY, "30.00")];
    const last = await deliver(...orders, ...merges);
    expect(last).toMatchObject({
      state: "parked",
      remark: expect.stringMatching(/contradicts/) as string,
    });
    const inOrder = { causes: await app.causes(shop), member: await app.member(BEN, shop) };
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });

    shop = `reversed-${shop}`;
    await app.installed(shop);
    await deliver(...[...merges].reverse(), ...orders);
    expect({ causes: await app.causes(shop), member: await app.member(BEN, shop) }).toEqual(
      inOrder,
    );
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test("a customer whose merge contradicts others isn't taken for the others: may join", async () => {
    await join(ANN);
    await deliver(merge(ANN, BEN), merge(ANN, CAY));
    await join(CAY);
    expect(await available(CAY)).toBe(100);
  });
});

describe("a merge that is none", () => {
  test.each(["failed", "in_progress", "requested", ""])(
    "status %j: nothing changes",
    async (status) => {
      const row = await deliver(order(1, BEN, "70.00"), merge(BEN, ANN, status));
      expect(row).toMatchObject({ state: "done", remark: `merge ${status}` });
      expect(await app.causes(shop)).toEqual({ "12 order:1": 70 });
    },
  );

  test.each([
    { why: "into itself", body: mergePayload(ANN, ANN) },
    {
      why: "of something that is no customer",
      body: {
        ...mergePayload(ANN, BEN),
        admin_graphql_api_customer_kept_id: "gid://shopify/Order/1",
      },
    },
  ])("$why: parked", async ({ body }) => {
    expect(await deliver(["customers/merge", body])).toMatchObject({ state: "parked" });
  });
});
