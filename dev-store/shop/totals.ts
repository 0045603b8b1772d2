import { share } from "./money.ts";
import type { Line, Order, Refund, ShippingLine } from "./records.ts";

const sum = <T>(list: readonly T[], of: (item: T) => number): number =>
  list.reduce((total, item) => total + of(item), 0);

export const lineDiscountMinor = (line: Line): number =>
  sum(line.allocations, (part) => part.amountMinor);
export const lineTaxMinor = (line: Line): number => sum(line.taxLines, (tax) => tax.amountMinor);
export const linePriceMinor = (line: Line): number => line.priceMinor * line.quantity;
export const lineDiscountedMinor = (line: Line): number =>
  linePriceMinor(line) - lineDiscountMinor(line);

/** Units that a refund may still be for. */
export const refundableQuantity = (line: Line): number =>
  line.currentQuantity + line.cancelledQuantity;

/** What `quantity` units of a line cost, after its discounts, tax as in its price. */
export const lineShareMinor = (line: Line, quantity: number): number =>
  share(lineDiscountedMinor(line), quantity, line.quantity);

export const lineTaxShareMinor = (line: Line, quantity: number): number =>
  share(lineTaxMinor(line), quantity, line.quantity);

export const shippingDiscountMinor = (line: ShippingLine): number =>
  sum(line.allocations, (part) => part.amountMinor);
/** What was charged for the shipping: after its discounts. */
export const shippingMinor = (order: Order): number =>
  sum(order.shippingLines, (line) => line.priceMinor - shippingDiscountMinor(line));
/** Before them. */
export const shippingPriceMinor = (order: Order): number =>
  sum(order.shippingLines, (line) => line.priceMinor);
/** All that discounts took off an order: as Shopify counts them, the shipping's too. */
export const allDiscountsMinor = (order: Order): number =>
  sum(order.lines, lineDiscountMinor) + sum(order.shippingLines, shippingDiscountMinor);
export const refundAmountMinor = (refund: Refund): number =>
  sum(refund.transactions, (transaction) => transaction.amountMinor);
export const refundedMinor = (order: Order): number => sum(order.refunds, refundAmountMinor);
export const refundedShippingMinor = (order: Order): number =>
  sum(order.refunds, (refund) => refund.shippingMinor);
export const receivedMinor = (order: Order): number =>
  sum(
    order.transactions.filter((transaction) => transaction.kind === "sale"),
    (sale) => sale.amountMinor,
  );

export interface OrderTotals {
  lineItemsMinor: number;
  discountsMinor: number;
  subtotalMinor: number;
  taxMinor: number;
  shippingMinor: number;
  totalMinor: number;
  currentSubtotalMinor: number;
  currentDiscountsMinor: number;
  currentTaxMinor: number;
  currentShippingMinor: number;
  currentTotalMinor: number;
  outstandingMinor: number;
}

export function orderTotals(order: Order): OrderTotals {
  const lineItemsMinor = sum(order.lines, linePriceMinor);
  const discountsMinor = sum(order.lines, lineDiscountMinor);
  const taxMinor = sum(order.lines, lineTaxMinor);
  const subtotalMinor = lineItemsMinor - discountsMinor;
  const shipping = shippingMinor(order);
  const addedTax = (tax: number) => (order.taxesIncluded ? 0 : tax);

  const currentSubtotalMinor = sum(order.lines, (line) =>
    lineShareMinor(line, line.currentQuantity),
  );
  const currentDiscountsMinor = sum(order.lines, (line) =>
    share(lineDiscountMinor(line), line.currentQuantity, line.quantity),
  );
  const currentTaxMinor = sum(order.lines, (line) => lineTaxShareMinor(line, line.currentQuantity));
  const cancelled = order.cancelledAt !== null;
  const currentShippingMinor = cancelled ? 0 : shipping - refundedShippingMinor(order);
  const currentTotalMinor = currentSubtotalMinor + currentShippingMinor + addedTax(currentTaxMinor);
  const kept = receivedMinor(order) - refundedMinor(order);
  return {
    lineItemsMinor,
    discountsMinor,
    subtotalMinor,
    taxMinor,
    shippingMinor: shipping,
    totalMinor: subtotalMinor + shipping + addedTax(taxMinor),
    currentSubtotalMinor,
    currentDiscountsMinor,
    currentTaxMinor,
    currentShippingMinor,
    currentTotalMinor,
    outstandingMinor: cancelled ? 0 : Math.max(0, currentTotalMinor - kept),
  };
}

export type FinancialStatus =
  | "pending"
  | "authorized"
  | "partially_paid"
  | "paid"
  | "partially_refunded"
  | "refunded"
  | "voided"
  | "expired";

export function financialStatus(order: Order): FinancialStatus {
  if (order.standing === "voided" || order.standing === "expired") return order.standing;
  const received = receivedMinor(order);
  const refunded = refundedMinor(order);
  if (refunded > 0) return refunded >= received ? "refunded" : "partially_refunded";
  const settled = order.transactions.some((transaction) => transaction.kind === "sale");
  if (!settled) return order.standing === "authorized" ? "authorized" : "pending";
  return orderTotals(order).outstandingMinor > 0 ? "partially_paid" : "paid";
}

export function fulfillmentStatus(order: Order): "fulfilled" | "partial" | null {
  const fulfilled = sum(order.lines, (line) => line.fulfilledQuantity);
  if (fulfilled === 0) return null;
  const open = sum(order.lines, (line) =>
    Math.max(0, line.currentQuantity - line.fulfilledQuantity),
  );
  return open === 0 ? "fulfilled" : "partial";
}
