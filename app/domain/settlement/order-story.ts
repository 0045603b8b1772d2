/**
 * Why an order holds the points that it holds: what it is worth now by all that is known, and every
 * entry of its cause with what changed from one to the next. Pure; agrees with `settle` (a law).
 */
import { earnedPoints, type OrderArithmetic } from "../earning/earning.ts";
import type { Action, ShopRules } from "../members/member-facts.ts";
import { leftSpans } from "../members/membership.ts";
import { goodsSteps } from "../orders/goods.ts";
import type { OrderFacts, Refund } from "../orders/order-facts.ts";
import type { ProgramVersion } from "../program/program.ts";
import type { Id } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";
import { at, stepAtMark, tierSteps } from "../tiers/tier-steps.ts";
import type { EntryArithmetic } from "./post.ts";
import { arithmeticOf, liveOrders } from "./settle.ts";
import { tellArithmetic, type Told } from "./told-arithmetic.ts";

export type StoryEntry = {
  entryId: string;
  n: number;
  points: number;
  reason: string;
  postedAt: Instant;
  arithmetic: EntryArithmetic;
};

export type ChangedLine = { id: Id; productId: Id | null; before: number; after: number };

export type Link = Omit<StoryEntry, "arithmetic"> & {
  /** What the cause held before this entry, and from it on. */
  before: number;
  target: number;
  /** Null of an entry that took an order away from here: deleted, or another customer's now. */
  told: Told | null;
  /** Lines of which another quantity is kept than the entry before said. */
  lines: ChangedLine[];
  /** The refunds that made the difference, as far as they explain the goods exactly. */
  refunds: Pick<Refund, "id" | "createdAt" | "goodwillMinor">[];
  /** What the entry before said where it differs, so that "Bronze → Silver" can be told. */
  tierBefore: string | null;
};

export type OrderStory = {
  orderId: Id;
  name: string | null;
  placedAt: Instant;
  cancelledAt: Instant | null;
  financialStatus: string;
  customerId: Id | null;
  now: Told;
  /** What the order should hold now; the sum of its entries holds it. */
  target: number;
  /** Goods spend in the tier window before it was placed, and the orders that it comes from. */
  spendBeforeMinor: number;
  ordersBefore: number;
  /** First to last. */
  chain: Link[];
};

/** What an order's worth depends on besides itself. */
export type OrderWindow = {
  /** At least the member's orders placed in the tier window before it; more do no harm. */
  orders: readonly OrderFacts[];
  actions: readonly Action[];
  versions: readonly ProgramVersion[];
  rules: ShopRules;
};

/** Null while the order itself is not known. `entries` of its cause, ascending. */
export function orderStory(
  facts: OrderFacts,
  window: OrderWindow,
  entries: readonly StoryEntry[],
): OrderStory | null {
  const { orderId, snapshot } = facts;
  if (!snapshot) return null;
  const { versions, rules } = window;
  const live = liveOrders(window.orders);
  const steps = tierSteps(
    live.map((order) => order.facts),
    versions,
  );
  const left = leftSpans(window.actions);
  const arithmetic = arithmeticOf({ facts, snapshot }, { steps, versions, rules, left });
  const mark = at(snapshot.placedAt);
  const counted = live.filter(
    (order) => stepAtMark(tierSteps([order.facts], versions), mark).spendMinor > 0,
  );
  return {
    orderId,
    name: snapshot.name,
    placedAt: snapshot.placedAt,
    cancelledAt: snapshot.cancelledAt,
    financialStatus: snapshot.financialStatus,
    customerId: snapshot.customerId,
    now: tellArithmetic(arithmetic, facts, versions),
    target: earnedPoints(arithmetic),
    spendBeforeMinor: stepAtMark(steps, mark).spendMinor,
    ordersBefore: counted.length,
    chain: chainOf(facts, versions, entries),
  };
}

function chainOf(
  facts: OrderFacts,
  versions: readonly ProgramVersion[],
  entries: readonly StoryEntry[],
): Link[] {
  let before: OrderArithmetic | null = null;
  return entries.map(({ arithmetic: stored, ...entry }): Link => {
    const own = orderArithmeticOf(stored);
    const link: Link = {
      ...entry,
      before: stored.before,
      target: stored.target,
      told: own && tellArithmetic(own, facts, versions),
      lines: own && before ? changedLines(before, own, facts) : [],
      refunds: own && before ? refundsBetween(facts, before, own) : [],
      tierBefore: own && before && before.tierId !== own.tierId ? before.tierId : null,
    };
    before = own ?? before;
    return link;
  });
}

/** Entries of orders hold all of it, but those that took the order away. */
function orderArithmeticOf(stored: EntryArithmetic): OrderArithmetic | null {
  const { standing, goods, version, tierId, ratePercent, minorPerPoint, rounding, points } = stored;
  if (!standing || !goods || version === undefined || tierId === undefined) return null;
  if (ratePercent === undefined || minorPerPoint === undefined || points === undefined) return null;
  const rule = { version, tierId, ratePercent, minorPerPoint, rounding: rounding ?? "floor" };
  return { standing, goods, ...rule, points };
}

function changedLines(
  before: OrderArithmetic,
  after: OrderArithmetic,
  facts: OrderFacts,
): ChangedLine[] {
  const kept = (from: OrderArithmetic): Map<Id, number> =>
    new Map(from.goods.lines.map((line) => [line.id, line.kept]));
  const [was, is] = [kept(before), kept(after)];
  const products = new Map(facts.snapshot?.lines.map((line) => [line.id, line.productId]));
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((id) => ({
      id,
      productId: products.get(id) ?? null,
      before: was.get(id) ?? 0,
      after: is.get(id) ?? 0,
    }))
    .filter((line) => line.before !== line.after);
}

/**
 * Goods fall in steps, one for each instant of a refund: where the goods of both entries are among
 * them, what lies between is the reason. An edit may leave no such step; then the lines tell.
 */
function refundsBetween(
  facts: OrderFacts,
  before: OrderArithmetic,
  after: OrderArithmetic,
): Link["refunds"] {
  const steps = goodsSteps(facts);
  const until = steps.findIndex((step) => step.goodsMinor === after.goods.goodsMinor);
  const from = steps
    .slice(0, until)
    .findLastIndex((step) => step.goodsMinor === before.goods.goodsMinor);
  if (until <= 0 || from < 0) return [];
  const [first, last] = [steps[from]?.from ?? 0, steps[until]?.from ?? 0];
  return facts.refunds
    .filter(({ createdAt }) => createdAt > first && createdAt <= last)
    .map(({ id, createdAt, goodwillMinor }) => ({ id, createdAt, goodwillMinor }));
}
