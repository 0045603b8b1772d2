/** Refunds take back exactly what was earned, and nobody else's points. */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { OrderFacts } from "../../app/domain/orders/order-facts.ts";
import { DAY, HOUR, toIso } from "../../app/domain/shared/instant.ts";
import { settle } from "../../app/domain/settlement/settle.ts";
import { orderCause } from "../../app/domain/settlement/settlement.ts";
import { factsOf, histories } from "./arbitraries.ts";
import {
  at,
  DEFAULT_PROGRAM,
  facts,
  LONDON,
  order,
  type LineDraft,
  type RefundDraft,
} from "./history.ts";

// Hundreds of histories a law: seconds on an idle machine, more on a busy one.
vi.setConfig({ testTimeout: 60_000 });

const PLACED = "2025-03-01T10:00";
const NOW = at("2025-12-01");

const lines: fc.Arbitrary<LineDraft[]> = fc.array(
  fc.record({
    price: fc.integer({ min: 1, max: 30_000 }).map((pence) => pence / 100),
    quantity: fc.integer({ min: 1, max: 7 }),
    discount: fc.constantFrom(0, 0.01, 0.1, 0.33),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Every unit of every line goes to one of a few refunds, or stays with the customer (null). */
function splits(drafts: LineDraft[], keepSome: boolean): fc.Arbitrary<(number | null)[][]> {
  const share = keepSome ? fc.constantFrom(null, 0, 1, 2, 3) : fc.constantFrom(0, 1, 2, 3);
  return fc.tuple(
    ...drafts.map(({ quantity = 1 }) =>
      fc.array(share, { minLength: quantity, maxLength: quantity }),
    ),
  );
}

function refundsOf(split: (number | null)[][], listed: boolean[]): RefundDraft[] {
  return listed.map((known, refund) => ({
    id: String(refund + 1),
    at: toIso(at(PLACED) + (refund + 1) * DAY).slice(0, 16),
    listed: known,
    takes: Object.fromEntries(
      split.map((units, line) => [
        String(line + 1),
        units.filter((unit) => unit === refund).length,
      ]),
    ),
  }));
}

function worth(known: OrderFacts): number {
  const { targets } = settle(facts(known), [DEFAULT_PROGRAM], LONDON, NOW);
  return targets.get(orderCause(known.orderId)) ?? 0;
}

const listed = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 });

test("whatever the split, and listed or not yet, a full refund leaves nothing behind", () => {
  fc.assert(
    fc.property(
      lines.chain((drafts) => fc.tuple(fc.constant(drafts), splits(drafts, false), listed)),
      ([drafts, split, known]) => {
        const refunds = refundsOf(split, known);
        expect(worth(order({ id: "1", placed: PLACED, lines: drafts, refunds }))).toBe(0);
      },
    ),
    { numRuns: 1_000 },
  );
});

test("whatever the split, what is kept is worth what it would be after one refund", () => {
  fc.assert(
    fc.property(
      lines.chain((drafts) => fc.tuple(fc.constant(drafts), splits(drafts, true), listed)),
      ([drafts, split, known]) => {
        const atOnce = split.map((units) => units.map((unit) => (unit === null ? null : 0)));
        const inParts = refundsOf(split, known);
        const inOne = refundsOf(atOnce, [true]);
        const parts = order({ id: "1", placed: PLACED, lines: drafts, refunds: inParts });
        const one = order({ id: "1", placed: PLACED, lines: drafts, refunds: inOne });
        expect(worth(parts)).toBe(worth(one));
      },
    ),
    { numRuns: 1_000 },
  );
});

test("a refund never changes what an order placed before it is worth, nor raises any other", () => {
  const told = histories({ program: false }).filter(({ deliveries }) => deliveries.length > 0);
  fc.assert(
    fc.property(told, fc.nat(), fc.nat({ max: 400 }), (history, pick, hours) => {
      const { rules, now, versions } = history;
      const before = factsOf(history);
      const refunded = before.orders[pick % before.orders.length]!;
      const createdAt = refunded.snapshot!.placedAt + hours * 25 * HOUR;
      const lost = { id: "999999", createdAt, lines: takesAll(refunded), goodwillMinor: 0 };
      const after = {
        ...before,
        orders: before.orders.map((o) =>
          o === refunded ? { ...o, refunds: [...o.refunds, lost] } : o,
        ),
      };
      const targetsBefore = settle(before, versions, rules, now).targets;
      const targetsAfter = settle(after, versions, rules, now).targets;
      for (const { orderId, snapshot } of before.orders) {
        const was = targetsBefore.get(orderCause(orderId)) ?? 0;
        const is = targetsAfter.get(orderCause(orderId)) ?? 0;
        if (orderId === refunded.orderId) expect(is).toBe(0);
        else if (snapshot!.placedAt < createdAt) expect(is).toBe(was);
        else expect(is).toBeLessThanOrEqual(was);
      }
    }),
    { numRuns: 1_000 },
  );
});

test("an older order that arrives late never lowers what later ones are worth", () => {
  const told = histories({ program: false }).filter(({ deliveries }) => deliveries.length > 0);
  fc.assert(
    fc.property(told, fc.nat(), (history, pick) => {
      const { rules, now, versions } = history;
      const all = factsOf(history);
      const late = all.orders[pick % all.orders.length]!;
      const known = { ...all, orders: all.orders.filter((o) => o !== late) };
      const before = settle(known, versions, rules, now).targets;
      const after = settle(all, versions, rules, now).targets;
      for (const { orderId } of known.orders) {
        const cause = orderCause(orderId);
        expect(after.get(cause) ?? 0).toBeGreaterThanOrEqual(before.get(cause) ?? 0);
      }
    }),
    { numRuns: 1_000 },
  );
});

function takesAll({ snapshot }: OrderFacts): { lineId: string; quantity: number }[] {
  return snapshot!.lines.map(({ id, quantity }) => ({ lineId: id, quantity }));
}
