import { allocate } from "../money.ts";
import type { IdSource } from "../ids.ts";
import type { DiscountApplication, Line, TaxLine } from "../records.ts";
import { lineDiscountedMinor } from "../totals.ts";
import type { DiscountInput, LineInput } from "./command.ts";

export interface LinesInput {
  lines: readonly LineInput[];
  discounts: readonly DiscountInput[];
  taxPercent: number;
  taxesIncluded: boolean;
}

function bareLine(input: LineInput, ids: IdSource): Line {
  return {
    id: input.id ?? ids.take("line"),
    productId: input.productId,
    variantId: input.variantId ?? null,
    title: input.title,
    variantTitle: input.variantTitle ?? null,
    sku: input.sku ?? null,
    vendor: input.vendor ?? null,
    quantity: input.quantity,
    currentQuantity: input.quantity,
    cancelledQuantity: 0,
    fulfilledQuantity: 0,
    priceMinor: input.priceMinor,
    giftCard: input.giftCard ?? false,
    requiresShipping: input.requiresShipping ?? !(input.giftCard ?? false),
    allocations: [],
    taxLines: [],
  };
}

/** Tax on a discounted price: inside it if prices include tax, on top otherwise. */
export function taxAmount(baseMinor: number, rate: number, taxesIncluded: boolean): number {
  return taxesIncluded
    ? baseMinor - Math.round(baseMinor / (1 + rate))
    : Math.round(baseMinor * rate);
}

function taxOf(line: Line, taxPercent: number, taxesIncluded: boolean): TaxLine[] {
  // Gift cards are money, not goods: Shopify takes no tax on them.
  if (taxPercent === 0 || line.giftCard) return [];
  const rate = taxPercent / 100;
  return [
    { title: "VAT", rate, amountMinor: taxAmount(lineDiscountedMinor(line), rate, taxesIncluded) },
  ];
}

interface Spread {
  lines: Line[];
  discounts: DiscountApplication[];
}

/** Where the checkout has worked out what a discount takes off which line, it takes off that. */
function givenDiscount(spread: Spread, discount: DiscountInput): Spread {
  const application = spread.discounts.length;
  const lines = spread.lines.map((line, index) => {
    const amountMinor = Math.min(discount.parts?.[index] ?? 0, lineDiscountedMinor(line));
    return amountMinor === 0
      ? line
      : { ...line, allocations: [...line.allocations, { application, amountMinor }] };
  });
  const { parts: _parts, ...kept } = discount;
  return { lines, discounts: [...spread.discounts, { ...kept, targetLine: false }] };
}

function spreadDiscount(spread: Spread, discount: DiscountInput): Spread {
  if (discount.parts !== undefined || discount.class === "shipping")
    return givenDiscount(spread, discount);
  // An order discount never touches gift cards, and no line goes below nothing.
  const room = spread.lines.map((line) => (line.giftCard ? 0 : lineDiscountedMinor(line)));
  const wanted = Math.min(
    discount.amountMinor,
    room.reduce((sum, minor) => sum + minor, 0),
  );
  const application = spread.discounts.length;
  const parts = allocate(wanted, room);
  return {
    lines: spread.lines.map((line, index) => {
      const amountMinor = parts[index] ?? 0;
      return amountMinor === 0
        ? line
        : { ...line, allocations: [...line.allocations, { application, amountMinor }] };
    }),
    discounts: [
      ...spread.discounts,
      { code: discount.code, amountMinor: wanted, targetLine: false },
    ],
  };
}

/** Lines with their discounts allocated, so that the parts add up, and their tax. */
export function makeLines(input: LinesInput, ids: IdSource): Spread {
  let spread: Spread = { lines: [], discounts: [] };
  for (const line of input.lines) {
    const bare = bareLine(line, ids);
    const amountMinor = Math.min(line.discountMinor ?? 0, bare.priceMinor * bare.quantity);
    if (amountMinor > 0) {
      const application = spread.discounts.length;
      spread.discounts.push({ code: null, amountMinor, targetLine: true });
      spread.lines.push({ ...bare, allocations: [{ application, amountMinor }] });
    } else spread.lines.push(bare);
  }
  for (const discount of input.discounts) spread = spreadDiscount(spread, discount);
  return {
    discounts: spread.discounts,
    lines: spread.lines.map((line, index) => ({
      ...line,
      taxLines: input.lines[index]?.taxes ?? taxOf(line, input.taxPercent, input.taxesIncluded),
    })),
  };
}
