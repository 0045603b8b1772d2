/**
 * The control of rules.md: the obvious way, which fixes an order's tier when it happens to be
 * processed, gives different ledgers for different arrivals. It shows that the laws beside this
 * file can fail, and on which share of histories.
 */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { joinOrderFacts, type OrderFacts } from "../../app/domain/orders/order-facts.ts";
import { settle } from "../../app/domain/settlement/settle.ts";
import { orderCause } from "../../app/domain/settlement/settlement.ts";
import { DAY } from "../../app/domain/shared/instant.ts";
import { DEFAULT_PROGRAM, delivered, facts, LONDON, order, refund } from "./history.ts";
import { toIso } from "../../app/domain/shared/instant.ts";

// Hundreds of histories a law: seconds on an idle machine, more on a busy one.
vi.setConfig({ testTimeout: 60_000 });

const SAMPLE_SIZE = 4_000;
const SEED = 20_250_602;
const START = Date.parse("2025-01-01T00:00:00Z");
const NOW = START + 400 * DAY;

/** Two to six paid orders within a year, some refunded in full; delivered in two orders. */
const arrivals = fc
  .array(
    fc.record({
      day: fc.nat({ max: 300 }),
      goods: fc.constantFrom(20, 50, 80, 120, 250),
      refunded: fc.nat({ max: 4 }).map((n) => n === 0),
    }),
    { minLength: 2, maxLength: 6 },
  )
  .map((drafts) => drafts.flatMap((draft, index) => deliveriesOf(String(index + 1), draft)))
  .chain((deliveries) =>
    fc.tuple(
      fc.shuffledSubarray(deliveries, { minLength: deliveries.length }),
      fc.shuffledSubarray(deliveries, { minLength: deliveries.length }),
    ),
  );

function deliveriesOf(
  id: string,
  draft: { day: number; goods: number; refunded: boolean },
): OrderFacts[] {
  const placed = toIso(START + draft.day * DAY).slice(0, 16);
  const created = order({ id, placed, goods: draft.goods });
  if (!draft.refunded) return [created];
  const at = toIso(START + (draft.day + 20) * DAY).slice(0, 16);
  return [created, refund(id, { id: `${id}00`, at, takes: { "1": 1 } })];
}

/** Points by order when the rate of an order is fixed on first sight, from what is known then. */
function naively(deliveries: readonly OrderFacts[]): Record<string, number> {
  const known = new Map<string, { facts: OrderFacts; ratePercent: number | null }>();
  for (const delivery of deliveries) {
    const before = known.get(delivery.orderId);
    const joined = before ? joinOrderFacts(before.facts, delivery) : delivery;
    const ratePercent = before?.ratePercent ?? (joined.snapshot ? rateNow(known) : null);
    known.set(delivery.orderId, { facts: joined, ratePercent });
  }
  return Object.fromEntries(
    [...known].map(([id, { facts: joined, ratePercent }]) => [
      id,
      Math.floor((goodsOf(joined) * (ratePercent ?? 100)) / (100 * DEFAULT_PROGRAM.minorPerPoint)),
    ]),
  );
}

function rateNow(known: ReadonlyMap<string, { facts: OrderFacts }>): number {
  const spendMinor = [...known.values()].reduce((sum, { facts: one }) => sum + goodsOf(one), 0);
  const tier = DEFAULT_PROGRAM.tiers.findLast(({ thresholdMinor }) => thresholdMinor <= spendMinor);
  return tier?.ratePercent ?? 100;
}

function goodsOf({ snapshot, refunds }: OrderFacts): number {
  return refunds.length > 0 ? 0 : (snapshot?.lines[0]?.priceMinor ?? 0);
}

function byTheFold(deliveries: readonly OrderFacts[]): Record<string, number> {
  const known = facts(...deliveries);
  const { targets } = settle(known, [DEFAULT_PROGRAM], LONDON, NOW);
  return Object.fromEntries(
    delivered(deliveries).map(({ orderId }) => [orderId, targets.get(orderCause(orderId)) ?? 0]),
  );
}

test("fixing the tier when an order is processed gives other ledgers; the fold never does", () => {
  const sample = fc.sample(arrivals, { numRuns: SAMPLE_SIZE, seed: SEED });
  const differing = (points: (deliveries: OrderFacts[]) => Record<string, number>): number =>
    sample.filter(([a, b]) => !sameRecord(points(a), points(b))).length;
  expect(differing(naively) / SAMPLE_SIZE).toBeGreaterThan(0.1);
  expect(differing(byTheFold)).toBe(0);
});

function sameRecord(a: Record<string, number>, b: Record<string, number>): boolean {
  return Object.entries(a).every(([key, points]) => b[key] === points);
}
