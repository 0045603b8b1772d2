import { Refusal } from "../../wire/refusal.ts";
import type { Collection, Product, Variant } from "../records.ts";
import type { Change } from "../state.ts";
import type { Deciding, Decide, Decision, ProductInput } from "./command.ts";

const handleOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");

/** What a variant has in stock unless told. */
const STOCK_DEFAULT = 100;

function variantsOf(
  shop: Deciding,
  input: ProductInput,
  known: Product | undefined,
): readonly Variant[] {
  if (input.variants === undefined) {
    if (known !== undefined) return known.variants;
    return [
      {
        id: shop.ids.take("variant"),
        title: "Default Title",
        sku: null,
        priceMinor: 0,
        inventoryQuantity: STOCK_DEFAULT,
      },
    ];
  }
  const stock = new Map(
    known?.variants.map(({ id, inventoryQuantity }) => [id, inventoryQuantity]),
  );
  return input.variants.map((variant) => ({
    id: variant.id ?? shop.ids.take("variant"),
    title: variant.title,
    sku: variant.sku,
    priceMinor: variant.priceMinor,
    inventoryQuantity: variant.inventoryQuantity ?? stock.get(variant.id ?? "") ?? STOCK_DEFAULT,
  }));
}

/** Puts a product into collections named by title. */
function joinCollections(
  shop: Deciding,
  join: { productId: string; titles: readonly string[]; at: number },
): Collection[] {
  const byTitle = new Map(
    [...shop.state.collections.values()].map((collection) => [collection.title, collection]),
  );
  return join.titles.flatMap((title) => {
    const known = byTitle.get(title);
    if (known?.productIds.includes(join.productId) === true) return [];
    return [
      {
        id: known?.id ?? shop.ids.take("collection"),
        title,
        handle: known?.handle ?? handleOf(title),
        bodyHtml: known?.bodyHtml ?? "",
        productIds: [...(known?.productIds ?? []), join.productId],
        updatedAt: Math.max(known?.updatedAt ?? 0, join.at),
      },
    ];
  });
}

export const putProduct: Decide<"product.put"> = (shop, command) => {
  const { product: input, at } = command;
  const known = input.id === undefined ? undefined : shop.state.products.get(input.id);
  const title = input.title ?? known?.title;
  if (title === undefined || title === "") throw new Refusal(422, "title can't be blank");
  const product: Product = {
    id: known?.id ?? input.id ?? shop.ids.take("product"),
    title,
    handle: input.handle ?? known?.handle ?? handleOf(title),
    bodyHtml: input.bodyHtml ?? known?.bodyHtml ?? "",
    vendor: input.vendor === undefined ? (known?.vendor ?? null) : input.vendor,
    productType: input.productType ?? known?.productType ?? "",
    status: input.status ?? known?.status ?? "active",
    tags: input.tags ?? known?.tags ?? [],
    variants: variantsOf(shop, input, known),
    imageSeed: input.imageSeed ?? known?.imageSeed ?? 0,
    createdAt: known?.createdAt ?? at,
    updatedAt: Math.max(known?.updatedAt ?? 0, at),
  };
  const joined = joinCollections(shop, {
    productId: product.id,
    titles: input.collections ?? [],
    at,
  });
  return {
    changes: [
      { put: "product", value: product },
      ...joined.map((value): Change => ({ put: "collection", value })),
    ],
    events: [
      {
        topic: known === undefined ? "products/create" : "products/update",
        subject: { of: "product", product },
      },
      ...joined.map((collection): Decision["events"][number] => ({
        topic: shop.state.collections.has(collection.id)
          ? "collections/update"
          : "collections/create",
        subject: { of: "collection", collection },
      })),
    ],
    id: product.id,
  };
};

export const deleteProduct: Decide<"product.delete"> = (shop, command) => {
  if (!shop.state.products.has(command.id))
    throw new Refusal(404, `There is no product ${command.id}`);
  return {
    changes: [{ drop: "product", id: command.id }],
    events: [{ topic: "products/delete", subject: { of: "deleted-product", id: command.id } }],
    id: command.id,
  };
};

export const putCollection: Decide<"collection.put"> = (shop, command) => {
  const { collection: input, at } = command;
  const known = shop.state.collections.get(input.id);
  const title = input.title ?? known?.title;
  if (title === undefined || title === "") throw new Refusal(422, "title can't be blank");
  const missing = input.productIds?.find((id) => !shop.state.products.has(id));
  if (missing !== undefined) throw new Refusal(422, `product ${missing} does not exist`);
  const collection: Collection = {
    id: input.id,
    title,
    handle: input.handle ?? known?.handle ?? handleOf(title),
    bodyHtml: input.bodyHtml ?? known?.bodyHtml ?? "",
    productIds: input.productIds ?? known?.productIds ?? [],
    updatedAt: Math.max(known?.updatedAt ?? 0, at),
  };
  return {
    changes: [{ put: "collection", value: collection }],
    events: [
      {
        topic: known === undefined ? "collections/create" : "collections/update",
        subject: { of: "collection", collection },
      },
    ],
    id: collection.id,
  };
};

export const deleteCollection: Decide<"collection.delete"> = (shop, command) => {
  if (!shop.state.collections.has(command.id))
    throw new Refusal(404, `There is no collection ${command.id}`);
  return {
    changes: [{ drop: "collection", id: command.id }],
    events: [
      { topic: "collections/delete", subject: { of: "deleted-collection", id: command.id } },
    ],
    id: command.id,
  };
};
