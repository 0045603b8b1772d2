/** Redacted, then delivered, is as delivered, then redacted: whatever comes when, and how often. */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, test, vi } from "vitest";
import { answerPrivacyRequests } from "../../app/use-cases/answer-privacy-requests.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { dumpOf, findIn } from "../support/database-dump.ts";
import { fullRefund, mergePayload, orderPayload, refundPayload } from "../support/payloads.ts";

vi.setConfig({ testTimeout: 120_000 });

const [ANN, ANNE, BEN] = [8_850_000_001, 8_850_000_002, 8_850_000_003];

type Step = { topic: string; body: unknown } | "redacted";

const order = (id: number, customer: number | null, goods: string, second = 0): Step => {
  const updatedAt = `2026-03-02T10:00:0${second}Z`;
  return {
    topic: second === 0 ? "orders/create" : "orders/updated",
    body: orderPayload({ id, customer, goods, updatedAt }),
  };
};
const DELIVERIES: readonly Step[] = [
  order(1, ANN, "150.00"),
  order(1, ANN, "120.00", 1),
  order(2, ANNE, "250.00"),
  order(3, BEN, "90.00"),
  // Bought by one, then given to the other; and the other way round.
  order(4, ANN, "70.00"),
  order(4, BEN, "70.00", 2),
  order(5, BEN, "60.00"),
  order(5, ANN, "60.00", 2),
  { topic: "refunds/create", body: refundPayload(fullRefund(2, 901, "2026-03-04T10:00:00Z")) },
  { topic: "customers/merge", body: mergePayload(ANNE, ANN) },
];

let app: TestApp;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

async function stateAfter(steps: readonly Step[]) {
  shops += 1;
  const shop = `converging-${shops}.myshopify.com`;
  const shopId = await app.installed(shop);
  for (const step of steps) {
    const { topic, body } =
      step === "redacted"
        ? { topic: "customers/redact", body: { customer: { id: ANN }, orders_to_redact: [1] } }
        : step;
    await app.deliver(topic, body, { shop, webhookId: randomUUID() });
    await app.drained();
    if (step === "redacted") await answerPrivacyRequests(app.app.timed, shopId);
  }
  // Whoever a merge told late made forgotten.
  await answerPrivacyRequests(app.app.timed, shopId);
  expect(findIn(await dumpOf(app, shopId), [ANN, ANNE])).toEqual([]);
  expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  const orders = await app.superuser.query(
    "SELECT order_id, customer_id, facts FROM orders WHERE shop_id = $1 ORDER BY order_id",
    [shopId],
  );
  return {
    orders: orders.rows,
    causes: await app.causes(shop),
    ben: await app.member(BEN, shop),
    ann: await app.member(ANN, shop),
  };
}

test("any order of the deliveries, any number of each, the redaction anywhere among them", async () => {
  const expected = await stateAfter([...DELIVERIES, "redacted"]);
  expect(expected.orders).toHaveLength(5);
  expect(Object.keys(expected.causes)).toEqual([`${BEN} order:3`, `${BEN} order:4`]);
  const anyOrder = fc.subarray([...DELIVERIES], { maxLength: 4 }).chain((again) =>
    fc.shuffledSubarray([...DELIVERIES, ...again, "redacted" as const], {
      minLength: DELIVERIES.length + again.length + 1,
    }),
  );
  await fc.assert(
    fc.asyncProperty(anyOrder, async (steps) => {
      expect(await stateAfter(steps)).toEqual(expected);
    }),
    { numRuns: 12 },
  );
});
