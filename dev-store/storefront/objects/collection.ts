import type { Collection, Product } from "../../shop/records.ts";
import { gid } from "../../wire/gid.ts";
import { restTime } from "../../shop/timestamps.ts";
import { LiquidObject } from "../liquid/object.ts";
import type { Page } from "../liquid/page.ts";
import { idOf } from "./identity.ts";
import { collectionImage, productImages, type ImageDrop } from "./image.ts";
import { MetafieldsDrop } from "./metafields.ts";
import { PagedList } from "./paged-list.ts";
import { ProductDrop } from "./product.ts";

type Order = (a: Product, b: Product) => number;

const lowest = (product: Product): number =>
  Math.min(...product.variants.map(({ priceMinor }) => priceMinor));

const ORDERS: Readonly<Record<string, Order>> = {
  "title-ascending": (a, b) => a.title.localeCompare(b.title),
  "title-descending": (a, b) => b.title.localeCompare(a.title),
  "price-ascending": (a, b) => lowest(a) - lowest(b),
  "price-descending": (a, b) => lowest(b) - lowest(a),
  "created-ascending": (a, b) => a.createdAt - b.createdAt,
  "created-descending": (a, b) => b.createdAt - a.createdAt,
};

/** Ways to sort, as the theme offers them in its select box; the shop's own order comes first. */
const SORT_OPTIONS = [
  { value: "manual", name: "Featured" },
  { value: "best-selling", name: "Best selling" },
  { value: "title-ascending", name: "Alphabetically, A-Z" },
  { value: "title-descending", name: "Alphabetically, Z-A" },
  { value: "price-ascending", name: "Price, low to high" },
  { value: "price-descending", name: "Price, high to low" },
  { value: "created-ascending", name: "Date, old to new" },
  { value: "created-descending", name: "Date, new to old" },
] as const;

/** `/collections/all` and `all` in Liquid: everything, whether or not it is in a collection. */
const ALL: Collection = {
  id: "1",
  title: "Products",
  handle: "all",
  bodyHtml: "",
  productIds: [],
  updatedAt: 0,
};

function productsOf(page: Page, collection: Collection): readonly Product[] {
  if (collection === ALL) return page.catalogue.products;
  return collection.productIds.flatMap((id) => {
    const product = page.state.products.get(id);
    return product?.status === "active" ? [product] : [];
  });
}

const distinct = (values: readonly string[]): string[] =>
  [...new Set(values)].filter((value) => value !== "").sort();

export class CollectionDrop extends LiquidObject {
  readonly #page: Page;
  readonly #collection: Collection;
  #members: readonly Product[] | null = null;
  #products: PagedList<ProductDrop> | null = null;

  constructor(page: Page, collection: Collection) {
    super();
    this.#page = page;
    this.#collection = collection;
  }
  static all(page: Page): CollectionDrop {
    return new CollectionDrop(page, ALL);
  }
  static find(page: Page, handle: string): CollectionDrop | undefined {
    const found = page.catalogue.collectionByHandle.get(handle);
    if (found !== undefined) return new CollectionDrop(page, found);
    return handle === "all" ? CollectionDrop.all(page) : undefined;
  }
  /** `/collections/vendors?q=` and `/collections/types?q=`: what is of one vendor or type. */
  static by(page: Page, kind: "vendors" | "types", asked: string): CollectionDrop {
    const field = kind === "vendors" ? "vendor" : "productType";
    const productIds = page.catalogue.products
      .filter((product) => product[field] === asked)
      .map(({ id }) => id);
    return new CollectionDrop(page, { ...ALL, title: asked, handle: kind, productIds });
  }
  #all(): readonly Product[] {
    this.#members ??= productsOf(this.#page, this.#collection);
    return this.#members;
  }
  #sorted(): readonly Product[] {
    const order = ORDERS[this.sort_by];
    return order === undefined ? this.#all() : [...this.#all()].sort(order);
  }
  get id(): number | string {
    return idOf(this.#collection.id);
  }
  get title(): string {
    return this.#collection.title;
  }
  get handle(): string {
    return this.#collection.handle;
  }
  get description(): string {
    return this.#collection.bodyHtml;
  }
  get url(): string {
    return `${this.#page.where.rootUrl}/collections/${this.#collection.handle}`;
  }
  get products(): PagedList<ProductDrop> {
    this.#products ??= new PagedList(
      () => this.#all().length,
      (from, count) =>
        this.#sorted()
          .slice(from, from + count)
          .map((product) => new ProductDrop(this.#page, product)),
    );
    return this.#products;
  }
  get products_count(): number {
    return this.#all().length;
  }
  get all_products_count(): number {
    return this.#all().length;
  }
  get all_tags(): string[] {
    return distinct(this.#all().flatMap(({ tags }) => tags));
  }
  get all_types(): string[] {
    return distinct(this.#all().map(({ productType }) => productType));
  }
  get all_vendors(): string[] {
    return distinct(this.#all().map(({ vendor }) => vendor ?? ""));
  }
  get tags(): string[] {
    return this.all_tags;
  }
  get image(): ImageDrop | undefined {
    return this.#collection.id === ALL.id ? undefined : collectionImage(this.#collection);
  }
  get featured_image(): ImageDrop | undefined {
    const [first] = this.#all();
    return this.image ?? (first === undefined ? undefined : productImages(first)[0]);
  }
  get sort_by(): string {
    const asked = this.#page.url.searchParams.get("sort_by") ?? "";
    return SORT_OPTIONS.some(({ value }) => value === asked) ? asked : "";
  }
  get default_sort_by(): string {
    return "manual";
  }
  get sort_options(): readonly unknown[] {
    return SORT_OPTIONS;
  }
  get filters(): unknown[] {
    return [];
  }
  get published_at(): string {
    return restTime(this.#collection.updatedAt, this.#page.state.info.timeZone);
  }
  get template_suffix(): string {
    return "";
  }
  get metafields(): MetafieldsDrop {
    return new MetafieldsDrop(this.#page.state, gid("Collection", this.#collection.id));
  }
}
