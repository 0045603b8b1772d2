import {
  countriesOf,
  LANGUAGES,
  regionName,
  type Country,
  type Language,
} from "../../shop/markets.ts";
import { symbolOf } from "../filters/money.ts";
import { LazyList, LiquidObject } from "../liquid/object.ts";
import type { Page } from "../liquid/page.ts";

export class CurrencyDrop extends LiquidObject {
  readonly #code: string;
  readonly #locale: string;

  constructor(code: string, locale: string) {
    super();
    this.#code = code;
    this.#locale = locale;
  }
  get iso_code(): string {
    return this.#code;
  }
  get symbol(): string {
    return symbolOf(this.#code);
  }
  get name(): string {
    return new Intl.DisplayNames([this.#locale], { type: "currency" }).of(this.#code) ?? this.#code;
  }
  override toString(): string {
    return this.#code;
  }
}

/** A language of the shop: `shop_locale` in Shopify's Liquid. */
export class LanguageDrop extends LiquidObject {
  readonly #language: Language;
  readonly #primary: boolean;

  constructor(language: Language) {
    super();
    this.#language = language;
    this.#primary = language.rootUrl === "";
  }
  get iso_code(): string {
    return this.#language.code;
  }
  get name(): string {
    return this.#language.name;
  }
  get endonym_name(): string {
    return this.#language.endonym;
  }
  get primary(): boolean {
    return this.#primary;
  }
  get root_url(): string {
    return this.#primary ? "/" : this.#language.rootUrl;
  }
  override toString(): string {
    return this.#language.code;
  }
}

class CountryDrop extends LiquidObject {
  readonly #country: Country;
  readonly #locale: string;

  constructor(country: Country, locale: string) {
    super();
    this.#country = country;
    this.#locale = locale;
  }
  get iso_code(): string {
    return this.#country.code;
  }
  get name(): string {
    return regionName(this.#country.code, this.#locale);
  }
  get currency(): CurrencyDrop {
    return new CurrencyDrop(this.#country.currency, this.#locale);
  }
  get unit_system(): string {
    return this.#country.code === "US" ? "imperial" : "metric";
  }
  get "popular?"(): boolean {
    return false;
  }
  get available_languages(): LanguageDrop[] {
    return LANGUAGES.map((language) => new LanguageDrop(language));
  }
  get market(): unknown {
    return { id: 1, handle: this.#country.code.toLowerCase() };
  }
  override toString(): string {
    return this.name;
  }
}

export class LocalizationDrop extends LiquidObject {
  readonly #page: Page;
  readonly #countries: LazyList<CountryDrop>;

  constructor(page: Page) {
    super();
    this.#page = page;
    const { code } = page.where.language;
    this.#countries = new LazyList(() =>
      countriesOf(page.state.info)
        .map((country) => new CountryDrop(country, code))
        .sort((a, b) => a.name.localeCompare(b.name, code)),
    );
  }
  get available_countries(): LazyList<CountryDrop> {
    return this.#countries;
  }
  get available_languages(): LanguageDrop[] {
    return LANGUAGES.map((language) => new LanguageDrop(language));
  }
  get country(): CountryDrop {
    return new CountryDrop(this.#page.where.country, this.#page.where.language.code);
  }
  get language(): LanguageDrop {
    return new LanguageDrop(this.#page.where.language);
  }
  get market(): unknown {
    return this.country.market;
  }
}
