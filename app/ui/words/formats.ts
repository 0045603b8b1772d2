/** Figures, money and moments as the reader writes them, by Intl. Moments are told in the shop's zone. */
import { minorPerUnit } from "../../domain/shared/money.ts";
import type { Language } from "./language.ts";

export interface Formats {
  /** 12,345 */
  number(value: number): string;
  /** 12.3K; below ten thousand the number itself. */
  short(value: number): string;
  /** £1,234.50, from minor units. */
  money(minor: number, currency: string): string;
  /** £12.3K; below ten thousand units the amount itself, without pence where there are none. */
  shortMoney(minor: number, currency: string): string;
  /** 23.4 %, from a share of one. */
  percent(share: number): string;
  /** 22 Nov 2026 */
  day(at: string | number): string;
  /** 14:05 */
  time(at: string | number): string;
  /** 22 Nov 2026, 14:05 */
  moment(at: string | number): string;
  /** 22 November 2026 at 14:05:09 GMT */
  exact(at: string | number): string;
}

/** From here on a number is shortened where it heads a page. */
const SHORT_FROM = 10_000;

/** English merchants are everywhere: day before month in letters can't be misread. */
const LOCALES: Readonly<Record<Language, string>> = { en: "en-GB", "zh-CN": "zh-CN" };

const made = new Map<string, Formats>();

/** The same object for the same reader. */
export function formatsOf(language: Language, timeZone: string): Formats {
  const key = `${language} ${timeZone}`;
  const formats = made.get(key) ?? makeFormats(LOCALES[language], knownZone(timeZone));
  made.set(key, formats);
  return formats;
}

function makeFormats(locale: string, timeZone: string): Formats {
  const number = new Intl.NumberFormat(locale);
  const short = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const moments = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    return (at: string | number) => format.format(new Date(at));
  };
  const currencyFormat = (currency: string, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, { style: "currency", currency, ...options });
  const money = (minor: number, currency: string) =>
    currencyFormat(currency, {}).format(minor / minorPerUnit(currency));
  const date = { day: "numeric", month: "short", year: "numeric" } as const;
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return {
    number: (value) => number.format(value),
    short: (value) => (Math.abs(value) < SHORT_FROM ? number : short).format(value),
    money,
    shortMoney: (minor, currency) =>
      Math.abs(minor) < SHORT_FROM * minorPerUnit(currency)
        ? currencyFormat(currency, { trailingZeroDisplay: "stripIfInteger" }).format(
            minor / minorPerUnit(currency),
          )
        : currencyFormat(currency, { notation: "compact", maximumFractionDigits: 1 }).format(
            minor / minorPerUnit(currency),
          ),
    percent: (share) => percent.format(share),
    day: moments(date),
    time: moments(clock),
    moment: moments({ ...date, ...clock }),
    exact: moments({ dateStyle: "long", timeStyle: "long", hourCycle: "h23" }),
  };
}

/** A zone that this machine doesn't know must not cost the page. */
function knownZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return "UTC";
    throw error;
  }
}
