import { presentMinor, type Localization } from "./markets.ts";
import { allocate } from "./money.ts";

type Currencies = Pick<Localization, "currency" | "shopCurrency" | "rate">;

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

export interface ConvertedLine {
  /** In the shopper's currency and in the shop's. */
  lineMinor: number;
  shopLineMinor: number;
}

/** A line as a shopper sees it: the price of one, converted, times how many. */
export function presentLine(
  shopUnitMinor: number,
  quantity: number,
  where: Currencies,
): ConvertedLine & { unitMinor: number } {
  const unitMinor = presentMinor(shopUnitMinor, where);
  return { unitMinor, lineMinor: unitMinor * quantity, shopLineMinor: shopUnitMinor * quantity };
}

/**
 * Discounts in the shopper's currency, by discount and line, so that what is shown adds up. What
 * takes off all there is does so in every currency, though a converted price and a converted
 * discount may be a penny apart.
 */
export function presentDiscounts(
  lines: readonly ConvertedLine[],
  discounts: readonly (readonly number[])[],
  where: Currencies,
): number[][] {
  const left = lines.map((line) => ({ shown: line.lineMinor, shop: line.shopLineMinor }));
  return discounts.map((parts) => {
    const wanted = presentMinor(sum(parts), where);
    const spread = allocate(wanted, parts);
    return left.map((line, index) => {
      const part = parts[index] ?? 0;
      const all = part > 0 && part === line.shop;
      const shown = all ? line.shown : Math.min(line.shown, spread[index] ?? 0);
      line.shown -= shown;
      line.shop -= part;
      return shown;
    });
  });
}
