import { roundAmount } from "./catalogue.ts";
import { DAY_MS, sinceBlackFriday } from "./calendar.ts";
import type { Country } from "./countries.ts";
import { exchangeRate } from "./countries.ts";
import type { LineDraft, OrderDraft } from "./history.ts";
import { goodsOf } from "./order-life.ts";
import type { Shopper } from "./shopper.ts";

/** What the shop charges besides the goods; in pence at home, turned into round amounts of its currency. */
export const POSTAGE = { home: 395, abroad: 995, freeHome: 5_000, freeAbroad: 12_000 } as const;
const OFF = {
  welcomePercent: 10,
  blackFridayPercent: 20,
  winterPercent: 15,
  thanksPence: 500,
} as const;

export interface Till {
  currency: string;
  home: Country;
  /** Prices show tax included, as everywhere but in North America. */
  taxesIncluded: boolean;
}

export function createTill(currency: string, home: Country): Till {
  return { currency, home, taxesIncluded: home.code !== "US" && home.code !== "CA" };
}

type Charges = Omit<OrderDraft, "id" | "name" | "customerId" | "lines" | "paid">;

/** Discount, postage, tax and the money that the shopper sees. */
export function charge(
  till: Till,
  shopper: Shopper,
  basket: { lines: LineDraft[]; day: number },
): Charges {
  const { country } = shopper;
  const goods = goodsOf(basket);
  const atHome = country.code === till.home.code;
  const free = roundAmount(atHome ? POSTAGE.freeHome : POSTAGE.freeAbroad, till.currency);
  const discount = goods === 0 ? undefined : discountFor(till, shopper, { goods, day: basket.day });
  const paidForGoods = goods - (discount?.discountMinor ?? 0);
  const postage =
    goods === 0 || paidForGoods >= free
      ? 0
      : roundAmount(atHome ? POSTAGE.home : POSTAGE.abroad, till.currency);
  const taxPercent = taxFor(till, country);
  return {
    countryCode: country.code,
    ...discount,
    ...(postage === 0 ? {} : { shippingMinor: postage }),
    ...(taxPercent === 0 ? {} : { taxPercent, taxesIncluded: till.taxesIncluded }),
    ...(country.currency === till.currency
      ? {}
      : {
          presentment: {
            currency: country.currency,
            rate: exchangeRate(till.currency, country.currency),
          },
        }),
  };
}

/** Tax of the destination: at home, and within or into the EU by its one registration; other exports are free of it. */
export function taxFor(till: Till, country: Country): number {
  if (country.code === till.home.code) return country.code === "US" ? 7.25 : country.taxPercent;
  return country.eu ? country.taxPercent : 0;
}

function discountFor(
  till: Till,
  shopper: Shopper,
  { goods, day }: { goods: number; day: number },
): { discountMinor: number; discountCode: string } | undefined {
  const { random } = shopper;
  const percent = (code: string, off: number) => ({
    discountCode: code,
    discountMinor: Math.floor((goods * off) / 100),
  });
  const date = new Date(day * DAY_MS);
  const sinceFriday = sinceBlackFriday(day);
  if (sinceFriday >= 0 && sinceFriday <= 3 && random.chance(0.75))
    return percent("BLACKFRIDAY20", OFF.blackFridayPercent);
  const winterSale = date.getUTCMonth() === 0 && date.getUTCDate() >= 2 && date.getUTCDate() <= 15;
  if (winterSale && random.chance(0.4)) return percent("WINTER15", OFF.winterPercent);
  if (shopper.visits === 0 && random.chance(0.3)) return percent("WELCOME10", OFF.welcomePercent);
  const thanks = roundAmount(OFF.thanksPence, till.currency);
  if (shopper.visits > 1 && goods >= 4 * thanks && random.chance(0.08)) {
    return { discountCode: "THANKYOU", discountMinor: thanks };
  }
  return undefined;
}
