import { cartJson } from "../../cart/cart-json.ts";
import type { PricedCart, PricedLine } from "../../cart/price-cart.ts";
import { hundredths } from "../../shop/markets.ts";
import { LazyList, LiquidObject } from "../liquid/object.ts";
import type { Page } from "../liquid/page.ts";
import { idOf } from "./identity.ts";
import type { ImageDrop } from "./image.ts";
import { symbolOf } from "../filters/money.ts";
import { ProductDrop } from "./product.ts";
import type { VariantDrop } from "./variant.ts";

interface Allocation {
  amount: number;
  discount_application: Application;
}

interface Application {
  title: string;
  type: string;
  value_type: string;
  target_type: string;
  target_selection: string;
  allocation_method: string;
  value: number;
  total_allocated_amount: number;
}

const applicationOf = (title: string, amount: number): Application => ({
  title,
  type: "discount_code",
  value_type: "fixed_amount",
  target_type: "line_item",
  target_selection: "all",
  allocation_method: "across",
  value: amount,
  total_allocated_amount: amount,
});

class LineDrop extends LiquidObject {
  readonly #page: Page;
  readonly #line: PricedLine;
  readonly #index: number;

  constructor(page: Page, line: PricedLine, index: number) {
    super();
    this.#page = page;
    this.#line = line;
    this.#index = index;
  }
  #money(minor: number): number {
    return hundredths(minor, this.#page.where.currency);
  }
  get id(): number | string {
    return idOf(this.#line.variantId);
  }
  get key(): string {
    return this.#line.key;
  }
  get product(): ProductDrop {
    return new ProductDrop(this.#page, this.#line.product);
  }
  get variant(): VariantDrop | undefined {
    return this.product.variants.find(({ id }) => String(id) === this.#line.variantId);
  }
  get product_id(): number | string {
    return idOf(this.#line.product.id);
  }
  get variant_id(): number | string {
    return idOf(this.#line.variantId);
  }
  get title(): string {
    const { product, variant } = this.#line;
    return variant.title === "Default Title"
      ? product.title
      : `${product.title} - ${variant.title}`;
  }
  get quantity(): number {
    return this.#line.quantity;
  }
  get original_price(): number {
    return this.#money(this.#line.unitMinor);
  }
  get price(): number {
    return this.original_price;
  }
  get final_price(): number {
    return this.#money(Math.round(this.#line.finalLineMinor / this.#line.quantity));
  }
  get original_line_price(): number {
    return this.#money(this.#line.lineMinor);
  }
  get line_price(): number {
    return this.final_line_price;
  }
  get final_line_price(): number {
    return this.#money(this.#line.finalLineMinor);
  }
  get total_discount(): number {
    return this.original_line_price - this.final_line_price;
  }
  get line_level_total_discount(): number {
    return this.total_discount;
  }
  #allocations(kinds: readonly string[]): Allocation[] {
    return this.#line.discounts
      .filter((discount) => kinds.includes(discount.class))
      .map(({ code, amountMinor }) => {
        const amount = this.#money(amountMinor);
        return { amount, discount_application: applicationOf(code, amount) };
      });
  }
  get discount_allocations(): Allocation[] {
    return this.#allocations(["product", "order"]);
  }
  get line_level_discount_allocations(): Allocation[] {
    return this.#allocations(["product"]);
  }
  get properties(): [string, string][] {
    return Object.entries(this.#line.properties);
  }
  get url(): string {
    return this.variant?.url ?? this.product.url;
  }
  get url_to_remove(): string {
    const { rootUrl } = this.#page.where;
    return `${rootUrl}/cart/change?id=${encodeURIComponent(this.#line.key)}&quantity=0`;
  }
  get index(): number {
    return this.#index;
  }
  get image(): ImageDrop | undefined {
    return this.product.featured_image;
  }
  get sku(): string {
    return this.#line.variant.sku ?? "";
  }
  get vendor(): string {
    return this.product.vendor;
  }
  get gift_card(): boolean {
    return this.#line.giftCard;
  }
  get requires_shipping(): boolean {
    return this.#line.requiresShipping;
  }
  get taxable(): boolean {
    return true;
  }
  get grams(): number {
    return 0;
  }
  get options_with_values(): { name: string; value: string }[] {
    const { title } = this.#line.variant;
    return title === "Default Title" ? [] : [{ name: "Size", value: title }];
  }
  get item_components(): unknown[] {
    return [];
  }
  get instructions(): unknown {
    return { can_remove: true, can_update_quantity: true };
  }
}

/** The shopper's cart, priced when the page first asks for it. */
export class CartDrop extends LiquidObject {
  readonly #page: Page;
  readonly #price: () => PricedCart;
  #priced: PricedCart | null = null;
  readonly #items: LazyList<LineDrop>;

  constructor(page: Page, price: () => PricedCart) {
    super();
    this.#page = page;
    this.#price = price;
    this.#items = new LazyList(() =>
      this.#cart.lines.map((line, index) => new LineDrop(page, line, index)),
    );
  }
  get #cart(): PricedCart {
    this.#priced ??= this.#price();
    return this.#priced;
  }
  #money(minor: number): number {
    return hundredths(minor, this.#page.where.currency);
  }
  get items(): LazyList<LineDrop> {
    return this.#items;
  }
  get item_count(): number {
    return this.#cart.itemCount;
  }
  get "empty?"(): boolean {
    return this.#cart.lines.length === 0;
  }
  get original_total_price(): number {
    return this.#money(this.#cart.originalMinor);
  }
  get items_subtotal_price(): number {
    return this.#money(this.#cart.subtotalMinor);
  }
  get total_price(): number {
    return this.#money(this.#cart.totalMinor);
  }
  get checkout_charge_amount(): number {
    return this.total_price;
  }
  get total_discount(): number {
    return this.#money(this.#cart.discountMinor);
  }
  get total_weight(): number {
    return 0;
  }
  get note(): string | null {
    return this.#cart.note;
  }
  get attributes(): Record<string, string> {
    return this.#cart.attributes;
  }
  get requires_shipping(): boolean {
    return this.#cart.requiresShipping;
  }
  get taxes_included(): boolean {
    return true;
  }
  get duties_included(): boolean {
    return false;
  }
  get currency(): unknown {
    const { currency } = this.#page.where;
    return { iso_code: currency, name: currency, symbol: symbolOf(currency) };
  }
  get cart_level_discount_applications(): Application[] {
    return this.#cart.codes
      .filter(({ applied, class: kind }) => applied && kind === "order")
      .map(({ code, amountMinor }) => applicationOf(code, this.#money(amountMinor)));
  }
  get discount_applications(): Application[] {
    return this.#cart.codes
      .filter(({ applied }) => applied)
      .map(({ code, amountMinor }) => applicationOf(code, this.#money(amountMinor)));
  }
  get discount_codes(): { code: string; applicable: boolean }[] {
    return this.#cart.codes.map(({ code, applied }) => ({ code, applicable: applied }));
  }
  /** A cart without lines is `empty`, as themes ask. */
  override valueOf(): unknown {
    return this["empty?"] ? [] : this;
  }
  override toJSON(): unknown {
    const { state, where } = this.#page;
    return cartJson({ state, rootUrl: where.rootUrl }, this.#cart);
  }
}
