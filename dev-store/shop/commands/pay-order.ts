import { Refusal } from "../../wire/refusal.ts";
import { formatMinor } from "../money.ts";
import type { Order } from "../records.ts";
import { financialStatus, orderTotals } from "../totals.ts";
import type { Decide } from "./command.ts";
import { findOrder, orderDecision } from "./find.ts";

const PAYABLE = new Set(["pending", "authorized", "partially_paid", "paid", "partially_refunded"]);

/** Takes a payment: of what is outstanding, or a part of it. `orders/paid` once all of it is in. */
export const payOrder: Decide<"order.pay"> = (shop, command) => {
  const order = findOrder(shop.state, command.id);
  const { outstandingMinor } = orderTotals(order);
  const before = financialStatus(order);
  if (order.cancelledAt !== null || !PAYABLE.has(before))
    throw new Refusal(
      422,
      `order ${order.id} is ${order.cancelledAt === null ? before : "cancelled"} and can't be paid`,
    );
  const amountMinor = command.amountMinor ?? outstandingMinor;
  if (amountMinor > outstandingMinor)
    throw new Refusal(
      422,
      `only ${formatMinor(outstandingMinor, order.currency)} ${order.currency} is outstanding on order ${order.id}`,
    );
  const next: Order = {
    ...order,
    standing: "open",
    updatedAt: Math.max(order.updatedAt, command.at),
    transactions: [
      ...order.transactions,
      { id: shop.ids.take("transaction"), kind: "sale", amountMinor, at: command.at },
    ],
  };
  const topics =
    orderTotals(next).outstandingMinor === 0
      ? ["orders/paid", "orders/updated"]
      : ["orders/updated"];
  return orderDecision(shop.state, next, topics);
};
