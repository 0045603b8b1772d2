import { dayOf, money, number, count } from "../wording.ts";
import { findOrders } from "../find-orders.ts";
import { markup, type Html, type Piece } from "../../http/html.ts";
import { icon, type IconName } from "../icons.ts";
import { orderTable } from "../order-words.ts";
import { card } from "../parts.ts";
import { orderTotals } from "../../shop/totals.ts";
import type { ControlContext } from "../../control/context.ts";
import { apiFaultsInWords, deliveryFaultsInWords } from "../faults-in-words.ts";
import type { Reply, Route, Visit } from "../visit.ts";

const ORDERS_SHOWN = 8;
const DAY_MS = 86_400_000;

const figure = (name: string, value: Piece, note: Piece) =>
  markup`<div><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`;

function figures(context: ControlContext): Html {
  const { state } = context.shop;
  const { timeZone, currency } = state.info;
  const now = context.clock.now();
  const today = dayOf(now, timeZone);
  // The day of an instant costs a look into the zone: only those that can be today's are asked.
  const todays = [...state.orders.values()].filter(
    (order) =>
      Math.abs(order.createdAt - now) < DAY_MS && dayOf(order.createdAt, timeZone) === today,
  );
  const sales = todays.reduce((sum, order) => sum + orderTotals(order).currentTotalMinor, 0);
  const { pending, delivered, failed, lost } = context.deliverer.counts();
  const calls = context.adminApi.requests.length;
  return markup`<dl class="figures">${figure("Orders today", number(todays.length), money(sales, currency))}${figure(
    "Orders in all",
    number(state.orders.size),
    count(state.customers.size, "customer"),
  )}${figure("Webhooks delivered", number(delivered), `${number(pending)} under way`)}${figure(
    "Failed or lost",
    number(failed + lost),
    `${number(failed)} failed, ${number(lost)} lost`,
  )}${figure("Admin API calls", number(calls), `${number(context.adminApi.bucketStatus().currentlyAvailable)} of the budget left`)}</dl>`;
}

const tile = (of: { href: string; icon: IconName; name: string; note: string }) =>
  markup`<li><a href="${of.href}">${icon(of.icon)}<span><strong>${of.name}</strong><small>${of.note}</small></span></a></li>`;

const TILES = [
  { href: "/", icon: "store", name: "Storefront", note: "Shop as anyone" },
  {
    href: "/admin/apps/perennial",
    icon: "app",
    name: "Perennial",
    note: "The loyalty app",
  },
  {
    href: "/admin/themes/editor",
    icon: "theme",
    name: "Theme editor",
    note: "Place and set up blocks",
  },
  {
    href: "/admin/deliveries",
    icon: "deliveries",
    name: "Deliveries",
    note: "Watch them, or break them",
  },
  {
    href: "/admin/api-calls",
    icon: "api-calls",
    name: "Admin API",
    note: "Watch the calls, or fail them",
  },
] as const;

function faultNote(context: ControlContext): Html | false {
  const words = [
    ...deliveryFaultsInWords(context.deliverer.faults),
    ...apiFaultsInWords(context.adminApi.faults),
  ];
  if (words.length === 0) return false;
  return markup`<p class="warn section">Switched on: ${words.join("; ")}. <a href="/admin/deliveries">Deliveries</a>, <a href="/admin/api-calls">Admin API</a>.</p>`;
}

function overview({ context }: Visit): Reply {
  const { state } = context.shop;
  const orders = findOrders(state, { text: "", filter: "all" }).slice(0, ORDERS_SHOWN);
  return {
    title: "Overview",
    section: "overview",
    content: markup`<div id="figures" data-live-src="/admin/figures" data-live-every="3000">${figures(context)}</div>
${faultNote(context)}
<ul class="tiles section">${TILES.map(tile)}</ul>
<div class="section">${card(
      "Last orders",
      orderTable(state, orders, {
        caption: "Last orders",
        empty: markup`<p>Nobody has bought anything yet. An order appears here as soon as a checkout is paid.</p><p><a class="button" href="/">Open the storefront</a></p>`,
      }),
      orders.length > 0 && markup`<a href="/admin/orders">All orders</a>`,
    )}</div>`,
  };
}

export const OVERVIEW_PAGES: readonly Route[] = [
  { method: "GET", path: "/admin", answer: overview },
  {
    method: "GET",
    path: "/admin/figures",
    answer: ({ context }) => ({ fragment: figures(context) }),
  },
];
