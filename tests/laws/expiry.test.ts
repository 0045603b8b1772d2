/** Points expire once per period without activity, and never twice or beyond what is there. */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { Action } from "../../app/domain/members/member-facts.ts";
import type { Instant } from "../../app/domain/shared/instant.ts";
import { settle } from "../../app/domain/settlement/settle.ts";
import { orderCause } from "../../app/domain/settlement/settlement.ts";
import { factsOf, histories, type History } from "./arbitraries.ts";

// Hundreds of histories a law: seconds on an idle machine, more on a busy one.
vi.setConfig({ testTimeout: 60_000 });

type Dated = { at: Instant; points: number };

function settled(history: History, actions: Action[] = history.actions) {
  const known = factsOf({ ...history, actions });
  return settle(known, history.versions, history.rules, history.now);
}

function expiriesIn(targets: ReadonlyMap<string, number>): Dated[] {
  return [...targets]
    .filter(([cause]) => cause.startsWith("expiry:"))
    .map(([cause, points]) => ({ at: Date.parse(cause.slice("expiry:".length)), points }))
    .sort((a, b) => a.at - b.at);
}

/** Orders at their placing and actions at their instant, with what they are worth now. */
function creditsIn(history: History, targets: ReadonlyMap<string, number>): Dated[] {
  const orders = factsOf(history).orders.map((order) => ({
    at: order.snapshot!.placedAt,
    points: targets.get(orderCause(order.orderId)) ?? 0,
  }));
  return [...orders, ...history.actions];
}

function total(dated: readonly Dated[]): number {
  return dated.reduce((sum, { points }) => sum + points, 0);
}

test("the balance is the sum of the targets, and no target is worth nothing", () => {
  fc.assert(
    fc.property(histories(), (history) => {
      const { targets, standing } = settled(history);
      expect(standing.balance).toBe([...targets.values()].reduce((a, b) => a + b, 0));
      expect([...targets.values()]).not.toContain(0);
    }),
    { numRuns: 500 },
  );
});

test("an expiry takes all that is there, spends in between counted, and never adds to a debt", () => {
  fc.assert(
    fc.property(histories(), (history) => {
      const { targets } = settled(history);
      const expiries = expiriesIn(targets);
      const credits = creditsIn(history, targets);
      for (const [index, expiry] of expiries.entries()) {
        const there = credits.filter(({ at }) => at <= expiry.at);
        const before = total(there) + total(expiries.slice(0, index));
        expect(before + expiry.points).toBe(0);
        expect(expiry.points).toBeLessThan(0);
      }
    }),
    { numRuns: 1_000 },
  );
});

test("activity that becomes known late takes an expiry back, up to its very instant", () => {
  const expired = histories().filter((history) => expiriesIn(settled(history).targets).length > 0);
  fc.assert(
    fc.property(expired, fc.nat(), fc.constantFrom(-1, 0, 1), (history, pick, beside) => {
      const before = expiriesIn(settled(history).targets);
      const expiry = before[pick % before.length]!;
      const late: Action = { key: "late", kind: "check-in", at: expiry.at + beside, points: 0 };
      const after = expiriesIn(settled(history, [...history.actions, late]).targets);
      const still = after.some(({ at }) => at === expiry.at);
      expect(still).toBe(beside > 0);
    }),
    { numRuns: 500 },
  );
});

test("what is no activity takes no expiry back", () => {
  const expired = histories().filter((history) => expiriesIn(settled(history).targets).length > 0);
  // Leaving is left out: it may make orders placed at that instant worth 0, and so the expiry too.
  const passive = fc.constantFrom("adjustment", "birthday");
  fc.assert(
    fc.property(expired, fc.nat(), passive, (history, pick, kind) => {
      const before = expiriesIn(settled(history).targets);
      const expiry = before[pick % before.length]!;
      const late: Action = { key: "late", kind, at: expiry.at, points: 0 };
      const after = settled(history, [...history.actions, late]).targets;
      expect(expiriesIn(after).some(({ at }) => at === expiry.at)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("time alone adds expiries and changes no other target", () => {
  fc.assert(
    fc.property(histories(), fc.nat({ max: 3_000 }), (history, days) => {
      const before = settled(history).targets;
      const later = settled({ ...history, now: history.now + days * 86_400_000 }).targets;
      for (const [cause, points] of before) expect(later.get(cause)).toBe(points);
      const added = [...later.keys()].filter((cause) => !before.has(cause));
      for (const cause of added) {
        expect(cause).toMatch(/^expiry:/);
        expect(Date.parse(cause.slice("expiry:".length))).toBeGreaterThan(history.now);
      }
    }),
    { numRuns: 1_000 },
  );
});

test("refunding everything after it expired sets both back: nothing is taken twice", () => {
  fc.assert(
    fc.property(histories(), (history) => {
      const refunded = history.deliveries.map((delivery) => ({
        ...delivery,
        deleted: false,
        snapshot: delivery.snapshot && {
          ...delivery.snapshot,
          lines: delivery.snapshot.lines.map((line) => ({ ...line, currentQuantity: 0 })),
        },
      }));
      const { targets } = settled({ ...history, deliveries: refunded }, []);
      expect(Object.fromEntries(targets)).toEqual({});
    }),
    { numRuns: 300 },
  );
});
