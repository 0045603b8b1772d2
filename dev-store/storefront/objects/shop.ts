import { countriesOf, LANGUAGES } from "../../shop/markets.ts";
import { gid } from "../../wire/gid.ts";
import { moneyFormat, moneyWithCurrencyFormat } from "../filters/money.ts";
import { LiquidObject } from "../liquid/object.ts";
import type { Page } from "../liquid/page.ts";
import { CurrencyDrop, LanguageDrop } from "./localization.ts";
import { MetafieldsDrop } from "./metafields.ts";
import { idOf } from "./identity.ts";

export class ShopDrop extends LiquidObject {
  readonly #page: Page;

  constructor(page: Page) {
    super();
    this.#page = page;
  }
  get #info() {
    return this.#page.state.info;
  }
  get id(): number | string {
    return idOf(this.#info.id);
  }
  get name(): string {
    return this.#info.name;
  }
  get email(): string {
    return this.#info.email;
  }
  get description(): string {
    return "";
  }
  get domain(): string {
    return this.#info.domain;
  }
  get permanent_domain(): string {
    return this.#info.domain;
  }
  get url(): string {
    return this.#page.origin;
  }
  get secure_url(): string {
    return this.#page.origin;
  }
  get currency(): string {
    return this.#info.currency;
  }
  get money_format(): string {
    return moneyFormat(this.#page.where.currency);
  }
  get money_with_currency_format(): string {
    return moneyWithCurrencyFormat(this.#page.where.currency);
  }
  get enabled_currencies(): CurrencyDrop[] {
    const codes = new Set(countriesOf(this.#info).map(({ currency }) => currency));
    return [...codes].map((code) => new CurrencyDrop(code, this.#page.where.language.code));
  }
  get enabled_payment_types(): string[] {
    return [];
  }
  get customer_accounts_enabled(): boolean {
    return true;
  }
  get customer_accounts_optional(): boolean {
    return true;
  }
  get accepts_gift_cards(): boolean {
    return true;
  }
  get locale(): string {
    return this.#page.where.language.code;
  }
  get published_locales(): LanguageDrop[] {
    return LANGUAGES.map((language) => new LanguageDrop(language));
  }
  get products_count(): number {
    return this.#page.catalogue.products.length;
  }
  get collections_count(): number {
    return this.#page.catalogue.collections.length;
  }
  get types(): string[] {
    return [...new Set(this.#page.catalogue.products.map((item) => item.productType))].sort();
  }
  get vendors(): string[] {
    return [...new Set(this.#page.catalogue.products.map((item) => item.vendor ?? ""))].sort();
  }
  get policies(): unknown[] {
    return [];
  }
  get brand(): unknown {
    return { metafields: {}, colors: { primary: [], secondary: [] } };
  }
  get address(): unknown {
    return { country_code: this.#info.countryCode };
  }
  get metafields(): MetafieldsDrop {
    return new MetafieldsDrop(this.#page.state, gid("Shop", this.#info.id));
  }
  override toString(): string {
    return this.#info.name;
  }
}
