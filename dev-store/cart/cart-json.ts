import { PRODUCT_SIZE } from "../images/pictures.ts";
import { hundredths } from "../shop/markets.ts";
import { classOf } from "../shop/discounts/discount.ts";
import type { ShopState } from "../shop/state.ts";
import { currencyDigits } from "../shop/money.ts";
import { idNumber } from "../wire/json.ts";
import { pictureUrl, type PricedCart, type PricedCode, type PricedLine } from "./price-cart.ts";

/** What the JSON of a cart needs besides the cart. */
export interface CartView {
  state: ShopState;
  /** Such as `/fr`; empty for the primary language. */
  rootUrl: string;
}

/** A discount as Shopify's cart tells of it. */
function applicationOf(view: CartView, code: PricedCode, cart: PricedCart) {
  const discount = code.discountId === null ? undefined : view.state.discounts.get(code.discountId);
  const percentage = discount?.value.kind === "percentage" ? discount.value.share * 100 : null;
  const money = (minor: number) => hundredths(minor, cart.currency);
  return {
    type: "discount_code",
    key: code.code,
    title: code.code,
    description: null,
    value: percentage === null ? (money(code.amountMinor) / 100).toFixed(2) : percentage.toFixed(1),
    created_at: discount === undefined ? null : new Date(discount.createdAt).toISOString(),
    value_type: percentage === null ? "fixed_amount" : "percentage",
    allocation_method: "across",
    target_selection:
      discount !== undefined && classOf(discount) === "product" ? "entitled" : "all",
    target_type: "line_item",
    total_allocated_amount: money(code.amountMinor),
  };
}

function discountsOf(view: CartView, line: PricedLine, cart: PricedCart) {
  return line.discounts
    .filter((discount) => discount.class === "product")
    .flatMap((discount) => {
      const code = cart.codes.find((item) => item.code === discount.code);
      if (code === undefined) return [];
      return [
        {
          amount: hundredths(discount.amountMinor, cart.currency),
          discount_application: applicationOf(view, code, cart),
        },
      ];
    });
}

const singleVariant = (line: PricedLine): boolean =>
  line.product.variants.length === 1 && line.variant.title === "Default Title";

function imageOf(line: PricedLine) {
  const { width, height } = PRODUCT_SIZE;
  const url = pictureUrl(line.product);
  const image = { aspect_ratio: width / height, alt: line.product.title, height, url, width };
  return { featured_image: image, image: url };
}

function namesOf(view: CartView, line: PricedLine) {
  const { product, variant } = line;
  const single = singleVariant(line);
  return {
    title: single ? product.title : `${product.title} - ${variant.title}`,
    url: `${view.rootUrl}/products/${product.handle}?variant=${variant.id}`,
    handle: product.handle,
    product_id: idNumber(product.id),
    product_title: product.title,
    product_description: product.bodyHtml.replace(/<[^>]*>/g, ""),
    product_type: product.productType,
    product_has_only_default_variant: single,
    variant_title: single ? null : variant.title,
    variant_options: [variant.title],
    options_with_values: [{ name: single ? "Title" : "Size", value: variant.title }],
    vendor: product.vendor ?? "",
    sku: variant.sku ?? "",
  };
}

/** A line in the shape of `/cart.js`: money in hundredths of a unit. */
export function lineJson(view: CartView, line: PricedLine, cart: PricedCart) {
  const money = (minor: number) => hundredths(minor, cart.currency);
  const unit = Math.round(line.finalLineMinor / line.quantity);
  const allocations = discountsOf(view, line, cart);
  const saved = money(line.lineMinor - line.finalLineMinor);
  return {
    id: idNumber(line.variantId),
    variant_id: idNumber(line.variantId),
    key: line.key,
    quantity: line.quantity,
    properties: line.properties,
    ...namesOf(view, line),
    ...imageOf(line),
    price: money(line.unitMinor),
    presentment_price: line.unitMinor / 10 ** currencyDigits(cart.currency),
    original_price: money(line.unitMinor),
    discounted_price: money(unit),
    final_price: money(unit),
    line_price: money(line.lineMinor),
    original_line_price: money(line.lineMinor),
    final_line_price: money(line.finalLineMinor),
    total_discount: saved,
    discounts: allocations.map(({ amount, discount_application }) => ({
      amount,
      title: discount_application.title,
    })),
    line_level_discount_allocations: allocations,
    line_level_total_discount: saved,
    grams: 0,
    taxable: !line.giftCard,
    gift_card: line.giftCard,
    requires_shipping: line.requiresShipping,
    quantity_rule: { min: 1, max: null, increment: 1 },
    has_components: false,
  };
}

/** The cart in the shape of `/cart.js`. */
export function cartJson(view: CartView, cart: PricedCart) {
  const money = (minor: number) => hundredths(minor, cart.currency);
  return {
    token: cart.token,
    note: cart.note ?? "",
    attributes: cart.attributes,
    original_total_price: money(cart.originalMinor),
    total_price: money(cart.totalMinor),
    total_discount: money(cart.discountMinor),
    total_weight: 0,
    item_count: cart.itemCount,
    items: cart.lines.map((line) => lineJson(view, line, cart)),
    requires_shipping: cart.requiresShipping,
    currency: cart.currency,
    items_subtotal_price: money(cart.subtotalMinor),
    cart_level_discount_applications: cart.codes
      .filter((code) => code.applied && code.class === "order")
      .map((code) => applicationOf(view, code, cart)),
    discount_codes: cart.codes.map((code) => ({ code: code.code, applicable: code.applied })),
  };
}
