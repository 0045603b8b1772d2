import type {
  Order,
  OrderAdjustment,
  Refund,
  RefundLine,
  ShopInfo,
  Transaction,
} from "../../shop/records.ts";
import { restTime } from "../../shop/timestamps.ts";
import { gid } from "../../wire/gid.ts";
import { decimalNumber, idNumber } from "../../wire/json.ts";
import { refundedLinePayload } from "./line.ts";
import { amountText, moneySet } from "./money-set.ts";

interface Of {
  order: Order;
  refund: Refund;
  shop: ShopInfo;
}

/** Shopify gives `subtotal` and `total_tax` of refund lines as floats, `0.0` included. */
function float(minor: number, order: Order): unknown {
  const value = Number(amountText(minor, order));
  return decimalNumber(Number.isInteger(value) ? `${value}.0` : String(value));
}

function refundLinePayload(line: RefundLine, { order }: Of) {
  const ordered = order.lines.find((candidate) => candidate.id === line.lineId);
  return {
    id: idNumber(line.id),
    quantity: line.quantity,
    line_item_id: idNumber(line.lineId),
    location_id: null,
    restock_type: line.restockType,
    subtotal: float(line.subtotalMinor, order),
    total_tax: float(line.taxMinor, order),
    subtotal_set: moneySet(line.subtotalMinor, order),
    total_tax_set: moneySet(line.taxMinor, order),
    line_item: ordered === undefined ? null : refundedLinePayload(ordered, order),
  };
}

function adjustmentPayload(adjustment: OrderAdjustment, { order, refund }: Of) {
  return {
    id: idNumber(adjustment.id),
    order_id: idNumber(order.id),
    refund_id: idNumber(refund.id),
    amount: amountText(adjustment.amountMinor, order),
    tax_amount: amountText(adjustment.taxMinor, order),
    kind: adjustment.kind,
    reason: adjustment.reason,
    amount_set: moneySet(adjustment.amountMinor, order),
    tax_amount_set: moneySet(adjustment.taxMinor, order),
  };
}

function transactionPayload(transaction: Transaction, { order, shop }: Of) {
  const none = { amount: "0.0", currency: order.currency };
  return {
    id: idNumber(transaction.id),
    order_id: idNumber(order.id),
    kind: transaction.kind,
    gateway: "bogus",
    status: "success",
    message: "Bogus Gateway: Forced success",
    created_at: restTime(transaction.at, shop.timeZone),
    test: order.test,
    authorization: null,
    location_id: null,
    user_id: null,
    parent_id: null,
    processed_at: restTime(transaction.at, shop.timeZone),
    device_id: null,
    error_code: null,
    source_name: order.sourceName,
    receipt: {},
    amount: amountText(transaction.amountMinor, order),
    currency: order.currency,
    payment_id: `${order.name}.1`,
    total_unsettled_set: { presentment_money: none, shop_money: none },
    manual_payment_gateway: false,
    amount_rounding: null,
    admin_graphql_api_id: gid("OrderTransaction", transaction.id),
  };
}

function shippingRefunds({ order, refund }: Of) {
  const line = order.shippingLines[0];
  if (refund.shippingMinor === 0 || line === undefined) return [];
  return [
    {
      id: idNumber(refund.shippingRefundId),
      shipping_line_id: idNumber(line.id),
      full_refund: refund.shippingMinor === line.priceMinor,
      subtotal_amount_set: moneySet(refund.shippingMinor, order),
    },
  ];
}

export function refundPayload(order: Order, refund: Refund, shop: ShopInfo) {
  const of: Of = { order, refund, shop };
  return {
    id: idNumber(refund.id),
    order_id: idNumber(order.id),
    created_at: restTime(refund.createdAt, shop.timeZone),
    note: refund.note,
    user_id: null,
    processed_at: restTime(refund.createdAt, shop.timeZone),
    duties: [],
    total_duties_set: moneySet(0, order),
    return: null,
    refund_shipping_lines: shippingRefunds(of),
    restock: refund.lines.some((line) => line.restockType !== "no_restock"),
    admin_graphql_api_id: gid("Refund", refund.id),
    order_adjustments: refund.adjustments.map((adjustment) => adjustmentPayload(adjustment, of)),
    refund_line_items: refund.lines.map((line) => refundLinePayload(line, of)),
    transactions: refund.transactions.map((transaction) => transactionPayload(transaction, of)),
  };
}
