import { LiquidObject } from "../liquid/object.ts";
import type { Page } from "../liquid/page.ts";
import { ProductDrop } from "./product.ts";

const RECOMMENDED_MAX = 10;

/** Products of the same collections, as a store without an app of its own would show. */
export class RecommendationsDrop extends LiquidObject {
  readonly #page: Page;

  constructor(page: Page) {
    super();
    this.#page = page;
  }
  get #productId(): string {
    return this.#page.url.searchParams.get("product_id") ?? "";
  }
  get "performed?"(): boolean {
    return this.#page.state.products.has(this.#productId);
  }
  get performed(): boolean {
    return this["performed?"];
  }
  get intent(): string {
    return this.#page.url.searchParams.get("intent") ?? "related";
  }
  get products(): ProductDrop[] {
    const { catalogue, state, url } = this.#page;
    const asked = Number(url.searchParams.get("limit") ?? 4);
    const limit = Math.min(RECOMMENDED_MAX, asked >= 1 ? Math.floor(asked) : 1);
    const beside = (catalogue.collectionsOf.get(this.#productId) ?? []).flatMap(
      ({ productIds }) => productIds,
    );
    return [...new Set(beside)]
      .flatMap((id) => {
        const product = state.products.get(id);
        return product?.status === "active" && id !== this.#productId ? [product] : [];
      })
      .slice(0, limit)
      .map((product) => new ProductDrop(this.#page, product));
  }
  get products_count(): number {
    return this.products.length;
  }
}
