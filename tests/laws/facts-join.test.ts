/** What is known only grows: neither order nor number of deliveries decides (rules.md, "Facts join"). */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { joinOrderFacts, type OrderFacts } from "../../app/domain/orders/order-facts.ts";
import { settle } from "../../app/domain/settlement/settle.ts";
import { factsOf, histories, withRedelivery, type History } from "./arbitraries.ts";
import { delivered } from "./history.ts";
import { fetchedAfterwards } from "./order-life.ts";

// Hundreds of histories a law: seconds on an idle machine, more on a busy one.
vi.setConfig({ testTimeout: 60_000 });

/** Order facts of one order, as any of its deliveries or several of them joined. */
const knowledgeOfOneOrder: fc.Arbitrary<OrderFacts[]> = histories({ lives: 1 })
  .map(({ deliveries }) => deliveries)
  .filter((deliveries) => deliveries.length > 0)
  .chain((deliveries) =>
    fc.array(fc.constantFrom(...deliveries, ...delivered(deliveries)), {
      minLength: 3,
      maxLength: 3,
    }),
  );

function shown(history: History, deliveries: readonly OrderFacts[]) {
  const facts = factsOf({ ...history, deliveries: [...deliveries] });
  const { targets, standing } = settle(facts, history.versions, history.rules, history.now);
  return { targets: Object.fromEntries([...targets].sort()), standing };
}

test("joining facts is commutative, associative and idempotent", () => {
  fc.assert(
    fc.property(knowledgeOfOneOrder, ([a, b, c]) => {
      if (!a || !b || !c) throw new Error("three states of knowledge");
      expect(joinOrderFacts(a, b)).toEqual(joinOrderFacts(b, a));
      expect(joinOrderFacts(joinOrderFacts(a, b), c)).toEqual(
        joinOrderFacts(a, joinOrderFacts(b, c)),
      );
      expect(joinOrderFacts(a, a)).toEqual(a);
      const joined = joinOrderFacts(a, b);
      expect(joinOrderFacts(joined, a)).toEqual(joined);
    }),
    { numRuns: 2_000 },
  );
});

test("two readings of one refund, a full and a scant one, join the same way round or not", () => {
  const reading = fc.record({
    id: fc.constantFrom("9", "10"),
    createdAt: fc.constantFrom(0, 1_000),
    lines: fc.array(
      fc.record({ lineId: fc.constantFrom("1", "2"), quantity: fc.integer({ min: 1, max: 3 }) }),
      { maxLength: 2 },
    ),
    goodwillMinor: fc.constantFrom(0, 500),
  });
  const known = fc
    .uniqueArray(reading, { maxLength: 2, selector: (refund) => refund.id })
    .map((refunds) => delivered(refunds.map((refund) => scant(refund)))[0] ?? scant());
  fc.assert(
    fc.property(known, known, known, (a, b, c) => {
      expect(joinOrderFacts(a, b)).toEqual(joinOrderFacts(b, a));
      expect(joinOrderFacts(joinOrderFacts(a, b), c)).toEqual(
        joinOrderFacts(a, joinOrderFacts(b, c)),
      );
    }),
    { numRuns: 1_000 },
  );
});

test("any permutation and duplication of deliveries settles to the same", () => {
  fc.assert(
    fc.property(withRedelivery(histories()), ({ history, deliveries }) => {
      expect(shown(history, deliveries)).toEqual(shown(history, history.deliveries));
    }),
    { numRuns: 1_000 },
  );
});

test("a stale delivery after all others changes nothing", () => {
  fc.assert(
    fc.property(histories(), fc.nat(), (history, pick) => {
      const { deliveries } = history;
      fc.pre(deliveries.length > 0);
      const stale = deliveries[pick % deliveries.length]!;
      expect(shown(history, [...deliveries, stale])).toEqual(shown(history, deliveries));
    }),
    { numRuns: 500 },
  );
});

test("whatever was lost, one later snapshot of each order makes it good", () => {
  const losses = histories().chain((history) =>
    fc.record({ history: fc.constant(history), kept: fc.subarray(history.deliveries) }),
  );
  fc.assert(
    fc.property(losses, ({ history, kept }) => {
      const later = byOrder(history.deliveries).map(fetchedAfterwards);
      // A tombstone is no snapshot: Shopify repeats its delivery until it is taken.
      const deletions = history.deliveries.filter((delivery) => delivery.deleted);
      const whole = shown(history, [...history.deliveries, ...later]);
      expect(shown(history, [...kept, ...later, ...deletions])).toEqual(whole);
    }),
    { numRuns: 1_000 },
  );
});

test("a lost refunds/create is made good by any later snapshot, which lists it", () => {
  fc.assert(
    fc.property(histories(), (history) => {
      const withoutOwn = history.deliveries.filter((d) => d.snapshot !== null || d.deleted);
      expect(shown(history, withoutOwn)).toEqual(shown(history, history.deliveries));
    }),
    { numRuns: 500 },
  );
});

function scant(refund?: OrderFacts["refunds"][number]): OrderFacts {
  return { orderId: "1", deleted: false, snapshot: null, refunds: refund ? [refund] : [] };
}

function byOrder(deliveries: readonly OrderFacts[]): OrderFacts[][] {
  const orderIds = [...new Set(deliveries.map((delivery) => delivery.orderId))];
  return orderIds.map((id) => deliveries.filter((delivery) => delivery.orderId === id));
}
