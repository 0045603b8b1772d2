/**
 * The arithmetic of an order in the detail that a merchant can follow on paper: every line from its
 * price to the goods kept, the sum, the rule, and what rounding dropped. The figures are those that
 * the ledger was written with; only what a line is made of is read off the order.
 */
import type { OrderArithmetic, OrderStanding } from "../earning/earning.ts";
import type { KeptLine } from "../orders/goods.ts";
import type { OrderFacts, OrderLine } from "../orders/order-facts.ts";
import type { ProgramVersion, Tier } from "../program/program.ts";
import type { Id } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";

export type ToldLine = KeptLine & {
  /** Null where the line is no longer part of the order. */
  productId: Id | null;
  /** What the goods are made of; null where an edit changed the line since. */
  parts: {
    priceMinor: number;
    discountMinor: number;
    /** Of taxes that the prices include; 0 otherwise. */
    includedTaxMinor: number;
  } | null;
};

export type Told = {
  standing: OrderStanding;
  lines: ToldLine[];
  /** Lines left out: a gift card is money, not goods. */
  giftCards: { id: Id; quantity: number; priceMinor: number }[];
  /** Before goodwill is taken off. */
  keptMinor: number;
  goodwillMinor: number;
  goodsMinor: number;
  version: number;
  /** Null: in force from the beginning of time. */
  versionStartsAt: Instant | null;
  tier: Tier;
  ratePercent: number;
  minorPerPoint: number;
  /** Before rounding, cut after four decimals: "77.5"; "…" says that there are more. */
  exact: string;
  points: number;
};

/** `versions` holds the one that the arithmetic names. */
export function tellArithmetic(
  arithmetic: OrderArithmetic,
  facts: OrderFacts,
  versions: readonly ProgramVersion[],
): Told {
  const { standing, goods, ratePercent, minorPerPoint, points } = arithmetic;
  const version = versions.find((each) => each.version === arithmetic.version);
  if (!version) throw new Error(`the program has no version ${arithmetic.version}`);
  const lines = new Map(facts.snapshot?.lines.map((line) => [line.id, line]));
  const taxesIncluded = facts.snapshot?.taxesIncluded ?? false;
  return {
    standing,
    lines: goods.lines.map((line) => toldLine(line, lines.get(line.id), taxesIncluded)),
    giftCards: [...lines.values()]
      .filter(({ giftCard }) => giftCard)
      .map(({ id, quantity, priceMinor }) => ({ id, quantity, priceMinor })),
    keptMinor: goods.lines.reduce((sum, line) => sum + line.keptMinor, 0),
    goodwillMinor: goods.goodwillMinor,
    goodsMinor: goods.goodsMinor,
    version: version.version,
    versionStartsAt: version.version === 1 ? null : version.startsAt,
    tier: version.tiers.find(({ id }) => id === arithmetic.tierId) ?? version.tiers[0],
    ratePercent,
    minorPerPoint,
    exact: quotient(BigInt(goods.goodsMinor) * BigInt(ratePercent), 100n * BigInt(minorPerPoint)),
    points,
  };
}

function toldLine(line: KeptLine, now: OrderLine | undefined, taxesIncluded: boolean): ToldLine {
  if (!now) return { ...line, productId: null, parts: null };
  const { priceMinor, discountMinor } = now;
  const includedTaxMinor = taxesIncluded ? now.taxMinor : 0;
  const goods = Math.max(0, priceMinor * line.quantity - discountMinor - includedTaxMinor);
  const unchanged = now.quantity === line.quantity && goods === line.goodsMinor;
  const parts = unchanged ? { priceMinor, discountMinor, includedTaxMinor } : null;
  return { ...line, productId: now.productId, parts };
}

const DECIMALS_MAX = 4;

function quotient(numerator: bigint, denominator: bigint): string {
  const scale = 10n ** BigInt(DECIMALS_MAX);
  const whole = numerator / denominator;
  const rest = numerator % denominator;
  const digits = ((rest * scale) / denominator).toString().padStart(DECIMALS_MAX, "0");
  const more = (rest * scale) % denominator === 0n ? "" : "…";
  const shown = more ? digits : digits.replace(/0+$/, "");
  return shown === "" ? whole.toString() : `${whole.toString()}.${shown}${more}`;
}
