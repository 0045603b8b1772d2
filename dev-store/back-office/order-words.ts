import type { Order } from "../shop/records.ts";
import type { ShopState } from "../shop/state.ts";
import { financialStatus, fulfillmentStatus, orderTotals } from "../shop/totals.ts";
import { markup, type Html } from "../http/html.ts";
import { badge, table, type Tone } from "./parts.ts";
import { count, customerOf, moment, money, nameOf } from "./wording.ts";

const MONEY_WORDS: Record<ReturnType<typeof financialStatus>, readonly [string, Tone]> = {
  pending: ["Payment pending", "warning"],
  authorized: ["Authorized", "warning"],
  partially_paid: ["Partially paid", "warning"],
  paid: ["Paid", "good"],
  partially_refunded: ["Partially refunded", "plain"],
  refunded: ["Refunded", "plain"],
  voided: ["Voided", "plain"],
  expired: ["Expired", "bad"],
};

export function statusBadges(order: Order): Html {
  const [text, tone] = MONEY_WORDS[financialStatus(order)];
  const fulfilment = fulfillmentStatus(order);
  return markup`${order.cancelledAt !== null && badge("Cancelled", "bad")} ${badge(text, tone)} ${
    order.cancelledAt === null &&
    (fulfilment === null
      ? badge("Unfulfilled", "waiting")
      : badge(fulfilment === "partial" ? "Partially fulfilled" : "Fulfilled", "good"))
  }`;
}

export const orderPath = (order: { id: string }): string => `/admin/orders/${order.id}`;
export const customerPath = (customer: { id: string }): string => `/admin/customers/${customer.id}`;

/** Orders as the lists of the overview, of all orders and of a customer show them. */
export function orderTable(
  state: ShopState,
  orders: readonly Order[],
  words: { caption: string; empty: Html; ofOneCustomer?: boolean },
): Html {
  const { timeZone } = state.info;
  const one = words.ofOneCustomer === true;
  return table({
    caption: words.caption,
    columns: [
      { label: "Order", phone: 1 },
      { label: "Date", phone: 4 },
      ...(one ? [] : [{ label: "Customer", phone: 3 } as const]),
      { label: "Status", phone: 5 },
      { label: "Items", align: "end", phone: 6 },
      { label: "Total", align: "end", phone: 2 },
    ],
    empty: words.empty,
    rows: orders.map((order) => {
      const customer = customerOf(state, order);
      const items = order.lines.reduce((sum, line) => sum + line.currentQuantity, 0);
      return [
        markup`<a href="${orderPath(order)}">${order.name}</a>`,
        moment(order.createdAt, timeZone),
        ...(one
          ? []
          : [
              customer === null ? markup`<span class="quiet">No customer</span>` : nameOf(customer),
            ]),
        markup`<span>${statusBadges(order)}</span>`,
        count(items, "item"),
        money(orderTotals(order).currentTotalMinor, order.currency),
      ];
    }),
  });
}
