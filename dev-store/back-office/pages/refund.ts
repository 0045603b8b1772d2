import { readRefund } from "../../control/read-order.ts";
import type { ControlContext } from "../../control/context.ts";
import { makeRefund } from "../../shop/commands/refund-order.ts";
import { IdSource } from "../../shop/ids.ts";
import { formatMinor, readMinor } from "../../shop/money.ts";
import type { Line, Order, Refund } from "../../shop/records.ts";
import {
  receivedMinor,
  refundAmountMinor,
  refundableQuantity,
  refundedMinor,
  refundedShippingMinor,
  shippingMinor,
} from "../../shop/totals.ts";
import { Refusal } from "../../wire/refusal.ts";
import { callControl, refusedBy, sentence } from "../carry-out.ts";
import { markup, trusted, type Html } from "../../http/html.ts";
import { lineItem } from "../order-lines.ts";
import { orderPath } from "../order-words.ts";
import { card } from "../parts.ts";
import type { Flash, PageReply, Reply, Route, Visit } from "../visit.ts";
import { count, money } from "../wording.ts";
import { orderOf } from "./order.ts";

/** An amount as a person writes it: the control API's own words would name a field of JSON. */
function amountIn(form: URLSearchParams, name: string, order: Order): string {
  const text = (form.get(name) ?? "").trim().replace(",", ".");
  if (text !== "") readMinor(text, order.currency, `The ${name}`);
  return text;
}

function quantityIn(form: URLSearchParams, line: Line): string {
  const text = (form.get(`quantity-${line.id}`) ?? "").trim();
  if (!/^\d{0,6}$/.test(text))
    throw new Refusal(422, `How many of ${line.title} come back must be a whole number`);
  return text;
}

/** The body of the control API's refund that a form stands for. */
function bodyOf(order: Order, form: URLSearchParams): Record<string, unknown> {
  const restock = form.get("restock") === "on" ? "return" : "no_restock";
  const lines = order.lines.flatMap((line) => {
    const quantity = quantityIn(form, line);
    return quantity === "" || quantity === "0"
      ? []
      : [{ line_item_id: line.id, quantity, restock_type: restock }];
  });
  const shipping = amountIn(form, "shipping", order);
  const amount = amountIn(form, "amount", order);
  const note = (form.get("note") ?? "").trim();
  return {
    refund_line_items: lines,
    shipping: { amount: shipping === "" ? "0" : shipping },
    ...(amount === "" ? {} : { transactions: [{ amount }] }),
    ...(note === "" ? {} : { note }),
  };
}

/** What the refund would come to, by the rule that carries it out; nothing is changed. */
function tryRefund(context: ControlContext, order: Order, form: URLSearchParams): Refund {
  const { state } = context.shop;
  const input = readRefund(state, order.id, bodyOf(order, form));
  return makeRefund({ state, ids: new IdSource({ shop: 1, app: 1 }, false) }, order, {
    ...input,
    at: context.clock.now(),
  });
}

const isBlank = (order: Order, form: URLSearchParams): boolean => {
  const body = bodyOf(order, form);
  const { amount } = body["shipping"] as { amount: string };
  const lines = body["refund_line_items"] as unknown[];
  return lines.length === 0 && Number(amount) === 0 && body["transactions"] === undefined;
};

/** The sums of a refund with the button that pays it back: the amount is on the button and in the form. */
function outcome(order: Order, refund: Refund): Html {
  const show = (minor: number) => money(minor, order.currency);
  const goods = refund.lines.reduce((sum, line) => sum + line.subtotalMinor, 0);
  const tax = order.taxesIncluded ? 0 : refund.lines.reduce((sum, line) => sum + line.taxMinor, 0);
  const units = refund.lines.reduce((sum, line) => sum + line.quantity, 0);
  const amount = refundAmountMinor(refund);
  const other = amount - goods - tax - refund.shippingMinor;
  const row = (name: string, value: string) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return markup`<dl class="sums">${units > 0 && row(count(units, "item"), show(goods))}${
    tax > 0 && row("Tax", show(tax))
  }${refund.shippingMinor > 0 && row("Shipping", show(refund.shippingMinor))}${
    other !== 0 &&
    row(units === 0 ? "Goodwill" : other > 0 ? "Goodwill on top" : "Kept back", show(other))
  }<div class="sum"><dt>Paid back</dt><dd>${show(amount)}</dd></div></dl>
<p class="quiet">The shop keeps ${show(receivedMinor(order) - refundedMinor(order) - amount)} of ${show(receivedMinor(order))}.</p>
<input type="hidden" name="agreed" value="${formatMinor(amount, order.currency)}">
<button class="button button-first">Refund ${show(amount)}</button>`;
}

function preview(context: ControlContext, order: Order, form: URLSearchParams): Html {
  try {
    if (isBlank(order, form))
      return markup`<p class="quiet">Choose what comes back, or an amount. Then it says here what will be paid back.</p><button class="button">Show the amount</button>`;
    return outcome(order, tryRefund(context, order, form));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return markup`<p class="flash flash-refused">${sentence(error.message)}</p><button class="button">Show the amount</button>`;
  }
}

function lineFields(visit: Visit, order: Order, form: URLSearchParams): Html {
  const { state } = visit.context.shop;
  return markup`<ul class="lines">${order.lines.map((line) => {
    const units = refundableQuantity(line);
    const name = `quantity-${line.id}`;
    return lineItem({
      state,
      order,
      line,
      right:
        units === 0
          ? markup`<span class="quiet">nothing left to refund</span>`
          : markup`<label class="buttons"><span class="unseen">How many of ${line.title}</span><input type="number" name="${name}" min="0" max="${units}" value="${form.get(name) ?? "0"}" inputmode="numeric"><span class="quiet nowrap">of ${units}</span></label>`,
    });
  })}</ul>`;
}

function fields(visit: Visit, order: Order, form: URLSearchParams): Html {
  const shippingLeft = shippingMinor(order) - refundedShippingMinor(order);
  const left = receivedMinor(order) - refundedMinor(order);
  const fresh = form.size === 0;
  return markup`${card("What comes back", lineFields(visit, order, form))}${card(
    "Money",
    markup`<div class="stack">${
      shippingLeft > 0 &&
      markup`<label class="field"><span>Shipping</span><input type="text" inputmode="decimal" name="shipping" value="${form.get("shipping") ?? ""}" placeholder="0"><small>Up to ${money(shippingLeft, order.currency)}</small></label>`
    }<label class="field"><span>Another amount</span><input type="text" inputmode="decimal" name="amount" value="${form.get("amount") ?? ""}" placeholder="as the items come to"><small>For goodwill: without items it is paid back on its own. Up to ${money(left, order.currency)} in all.</small></label><label class="check"><input type="checkbox" name="restock"${trusted(fresh || form.get("restock") === "on" ? " checked" : "")}><span>Restock the items</span></label><label class="field"><span>Reason</span><input type="text" name="note" value="${form.get("note") ?? ""}"><small>Goes to the app with the webhook.</small></label></div>`,
  )}`;
}

function refundPage(
  visit: Visit,
  also: { form: URLSearchParams; status?: number; flash?: Flash },
): PageReply {
  const order = orderOf(visit);
  const path = `${orderPath(order)}/refund`;
  return {
    ...(also.status === undefined ? {} : { status: also.status }),
    ...(also.flash === undefined ? {} : { flash: also.flash }),
    title: `Refund ${order.name}`,
    section: "orders",
    back: { href: orderPath(order), label: order.name },
    content: markup`<form class="columns" method="post" action="${path}" data-preview="${path}/preview" data-preview-into="outcome"><div class="card-stack">${fields(visit, order, also.form)}</div>${card(
      "Summary",
      markup`<div id="outcome" class="stack" aria-live="polite">${preview(visit.context, order, also.form)}</div>`,
    )}</form>`,
  };
}

/** Pays back what the form says if that is the amount that was agreed to; else asks with the amount. */
async function refund(visit: Visit): Promise<Reply> {
  const { form, context } = visit;
  const order = orderOf(visit);
  try {
    const amount = refundAmountMinor(tryRefund(context, order, form));
    const shown = money(amount, order.currency);
    if (form.get("agreed") !== formatMinor(amount, order.currency))
      return refundPage(visit, {
        form,
        flash: { kind: "done", text: `${shown} would be paid back. Confirm it in the summary.` },
      });
    await callControl(context, {
      method: "POST",
      path: `/control/orders/${order.id}/refunds`,
      body: bodyOf(order, form),
    });
    return { redirect: orderPath(order), flash: { kind: "done", text: `${shown} paid back.` } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refundPage(visit, { form, status: error.status, flash: refusedBy(error) });
  }
}

export const REFUND_PAGES: readonly Route[] = [
  {
    method: "GET",
    path: "/admin/orders/:id/refund",
    answer: (visit) => refundPage(visit, { form: visit.query }),
  },
  {
    method: "GET",
    path: "/admin/orders/:id/refund/preview",
    answer: (visit) => ({ fragment: preview(visit.context, orderOf(visit), visit.query) }),
  },
  { method: "POST", path: "/admin/orders/:id/refund", answer: refund },
];
