import { roundAmount } from "../history/catalogue.ts";
import { POSTAGE, taxFor } from "../history/checkout.ts";
import { COUNTRIES, type Country } from "../history/countries.ts";
import type { ShopInfo } from "../shop/records.ts";

export interface DeliveryMethod {
  id: "standard" | "express";
  /** As the order keeps it, in the merchant's language. */
  title: string;
  /** In minor units of the shop's currency. */
  priceMinor: number;
}

/** In pence at home, turned into round amounts of the shop's currency; standard is the history's. */
const EXPRESS = { home: 695, abroad: 1_995 } as const;

/** From how much on standard delivery is free. */
export function freeFromMinor(info: ShopInfo, countryCode: string): number {
  const atHome = countryCode === info.countryCode;
  return roundAmount(atHome ? POSTAGE.freeHome : POSTAGE.freeAbroad, info.currency);
}

/** How goods worth this much may travel to a country. */
export function deliveryMethods(
  info: ShopInfo,
  countryCode: string,
  goodsMinor: number,
): readonly [DeliveryMethod, DeliveryMethod] {
  const atHome = countryCode === info.countryCode;
  const price = (prices: { home: number; abroad: number }) =>
    roundAmount(atHome ? prices.home : prices.abroad, info.currency);
  const free = goodsMinor >= freeFromMinor(info, countryCode);
  return [
    { id: "standard", title: "Standard", priceMinor: free ? 0 : price(POSTAGE) },
    { id: "express", title: "Express", priceMinor: price(EXPRESS) },
  ];
}

const unknownCountry = (code: string): Country => ({
  code,
  weight: 0,
  timeZone: "UTC",
  locale: "en",
  currency: "",
  taxPercent: 0,
  eu: false,
});

const countryOf = (code: string): Country =>
  COUNTRIES.find((country) => country.code === code) ?? unknownCountry(code);

export interface Tax {
  percent: number;
  /** Prices show it included, as everywhere but in North America. */
  included: boolean;
}

/** Tax of the destination, as the shop's past was charged it. */
export function taxOf(info: ShopInfo, countryCode: string): Tax {
  const home = countryOf(info.countryCode);
  const till = {
    currency: info.currency,
    home,
    taxesIncluded: home.code !== "US" && home.code !== "CA",
  };
  return { percent: taxFor(till, countryOf(countryCode)), included: till.taxesIncluded };
}
