/** Texts, numbers, money and dates, all through Shopify's i18n and in the extension's language. */
import type { StandardApi } from "@shopify/ui-extensions/customer-account";

declare const shopify: StandardApi;

type Replacements = Record<string, string | number>;

const HUNDREDTHS = 100;

/**
 * Numbers and dates are the shopper's own (en-GB, fr-CA) as long as the words are of that language;
 * for a language that the extension doesn't speak both are English.
 */
function likeTheWords(): { inExtensionLocale: boolean } {
  const { language, extensionLanguage } = shopify.localization;
  const [own] = language.value.isoCode.split("-");
  return { inExtensionLocale: own !== extensionLanguage.value.isoCode.split("-")[0] };
}

export function say(key: string, replacements: Replacements = {}): string {
  return shopify.i18n.translate(key, replacements);
}

/** A text whose form depends on `count`; the number itself is `{{number}}`, written as people do. */
export function sayCount(key: string, count: number, replacements: Replacements = {}): string {
  return say(key, { count: Math.abs(count), number: number(count), ...replacements });
}

export function points(count: number): string {
  return sayCount("points", count);
}

export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  return shopify.i18n.formatNumber(value, { ...likeTheWords(), ...options });
}

export function percent(value: number): string {
  return number(value / HUNDREDTHS, { style: "percent" });
}

/** "+50" or "−20", with the sign that the language uses. */
export function signed(value: number): string {
  return number(value, { signDisplay: "exceptZero" });
}

/** `amount` in hundredths of the currency's unit, as Liquid counts money in every currency. */
export function moneyOfHundredths(amount: number, currency: string): string {
  return money(amount / HUNDREDTHS, currency);
}

/** `minor` in the currency's smallest unit: pence, but whole yen. */
export function moneyOfMinor(minor: number, currency: string): string {
  return money(minor / 10 ** digitsOf(currency), currency);
}

function money(units: number, currency: string): string {
  const short = Number.isInteger(units) ? { minimumFractionDigits: 0 } : {};
  return shopify.i18n.formatCurrency(units, { ...likeTheWords(), currency, ...short });
}

function digitsOf(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
  }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}

export function day(iso: string): string {
  return shopify.i18n.formatDate(new Date(iso), { ...likeTheWords(), dateStyle: "long" });
}

export function moment(iso: string): string {
  return shopify.i18n.formatDate(new Date(iso), {
    ...likeTheWords(),
    dateStyle: "medium",
    timeStyle: "short",
  });
}
