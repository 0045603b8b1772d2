import { readFileSync } from "node:fs";
import { currencyDigits } from "../shop/money.ts";

type Texts = Readonly<Record<string, string>>;

const read = new Map<string, Texts>();

function textsOf(code: string): Texts {
  const known = read.get(code);
  if (known !== undefined) return known;
  const file = new URL(`./locales/${code}.json`, import.meta.url);
  const texts = JSON.parse(readFileSync(file, "utf8")) as Texts;
  read.set(code, texts);
  return texts;
}

export type Values = Readonly<Record<string, string | number>>;

/** The words of a hosted page in one language, with its numbers, dates and money. */
export class Words {
  readonly code: string;
  readonly #dates: string;
  readonly #texts: Texts;
  readonly #plural: Intl.PluralRules;

  /** In English a date is written as in the shop's country. */
  constructor(code: string, countryCode: string) {
    this.code = code;
    this.#dates = code === "en" ? `en-${countryCode}` : code;
    this.#texts = textsOf(code);
    this.#plural = new Intl.PluralRules(code);
  }

  /** `items` with a count finds `items.one` or `items.other`, whichever the language wants. */
  say(key: string, values: Values = {}): string {
    const { count } = values;
    const form = typeof count === "number" ? this.#plural.select(count) : "other";
    const text = this.#texts[key] ?? this.#texts[`${key}.${form}`] ?? this.#texts[`${key}.other`];
    if (text === undefined) throw new Error(`no text ${key} in ${this.code}`);
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === "number" ? value.toLocaleString(this.code) : value;
    });
  }

  money(minor: number, currency: string): string {
    return new Intl.NumberFormat(this.code, { style: "currency", currency }).format(
      minor / 10 ** currencyDigits(currency),
    );
  }

  date(at: number, timeZone: string): string {
    return new Intl.DateTimeFormat(this.#dates, { dateStyle: "long", timeZone }).format(at);
  }

  region(code: string): string {
    return new Intl.DisplayNames([this.code], { type: "region" }).of(code) ?? code;
  }
}
