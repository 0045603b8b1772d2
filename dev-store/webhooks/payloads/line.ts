import type { Line, Order, TaxLine } from "../../shop/records.ts";
import { gid } from "../../wire/gid.ts";
import { decimalNumber, idNumber } from "../../wire/json.ts";
import { amountText, moneySet } from "./money-set.ts";

const nullableId = (id: string | null): unknown => (id === null ? null : idNumber(id));

export function taxLinePayload(tax: TaxLine, order: Order) {
  return {
    channel_liable: false,
    price: amountText(tax.amountMinor, order),
    price_set: moneySet(tax.amountMinor, order),
    rate: decimalNumber(Number.isInteger(tax.rate) ? `${tax.rate}.0` : String(tax.rate)),
    title: tax.title,
  };
}

function lineFulfillment(line: Line): "fulfilled" | "partial" | null {
  if (line.fulfilledQuantity === 0) return null;
  return line.fulfilledQuantity >= line.currentQuantity ? "fulfilled" : "partial";
}

function allocations(line: Line, order: Order) {
  return line.allocations.map((part) => ({
    amount: amountText(part.amountMinor, order),
    amount_set: moneySet(part.amountMinor, order),
    discount_application_index: part.application,
  }));
}

/** A line as it stands in an order payload. */
export function linePayload(line: Line, order: Order) {
  return {
    id: idNumber(line.id),
    admin_graphql_api_id: gid("LineItem", line.id),
    attributed_staffs: [],
    current_quantity: line.currentQuantity,
    fulfillable_quantity: Math.max(0, line.currentQuantity - line.fulfilledQuantity),
    fulfillment_service: line.giftCard ? "gift_card" : "manual",
    fulfillment_status: lineFulfillment(line),
    gift_card: line.giftCard,
    grams: 0,
    name: line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`,
    price: amountText(line.priceMinor, order),
    price_set: moneySet(line.priceMinor, order),
    product_exists: line.productId !== null,
    product_id: nullableId(line.productId),
    properties: [],
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sales_line_item_group_id: null,
    sku: line.sku,
    taxable: !line.giftCard,
    title: line.title,
    // Discounts on the order are in the allocations only: a real payload keeps 0.00 here.
    total_discount: "0.00",
    total_discount_set: moneySet(0, order),
    variant_id: nullableId(line.variantId),
    variant_inventory_management: null,
    variant_title: line.variantTitle,
    vendor: line.vendor,
    tax_lines: line.taxLines.map((tax) => taxLinePayload(tax, order)),
    duties: [],
    discount_allocations: allocations(line, order),
  };
}

/** A line as a refund repeats it, with a few keys fewer and none of its current state. */
export function refundedLinePayload(line: Line, order: Order) {
  const {
    attributed_staffs: _staffs,
    current_quantity: _current,
    sales_line_item_group_id: _group,
    ...kept
  } = linePayload(line, order);
  return kept;
}
