import type { Product } from "../../shop/records.ts";
import { LiquidObject } from "../liquid/object.ts";
import type { Page } from "../liquid/page.ts";
import { PagedList } from "./paged-list.ts";
import { ProductDrop } from "./product.ts";

/** Searched for as a whole; longer ones are cut. */
const TERMS_LENGTH_MAX = 200;
const SUGGESTIONS_MAX = 10;

const termsOf = (page: Page): string =>
  (page.url.searchParams.get("q") ?? "").slice(0, TERMS_LENGTH_MAX);

function suggestionsWanted({ url }: Page): number {
  const asked = Number(url.searchParams.get("resources[limit]") ?? SUGGESTIONS_MAX);
  return Number.isInteger(asked) && asked >= 1 ? Math.min(asked, SUGGESTIONS_MAX) : SUGGESTIONS_MAX;
}

function score(product: Product, words: readonly string[]): number {
  const title = product.title.toLowerCase();
  const text = `${title} ${product.productType} ${product.vendor ?? ""} ${product.tags.join(" ")}`;
  const all = text.toLowerCase();
  if (!words.every((word) => all.includes(word))) return 0;
  return words.reduce((total, word) => total + (title.includes(word) ? 2 : 1), 0);
}

/** Products that have every word, those with the words in their title first. */
export function findProducts(page: Page, terms: string): Product[] {
  const words = terms
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [];
  return page.catalogue.products
    .map((product) => ({ product, points: score(product, words) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .map(({ product }) => product);
}

/** A result knows what it is, since a search may find other things than products. */
class ProductResult extends ProductDrop {
  get object_type(): string {
    return "product";
  }
}

export class SearchDrop extends LiquidObject {
  readonly #page: Page;
  #found: Product[] | null = null;
  #results: PagedList<ProductResult> | null = null;

  constructor(page: Page) {
    super();
    this.#page = page;
  }
  get terms(): string {
    return termsOf(this.#page);
  }
  get performed(): boolean {
    return this.terms.trim() !== "";
  }
  #all(): Product[] {
    this.#found ??= findProducts(this.#page, this.terms);
    return this.#found;
  }
  get results(): PagedList<ProductResult> {
    this.#results ??= new PagedList(
      () => this.#all().length,
      (from, count) =>
        this.#all()
          .slice(from, from + count)
          .map((product) => new ProductResult(this.#page, product)),
    );
    return this.#results;
  }
  get results_count(): number {
    return this.#all().length;
  }
  get types(): string[] {
    return ["product"];
  }
  get sort_by(): string {
    return this.#page.url.searchParams.get("sort_by") ?? "";
  }
  get default_sort_by(): string {
    return "relevance";
  }
  get sort_options(): unknown[] {
    return [{ value: "relevance", name: "Relevance" }];
  }
  get filters(): unknown[] {
    return [];
  }
}

/** `/search/suggest`: products alone, as many as are asked for. */
export class PredictiveSearchDrop extends LiquidObject {
  readonly #page: Page;

  constructor(page: Page) {
    super();
    this.#page = page;
  }
  get performed(): boolean {
    return this.terms.trim() !== "";
  }
  get terms(): string {
    return termsOf(this.#page);
  }
  get types(): string[] {
    return ["product"];
  }
  get resources(): unknown {
    const found = findProducts(this.#page, this.terms).slice(0, suggestionsWanted(this.#page));
    const products = found.map((product) => new ProductDrop(this.#page, product));
    return { products, collections: [], pages: [], articles: [], queries: [] };
  }
}
