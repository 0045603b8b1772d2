/** Order × version × tier → points, with the arithmetic that answers "why". */
import { keptGoods, type KeptGoods } from "../orders/goods.ts";
import type { OrderFacts, OrderSnapshot } from "../orders/order-facts.ts";
import type { ProgramVersion, Tier } from "../program/program.ts";

/**
 * Accrual is arithmetic: whole points only, the remainder is dropped, never rounded up, once per
 * order. `goodsMinor` in minor units; the result is a non-negative integer.
 */
export function pointsForGoods(
  goodsMinor: number,
  ratePercent: number,
  minorPerPoint: number,
): number {
  const numerator = goodsMinor * ratePercent;
  const denominator = 100 * minorPerPoint;
  if (Number.isSafeInteger(numerator)) return Math.floor(numerator / denominator);
  return Number((BigInt(goodsMinor) * BigInt(ratePercent)) / BigInt(denominator));
}

/** Why an order is worth what it is; all but `earned` state why it is 0. */
export type OrderStanding =
  | "earned"
  | "pending"
  | "cancelled"
  | "voided"
  | "deleted"
  | "test"
  | "no-snapshot"
  | "left-program"
  | "before-earn-from"
  | "other-customer";

export type OrderArithmetic = {
  standing: OrderStanding;
  goods: KeptGoods;
  version: number;
  tierId: string;
  ratePercent: number;
  minorPerPoint: number;
  rounding: "floor";
  /** What the goods come to under the rule, whether or not the standing lets them earn. */
  points: number;
};

const EARNS: ReadonlySet<string> = new Set(["paid", "partially_refunded", "refunded"]);
const PENDING: ReadonlySet<string> = new Set(["pending", "authorized", "partially_paid"]);

/** Whether the order's state lets it earn, before anything is said of its member. */
export function orderStanding(facts: OrderFacts): OrderStanding {
  if (facts.deleted) return "deleted";
  const { snapshot } = facts;
  if (!snapshot) return "no-snapshot";
  if (snapshot.test) return "test";
  return snapshotStanding(snapshot);
}

function snapshotStanding(snapshot: OrderSnapshot): OrderStanding {
  if (snapshot.cancelledAt !== null) return "cancelled";
  if (EARNS.has(snapshot.financialStatus)) return "earned";
  return PENDING.has(snapshot.financialStatus) ? "pending" : "voided";
}

/**
 * What this order is worth now: from its current state, not from the change that arrived, since
 * rounding each refund by itself would leave a point behind per refund.
 */
export function orderArithmetic(
  facts: OrderFacts,
  standing: OrderStanding,
  version: ProgramVersion,
  tier: Tier,
): OrderArithmetic {
  const goods = keptGoods(facts);
  return {
    standing,
    goods,
    version: version.version,
    tierId: tier.id,
    ratePercent: tier.ratePercent,
    minorPerPoint: version.minorPerPoint,
    rounding: "floor",
    points: pointsForGoods(goods.goodsMinor, tier.ratePercent, version.minorPerPoint),
  };
}

/** The points that the order's cause should hold. */
export function earnedPoints(arithmetic: OrderArithmetic): number {
  return arithmetic.standing === "earned" ? arithmetic.points : 0;
}
