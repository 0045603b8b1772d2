import { findOrders, ORDER_FILTERS, type OrderFilter } from "../find-orders.ts";
import { markup, trusted, type Html } from "../../http/html.ts";
import { orderTable } from "../order-words.ts";
import { card, PAGE_ROWS, pageNumber, pager } from "../parts.ts";
import type { Reply, Route, Visit } from "../visit.ts";

const LABELS: Record<OrderFilter, string> = {
  all: "All",
  paid: "Paid",
  pending: "Pending",
  refunded: "Refunded",
  cancelled: "Cancelled",
};

const filterOf = (query: URLSearchParams): OrderFilter =>
  ORDER_FILTERS.find((name) => name === query.get("status")) ?? "all";

function tabs(current: OrderFilter, text: string): Html {
  const href = (filter: OrderFilter) => {
    const query = new URLSearchParams({
      ...(filter === "all" ? {} : { status: filter }),
      ...(text === "" ? {} : { q: text }),
    });
    return query.size === 0 ? "/admin/orders" : `/admin/orders?${query.toString()}`;
  };
  return markup`<nav class="tabs" aria-label="Status">${ORDER_FILTERS.map(
    (filter) =>
      markup`<a href="${href(filter)}"${trusted(filter === current ? ' aria-current="true"' : "")}>${LABELS[filter]}</a>`,
  )}</nav>`;
}

export const searchForm = (of: {
  path: string;
  label: string;
  text: string;
  also?: Readonly<Record<string, string>>;
}): Html =>
  markup`<form class="search" role="search" action="${of.path}">${Object.entries(of.also ?? {}).map(
    ([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
  )}<input type="search" name="q" value="${of.text}" aria-label="${of.label}" placeholder="${of.label}"><button class="button">Search</button></form>`;

function empty(total: number, text: string): Html {
  if (total === 0)
    return markup`<p>There are no orders yet. They come in as soon as somebody buys in the storefront.</p><p><a class="button" href="/">Open the storefront</a></p>`;
  return markup`<p>${text === "" ? "No order has this status." : `No order matches “${text}”. The search looks at order number, customer and e-mail.`}</p><p><a class="button" href="/admin/orders">Show all orders</a></p>`;
}

function list({ context, query }: Visit): Reply {
  const { state } = context.shop;
  const text = (query.get("q") ?? "").trim();
  const filter = filterOf(query);
  const found = findOrders(state, { text, filter });
  const from = (pageNumber(query) - 1) * PAGE_ROWS;
  return {
    title: "Orders",
    section: "orders",
    content: card(
      null,
      markup`<div class="toolbar">${tabs(filter, text)}${searchForm({
        path: "/admin/orders",
        label: "Search orders",
        text,
        ...(filter === "all" ? {} : { also: { status: filter } }),
      })}</div>${orderTable(state, found.slice(from, from + PAGE_ROWS), {
        caption: "Orders, newest first",
        empty: empty(state.orders.size, text),
      })}${found.length > 0 && pager("/admin/orders", query, found.length)}`,
    ),
  };
}

export const ORDERS_PAGES: readonly Route[] = [
  { method: "GET", path: "/admin/orders", answer: list },
];
