import { findCustomers, buyingOf } from "../find-customers.ts";
import { markup } from "../../http/html.ts";
import { customerPath } from "../order-words.ts";
import { card, PAGE_ROWS, pageNumber, pager, table } from "../parts.ts";
import type { Reply, Route, Visit } from "../visit.ts";
import { count, moment, money, nameOf } from "../wording.ts";
import { searchForm } from "./orders.ts";

function list({ context, query }: Visit): Reply {
  const { state } = context.shop;
  const { timeZone, currency } = state.info;
  const text = (query.get("q") ?? "").trim();
  const found = findCustomers(state, text);
  const from = (pageNumber(query) - 1) * PAGE_ROWS;
  const shown = found.slice(from, from + PAGE_ROWS);
  const buying = buyingOf(state, shown);
  return {
    title: "Customers",
    section: "customers",
    content: card(
      null,
      markup`<div class="toolbar"><span class="quiet">${count(state.customers.size, "customer")}</span>${searchForm({ path: "/admin/customers", label: "Search customers", text })}</div>${table(
        {
          caption: "Customers, newest first",
          columns: [
            { label: "Customer", phone: 1 },
            { label: "E-mail", phone: 3 },
            { label: "Since", phone: 4 },
            { label: "Orders", align: "end", phone: 6 },
            { label: "Spent", align: "end", phone: 2 },
          ],
          empty:
            text === ""
              ? markup`<p>There are no customers yet. Whoever buys with an e-mail address becomes one.</p>`
              : markup`<p>No customer matches “${text}”. The search looks at name, e-mail, phone and id.</p><p><a class="button" href="/admin/customers">Show all customers</a></p>`,
          rows: shown.map((customer) => [
            markup`<a href="${customerPath(customer)}">${nameOf(customer)}</a>`,
            markup`<span class="anywhere">${customer.email ?? "no e-mail"}</span>`,
            moment(customer.createdAt, timeZone),
            count(buying.get(customer.id)?.orders ?? 0, "order"),
            money(buying.get(customer.id)?.spentMinor ?? 0, currency),
          ]),
        },
      )}${found.length > 0 && pager("/admin/customers", query, found.length)}`,
    ),
  };
}

export const CUSTOMERS_PAGES: readonly Route[] = [
  { method: "GET", path: "/admin/customers", answer: list },
];
