import { formatMinor } from "../../shop/money.ts";
import type { Collection, Product, ShopInfo, Variant } from "../../shop/records.ts";
import { restTime } from "../../shop/timestamps.ts";
import { gid } from "../../wire/gid.ts";
import { idNumber } from "../../wire/json.ts";

function variantPayload(
  variant: Variant,
  position: number,
  of: { product: Product; shop: ShopInfo },
) {
  return {
    admin_graphql_api_id: gid("ProductVariant", variant.id),
    barcode: null,
    compare_at_price: null,
    created_at: restTime(of.product.createdAt, of.shop.timeZone),
    id: idNumber(variant.id),
    inventory_policy: "deny",
    position,
    price: formatMinor(variant.priceMinor, of.shop.currency),
    product_id: idNumber(of.product.id),
    sku: variant.sku,
    taxable: true,
    title: variant.title,
    updated_at: restTime(of.product.updatedAt, of.shop.timeZone),
    option1: variant.title,
    option2: null,
    option3: null,
    image_id: null,
    inventory_item_id: null,
    inventory_quantity: variant.inventoryQuantity,
    old_inventory_quantity: variant.inventoryQuantity,
  };
}

export function productPayload(product: Product, shop: ShopInfo) {
  const created = restTime(product.createdAt, shop.timeZone);
  const updated = restTime(product.updatedAt, shop.timeZone);
  return {
    admin_graphql_api_id: gid("Product", product.id),
    body_html: product.bodyHtml,
    created_at: created,
    handle: product.handle,
    id: idNumber(product.id),
    product_type: product.productType,
    published_at: product.status === "active" ? created : null,
    template_suffix: null,
    title: product.title,
    updated_at: updated,
    vendor: product.vendor,
    status: product.status,
    published_scope: "web",
    tags: product.tags.join(", "),
    variants: product.variants.map((variant, index) =>
      variantPayload(variant, index + 1, { product, shop }),
    ),
    options: [],
    images: [],
    image: null,
    media: [],
    variant_gids: product.variants.map((variant) => ({
      admin_graphql_api_id: gid("ProductVariant", variant.id),
      updated_at: new Date(product.updatedAt).toISOString(),
    })),
    has_variants_that_requires_components: false,
    category: null,
  };
}

export function collectionPayload(collection: Collection, shop: ShopInfo) {
  const updated = restTime(collection.updatedAt, shop.timeZone);
  return {
    id: idNumber(collection.id),
    handle: collection.handle,
    title: collection.title,
    updated_at: updated,
    body_html: collection.bodyHtml,
    published_at: updated,
    sort_order: "manual",
    template_suffix: null,
    published_scope: "web",
    admin_graphql_api_id: gid("Collection", collection.id),
  };
}
