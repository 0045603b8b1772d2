import type { Collection, Product } from "../../shop/records.ts";
import type { Shop } from "../../shop/shop.ts";

/** Products and collections as the storefront looks them up; worked out again when the shop changes. */
export interface Catalogue {
  /** What shoppers may see, the newest last. */
  products: readonly Product[];
  byHandle: ReadonlyMap<string, Product>;
  collections: readonly Collection[];
  collectionByHandle: ReadonlyMap<string, Collection>;
  collectionsOf: ReadonlyMap<string, readonly Collection[]>;
}

function catalogueOf({ state }: Shop): Catalogue {
  const products = [...state.products.values()].filter(({ status }) => status === "active");
  const collections = [...state.collections.values()].sort((a, b) =>
    a.title.localeCompare(b.title),
  );
  const collectionsOf = new Map<string, Collection[]>();
  for (const collection of collections)
    for (const id of collection.productIds)
      collectionsOf.set(id, [...(collectionsOf.get(id) ?? []), collection]);
  return {
    products,
    byHandle: new Map(products.map((product) => [product.handle, product])),
    collections,
    collectionByHandle: new Map(collections.map((item) => [item.handle, item])),
    collectionsOf,
  };
}

/** Keeps a shop's catalogue until an event says that it changed. */
export function keepCatalogue(shop: Shop): () => Catalogue {
  let known: Catalogue | null = null;
  shop.listen(({ event }) => {
    if (/^(products|collections)\//.test(event.topic)) known = null;
  });
  return () => (known ??= catalogueOf(shop));
}
