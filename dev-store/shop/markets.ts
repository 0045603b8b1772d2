import type { IncomingMessage } from "node:http";
import { PER_POUND } from "../history/countries.ts";
import { cookieOf } from "../http/exchange.ts";
import { currencyDigits } from "./money.ts";
import type { ShopInfo } from "./records.ts";

/** Where the shop sells: its languages, told by the address, and countries, told by a cookie. */
export interface Language {
  /** As Shopify writes it and as a theme's locale file is named: `fr`, `zh-CN`. */
  code: string;
  /** Its name in English and in itself. */
  name: string;
  endonym: string;
  /** What its addresses begin with; empty for the primary language. */
  rootUrl: string;
  direction: "ltr" | "rtl";
}

export interface Country {
  code: string;
  name: string;
  currency: string;
}

export interface Localization {
  language: Language;
  country: Country;
  currency: string;
  shopCurrency: string;
  /** Units of `currency` for one unit of the shop's; `presentMinor` applies it. */
  rate: number;
  /** Empty for the primary language, else such as `/fr`. */
  rootUrl: string;
  /** The pathname without the language. */
  path: string;
}

const language = (
  code: string,
  name: string,
  endonym: string,
  more: Partial<Language> = {},
): Language => ({
  code,
  name,
  endonym,
  rootUrl: `/${code.toLowerCase()}`,
  direction: "ltr",
  ...more,
});

/** The primary language first. */
export const LANGUAGES: readonly Language[] = [
  language("en", "English", "English", { rootUrl: "" }),
  language("fr", "French", "Français"),
  language("de", "German", "Deutsch"),
  language("es", "Spanish", "Español"),
  language("ja", "Japanese", "日本語"),
  language("zh-CN", "Chinese (Simplified)", "简体中文"),
  language("zh-TW", "Chinese (Traditional)", "繁體中文"),
  language("ar", "Arabic", "العربية", { direction: "rtl" }),
];

const [PRIMARY] = LANGUAGES as readonly [Language, ...Language[]];

// prettier-ignore
export const COUNTRIES: readonly Country[] = [
  { code: "GB", name: "United Kingdom", currency: "GBP" },
  { code: "US", name: "United States", currency: "USD" },
  { code: "DE", name: "Germany", currency: "EUR" },
  { code: "FR", name: "France", currency: "EUR" },
  { code: "IE", name: "Ireland", currency: "EUR" },
  { code: "ES", name: "Spain", currency: "EUR" },
  { code: "NL", name: "Netherlands", currency: "EUR" },
  { code: "IT", name: "Italy", currency: "EUR" },
  { code: "SE", name: "Sweden", currency: "SEK" },
  { code: "CH", name: "Switzerland", currency: "CHF" },
  { code: "CA", name: "Canada", currency: "CAD" },
  { code: "AU", name: "Australia", currency: "AUD" },
  { code: "JP", name: "Japan", currency: "JPY" },
  { code: "CN", name: "China", currency: "CNY" },
  { code: "TW", name: "Taiwan", currency: "TWD" },
  { code: "AE", name: "United Arab Emirates", currency: "AED" },
  { code: "KW", name: "Kuwait", currency: "KWD" },
];

/** Units for one pound, as of the history's price levels: fixed, no quotation. */
const RATES: Readonly<Record<string, number>> = {
  ...PER_POUND,
  CNY: 9.4,
  TWD: 40,
  AED: 4.85,
  KWD: 0.405,
};

const COUNTRY_COOKIE = "localization";

/** The countries that a shop sells to, its own first. */
export function countriesOf(info: ShopInfo): readonly Country[] {
  const home = COUNTRIES.find(({ code }) => code === info.countryCode);
  const own = {
    code: info.countryCode,
    name: home?.name ?? regionName(info.countryCode, "en"),
    currency: info.currency,
  };
  // A currency without a rate can't be converted into: such a shop sells in its own alone.
  const known = RATES[info.currency] !== undefined;
  const others = COUNTRIES.filter(({ code }) => code !== own.code);
  return [
    own,
    ...(known ? others : others.map((other) => ({ ...other, currency: info.currency }))),
  ];
}

/** A country's name in a language; its code where nobody knows better. */
export function regionName(code: string, locale: string): string {
  return new Intl.DisplayNames([locale], { type: "region" }).of(code) ?? code;
}

/** Units of `to` for one of `from`, to six places. */
function rateBetween(from: string, to: string): number {
  if (from === to) return 1;
  return Math.round(((RATES[to] ?? 1) / (RATES[from] ?? 1)) * 1e6) / 1e6;
}

function languageOf(pathname: string): Language {
  const first = /^\/([^/]+)/.exec(pathname)?.[1];
  return LANGUAGES.find(({ rootUrl }) => rootUrl === `/${first ?? ""}`) ?? PRIMARY;
}

function countryOf(request: IncomingMessage, info: ShopInfo): Country {
  const [, query = ""] = (request.url ?? "").split("?", 2);
  const asked = new URLSearchParams(query).get("country");
  const countries = countriesOf(info);
  const find = (code: string | null) =>
    countries.find((country) => country.code === code?.toUpperCase());
  const [home] = countries as readonly [Country, ...Country[]];
  return find(asked) ?? find(cookieOf(request, COUNTRY_COOKIE)) ?? home;
}

/** In what language, for which country and in which currency a request is answered. */
export function localizationOf(
  request: IncomingMessage,
  pathname: string,
  info: ShopInfo,
): Localization {
  const spoken = languageOf(pathname);
  const country = countryOf(request, info);
  const rest = pathname.slice(spoken.rootUrl.length);
  return {
    language: spoken,
    country,
    currency: country.currency,
    shopCurrency: info.currency,
    rate: rateBetween(info.currency, country.currency),
    rootUrl: spoken.rootUrl,
    path: rest === "" ? "/" : rest,
  };
}

/** The header that remembers a shopper's country, as `POST /localization` sets it. */
export function countryCookie(code: string): string {
  return `${COUNTRY_COOKIE}=${code}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

/** An amount of the shop's currency as the shopper sees it: both in minor units of their currency. */
export function presentMinor(
  minor: number,
  where: Pick<Localization, "currency" | "shopCurrency" | "rate">,
): number {
  if (where.currency === where.shopCurrency) return minor;
  const scale = 10 ** (currencyDigits(where.currency) - currencyDigits(where.shopCurrency));
  return Math.round(minor * where.rate * scale);
}

/** Liquid counts money in hundredths of a unit, whatever the currency's own decimals. */
export function hundredths(minor: number, currency: string): number {
  return Math.round(minor * 10 ** (2 - currencyDigits(currency)));
}
