import type { Order } from "../shop/records.ts";
import type { ShopState } from "../shop/state.ts";
import { financialStatus } from "../shop/totals.ts";
import { fullName } from "../webhooks/payloads/customer.ts";

export const ORDER_FILTERS = ["all", "paid", "pending", "refunded", "cancelled"] as const;
export type OrderFilter = (typeof ORDER_FILTERS)[number];

const UNPAID = new Set(["pending", "authorized", "partially_paid"]);

export function passes(order: Order, filter: OrderFilter): boolean {
  if (filter === "all") return true;
  if (filter === "cancelled") return order.cancelledAt !== null;
  const status = financialStatus(order);
  if (filter === "refunded") return status === "refunded" || status === "partially_refunded";
  if (filter === "pending") return order.cancelledAt === null && UNPAID.has(status);
  return order.cancelledAt === null && status === "paid";
}

/** What a search looks through: the order's name, its e-mail, who bought. */
function words(state: ShopState, order: Order): string {
  const customer = order.customerId === null ? null : state.customers.get(order.customerId);
  const person = customer === null || customer === undefined ? "" : fullName(customer);
  return `${order.name} ${person} ${order.email ?? ""} ${customer?.email ?? ""}`.toLowerCase();
}

export const termsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== "");

export interface OrderSearch {
  text: string;
  filter: OrderFilter;
  customerId?: string;
}

/** The newest first. A shop keeps its orders nearly in that order, so sorting costs next to nothing. */
export function findOrders(state: ShopState, search: OrderSearch): Order[] {
  const terms = termsOf(search.text);
  const found: Order[] = [];
  for (const order of state.orders.values()) {
    if (search.customerId !== undefined && order.customerId !== search.customerId) continue;
    if (!passes(order, search.filter)) continue;
    if (terms.length > 0) {
      const text = words(state, order);
      if (!terms.every((term) => text.includes(term))) continue;
    }
    found.push(order);
  }
  return found.reverse().sort((a, b) => b.createdAt - a.createdAt || b.number - a.number);
}
