import { ACCOUNTS } from "../../accounts/visit.ts";
import { findCustomer } from "../../shop/commands/find.ts";
import type { Customer } from "../../shop/records.ts";
import { countryName } from "../../webhooks/payloads/customer.ts";
import { gid, readId } from "../../wire/gid.ts";
import { attempt, callControl } from "../carry-out.ts";
import { buyingOf } from "../find-customers.ts";
import { findOrders } from "../find-orders.ts";
import { markup, type Html } from "../../http/html.ts";
import { metafieldCard } from "../metafield-list.ts";
import { customerPath, orderTable } from "../order-words.ts";
import { buttonForm, card, facts, linkButton } from "../parts.ts";
import type { Reply, Route, Visit } from "../visit.ts";
import { count, moment, money, nameOf } from "../wording.ts";

const ORDERS_SHOWN = 20;

export const customerOf = (visit: Visit): Customer =>
  findCustomer(visit.context.shop.state, readId(visit.parts[0], "the customer's id"));

function factsOf(visit: Visit, customer: Customer): Html {
  const { state } = visit.context.shop;
  const { timeZone, currency } = state.info;
  const buying = buyingOf(state, [customer]).get(customer.id);
  const { address } = customer;
  return facts([
    ["Orders", count(buying?.orders ?? 0, "order")],
    ["Spent", money(buying?.spentMinor ?? 0, currency)],
    ["E-mail", customer.email ?? "none"],
    ["Phone", customer.phone ?? "none"],
    ["Country", address === null ? "not known" : countryName(address.countryCode)],
    ["Language", customer.locale],
    ["Account", customer.state],
    ["Since", moment(customer.createdAt, timeZone)],
    ["Last changed", moment(customer.updatedAt, timeZone)],
    ["Tags", customer.tags.length === 0 ? "none" : customer.tags.join(", ")],
    ["Note", customer.note ?? "none"],
    ["Id", markup`<code>${customer.id}</code>`],
  ]);
}

function privacy(customer: Customer): Html {
  const path = customerPath(customer);
  return card(
    "Privacy",
    markup`<div class="stack"><p class="quiet">Shopify passes such requests on to every app as a webhook.</p><div class="buttons">${buttonForm(`${path}/data-request`, "Send a data request")}${linkButton(`${path}/redact`, "Ask to redact", "bad")}</div></div>`,
  );
}

function show(visit: Visit): Reply {
  const customer = customerOf(visit);
  const { state } = visit.context.shop;
  const path = customerPath(customer);
  const orders = findOrders(state, { text: "", filter: "all", customerId: customer.id });
  const metafields = state.metafields.get(gid("Customer", customer.id));
  return {
    title: nameOf(customer),
    section: "customers",
    back: { href: "/admin/customers", label: "Customers" },
    actions: markup`${buttonForm(`${path}/login`, "Log in to the storefront", "first")}${linkButton(`${path}/merge`, "Merge")}${linkButton(`${path}/delete`, "Delete", "bad")}`,
    content: markup`<div class="columns"><div class="card-stack">${card(
      "Orders",
      markup`${orderTable(state, orders.slice(0, ORDERS_SHOWN), {
        caption: "Orders of this customer",
        ofOneCustomer: true,
        empty: markup`<p>No orders yet. Log in as this customer and buy something.</p>`,
      })}${
        orders.length > ORDERS_SHOWN &&
        markup`<p class="quiet">The newest ${ORDERS_SHOWN} of ${count(orders.length, "order")}.</p>`
      }`,
    )}${metafieldCard([...(metafields?.values() ?? [])], {
      timeZone: state.info.timeZone,
      empty:
        "None yet. The app writes this customer's balance and tier here, for the theme to show.",
    })}</div><div class="card-stack">${card("About this customer", factsOf(visit, customer))}${privacy(customer)}</div></div>`,
  };
}

/**
 * The storefront's cookie, then the storefront, or one of the customer's orders there: the same
 * browser is this customer from here on.
 */
async function login(visit: Visit): Promise<Reply> {
  const customer = customerOf(visit);
  const { cookie } = await callControl(visit.context, {
    method: "POST",
    path: "/control/login",
    body: { customerId: customer.id },
  });
  const order = visit.query.get("order");
  return {
    redirect: order === null ? "/" : `${ACCOUNTS}/orders/${readId(order, "the order's id")}`,
    ...(cookie === undefined ? {} : { cookie }),
  };
}

function dataRequest(visit: Visit): Promise<Reply> {
  const customer = customerOf(visit);
  return attempt(visit, {
    method: "POST",
    path: "/control/compliance/customers/data_request",
    body: { customerId: customer.id },
    done: `The app was sent customers/data_request for ${nameOf(customer)}.`,
    next: customerPath(customer),
  });
}

export const CUSTOMER_PAGES: readonly Route[] = [
  { method: "GET", path: "/admin/customers/:id", answer: show },
  { method: "POST", path: "/admin/customers/:id/login", answer: login },
  { method: "POST", path: "/admin/customers/:id/data-request", answer: dataRequest },
];
