import { Refusal } from "../../wire/refusal.ts";
import type { OrderEdit } from "../events.ts";
import type { Line, Order } from "../records.ts";
import type { Decide, Decision } from "./command.ts";
import { findOrder, orderDecision } from "./find.ts";
import { lineDiscountedMinor } from "../totals.ts";
import { makeLines, taxAmount } from "./lines.ts";

/** The order's tax percentage as its lines show it. */
function taxPercentOf(order: Order): number {
  const rates = order.lines.flatMap((line) => line.taxLines.map((tax) => tax.rate));
  return Math.max(0, ...rates) * 100;
}

function setQuantity(line: Line, quantity: number, taxesIncluded: boolean): Line {
  const more = quantity - line.currentQuantity;
  // Units that are taken off stay in `quantity`, which is what was ordered; units that are added join it.
  if (more <= 0) return { ...line, currentQuantity: quantity };
  const longer = { ...line, quantity: line.quantity + more, currentQuantity: quantity };
  const base = lineDiscountedMinor(longer);
  return {
    ...longer,
    taxLines: line.taxLines.map((tax) => ({
      ...tax,
      amountMinor: taxAmount(base, tax.rate, taxesIncluded),
    })),
  };
}

/**
 * An edit of what was ordered. `orders/edited` tells which lines changed by how much and nothing
 * about money; the order's own state follows in `orders/updated`. A paid order that costs more
 * afterwards is partially paid until the rest is collected.
 */
export const editOrder: Decide<"order.edit"> = (shop, command) => {
  const order = findOrder(shop.state, command.id);
  if (order.cancelledAt !== null)
    throw new Refusal(422, `order ${order.id} is cancelled and can't be edited`);
  const wanted = new Map(command.setQuantity.map((item) => [item.lineId, item.quantity]));
  for (const lineId of wanted.keys()) {
    if (!order.lines.some((line) => line.id === lineId))
      throw new Refusal(422, `order ${order.id} has no line ${lineId}`);
  }
  const { lines: added } = makeLines(
    {
      lines: command.add,
      discounts: [],
      taxPercent: taxPercentOf(order),
      taxesIncluded: order.taxesIncluded,
    },
    shop.ids,
  );
  const changed = order.lines.map((line) =>
    setQuantity(line, wanted.get(line.id) ?? line.currentQuantity, order.taxesIncluded),
  );
  const deltas = changed.map((line, index) => ({
    id: line.id,
    delta: line.currentQuantity - (order.lines[index]?.currentQuantity ?? 0),
  }));
  const edit: OrderEdit = {
    id: shop.ids.take("edit"),
    orderId: order.id,
    at: command.at,
    additions: [
      ...deltas.filter((item) => item.delta > 0),
      ...added.map((line) => ({ id: line.id, delta: line.quantity })),
    ],
    removals: deltas
      .filter((item) => item.delta < 0)
      .map((item) => ({ id: item.id, delta: -item.delta })),
  };
  if (edit.additions.length + edit.removals.length === 0)
    throw new Refusal(422, "the edit changes nothing");
  const next: Order = {
    ...order,
    edited: true,
    updatedAt: Math.max(order.updatedAt, command.at),
    lines: [...changed, ...added],
  };
  const updated = orderDecision(shop.state, next, ["orders/updated"]);
  const events: Decision["events"] = [
    { topic: "orders/edited", subject: { of: "order-edit", edit } },
    ...updated.events,
  ];
  return { ...updated, events };
};
