import { createHash } from "node:crypto";
import { applyCodes } from "../shop/discounts/apply-codes.ts";
import type { Purchase } from "../shop/discounts/eligibility.ts";
import { amountOf, type CodeOutcome } from "../shop/discounts/reason.ts";
import { presentMinor, type Localization } from "../shop/markets.ts";
import { presentDiscounts, presentLine } from "../shop/present-discounts.ts";
import type { Product, Variant } from "../shop/records.ts";
import type { ShopState } from "../shop/state.ts";
import type { Cart, CartLine } from "./cart.ts";

export interface LineDiscount {
  code: string;
  class: "product" | "order";
  /** In the shopper's currency and in the shop's. */
  amountMinor: number;
  shopMinor: number;
}

/** A line with its prices. All `…Minor` are the shopper's currency but those called `shop…`. */
export interface PricedLine {
  /** As Shopify names a line: the variant and a digest of its properties. */
  key: string;
  variantId: string;
  quantity: number;
  properties: Record<string, string>;
  product: Product;
  variant: Variant;
  giftCard: boolean;
  requiresShipping: boolean;
  unitMinor: number;
  shopUnitMinor: number;
  /** Before discounts. */
  lineMinor: number;
  shopLineMinor: number;
  discounts: LineDiscount[];
  /** After product discounts; what order discounts take off stands below the lines. */
  finalLineMinor: number;
}

export interface PricedCode extends CodeOutcome {
  amountMinor: number;
  shopMinor: number;
}

export interface PricedCart {
  token: string;
  note: string | null;
  attributes: Record<string, string>;
  currency: string;
  lines: PricedLine[];
  itemCount: number;
  requiresShipping: boolean;
  /** The lines before all discounts, after product discounts, and after order discounts too. */
  originalMinor: number;
  subtotalMinor: number;
  totalMinor: number;
  /** Product and order discounts. */
  discountMinor: number;
  /** Every code of the cart: what it takes off, or why nothing. */
  codes: PricedCode[];
  shop: { originalMinor: number; discountMinor: number; totalMinor: number };
}

/** Who buys, and when; the checkout knows more than the cart. */
export interface Buying {
  customerId: string | null;
  now: number;
  email?: string | null;
  delivery?: { countryCode: string; priceMinor: number } | null;
}

export const isGiftCard = (product: Product): boolean =>
  product.productType === "Gift Cards" || product.tags.includes("gift-card");

/** Where the storefront serves a product's picture. */
export const pictureUrl = (product: Product): string =>
  `/cdn/shop/products/${product.imageSeed}.svg`;

/** The product and variant of a variant's id, if a shopper can buy it. */
export function findVariant(
  state: ShopState,
  variantId: string,
): { product: Product; variant: Variant } | null {
  for (const product of state.products.values()) {
    if (product.status !== "active") continue;
    const variant = product.variants.find((item) => item.id === variantId);
    if (variant !== undefined) return { product, variant };
  }
  return null;
}

export function keyOf(line: Pick<CartLine, "variantId" | "properties">): string {
  const properties = JSON.stringify(Object.entries(line.properties).sort());
  const digest = createHash("md5").update(`${line.variantId} ${properties}`).digest("hex");
  return `${line.variantId}:${digest}`;
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

function bareLine(state: ShopState, line: CartLine, where: Localization): PricedLine[] {
  const found = findVariant(state, line.variantId);
  if (found === null) return [];
  const giftCard = isGiftCard(found.product);
  const shopUnitMinor = found.variant.priceMinor;
  const { unitMinor, lineMinor, shopLineMinor } = presentLine(shopUnitMinor, line.quantity, where);
  return [
    {
      key: keyOf(line),
      ...line,
      ...found,
      giftCard,
      requiresShipping: !giftCard,
      unitMinor,
      shopUnitMinor,
      lineMinor,
      shopLineMinor,
      discounts: [],
      finalLineMinor: lineMinor,
    },
  ];
}

function withDiscounts(
  lines: readonly PricedLine[],
  outcomes: readonly CodeOutcome[],
  where: Localization,
): PricedLine[] {
  const goods = outcomes.filter((outcome) => outcome.class !== "shipping");
  const shown = presentDiscounts(
    lines,
    goods.map((outcome) => outcome.parts),
    where,
  );
  return lines.map((line, place) => {
    const discounts = goods.flatMap((outcome, index): LineDiscount[] => {
      const shopMinor = outcome.parts[place] ?? 0;
      if (shopMinor === 0) return [];
      const kind = outcome.class === "product" ? "product" : "order";
      const amountMinor = shown[index]?.[place] ?? 0;
      return [{ code: outcome.code, class: kind, amountMinor, shopMinor }];
    });
    const own = discounts.filter((discount) => discount.class === "product");
    return {
      ...line,
      discounts,
      finalLineMinor: line.lineMinor - sum(own, (discount) => discount.amountMinor),
    };
  });
}

function pricedCode(
  outcome: CodeOutcome,
  lines: readonly PricedLine[],
  where: Localization,
): PricedCode {
  const shopMinor = amountOf(outcome);
  const amountMinor =
    outcome.class === "shipping"
      ? presentMinor(shopMinor, where)
      : sum(lines, (line) =>
          sum(
            line.discounts.filter(({ code }) => code === outcome.code),
            (discount) => discount.amountMinor,
          ),
        );
  return { ...outcome, amountMinor, shopMinor };
}

/** The classes in the order in which they are taken off. */
const STAGES = { product: 0, order: 1, shipping: 2 } as const;

/** The cart with its prices and what its codes take off; lines that can't be bought are left out. */
export function priceCart(
  state: ShopState,
  cart: Cart,
  where: Localization,
  buying: Buying,
): PricedCart {
  const bare = cart.lines.flatMap((line) => bareLine(state, line, where));
  const requiresShipping = bare.some((line) => line.requiresShipping);
  const purchase: Purchase = {
    goods: bare.map((line) => ({
      productId: line.product.id,
      variantId: line.variantId,
      quantity: line.quantity,
      priceMinor: line.shopUnitMinor,
      giftCard: line.giftCard,
    })),
    customerId: buying.customerId,
    email: buying.email ?? null,
    requiresShipping,
    delivery: buying.delivery ?? null,
    now: buying.now,
  };
  const outcomes = applyCodes(state, cart.discountCodes, purchase);
  const inStages = outcomes
    .filter((outcome) => outcome.applied)
    .sort((a, b) => STAGES[a.class ?? "order"] - STAGES[b.class ?? "order"]);
  const lines = withDiscounts(bare, inStages, where);
  const originalMinor = sum(lines, (line) => line.lineMinor);
  const discountMinor = sum(lines, (line) => sum(line.discounts, (item) => item.amountMinor));
  const shopOriginal = sum(lines, (line) => line.shopLineMinor);
  const shopDiscount = sum(lines, (line) => sum(line.discounts, (item) => item.shopMinor));
  return {
    token: cart.token,
    note: cart.note,
    attributes: cart.attributes,
    currency: where.currency,
    lines,
    itemCount: sum(lines, (line) => line.quantity),
    requiresShipping,
    originalMinor,
    subtotalMinor: sum(lines, (line) => line.finalLineMinor),
    totalMinor: originalMinor - discountMinor,
    discountMinor,
    codes: outcomes.map((outcome) => pricedCode(outcome, lines, where)),
    shop: {
      originalMinor: shopOriginal,
      discountMinor: shopDiscount,
      totalMinor: shopOriginal - shopDiscount,
    },
  };
}
