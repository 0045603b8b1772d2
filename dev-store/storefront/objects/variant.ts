import { isGiftCard } from "../../cart/price-cart.ts";
import { hundredths, presentMinor } from "../../shop/markets.ts";
import type { Product, Variant } from "../../shop/records.ts";
import { gid } from "../../wire/gid.ts";
import { LiquidObject } from "../liquid/object.ts";
import type { Page } from "../liquid/page.ts";
import { idOf } from "./identity.ts";
import { MetafieldsDrop } from "./metafields.ts";

/** The title of the one variant of a product that has no options. */
export const ONLY_VARIANT = "Default Title";

/** The product of a variant, as the variant needs to know it. */
export interface VariantOwner extends LiquidObject {
  readonly title: string;
  readonly url: string;
  record: () => Product;
}

/** Liquid's money for an amount of the shop's own currency. */
const priceOf = (minor: number, { where }: Page): number =>
  hundredths(presentMinor(minor, where), where.currency);

export class VariantDrop extends LiquidObject {
  readonly #page: Page;
  readonly #product: VariantOwner;
  readonly #variant: Variant;

  constructor(page: Page, product: VariantOwner, variant: Variant) {
    super();
    this.#page = page;
    this.#product = product;
    this.#variant = variant;
  }
  get id(): number | string {
    return idOf(this.#variant.id);
  }
  get title(): string {
    return this.#variant.title;
  }
  get product(): VariantOwner {
    return this.#product;
  }
  get price(): number {
    return priceOf(this.#variant.priceMinor, this.#page);
  }
  get sku(): string {
    return this.#variant.sku ?? "";
  }
  get available(): boolean {
    return this.#variant.inventoryQuantity > 0;
  }
  get inventory_quantity(): number {
    return this.#variant.inventoryQuantity;
  }
  get inventory_management(): string {
    return "shopify";
  }
  get inventory_policy(): string {
    return "deny";
  }
  get option1(): string {
    return this.#variant.title;
  }
  get options(): string[] {
    return [this.#variant.title];
  }
  get selected(): boolean {
    const { searchParams } = this.#page.url;
    const asked = searchParams.get("variant") ?? searchParams.get("option_values");
    return asked === this.#variant.id;
  }
  get matched(): boolean {
    return true;
  }
  get requires_shipping(): boolean {
    return !isGiftCard(this.#product.record());
  }
  get taxable(): boolean {
    return true;
  }
  get weight(): number {
    return 0;
  }
  get weight_unit(): string {
    return "kg";
  }
  get quantity_rule(): unknown {
    return { min: 1, max: null, increment: 1 };
  }
  get quantity_price_breaks(): unknown[] {
    return [];
  }
  get "quantity_price_breaks_configured?"(): boolean {
    return false;
  }
  get selling_plan_allocations(): unknown[] {
    return [];
  }
  get requires_selling_plan(): boolean {
    return false;
  }
  get store_availabilities(): unknown[] {
    return [];
  }
  get url(): string {
    return `${this.#product.url}?variant=${this.#variant.id}`;
  }
  get metafields(): MetafieldsDrop {
    return new MetafieldsDrop(this.#page.state, gid("ProductVariant", this.#variant.id));
  }
  override toJSON(): unknown {
    const name = this.title === ONLY_VARIANT ? "" : ` - ${this.title}`;
    return {
      id: this.id,
      title: this.title,
      option1: this.option1,
      option2: null,
      option3: null,
      sku: this.sku,
      requires_shipping: this.requires_shipping,
      taxable: true,
      featured_image: null,
      available: this.available,
      name: `${this.#product.title}${name}`,
      public_title: name === "" ? null : this.title,
      options: this.options,
      price: this.price,
      weight: 0,
      compare_at_price: null,
      inventory_management: "shopify",
      barcode: "",
      quantity_rule: this.quantity_rule,
      quantity_price_breaks: [],
      requires_selling_plan: false,
      selling_plan_allocations: [],
    };
  }
}
