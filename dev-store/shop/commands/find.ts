import { Refusal } from "../../wire/refusal.ts";
import type { Customer, Order } from "../records.ts";
import type { ShopState } from "../state.ts";
import type { Decision } from "./command.ts";

export function findOrder(state: ShopState, id: string): Order {
  const order = state.orders.get(id);
  if (order === undefined) throw new Refusal(404, `There is no order ${id}`);
  return order;
}

export function findCustomer(state: ShopState, id: string): Customer {
  const customer = state.customers.get(id);
  if (customer === undefined) throw new Refusal(404, `There is no customer ${id}`);
  return customer;
}

/** The order in its new version and the webhooks about it, `orders/updated` last. */
export function orderDecision(state: ShopState, order: Order, topics: readonly string[]): Decision {
  const customer =
    order.customerId === null ? null : (state.customers.get(order.customerId) ?? null);
  return {
    changes: [{ put: "order", value: order }],
    events: topics.map((topic) => ({ topic, subject: { of: "order", order, customer } })),
    id: order.id,
  };
}
