import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { settleDue } from "../../app/jobs/timed-work.server.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import {
  lineIdOf,
  mergePayload,
  orderPayload,
  refundPayload,
  type OrderDraft,
  type RefundDraft,
} from "../support/payloads.ts";

/** Ids above 2^53 that differ by one: a double would take them for the same. */
const ORDER = 820982911946154500n;
const [ANN, BEN] = [115310627314723954n, 115310627314723955n];

type Delivery = { topic: string; body: unknown };

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
  app.clock.now = Date.parse("2026-06-01T00:00:00Z");
});

const at = (day: number, minute = 0): string =>
  new Date(Date.UTC(2026, 0, day, 10, minute)).toISOString().replace(".000", "");

function order(n: bigint, draft: Partial<OrderDraft>): OrderDraft {
  return { id: ORDER + n, customer: ANN, ...draft };
}

const created = (draft: OrderDraft): Delivery => ({
  topic: "orders/create",
  body: orderPayload(draft),
});
const updated = (draft: OrderDraft): Delivery => ({
  topic: "orders/updated",
  body: orderPayload(draft),
});
const refunded = (draft: RefundDraft): Delivery => ({
  topic: "refunds/create",
  body: refundPayload(draft),
});

/** A life of two customers who turn out to be one: every delivery that Shopify would make of it. */
function history(): Delivery[] {
  const first = order(1n, { placedAt: at(1), goods: "250.00" });
  const partRefund: RefundDraft = {
    id: 501,
    orderId: ORDER + 2n,
    at: at(9),
    lines: [{ lineId: lineIdOf(ORDER + 2n, 0), quantity: 2 }],
  };
  const goodwill: RefundDraft = {
    id: 502,
    orderId: ORDER + 1n,
    at: at(20),
    adjustments: [{ kind: "refund_discrepancy", amount: "-30.00" }],
  };
  const lines = [
    { price: "40.00", quantity: 3 },
    { price: "15.50", discount: "5.50" },
  ];
  const second = order(2n, { placedAt: at(5), lines });
  const secondLater = {
    ...second,
    updatedAt: at(9, 1),
    status: "partially_refunded",
    lines: [{ price: "40.00", quantity: 3, current: 1 }, lines[1]!],
    refunds: [partRefund],
  };
  const third = order(3n, { placedAt: at(6), goods: "99.99", customer: BEN });
  const fourth = order(4n, { placedAt: at(8), goods: "120.00", customer: BEN });
  const fifth = order(5n, { placedAt: at(12), goods: "64.00", status: "pending" });
  return [
    created(first),
    refunded(goodwill),
    created({ ...second, status: "pending" }),
    { topic: "orders/paid", body: orderPayload(second) },
    refunded(partRefund),
    updated(secondLater),
    created(third),
    updated({ ...third, updatedAt: at(7), goods: "149.99" }),
    { topic: "orders/edited", body: { order_edit: { order_id: ORDER + 3n, created_at: at(7) } } },
    created(fourth),
    {
      topic: "orders/cancelled",
      body: orderPayload({
        ...fourth,
        updatedAt: at(10),
        cancelledAt: at(10),
        status: "voided",
      }),
    },
    created(fifth),
    { topic: "orders/paid", body: orderPayload({ ...fifth, status: "paid", updatedAt: at(13) }) },
    created(order(6n, { placedAt: at(14), goods: "10.00", test: true })),
    created(order(7n, { placedAt: at(15), goods: "500.00" })),
    { topic: "orders/delete", body: { id: ORDER + 7n } },
    { topic: "customers/merge", body: mergePayload(BEN, ANN) },
  ];
}

let shops = 0;

/** The same state, as rules.md has it: net points per cause, and the shopper's state as JSON. */
async function stateAfter(groups: Delivery[][]): Promise<unknown> {
  shops += 1;
  const shop = `converging-${shops}.myshopify.com`;
  await app.installed(shop);
  for (const group of groups) {
    const answers = await Promise.all(
      group.map(({ topic, body }) => app.deliver(topic, body, { shop })),
    );
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    await app.drained();
  }
  await settleDue(app.app.timed);
  const parked = (await app.inbox(shop)).filter((row) => row.state !== "done");
  expect(parked).toEqual([]);
  expect(await app.prove(shop)).toMatchObject({ unsettled: 0, firstBreak: null });
  return {
    causes: await app.causes(shop),
    ann: JSON.stringify(await app.member(ANN, shop)),
    ben: JSON.stringify(await app.member(BEN, shop)),
  };
}

const told = history();

/** Every delivery at least once, some again, in any order, a few of them at a time. */
const arrivals = fc
  .tuple(
    fc.array(fc.nat({ max: told.length - 1 }), { maxLength: 8 }),
    fc.infiniteStream(fc.nat({ max: 1_000_000 })),
    fc.infiniteStream(fc.integer({ min: 1, max: 7 })),
  )
  .map(([again, chances, sizes]) => {
    const indices = [...told.keys(), ...again];
    const shuffled = indices
      .map((index) => ({ index, chance: chances.next().value as number }))
      .sort((a, b) => a.chance - b.chance)
      .map(({ index }) => index);
    const groups: number[][] = [];
    while (shuffled.length > 0) groups.push(shuffled.splice(0, sizes.next().value as number));
    return groups;
  });

test("a history ends in the same state in whatever order, number and grouping it arrives", async () => {
  const inOrder = await stateAfter(told.map((each) => [each]));
  expect(inOrder).toMatchObject({
    causes: {
      // 250 of goods less 30 of goodwill, placed first: Bronze.
      [`${ANN} order:${ORDER + 1n}`]: 220,
      // 40 + 10 kept of the second, Silver by the first (the goodwill came later).
      [`${ANN} order:${ORDER + 2n}`]: 62,
      // 149.99 of Ben's, Silver as well, now that they are one.
      [`${ANN} order:${ORDER + 3n}`]: 187,
      // 64 of the fifth: 250 + 50 + 149.99 is spent by then, Silver.
      [`${ANN} order:${ORDER + 5n}`]: 80,
    },
  });
  await fc.assert(
    fc.asyncProperty(arrivals, async (groups) => {
      const state = await stateAfter(groups.map((group) => group.map((index) => told[index]!)));
      expect(state).toEqual(inOrder);
    }),
    { numRuns: 25, endOnFailure: true },
  );
}, 60_000);

test("what was lost is made good by a later snapshot", async () => {
  const inOrder = await stateAfter(told.map((each) => [each]));
  // Each of these is contained in a newer one of the same order.
  const lost = new Set([
    ...["orders/paid", "orders/create"].flatMap((topic) =>
      told.filter((each) => each.topic === topic && idOf(each) === ORDER + 2n),
    ),
    told.find((each) => each.topic === "orders/create" && idOf(each) === ORDER + 4n)!,
    told.find((each) => each.topic === "orders/create" && idOf(each) === ORDER + 5n)!,
  ]);
  expect(lost.size).toBe(4);
  expect(await stateAfter([told.filter((each) => !lost.has(each))])).toEqual(inOrder);
});

function idOf({ body }: Delivery): unknown {
  return (body as { id?: unknown }).id;
}
