import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { countriesOf, hundredths, localizationOf, presentMinor } from "./markets.ts";
import type { ShopInfo } from "./records.ts";

const shop = (changes: Partial<ShopInfo> = {}): ShopInfo => ({
  id: "1",
  domain: "shop.myshopify.com",
  name: "Shop",
  email: "m@example.com",
  currency: "GBP",
  timeZone: "Europe/London",
  countryCode: "GB",
  createdAt: 0,
  updatedAt: 0,
  ...changes,
});

function visit(url: string, options: { cookie?: string; info?: ShopInfo } = {}) {
  const request = { url, headers: { cookie: options.cookie } } as unknown as IncomingMessage;
  const { pathname } = new URL(url, "http://shop");
  return localizationOf(request, pathname, options.info ?? shop());
}

test.each([
  ["/", "en", "", "/"],
  ["/products/mug", "en", "", "/products/mug"],
  ["/fr", "fr", "/fr", "/"],
  ["/fr/products/mug", "fr", "/fr", "/products/mug"],
  ["/zh-cn/cart", "zh-CN", "/zh-cn", "/cart"],
  ["/french-press", "en", "", "/french-press"],
])("%s is %s", (url, code, rootUrl, path) => {
  const { language, ...where } = visit(url);
  expect([language.code, where.rootUrl, where.path]).toEqual([code, rootUrl, path]);
});

describe("the country", () => {
  test("is the shop's own unless the shopper chose another one that it sells to", () => {
    expect(visit("/").country.code).toBe("GB");
    expect(visit("/", { cookie: "a=1; localization=JP" }).currency).toBe("JPY");
    expect(visit("/", { cookie: "localization=XX" }).country.code).toBe("GB");
    expect(visit("/?country=us", { cookie: "localization=JP" }).country.code).toBe("US");
  });
  test("comes first in the list, in the shop's currency even where another is usual", () => {
    const countries = countriesOf(shop({ countryCode: "CH", currency: "EUR" }));
    expect(countries[0]).toEqual({ code: "CH", name: "Switzerland", currency: "EUR" });
    expect(countries.filter(({ code }) => code === "CH")).toHaveLength(1);
  });
  test("brings no other currency to a shop whose currency has no rate", () => {
    const info = shop({ countryCode: "BR", currency: "BRL" });
    expect(new Set(countriesOf(info).map(({ currency }) => currency))).toEqual(new Set(["BRL"]));
  });
});

test.each([
  { cookie: "", minor: 1_250, liquid: 1_250 },
  { cookie: "localization=DE", minor: 1_450, liquid: 1_450 },
  { cookie: "localization=JP", minor: 2_450, liquid: 245_000 },
  { cookie: "localization=KW", minor: 5_063, liquid: 506 },
])("12.50 pounds with the cookie '$cookie'", ({ cookie, minor, liquid }) => {
  const where = visit("/", { cookie });
  expect(presentMinor(1_250, where)).toBe(minor);
  expect(hundredths(minor, where.currency)).toBe(liquid);
});
