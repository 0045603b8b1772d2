import { generateShop } from "../history/generate-shop.ts";
import { loadDataset } from "../history/load-dataset.ts";
import type { ShopInfo } from "../shop/records.ts";
import type { History } from "./fill.ts";

/** Where a shop's past comes from. */
export type HistorySource =
  | { kind: "generated"; customers: number; years: number; seed: number }
  | { kind: "dataset"; dir: string };

/** A source with the instant that its history ends at: the same at every start, so that a fill can go on. */
export type FixedSource = HistorySource & { until: string };

export async function openHistory(source: FixedSource, shop: ShopInfo): Promise<History> {
  if (source.kind === "dataset") {
    const { dir, until } = source;
    return (
      await loadDataset({ dir, until, currency: shop.currency, homeCountryCode: shop.countryCode })
    ).events;
  }
  const { customers, years, seed, until } = source;
  return generateShop({
    customers,
    years,
    seed,
    until,
    currency: shop.currency,
    timeZone: shop.timeZone,
  });
}
