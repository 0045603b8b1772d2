/** What a merchant is told of an order is what the ledger was written with, and what the rules say. */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { earnedPoints } from "../../app/domain/earning/earning.ts";
import { isLeftAt, leftSpans } from "../../app/domain/members/membership.ts";
import { orderStory, type StoryEntry } from "../../app/domain/settlement/order-story.ts";
import { postDifferences, type Posted } from "../../app/domain/settlement/post.ts";
import { settle } from "../../app/domain/settlement/settle.ts";
import { orderCause } from "../../app/domain/settlement/settlement.ts";
import { DAY } from "../../app/domain/shared/instant.ts";
import { factsOf, histories, type History } from "./arbitraries.ts";

vi.setConfig({ testTimeout: 60_000 });

const WINDOW = 365 * DAY;

/** As the ledger would grow, delivery by delivery: the entries of every order's cause. */
function entriesOf(history: History): Map<string, StoryEntry[]> {
  const entries = new Map<string, StoryEntry[]>();
  const posted = new Map<string, Posted>();
  for (const [index] of history.deliveries.entries()) {
    const known = { ...history, deliveries: history.deliveries.slice(0, index + 1) };
    const settlement = settle(factsOf(known), history.versions, history.rules, history.now);
    for (const draft of postDifferences(settlement, posted)) {
      const { cause, n, points, reason, arithmetic, occurredAt } = draft;
      const own = entries.get(cause) ?? [];
      entries.set(cause, own);
      own.push({ entryId: `${index}`, n, points, reason, postedAt: index, arithmetic });
      const held = (posted.get(cause)?.points ?? 0) + points;
      const { standing, tierId, ratePercent, goods } = arithmetic;
      const last = {
        ...(standing && { standing }),
        ...(tierId && { tierId }),
        ...(ratePercent && { ratePercent }),
        ...(goods && { goodsMinor: goods.goodsMinor }),
      };
      posted.set(cause, { points: held, entries: n + 1, occurredAt, last });
    }
  }
  return entries;
}

/** Every order's story, told from nothing but the orders placed in the tier window before it. */
function storiesOf(history: History) {
  const facts = factsOf(history);
  const entries = entriesOf(history);
  return facts.orders.flatMap((order) => {
    const placedAt = order.snapshot?.placedAt ?? 0;
    const orders = facts.orders.filter((each) => {
      const at = each.snapshot?.placedAt ?? Infinity;
      return at >= placedAt - WINDOW && at < placedAt;
    });
    const chain = entries.get(orderCause(order.orderId)) ?? [];
    const { versions, rules } = history;
    const story = orderStory(order, { orders, actions: facts.actions, versions, rules }, chain);
    return story ? [{ order, story, chain }] : [];
  });
}

test("an order's story agrees with the settlement of the whole member, told from its window alone", () => {
  fc.assert(
    fc.property(histories(), (history) => {
      const facts = factsOf(history);
      const settled = settle(facts, history.versions, history.rules, history.now);
      for (const { order, story } of storiesOf(history)) {
        const arithmetic = settled.arithmetic.get(order.orderId);
        expect(story.target).toBe(arithmetic ? earnedPoints(arithmetic) : 0);
        if (!arithmetic) continue;
        const { standing, tierId, ratePercent, points, version } = arithmetic;
        expect(story.now).toMatchObject({ standing, ratePercent, points, version });
        expect(story.now.tier.id).toBe(tierId);
      }
    }),
    { numRuns: 1_000 },
  );
});

test("what is told of an entry adds up to the entry, from the price of a line to its points", () => {
  fc.assert(
    fc.property(histories(), (history) => {
      for (const { story, chain } of storiesOf(history)) {
        expect(story.chain.map(({ points }) => points)).toEqual(chain.map(({ points }) => points));
        for (const { told, points, before, target } of story.chain) {
          expect(before + points).toBe(target);
          if (!told) continue;
          for (const line of told.lines) {
            if (!line.parts) continue;
            const { priceMinor, discountMinor, includedTaxMinor } = line.parts;
            const goods = priceMinor * line.quantity - discountMinor - includedTaxMinor;
            expect(Math.max(0, goods)).toBe(line.goodsMinor);
            expect(
              Math.floor((2 * line.goodsMinor * line.kept + line.quantity) / (2 * line.quantity)),
            ).toBe(line.keptMinor);
          }
          const kept = told.lines.reduce((sum, line) => sum + line.keptMinor, 0);
          expect(told.keptMinor).toBe(kept);
          expect(told.goodsMinor).toBe(Math.max(0, kept - told.goodwillMinor));
          expect(Number(told.exact.split(".")[0])).toBe(told.points);
          expect(told.points).toBe(
            Math.floor((told.goodsMinor * told.ratePercent) / (100 * told.minorPerPoint)),
          );
          expect(target).toBe(told.standing === "earned" ? told.points : 0);
        }
      }
    }),
    { numRuns: 1_000 },
  );
});

test("entries chain: each goes on from the one before, and the last is what the order holds now", () => {
  fc.assert(
    fc.property(histories(), (history) => {
      const { actions } = factsOf(history);
      for (const { story } of storiesOf(history)) {
        let held = 0;
        for (const link of story.chain) {
          expect(link.before).toBe(held);
          held = link.target;
        }
        expect(held).toBe(story.target);
        const out = isLeftAt(leftSpans(actions), story.placedAt);
        if (out) expect(story.target).toBe(0);
      }
    }),
    { numRuns: 1_000 },
  );
});

test("a refund that alone changed the goods is named as the reason", () => {
  let named = 0;
  fc.assert(
    fc.property(histories(), (history) => {
      for (const { story, order } of storiesOf(history)) {
        for (const link of story.chain) {
          for (const refund of link.refunds) {
            named += 1;
            expect(order.refunds.map(({ id }) => id)).toContain(refund.id);
          }
          if (link.refunds.length > 0) expect(link.n).toBeGreaterThan(0);
        }
      }
    }),
    { numRuns: 500 },
  );
  expect(named).toBeGreaterThan(50);
});
