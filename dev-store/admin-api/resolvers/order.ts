import type { Line, Order, Refund, RefundLine, Transaction } from "../../shop/records.ts";
import { graphqlTime } from "../../shop/timestamps.ts";
import * as totals from "../../shop/totals.ts";
import { gid } from "../../wire/gid.ts";
import { connection, listConnection, type PageArguments, type Place } from "../connection.ts";
import { seesOrder, type ApiContext } from "../context.ts";
import { notImplemented } from "../errors.ts";
import { orderFilter } from "../search.ts";
import { moneyBag } from "./money.ts";
import { metafieldOf, metafieldsOf } from "./metafields.ts";
import { source, type Arguments, type TypeResolvers } from "./resolver.ts";

interface LineOf {
  order: Order;
  line: Line;
}

interface RefundOf {
  order: Order;
  refund: Refund;
}

const time = (at: number | null): string | null => (at === null ? null : graphqlTime(at));
const lineSource = (order: Order, line: Line) => source("LineItem", { order, line });
const lineById = (order: Order, id: string) => {
  const line = order.lines.find((item) => item.id === id);
  return line === undefined ? null : lineSource(order, line);
};

export function customerSource(context: ApiContext, id: string | null) {
  const customer = id === null ? undefined : context.shop.state.customers.get(id);
  return customer === undefined ? null : source("Customer", customer);
}

const taxLines = (line: Line, order: Order) =>
  line.taxLines.map((tax) => ({
    title: tax.title,
    rate: tax.rate,
    ratePercentage: tax.rate * 100,
    priceSet: moneyBag(tax.amountMinor, order),
  }));

const bag = (minorOf: (order: Order) => number) => (order: Order) =>
  moneyBag(minorOf(order), order);
const totalsBag = (name: keyof totals.OrderTotals) =>
  bag((order) => totals.orderTotals(order)[name]);

export const orderResolvers: TypeResolvers<Order> = {
  id: (order) => gid("Order", order.id),
  legacyResourceId: (order) => order.id,
  name: (order) => order.name,
  number: (order) => order.number,
  createdAt: (order) => time(order.createdAt),
  processedAt: (order) => time(order.processedAt),
  updatedAt: (order) => time(order.updatedAt),
  cancelledAt: (order) => time(order.cancelledAt),
  cancelReason: (order) => order.cancelReason?.toUpperCase() ?? null,
  closedAt: (order) => time(order.closedAt),
  closed: (order) => order.closedAt !== null,
  confirmed: () => true,
  test: (order) => order.test,
  edited: (order) => order.edited,
  note: (order) => order.note,
  tags: (order) => order.tags,
  email: (order) => order.email,
  sourceName: (order) => order.sourceName,
  currencyCode: (order) => order.currency,
  presentmentCurrencyCode: (order) => order.presentment.currency,
  taxesIncluded: (order) => order.taxesIncluded,
  displayFinancialStatus: (order) => totals.financialStatus(order).toUpperCase(),
  displayFulfillmentStatus: (order) => {
    const status = totals.fulfillmentStatus(order);
    return status === null
      ? "UNFULFILLED"
      : status === "partial"
        ? "PARTIALLY_FULFILLED"
        : "FULFILLED";
  },
  customer: (order, _args, context) => customerSource(context, order.customerId),
  subtotalLineItemsQuantity: (order) => order.lines.reduce((sum, line) => sum + line.quantity, 0),
  currentSubtotalLineItemsQuantity: (order) =>
    order.lines.reduce((sum, line) => sum + line.currentQuantity, 0),
  discountCodes: (order) =>
    order.discounts.flatMap((discount) => (discount.code === null ? [] : [discount.code])),
  lineItems: (order, args) =>
    listConnection(
      order.lines.map((line) => lineSource(order, line)),
      args,
    ),
  refunds: (order, args) => {
    const refunds = order.refunds.map((refund) => source("Refund", { order, refund }));
    return typeof args["first"] === "number" ? refunds.slice(0, args["first"]) : refunds;
  },
  shippingLines: (order, args) =>
    listConnection(
      order.shippingLines.map((line) => source("ShippingLine", { order, line })),
      args,
    ),
  transactions: (order) =>
    order.transactions.map((transaction) => source("OrderTransaction", { order, transaction })),
  taxLines: (order) => order.lines.flatMap((line) => taxLines(line, order)),
  subtotalPriceSet: totalsBag("subtotalMinor"),
  totalPriceSet: totalsBag("totalMinor"),
  originalTotalPriceSet: totalsBag("totalMinor"),
  totalDiscountsSet: bag(totals.allDiscountsMinor),
  totalTaxSet: totalsBag("taxMinor"),
  totalShippingPriceSet: bag(totals.shippingPriceMinor),
  totalOutstandingSet: totalsBag("outstandingMinor"),
  currentSubtotalPriceSet: totalsBag("currentSubtotalMinor"),
  currentTotalPriceSet: totalsBag("currentTotalMinor"),
  currentTotalDiscountsSet: totalsBag("currentDiscountsMinor"),
  currentTotalTaxSet: totalsBag("currentTaxMinor"),
  currentShippingPriceSet: totalsBag("currentShippingMinor"),
  totalReceivedSet: bag(totals.receivedMinor),
  totalRefundedSet: bag(totals.refundedMinor),
  netPaymentSet: bag((order) => totals.receivedMinor(order) - totals.refundedMinor(order)),
  metafield: (order, args, context) => metafieldOf(context, gid("Order", order.id), args),
  metafields: (order, args, context) => metafieldsOf(context, gid("Order", order.id), args),
};

export const lineResolvers: TypeResolvers<LineOf> = {
  id: ({ line }) => gid("LineItem", line.id),
  title: ({ line }) => line.title,
  name: ({ line }) =>
    line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`,
  variantTitle: ({ line }) => line.variantTitle,
  sku: ({ line }) => line.sku,
  vendor: ({ line }) => line.vendor,
  quantity: ({ line }) => line.quantity,
  currentQuantity: ({ line }) => line.currentQuantity,
  refundableQuantity: ({ line }) => totals.refundableQuantity(line),
  isGiftCard: ({ line }) => line.giftCard,
  requiresShipping: ({ line }) => line.requiresShipping,
  taxable: ({ line }) => !line.giftCard,
  product: ({ line }, _args, { shop }) => {
    const product = line.productId === null ? undefined : shop.state.products.get(line.productId);
    return product === undefined ? null : source("Product", product);
  },
  variant: ({ line }, _args, { shop }) => {
    const product = line.productId === null ? undefined : shop.state.products.get(line.productId);
    const variant = product?.variants.find((item) => item.id === line.variantId);
    return product === undefined || variant === undefined
      ? null
      : source("ProductVariant", { product, variant });
  },
  originalUnitPriceSet: ({ line, order }) => moneyBag(line.priceMinor, order),
  originalTotalSet: ({ line, order }) => moneyBag(totals.linePriceMinor(line), order),
  totalDiscountSet: ({ line, order }) => moneyBag(totals.lineDiscountMinor(line), order),
  discountedTotalSet: ({ line, order }) => moneyBag(totals.lineDiscountedMinor(line), order),
  discountAllocations: ({ line, order }) =>
    line.allocations.map((part) => ({ allocatedAmountSet: moneyBag(part.amountMinor, order) })),
  taxLines: ({ line, order }) => taxLines(line, order),
};

export const refundResolvers: TypeResolvers<RefundOf> = {
  id: ({ refund }) => gid("Refund", refund.id),
  legacyResourceId: ({ refund }) => refund.id,
  createdAt: ({ refund }) => time(refund.createdAt),
  processedAt: ({ refund }) => time(refund.createdAt),
  updatedAt: ({ refund }) => time(refund.createdAt),
  note: ({ refund }) => refund.note,
  order: ({ order }) => source("Order", order),
  totalRefundedSet: ({ refund, order }) => moneyBag(totals.refundAmountMinor(refund), order),
  refundLineItems: ({ refund, order }, args) =>
    listConnection(
      refund.lines.map((line) => source("RefundLineItem", { order, line })),
      args,
    ),
  // Shipping that was paid back is in refundShippingLines here, where REST has an adjustment.
  orderAdjustments: ({ refund, order }, args) =>
    listConnection(
      refund.adjustments
        .filter((adjustment) => adjustment.kind === "refund_discrepancy")
        .map((adjustment) => ({
          __typename: "OrderAdjustment",
          id: gid("OrderAdjustment", adjustment.id),
          reason: "REFUND_DISCREPANCY",
          amountSet: moneyBag(adjustment.amountMinor, order),
          taxAmountSet: moneyBag(adjustment.taxMinor, order),
        })),
      args,
    ),
  refundShippingLines: ({ refund, order }, args) => {
    const line = order.shippingLines[0];
    const lines =
      refund.shippingMinor === 0 || line === undefined
        ? []
        : [
            {
              __typename: "RefundShippingLine",
              id: gid("RefundShippingLine", refund.shippingRefundId),
              shippingLine: source("ShippingLine", { order, line }),
              subtotalAmountSet: moneyBag(refund.shippingMinor, order),
              taxAmountSet: moneyBag(0, order),
            },
          ];
    return listConnection(lines, args);
  },
  transactions: ({ refund, order }, args) =>
    listConnection(
      refund.transactions.map((transaction) => source("OrderTransaction", { order, transaction })),
      args,
    ),
};

export const refundLineResolvers: TypeResolvers<{ order: Order; line: RefundLine }> = {
  id: ({ line }) => gid("RefundLineItem", line.id),
  quantity: ({ line }) => line.quantity,
  restockType: ({ line }) => line.restockType.toUpperCase(),
  restocked: ({ line }) => line.restockType !== "no_restock",
  lineItem: ({ line, order }) => lineById(order, line.lineId),
  subtotalSet: ({ line, order }) => moneyBag(line.subtotalMinor, order),
  totalTaxSet: ({ line, order }) => moneyBag(line.taxMinor, order),
};

export const shippingLineResolvers: TypeResolvers<{
  order: Order;
  line: Order["shippingLines"][number];
}> = {
  id: ({ line }) => gid("ShippingLine", line.id),
  title: ({ line }) => line.title,
  originalPriceSet: ({ line, order }) => moneyBag(line.priceMinor, order),
  discountedPriceSet: ({ line, order }) =>
    moneyBag(line.priceMinor - totals.shippingDiscountMinor(line), order),
};

export const transactionResolvers: TypeResolvers<{ order: Order; transaction: Transaction }> = {
  id: ({ transaction }) => gid("OrderTransaction", transaction.id),
  kind: ({ transaction }) => transaction.kind.toUpperCase(),
  status: () => "SUCCESS",
  test: ({ order }) => order.test,
  amountSet: ({ transaction, order }) => moneyBag(transaction.amountMinor, order),
  createdAt: ({ transaction }) => time(transaction.at),
  processedAt: ({ transaction }) => time(transaction.at),
};

const SORT_KEYS: Record<string, (order: Order) => number | string> = {
  ID: () => 0,
  CREATED_AT: (order) => order.createdAt,
  PROCESSED_AT: (order) => order.processedAt,
  UPDATED_AT: (order) => order.updatedAt,
  ORDER_NUMBER: (order) => order.number,
};

/** Which orders a list has by its arguments, and where in it they stand. */
export function orderSelection(context: ApiContext, args: Arguments) {
  const sortKey = typeof args["sortKey"] === "string" ? args["sortKey"] : "PROCESSED_AT";
  const keyOf = SORT_KEYS[sortKey];
  if (keyOf === undefined) throw notImplemented(`sorting orders by ${sortKey}`);
  const matches = orderFilter(args["query"] as string | null | undefined);
  return {
    keeps: (order: Order): boolean => seesOrder(context, order) && matches(order),
    placeOf: (order: Order): Place => ({ key: keyOf(order), id: order.id }),
  };
}

export function orderConnection(context: ApiContext, orders: Iterable<Order>, args: Arguments) {
  const { keeps, placeOf } = orderSelection(context, args);
  const found = [...orders].filter(keeps);
  return connection(
    found.map((order) => source("Order", order)),
    args as PageArguments,
    ({ value }) => placeOf(value),
  );
}
