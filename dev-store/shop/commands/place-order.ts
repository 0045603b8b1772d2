import { Refusal } from "../../wire/refusal.ts";
import type { IdSource } from "../ids.ts";
import type { Order, ShippingLine, Transaction } from "../records.ts";
import { orderTotals } from "../totals.ts";
import type { Deciding, Decide, Decision, OrderInput } from "./command.ts";
import { countUses } from "./discounts.ts";
import { orderDecision } from "./find.ts";
import { makeLines } from "./lines.ts";

function check(shop: Deciding, input: OrderInput): void {
  if (input.lines.length === 0) throw new Refusal(422, "line_items must have at least one line");
  if (input.lines.some((line) => line.quantity < 1))
    throw new Refusal(422, "line_items quantity must be at least 1");
  if (input.id !== undefined && shop.state.orders.has(input.id))
    throw new Refusal(422, `id ${input.id} has already been taken`);
  if (input.customerId !== null && !shop.state.customers.has(input.customerId))
    throw new Refusal(422, `customer ${input.customerId} does not exist`);
}

function freshOrder(shop: Deciding, input: OrderInput, at: number): Order {
  const { state, ids } = shop;
  const taxesIncluded = input.taxesIncluded ?? false;
  const { lines, discounts } = makeLines(
    {
      lines: input.lines,
      discounts: input.discounts ?? [],
      taxPercent: input.taxPercent ?? 0,
      taxesIncluded,
    },
    ids,
  );
  const customer = input.customerId === null ? null : state.customers.get(input.customerId);
  const createdAt = input.createdAt ?? at;
  return {
    id: input.id ?? ids.take("order"),
    name: input.name ?? `#${state.nextOrderNumber}`,
    number: state.nextOrderNumber,
    createdAt,
    processedAt: input.processedAt ?? createdAt,
    updatedAt: input.updatedAt ?? createdAt,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    currency: state.info.currency,
    presentment: input.presentment ?? { currency: state.info.currency, rate: 1 },
    taxesIncluded,
    test: input.test ?? false,
    customerId: input.customerId,
    email: input.email ?? customer?.email ?? null,
    countryCode: input.countryCode ?? customer?.address?.countryCode ?? null,
    sourceName: input.sourceName ?? "web",
    note: input.note ?? null,
    tags: input.tags ?? [],
    standing: input.status === "authorized" ? "authorized" : "open",
    lines,
    shippingLines: shippingLines(input, discounts, ids),
    discounts,
    transactions: [],
    refunds: [],
    fulfillments: [],
    edited: false,
    checkout: input.checkout ?? null,
  };
}

/** A discount on the shipping comes off its first line. */
function shippingLines(
  input: OrderInput,
  discounts: Order["discounts"],
  ids: IdSource,
): ShippingLine[] {
  const allocations = discounts.flatMap((discount, application) =>
    discount.class === "shipping" ? [{ application, amountMinor: discount.amountMinor }] : [],
  );
  return (input.shipping ?? []).map((line, index) => ({
    id: ids.take("shippingLine"),
    ...line,
    allocations: index === 0 ? allocations : [],
  }));
}

/**
 * An order comes in unpaid and is paid in the same second, as at a checkout: `orders/create` shows
 * it pending, `orders/paid` and `orders/updated` paid, all three with one `updated_at`.
 */
export const placeOrder: Decide<"order.place"> = (shop, command) => {
  const input = command.order;
  check(shop, input);
  const order = freshOrder(shop, input, command.at);
  const created = orderDecision(shop.state, order, ["orders/create"]);
  const changes: Decision["changes"] = [
    ...created.changes,
    ...countUses(shop.state, order),
    { put: "nextOrderNumber", value: shop.state.nextOrderNumber + 1 },
  ];
  if (input.status === "pending") return { ...created, changes };

  const { totalMinor } = orderTotals(order);
  const amountMinor = input.status === "partially_paid" ? (input.paidMinor ?? 0) : totalMinor;
  if (amountMinor > totalMinor) throw new Refusal(422, "more was paid than the order comes to");
  const transaction: Transaction = {
    id: shop.ids.take("transaction"),
    kind: input.status === "authorized" ? "authorization" : "sale",
    amountMinor,
    at: order.processedAt,
  };
  const next: Order = { ...order, transactions: [transaction] };
  const topics = input.status === "paid" ? ["orders/paid", "orders/updated"] : ["orders/updated"];
  const paid = orderDecision(shop.state, next, topics);
  return {
    changes: [...changes, ...paid.changes],
    events: [...created.events, ...paid.events],
    id: order.id,
  };
};
