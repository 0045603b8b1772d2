import { markup, trusted, type Html, type Piece } from "../http/html.ts";
import { addressText, currenciesOf, orderSummary } from "../hosted/order-view.ts";
import type { Words } from "../hosted/words.ts";
import { presentMinor } from "../shop/markets.ts";
import type { Order } from "../shop/records.ts";
import type { ShopState } from "../shop/state.ts";
import {
  financialStatus,
  fulfillmentStatus,
  orderTotals,
  refundAmountMinor,
} from "../shop/totals.ts";
import { extensionBlocks } from "./extension-host/extension-blocks.ts";
import { ACCOUNTS, sendAccount, sendMissing, type OwnVisit } from "./visit.ts";

const ORDERS_PER_PAGE = 20;

/** A customer's own orders, the newest first. */
function ownOrders(state: ShopState, customerId: string): Order[] {
  return [...state.orders.values()]
    .filter((order) => order.customerId === customerId)
    .sort((a, b) => b.processedAt - a.processedAt || b.number - a.number);
}

const WAITING = new Set(["pending", "authorized", "partially_paid"]);
const GONE = new Set(["voided", "expired", "refunded", "cancelled"]);

/** Where an order stands: its payment if that says something, and its delivery. */
function statuses(order: Order, words: Words): Html[] {
  const paid = order.cancelledAt === null ? financialStatus(order) : "cancelled";
  const sent = fulfillmentStatus(order);
  const shown = paid === "paid" && sent !== null ? [sent] : sent === null ? [paid] : [paid, sent];
  return shown.map((status) => {
    const look = WAITING.has(status) ? " waiting" : GONE.has(status) ? " gone" : "";
    return markup`<span class="status${look}">${words.say(`status_${status}`)}</span>`;
  });
}

function moneyOf(order: Order, words: Words): (minor: number) => string {
  const where = currenciesOf(order);
  return (minor) => words.money(presentMinor(minor, where), where.currency);
}

function orderRow(order: Order, { words, context }: OwnVisit): Html {
  const { timeZone } = context.shop.state.info;
  const count = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const total = moneyOf(order, words)(orderTotals(order).totalMinor);
  return markup`<li><a class="order" href="${ACCOUNTS}/orders/${order.id}"><span class="order-name">${words.say("order", { name: order.name })}</span><span class="order-end">${total}</span><span class="quiet">${words.date(order.processedAt, timeZone)} · <span class="unbroken">${words.say("items", { count })}</span></span><span class="order-end">${statuses(order, words)}</span></a></li>`;
}

function pager(visit: OwnVisit, page: number, pages: number): Piece {
  if (pages <= 1) return null;
  const link = (to: number, word: string) =>
    to < 1 || to > pages
      ? markup`<span></span>`
      : markup`<a href="${ACCOUNTS}/orders?page=${to}">${visit.words.say(word)}</a>`;
  return markup`<nav class="pager" aria-label="${visit.words.say("orders")}">${link(page - 1, "previous_page")}${link(page + 1, "next_page")}</nav>`;
}

export function sendOrders(visit: OwnVisit): void {
  const { exchange, context, words, customer, language } = visit;
  const orders = ownOrders(context.shop.state, customer.id);
  const pages = Math.max(1, Math.ceil(orders.length / ORDERS_PER_PAGE));
  const asked = Number(exchange.url.searchParams.get("page") ?? "1");
  const page = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), pages) : 1;
  const shown = orders.slice((page - 1) * ORDERS_PER_PAGE, page * ORDERS_PER_PAGE);
  const list =
    orders.length === 0
      ? markup`<div class="card lonely"><h2>${words.say("no_orders")}</h2><p>${words.say("no_orders_text")}</p><p><a class="button" href="${language.rootUrl || "/"}">${words.say("continue_shopping")}</a></p></div>`
      : markup`<ul class="orders">${shown.map((order) => orderRow(order, visit))}</ul>`;
  sendAccount(visit, {
    title: words.say("orders"),
    content: markup`<div class="stack"><h1>${words.say("orders")}</h1>${list}${pager(visit, page, pages)}</div>`,
  });
}

function refunds(order: Order, visit: OwnVisit): Piece {
  if (order.refunds.length === 0) return null;
  const { words, context } = visit;
  const { timeZone } = context.shop.state.info;
  const money = moneyOf(order, words);
  const rows = order.refunds.map((refund) => {
    const goods = refund.lines.flatMap(({ lineId, quantity }) => {
      const line = order.lines.find(({ id }) => id === lineId);
      return line === undefined ? [] : [markup`<p class="quiet">${quantity} × ${line.title}</p>`];
    });
    return markup`<div><dt>${words.say("refunded_on", { date: words.date(refund.createdAt, timeZone) })}</dt><dd>${money(refundAmountMinor(refund))}${goods}</dd></div>`;
  });
  return markup`<section class="card"><h2>${words.say("refunds")}</h2><dl class="details">${rows}</dl></section>`;
}

function details(order: Order, { words, customer }: OwnVisit): Html {
  const { checkout } = order;
  const address = checkout?.shippingAddress ?? null;
  const rows: [string, Piece][] = [[words.say("email"), order.email ?? customer.email]];
  if (address !== null) rows.push([words.say("shipping_address"), addressText(address, words)]);
  if (checkout !== null)
    rows.push([
      words.say("payment_method"),
      words.say(checkout.payment === "card" ? "card" : "bank_transfer"),
    ]);
  return markup`<section class="card"><h2>${words.say("order_details")}</h2><dl class="details">${rows.map(([label, value]) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl></section>`;
}

/** One order of the customer's own; of anybody else's they learn nothing. */
export function sendOrder(visit: OwnVisit, id: string): void {
  const { context, words, customer } = visit;
  const { state } = context.shop;
  const order = state.orders.get(id);
  if (order === undefined || order.customerId !== customer.id) {
    sendMissing(visit);
    return;
  }
  const blocks = extensionBlocks(context, {
    target: "customer-account.order-status.block.render",
    customerId: customer.id,
    orderId: order.id,
    locale: words.code,
  });
  sendAccount(visit, {
    title: words.say("order", { name: order.name }),
    wide: true,
    hasBlocks: true,
    content: markup`<div class="two-columns"><div class="entries">
<div><p><a href="${ACCOUNTS}/orders">${words.say("back_to_orders")}</a></p>
<div class="heading"><h1>${words.say("order", { name: order.name })}</h1>${statuses(order, words)}</div>
<p class="quiet">${words.say("placed_on", { date: words.date(order.processedAt, state.info.timeZone) })}</p></div>
${trusted(blocks)}
${details(order, visit)}
${refunds(order, visit)}
</div>${orderSummary(state, order, words)}</div>`,
  });
}
