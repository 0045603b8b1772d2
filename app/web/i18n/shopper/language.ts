/** Which language a shopper is answered in, and how it writes money. */
import { currencyExponent, minorPerUnit } from "../../../domain/shared/money.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { ja } from "./ja.ts";
import type { ShopperWords } from "./words.ts";
import { zhCn } from "./zh-cn.ts";
import { zhTw } from "./zh-tw.ts";

export const SHOPPER_WORDS = { en, "zh-CN": zhCn, "zh-TW": zhTw, ja, de, fr, es } satisfies Record<
  string,
  ShopperWords
>;

export type ShopperLanguage = keyof typeof SHOPPER_WORDS;

const TRADITIONAL = /^zh-(tw|hk|mo|hant)\b/;

/** "fr-CA" → fr, "zh-HK" → zh-TW; what isn't spoken here → en. */
export function shopperLanguage(locale: string | null): ShopperLanguage {
  const asked = (locale ?? "").toLowerCase().replaceAll("_", "-");
  if (/^zh\b/.test(asked)) return TRADITIONAL.test(asked) ? "zh-TW" : "zh-CN";
  const [base = ""] = asked.split("-");
  return isSpoken(base) ? base : "en";
}

function isSpoken(text: string): text is ShopperLanguage {
  return Object.hasOwn(SHOPPER_WORDS, text);
}

/** "£5", "5,50 €": as short as the amount allows. */
export function moneyText(minor: number, currency: string, language: ShopperLanguage): string {
  const whole = minor % minorPerUnit(currency) === 0;
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: whole ? 0 : currencyExponent(currency),
    maximumFractionDigits: whole ? 0 : currencyExponent(currency),
  }).format(minor / minorPerUnit(currency));
}

export function percentText(percent: number, language: ShopperLanguage): string {
  return new Intl.NumberFormat(language, { style: "percent" }).format(percent / 100);
}
