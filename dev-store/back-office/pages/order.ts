import { findOrder } from "../../shop/commands/find.ts";
import type { Order } from "../../shop/records.ts";
import { financialStatus, orderTotals, receivedMinor, refundedMinor } from "../../shop/totals.ts";
import { fullName } from "../../webhooks/payloads/customer.ts";
import { readId } from "../../wire/gid.ts";
import { attempt } from "../carry-out.ts";
import { markup, type Html } from "../../http/html.ts";
import { itemList, moneyList } from "../order-lines.ts";
import { customerPath, orderPath, statusBadges } from "../order-words.ts";
import { buttonForm, card, facts, linkButton } from "../parts.ts";
import { timeline } from "../timeline.ts";
import type { Reply, Route, Visit } from "../visit.ts";
import { customerOf, moment, money, nameOf } from "../wording.ts";

export const orderOf = (visit: Visit): Order =>
  findOrder(visit.context.shop.state, readId(visit.parts[0], "the order's id"));

const refundable = (order: Order): boolean => receivedMinor(order) > refundedMinor(order);

const unfulfilled = (order: Order): boolean =>
  order.cancelledAt === null &&
  order.lines.some((line) => line.currentQuantity > line.fulfilledQuantity);

function actions(order: Order): Html {
  const path = orderPath(order);
  const open = order.cancelledAt === null;
  const status = financialStatus(order);
  const due = orderTotals(order).outstandingMinor;
  const payable = open && due > 0 && status !== "expired" && status !== "voided";
  return markup`${
    payable && buttonForm(`${path}/pay`, `Mark ${money(due, order.currency)} as paid`, "first")
  }${refundable(order) && linkButton(`${path}/refund`, "Refund", payable ? "plain" : "first")}${
    unfulfilled(order) && buttonForm(`${path}/fulfil`, "Fulfil")
  }${open && linkButton(`${path}/edit`, "Edit")}${
    open && linkButton(`${path}/cancel`, "Cancel order")
  }${linkButton(`${path}/delete`, "Delete", "bad")}`;
}

function customerCard(visit: Visit, order: Order): Html {
  const { state } = visit.context.shop;
  const customer = customerOf(state, order);
  const confirmation =
    order.checkout !== null &&
    markup`<p><a href="/checkout/thank-you/${order.checkout.confirmation}">Its confirmation page</a></p>`;
  if (customer === null)
    return card(
      "Customer",
      markup`<div class="stack"><p class="quiet">A guest${order.email === null ? "" : `, ${order.email}`}. Nobody earns points for this order.</p>${confirmation}</div>`,
    );
  return card(
    "Customer",
    markup`<div class="stack"><p><a class="strong" href="${customerPath(customer)}">${nameOf(customer)}</a><br><span class="quiet anywhere">${customer.email ?? "no e-mail"}</span></p>${buttonForm(
      `${customerPath(customer)}/login`,
      "Log in to the storefront",
    )}${buttonForm(
      `${customerPath(customer)}/login?order=${order.id}`,
      "See the order as the customer",
    )}${confirmation}</div>`,
  );
}

function shippingOf(order: Order): [string, string][] {
  const address = order.checkout?.shippingAddress ?? null;
  if (address === null) return [];
  const { address1, zip, city } = address;
  return [["Ships to", [fullName(address), address1, zip, city].filter(Boolean).join(", ")]];
}

function aside(visit: Visit, order: Order): Html {
  const { timeZone } = visit.context.shop.state.info;
  return markup`<div class="card-stack">${customerCard(visit, order)}${card(
    "About this order",
    facts([
      ["Placed", moment(order.createdAt, timeZone)],
      ["Last changed", moment(order.updatedAt, timeZone)],
      ...(order.closedAt === null ? [] : [["Closed", moment(order.closedAt, timeZone)] as const]),
      ["Channel", order.sourceName],
      ["Country", order.countryCode ?? "not known"],
      ...shippingOf(order),
      ["Tags", order.tags.length === 0 ? "none" : order.tags.join(", ")],
      ["Note", order.note ?? "none"],
      ...(order.test ? [["Test", "Yes: such orders earn nothing"] as const] : []),
      ["Id", markup`<code>${order.id}</code>`],
    ]),
  )}</div>`;
}

function show(visit: Visit): Reply {
  const order = orderOf(visit);
  const { state } = visit.context.shop;
  return {
    title: order.name,
    section: "orders",
    back: { href: "/admin/orders", label: "Orders" },
    beside: statusBadges(order),
    actions: actions(order),
    content: markup`<div class="columns"><div class="card-stack">${card(
      "Items",
      itemList(state, order),
    )}${card("Money", moneyList(order))}${card(
      "Timeline",
      markup`<div id="timeline" data-live-src="${orderPath(order)}/timeline" data-live-every="2000">${timeline(visit.context, order)}</div>`,
    )}</div>${aside(visit, order)}</div>`,
  };
}

function act(visit: Visit, verb: string, done: (order: Order) => string): Promise<Reply> {
  const order = orderOf(visit);
  return attempt(visit, {
    method: "POST",
    path: `/control/orders/${order.id}/${verb}`,
    done: done(order),
    next: orderPath(order),
  });
}

export const ORDER_PAGES: readonly Route[] = [
  { method: "GET", path: "/admin/orders/:id", answer: show },
  {
    method: "GET",
    path: "/admin/orders/:id/timeline",
    answer: (visit) => ({ fragment: timeline(visit.context, orderOf(visit)) }),
  },
  {
    method: "POST",
    path: "/admin/orders/:id/pay",
    answer: (visit) =>
      act(
        visit,
        "payments",
        (order) =>
          `${money(orderTotals(order).outstandingMinor, order.currency)} received; ${order.name} is paid.`,
      ),
  },
  {
    method: "POST",
    path: "/admin/orders/:id/fulfil",
    answer: (visit) => act(visit, "fulfil", (order) => `${order.name} is fulfilled.`),
  },
];
