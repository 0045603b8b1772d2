/** The goods of an order that are kept, and when: what points and tiers count (rules.md). */
import { divideHalfUp } from "../shared/money.ts";
import type { Id } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";
import type { OrderFacts, OrderLine, OrderSnapshot, Refund } from "./order-facts.ts";

export type KeptLine = {
  id: Id;
  quantity: number;
  kept: number;
  /** Price × quantity − discounts − included taxes. */
  goodsMinor: number;
  keptMinor: number;
};

export type KeptGoods = {
  lines: KeptLine[];
  /** Lowered by refunds without lines (goodwill). */
  goodwillMinor: number;
  goodsMinor: number;
};

const FOR_EVER: Instant = Number.POSITIVE_INFINITY;

/**
 * Goods kept as known at `at`: a refund counts from its `createdAt` on, edits and payment as
 * though from the start. Without `at`: all that is known.
 */
export function keptGoods(facts: OrderFacts, at: Instant = FOR_EVER): KeptGoods {
  const { snapshot } = facts;
  if (!snapshot) return { lines: [], goodwillMinor: 0, goodsMinor: 0 };
  const refunded = refundedQuantities(snapshot, facts.refunds, at);
  const lines = snapshot.lines
    .filter((line) => !line.giftCard)
    .map((line) => keptLine(line, refunded.get(line.id) ?? 0, snapshot.taxesIncluded));
  const goodwillMinor = facts.refunds
    .filter((refund) => refund.createdAt <= at)
    .reduce((sum, refund) => sum + refund.goodwillMinor, 0);
  const sum = lines.reduce((total, line) => total + line.keptMinor, 0);
  return { lines, goodwillMinor, goodsMinor: Math.max(0, sum - goodwillMinor) };
}

/** Goods as a step function: the first from the start, each other from its instant on. */
export function goodsSteps(facts: OrderFacts): { from: Instant; goodsMinor: number }[] {
  const instants = [...new Set(facts.refunds.map((refund) => refund.createdAt))];
  instants.sort((a, b) => a - b);
  return [Number.NEGATIVE_INFINITY, ...instants].map((from) => ({
    from,
    goodsMinor: keptGoods(facts, from).goodsMinor,
  }));
}

/**
 * Per line, what `currentQuantity` must still be lowered by: refunds that the snapshot doesn't
 * list and that have happened, less those it lists that have not happened yet at `at`.
 */
function refundedQuantities(
  snapshot: OrderSnapshot,
  refunds: readonly Refund[],
  at: Instant,
): Map<Id, number> {
  const lowered = new Map<Id, number>();
  if (refunds.length === 0) return lowered;
  const listed = new Set(snapshot.listedRefundIds);
  for (const refund of refunds) {
    const happened = refund.createdAt <= at;
    if (listed.has(refund.id) === happened) continue;
    for (const { lineId, quantity } of refund.lines) {
      lowered.set(lineId, (lowered.get(lineId) ?? 0) + (happened ? quantity : -quantity));
    }
  }
  return lowered;
}

function keptLine(line: OrderLine, lowered: number, taxesIncluded: boolean): KeptLine {
  const kept = Math.min(line.quantity, Math.max(0, line.currentQuantity - lowered));
  const tax = taxesIncluded ? line.taxMinor : 0;
  const goodsMinor = Math.max(0, line.priceMinor * line.quantity - line.discountMinor - tax);
  const keptMinor =
    line.quantity > 0 ? divideHalfUp(multiply(goodsMinor, kept, line), line.quantity) : 0;
  return { id: line.id, quantity: line.quantity, kept, goodsMinor, keptMinor };
}

function multiply(goodsMinor: number, kept: number, line: OrderLine): number {
  const product = goodsMinor * kept;
  if (!Number.isSafeInteger(product)) {
    throw new RangeError(`line ${line.id}: ${goodsMinor} × ${kept} is beyond exact integers`);
  }
  return product;
}
