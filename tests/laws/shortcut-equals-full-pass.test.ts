/** The shortcut for an order that sorts last gives what the full pass gives, or declines. */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { OrderFacts } from "../../app/domain/orders/order-facts.ts";
import { reachBack, settleLatest } from "../../app/domain/settlement/settle-latest.ts";
import { settle } from "../../app/domain/settlement/settle.ts";
import { orderCause } from "../../app/domain/settlement/settlement.ts";
import { DAY, toIso, type Instant } from "../../app/domain/shared/instant.ts";
import { factsOf, histories, type History } from "./arbitraries.ts";
import { at, DEFAULT_PROGRAM, LONDON, order } from "./history.ts";

vi.setConfig({ testTimeout: 60_000 });

type Newcomer = { history: History; latest: OrderFacts; settledAt: Instant; now: Instant };

/** A history, and an order that comes after everything in it, seen some time after the last settling. */
function newcomers(): fc.Arbitrary<Newcomer> {
  const gap = fc.oneof(
    fc.integer({ min: 0, max: 40 * DAY }),
    fc.integer({ min: 300 * DAY, max: 400 * DAY }),
  );
  return fc
    .record({
      history: histories(),
      gap,
      settledAfter: fc.double({ min: 0, max: 1, noNaN: true }),
      seenAfter: fc.oneof(fc.constant(0), gap),
      goods: fc.integer({ min: 0, max: 700 }),
      status: fc.constantFrom(
        "paid" as const,
        "paid" as const,
        "pending" as const,
        "voided" as const,
      ),
    })
    .map(({ history, gap: after, settledAfter, seenAfter, goods, status }) => {
      const { checkpoint } = settle(factsOf(history), history.versions, history.rules, history.now);
      const from = checkpoint.lastFactAt ?? history.now;
      const placedAt = from + after;
      return {
        history,
        latest: order({ id: "999999999", placed: toIso(placedAt).slice(0, -1), goods, status }),
        settledAt: from + Math.floor(settledAfter * (after + seenAfter)),
        now: placedAt + seenAfter,
      };
    });
}

function shortcut({ history, latest, settledAt, now }: Newcomer) {
  const known = factsOf(history);
  const { standing, checkpoint } = settle(known, history.versions, history.rules, settledAt);
  const window = known.orders.filter(
    (each) => each.snapshot !== null && each.snapshot.placedAt >= reachBack(checkpoint),
  );
  return settleLatest({ standing, checkpoint }, { window, latest }, history, now);
}

test("where the shortcut applies it equals the full pass: targets, standing and checkpoint", () => {
  let applied = 0;
  let declined = 0;
  fc.assert(
    fc.property(newcomers(), (newcomer) => {
      const { history, latest, settledAt, now } = newcomer;
      const short = shortcut(newcomer);
      if (!short) {
        declined += 1;
        return;
      }
      applied += 1;
      const known = factsOf(history);
      const before = settle(known, history.versions, history.rules, settledAt);
      const full = settle(
        { ...known, orders: [...known.orders, latest] },
        history.versions,
        history.rules,
        now,
      );
      const targets = new Map(before.targets);
      if (short.points !== 0) targets.set(orderCause(latest.orderId), short.points);
      expect(Object.fromEntries(targets)).toEqual(Object.fromEntries(full.targets));
      expect(short.standing).toEqual(full.standing);
      expect(short.checkpoint).toEqual(full.checkpoint);
      expect(short.arithmetic).toEqual(full.arithmetic.get(latest.orderId));
    }),
    { numRuns: 5_000 },
  );
  expect(applied, "the shortcut must apply often enough to be tested").toBeGreaterThan(1_000);
  expect(declined, "some histories must reach back").toBeGreaterThan(100);
});

test("a tier that fell by time alone is given back by an order from before the fall: the shortcut declines", () => {
  const history: History = {
    deliveries: [
      order({ id: "1", placed: "2025-01-01T10:00:00", goods: 250 }),
      order({ id: "2", placed: "2025-07-20T10:00:00", goods: 10 }),
    ],
    actions: [],
    versions: [DEFAULT_PROGRAM],
    rules: LONDON,
    now: at("2026-02-01T00:00:00"),
  };
  const latest = order({ id: "3", placed: "2025-10-01T10:00:00", goods: 210 });
  const newcomer = { history, latest, settledAt: history.now, now: at("2026-02-02T00:00:00") };
  const before = settle(factsOf(history), history.versions, history.rules, history.now);
  const known = factsOf(history);
  const full = settle(
    { ...known, orders: [...known.orders, latest] },
    history.versions,
    LONDON,
    newcomer.now,
  );
  expect(before.standing).toMatchObject({ tierId: "bronze", tierSince: at("2026-01-01T10:00:00") });
  expect(full.standing).toMatchObject({ tierId: "silver", tierSince: at("2025-01-01T10:00:00") });
  expect(shortcut(newcomer)).toBeNull();
});
