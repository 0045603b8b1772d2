/** What one order is worth to its member, and why: the answer to "what did this bring me?". */
import { pointsForGoods, type OrderStanding } from "../earning/earning.ts";
import type { ShopRules } from "../members/member-facts.ts";
import { keptGoods } from "../orders/goods.ts";
import { versionAt, type ProgramVersion } from "../program/program.ts";
import type { Id } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";
import { settle } from "./settle.ts";
import type { MemberFacts } from "./settlement.ts";

export type OrderWorth = {
  orderId: Id;
  name: string | null;
  placedAt: Instant;
  standing: OrderStanding;
  /** What the order holds; of one that awaits payment what it will hold. */
  points: number;
  /** The same before anything of it went back, so that the difference can be told. */
  pointsAtFirst: number;
  /** Goods kept, in minor units of the shop's currency. */
  goodsMinor: number;
  minorPerPoint: number;
  /** The rate and the tier of the instant of placing. */
  ratePercent: number;
  tier: { id: string; name: string };
};

/** Null for an order that isn't among the member's, or was deleted. */
export function orderWorth(
  orderId: Id,
  facts: MemberFacts,
  world: { versions: readonly ProgramVersion[]; rules: ShopRules },
  now: Instant,
): OrderWorth | null {
  const { versions, rules } = world;
  const order = facts.orders.find((each) => each.orderId === orderId);
  if (!order?.snapshot || order.deleted) return null;
  const { name, placedAt, test } = order.snapshot;
  const version = versionAt(versions, placedAt);
  const arithmetic = settle(facts, versions, rules, now).arithmetic.get(orderId);
  const standing = arithmetic?.standing ?? (test ? "test" : "no-snapshot");
  const ratePercent = arithmetic?.ratePercent ?? version.tiers[0].ratePercent;
  const minorPerPoint = arithmetic?.minorPerPoint ?? version.minorPerPoint;
  const tier = version.tiers.find(({ id }) => id === arithmetic?.tierId) ?? version.tiers[0];
  const counts = standing === "earned" || standing === "pending";
  const atFirst = keptGoods(order, Number.NEGATIVE_INFINITY).goodsMinor;
  return {
    orderId,
    name,
    placedAt,
    standing,
    points: counts ? (arithmetic?.points ?? 0) : 0,
    pointsAtFirst: counts ? pointsForGoods(atFirst, ratePercent, minorPerPoint) : 0,
    goodsMinor: arithmetic?.goods.goodsMinor ?? 0,
    minorPerPoint,
    ratePercent,
    tier: { id: tier.id, name: tier.name },
  };
}
