import type { Customer } from "../shop/records.ts";
import type { ShopState } from "../shop/state.ts";
import { orderTotals } from "../shop/totals.ts";
import { fullName } from "../webhooks/payloads/customer.ts";
import { termsOf } from "./find-orders.ts";

/** The newest first; a search looks at name, e-mail, phone and id. */
export function findCustomers(state: ShopState, text: string): Customer[] {
  const terms = termsOf(text);
  const found: Customer[] = [];
  for (const customer of state.customers.values()) {
    if (terms.length > 0) {
      const words =
        `${fullName(customer)} ${customer.email ?? ""} ${customer.phone ?? ""} ${customer.id}`.toLowerCase();
      if (!terms.every((term) => words.includes(term))) continue;
    }
    found.push(customer);
  }
  return found.reverse().sort((a, b) => b.createdAt - a.createdAt);
}

export interface Buying {
  orders: number;
  spentMinor: number;
}

/** What some customers bought, in one walk over the orders. */
export function buyingOf(state: ShopState, customers: readonly Customer[]): Map<string, Buying> {
  const found = new Map<string, Buying>(
    customers.map(({ id }) => [id, { orders: 0, spentMinor: 0 }]),
  );
  for (const order of state.orders.values()) {
    const buying = order.customerId === null ? undefined : found.get(order.customerId);
    if (buying === undefined) continue;
    buying.orders += 1;
    buying.spentMinor += orderTotals(order).currentTotalMinor;
  }
  return found;
}
