import { Refusal } from "../../wire/refusal.ts";
import type { IdSource } from "../ids.ts";
import { formatMinor } from "../money.ts";
import type { Line, Order, OrderAdjustment, Refund, RefundLine } from "../records.ts";
import {
  lineShareMinor,
  lineTaxShareMinor,
  receivedMinor,
  refundedMinor,
  refundableQuantity,
  refundedShippingMinor,
  shippingMinor,
} from "../totals.ts";
import type { Deciding, Decide, Decision, RefundInput } from "./command.ts";
import { findOrder, orderDecision } from "./find.ts";

function refundLine(line: Line, wanted: RefundInput["lines"][number], id: string): RefundLine {
  const units = refundableQuantity(line);
  if (wanted.quantity < 1 || wanted.quantity > units)
    throw new Refusal(422, `line ${line.id} has ${units} left to refund, not ${wanted.quantity}`);
  const left = units - wanted.quantity;
  return {
    id,
    lineId: line.id,
    quantity: wanted.quantity,
    restockType: wanted.restockType ?? "return",
    // As differences of what is left, so that any split of a refund pays back the same in all.
    subtotalMinor: lineShareMinor(line, units) - lineShareMinor(line, left),
    taxMinor: lineTaxShareMinor(line, units) - lineTaxShareMinor(line, left),
  };
}

function refundLines(order: Order, wanted: RefundInput["lines"], ids: IdSource): RefundLine[] {
  const seen = new Set<string>();
  return wanted.map((item) => {
    const line = order.lines.find((candidate) => candidate.id === item.lineId);
    if (line === undefined) throw new Refusal(422, `order ${order.id} has no line ${item.lineId}`);
    if (seen.has(item.lineId)) throw new Refusal(422, `line ${item.lineId} is listed twice`);
    seen.add(item.lineId);
    return refundLine(line, item, ids.take("refundLine"));
  });
}

/**
 * Shopify explains the difference between what the lines and the shipping come to and what was
 * really paid back by an adjustment: negative where more was paid back (goodwill), positive where
 * less was. Shipping that is paid back is an adjustment of its own kind.
 */
function adjustmentsOf(
  order: Order,
  found: { calculated: number; amount: number; shipping: number },
  ids: IdSource,
) {
  const adjustments: OrderAdjustment[] = [];
  if (found.shipping > 0) {
    adjustments.push({
      id: ids.take("adjustment"),
      kind: "shipping_refund",
      reason: "Shipping refund",
      amountMinor: -found.shipping,
      taxMinor: 0,
    });
  }
  const discrepancy = found.calculated - found.amount;
  // Taking lines off an order that nobody has paid for moves no money: there is nothing to explain.
  if (discrepancy !== 0 && receivedMinor(order) > 0) {
    adjustments.push({
      id: ids.take("adjustment"),
      kind: "refund_discrepancy",
      reason: "Refund discrepancy",
      amountMinor: discrepancy,
      taxMinor: 0,
    });
  }
  return adjustments;
}

export function makeRefund(
  shop: Deciding,
  order: Order,
  input: RefundInput & { at: number },
): Refund {
  const { ids } = shop;
  const lines = refundLines(order, input.lines, ids);
  const shipping = input.shippingMinor ?? 0;
  if (shipping < 0 || shipping > shippingMinor(order) - refundedShippingMinor(order))
    throw new Refusal(422, "more shipping would be refunded than was charged");
  const calculated = lines.reduce(
    (sum, line) => sum + line.subtotalMinor + (order.taxesIncluded ? 0 : line.taxMinor),
    shipping,
  );
  const refundable = receivedMinor(order) - refundedMinor(order);
  const amount = input.amountMinor ?? Math.min(calculated, refundable);
  if (amount < 0 || amount > refundable)
    throw new Refusal(
      422,
      `order ${order.id} has ${formatMinor(refundable, order.currency)} ${order.currency} left to refund, not ${formatMinor(amount, order.currency)}`,
    );
  if (lines.length === 0 && amount === 0)
    throw new Refusal(422, "a refund needs lines, shipping or an amount");
  return {
    id: ids.take("refund"),
    orderId: order.id,
    createdAt: input.at,
    note: input.note ?? null,
    lines,
    adjustments: adjustmentsOf(order, { calculated, amount, shipping }, ids),
    shippingMinor: shipping,
    shippingRefundId: ids.take("adjustment"),
    transactions:
      amount === 0
        ? []
        : [{ id: ids.take("transaction"), kind: "refund", amountMinor: amount, at: input.at }],
  };
}

export function withRefund(order: Order, refund: Refund): Order {
  const taken = new Map(refund.lines.map((line) => [line.lineId, line.quantity]));
  return {
    ...order,
    updatedAt: Math.max(order.updatedAt, refund.createdAt),
    lines: order.lines.map((line) => {
      const quantity = taken.get(line.id);
      if (quantity === undefined) return line;
      const cancelled = Math.min(line.cancelledQuantity, quantity);
      return {
        ...line,
        cancelledQuantity: line.cancelledQuantity - cancelled,
        currentQuantity: line.currentQuantity - (quantity - cancelled),
      };
    }),
    refunds: [...order.refunds, refund],
  };
}

export const refundOrder: Decide<"order.refund"> = (shop, command) => {
  const order = findOrder(shop.state, command.id);
  const refund = makeRefund(shop, order, { ...command.refund, at: command.at });
  const next = withRefund(order, refund);
  const updated = orderDecision(shop.state, next, ["orders/updated"]);
  const events: Decision["events"] = [
    { topic: "refunds/create", subject: { of: "refund", order: next, refund } },
    ...updated.events,
  ];
  return { ...updated, events, id: refund.id };
};
