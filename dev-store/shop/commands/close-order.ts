import { Refusal } from "../../wire/refusal.ts";
import type { Order } from "../records.ts";
import {
  financialStatus,
  receivedMinor,
  refundedMinor,
  refundedShippingMinor,
  shippingMinor,
} from "../totals.ts";
import type { Deciding, Decide, Decision } from "./command.ts";
import { findOrder, orderDecision } from "./find.ts";
import { makeRefund, withRefund } from "./refund-order.ts";

/** All that is left of a paid order, refunded in one go. */
function refundRest(shop: Deciding, order: Order, at: number) {
  const lines = order.lines
    .filter((line) => line.currentQuantity > 0)
    .map((line) => ({ lineId: line.id, quantity: line.currentQuantity, restockType: "cancel" }));
  return makeRefund(shop, order, {
    at,
    lines,
    shippingMinor: shippingMinor(order) - refundedShippingMinor(order),
    amountMinor: receivedMinor(order) - refundedMinor(order),
  });
}

/** A cancelled order keeps its lines with nothing current; money that came in is refunded unless said otherwise. */
export const cancelOrder: Decide<"order.cancel"> = (shop, command) => {
  const order = findOrder(shop.state, command.id);
  if (order.cancelledAt !== null) throw new Refusal(422, `order ${order.id} is cancelled already`);
  const paidBack = command.refund && receivedMinor(order) > refundedMinor(order);
  const refund = paidBack ? refundRest(shop, order, command.at) : null;
  const refunded = refund === null ? order : withRefund(order, refund);
  const unpaid = receivedMinor(order) === 0;
  const next: Order = {
    ...refunded,
    standing: unpaid ? "voided" : refunded.standing,
    cancelledAt: command.at,
    cancelReason: command.reason,
    closedAt: command.at,
    updatedAt: Math.max(order.updatedAt, command.at),
    lines: refunded.lines.map((line) => ({
      ...line,
      currentQuantity: 0,
      cancelledQuantity: line.cancelledQuantity + line.currentQuantity,
    })),
  };
  const decision = orderDecision(shop.state, next, ["orders/cancelled", "orders/updated"]);
  const events: Decision["events"] =
    refund === null
      ? decision.events
      : [
          { topic: "refunds/create", subject: { of: "refund", order: next, refund } },
          ...decision.events,
        ];
  return { ...decision, events };
};

/** The authorization ran out before anybody captured it. */
export const expireOrder: Decide<"order.expire"> = (shop, command) => {
  const order = findOrder(shop.state, command.id);
  const status = financialStatus(order);
  if (status !== "authorized" && status !== "pending")
    throw new Refusal(422, `order ${order.id} is ${status} and can't expire`);
  const next: Order = {
    ...order,
    standing: "expired",
    updatedAt: Math.max(order.updatedAt, command.at),
  };
  return orderDecision(shop.state, next, ["orders/updated"]);
};

export const fulfilOrder: Decide<"order.fulfil"> = (shop, command) => {
  const order = findOrder(shop.state, command.id);
  const open = order.lines
    .filter((line) => line.currentQuantity > line.fulfilledQuantity)
    .map((line) => ({ lineId: line.id, quantity: line.currentQuantity - line.fulfilledQuantity }));
  if (order.cancelledAt !== null || open.length === 0)
    throw new Refusal(422, `order ${order.id} has nothing left to fulfil`);
  const next: Order = {
    ...order,
    updatedAt: Math.max(order.updatedAt, command.at),
    closedAt: command.at,
    lines: order.lines.map((line) => ({
      ...line,
      fulfilledQuantity: Math.max(line.fulfilledQuantity, line.currentQuantity),
    })),
    fulfillments: [
      ...order.fulfillments,
      { id: shop.ids.take("fulfillment"), at: command.at, lines: open },
    ],
  };
  return orderDecision(shop.state, next, ["orders/fulfilled", "orders/updated"]);
};

export const changeOrder: Decide<"order.change"> = (shop, command) => {
  const order = findOrder(shop.state, command.id);
  const customerId = command.customerId === undefined ? order.customerId : command.customerId;
  if (customerId !== null && !shop.state.customers.has(customerId))
    throw new Refusal(422, `customer ${customerId} does not exist`);
  const next: Order = {
    ...order,
    note: command.note === undefined ? order.note : command.note,
    tags: command.tags ?? order.tags,
    customerId,
    updatedAt: Math.max(order.updatedAt, command.at),
  };
  return orderDecision(shop.state, next, ["orders/updated"]);
};

/** `orders/delete` carries the id and nothing else. */
export const deleteOrder: Decide<"order.delete"> = (shop, command) => {
  const order = findOrder(shop.state, command.id);
  return {
    changes: [{ drop: "order", id: order.id }],
    events: [{ topic: "orders/delete", subject: { of: "deleted-order", id: order.id } }],
    id: order.id,
  };
};
