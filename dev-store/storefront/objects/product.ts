import type { Product } from "../../shop/records.ts";
import { restTime } from "../../shop/timestamps.ts";
import { gid } from "../../wire/gid.ts";
import { isGiftCard } from "../../cart/price-cart.ts";
import { LazyList, LiquidObject } from "../liquid/object.ts";
import type { Page } from "../liquid/page.ts";
import { idOf } from "./identity.ts";
import { productImages, type ImageDrop } from "./image.ts";
import { MetafieldsDrop } from "./metafields.ts";
import { OptionDrop } from "./option.ts";
import { ONLY_VARIANT, VariantDrop } from "./variant.ts";

const addressOf = ({ src, version }: ImageDrop): string => `/cdn/shop/${src}?v=${version}`;

export class ProductDrop extends LiquidObject {
  readonly #page: Page;
  readonly #product: Product;
  #variants: VariantDrop[] | null = null;
  #images: ImageDrop[] | null = null;

  constructor(page: Page, product: Product) {
    super();
    this.#page = page;
    this.#product = product;
  }
  record(): Product {
    return this.#product;
  }
  get id(): number | string {
    return idOf(this.#product.id);
  }
  get title(): string {
    return this.#product.title;
  }
  get handle(): string {
    return this.#product.handle;
  }
  get description(): string {
    return this.#product.bodyHtml;
  }
  get content(): string {
    return this.#product.bodyHtml;
  }
  get vendor(): string {
    return this.#product.vendor ?? this.#page.state.info.name;
  }
  get type(): string {
    return this.#product.productType;
  }
  get tags(): readonly string[] {
    return this.#product.tags;
  }
  get variants(): VariantDrop[] {
    this.#variants ??= this.#product.variants.map(
      (variant) => new VariantDrop(this.#page, this, variant),
    );
    return this.#variants;
  }
  get variants_count(): number {
    return this.variants.length;
  }
  get first_available_variant(): VariantDrop | undefined {
    return this.variants.find(({ available }) => available);
  }
  get selected_variant(): VariantDrop | undefined {
    return this.variants.find(({ selected }) => selected);
  }
  get selected_or_first_available_variant(): VariantDrop | undefined {
    return this.selected_variant ?? this.first_available_variant ?? this.variants[0];
  }
  get has_only_default_variant(): boolean {
    return this.variants.length === 1 && this.variants[0]?.title === ONLY_VARIANT;
  }
  get available(): boolean {
    return this.first_available_variant !== undefined;
  }
  get price(): number {
    return this.price_min;
  }
  get price_min(): number {
    return Math.min(...this.variants.map(({ price }) => price));
  }
  get price_max(): number {
    return Math.max(...this.variants.map(({ price }) => price));
  }
  get price_varies(): boolean {
    return this.price_min !== this.price_max;
  }
  get compare_at_price_varies(): boolean {
    return false;
  }
  get options_with_values(): OptionDrop[] {
    return [new OptionDrop(this)];
  }
  get options(): string[] {
    return this.options_with_values.map(({ name }) => name);
  }
  get options_by_name(): Record<string, OptionDrop> {
    return Object.fromEntries(this.options_with_values.map((option) => [option.name, option]));
  }
  get images(): ImageDrop[] {
    this.#images ??= productImages(this.#product);
    return this.#images;
  }
  get media(): ImageDrop[] {
    return this.images;
  }
  get featured_image(): ImageDrop | undefined {
    return this.images[0];
  }
  get featured_media(): ImageDrop | undefined {
    return this.images[0];
  }
  get url(): string {
    return `${this.#page.where.rootUrl}/products/${this.#product.handle}`;
  }
  get collections(): LazyList<LiquidObject> {
    const { catalogue, collection } = this.#page;
    return new LazyList(() =>
      (catalogue.collectionsOf.get(this.#product.id) ?? []).map((item) => collection(item)),
    );
  }
  get created_at(): string {
    return restTime(this.#product.createdAt, this.#page.state.info.timeZone);
  }
  get published_at(): string {
    return this.created_at;
  }
  get template_suffix(): string {
    return "";
  }
  get "gift_card?"(): boolean {
    return isGiftCard(this.#product);
  }
  get requires_selling_plan(): boolean {
    return false;
  }
  get selling_plan_groups(): unknown[] {
    return [];
  }
  get "quantity_price_breaks_configured?"(): boolean {
    return false;
  }
  get metafields(): MetafieldsDrop {
    return new MetafieldsDrop(this.#page.state, gid("Product", this.#product.id));
  }
  get structuredData(): unknown {
    const { origin, where } = this.#page;
    const offers = this.variants.map((variant) => ({
      "@type": "Offer",
      availability: `https://schema.org/${variant.available ? "InStock" : "OutOfStock"}`,
      price: (variant.price / 100).toFixed(2),
      priceCurrency: where.currency,
      url: `${origin}${variant.url}`,
    }));
    return {
      "@context": "http://schema.org/",
      "@type": "Product",
      name: this.title,
      brand: { "@type": "Brand", name: this.vendor },
      image: `${origin}${addressOf(this.images[0] as ImageDrop)}`,
      url: `${origin}${this.url}`,
      offers,
    };
  }
  override toJSON(): unknown {
    return {
      id: this.id,
      title: this.title,
      handle: this.handle,
      description: this.description,
      published_at: this.published_at,
      created_at: this.created_at,
      vendor: this.vendor,
      type: this.type,
      tags: this.tags,
      price: this.price,
      price_min: this.price_min,
      price_max: this.price_max,
      available: this.available,
      price_varies: this.price_varies,
      compare_at_price: null,
      compare_at_price_min: 0,
      compare_at_price_max: 0,
      compare_at_price_varies: false,
      variants: this.variants,
      images: this.images.map(addressOf),
      featured_image: addressOf(this.images[0] as ImageDrop),
      options: this.options,
      media: this.media,
      requires_selling_plan: false,
      selling_plan_groups: [],
      content: this.description,
    };
  }
  /** `/products/{handle}.js`: the same with its address and its options' values. */
  ajaxJson(): unknown {
    return { ...(this.toJSON() as object), url: this.url, options: this.options_with_values };
  }
}
