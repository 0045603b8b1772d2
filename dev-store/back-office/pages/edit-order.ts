import { readEdit } from "../../control/read-order.ts";
import { editOrder } from "../../shop/commands/edit-order.ts";
import { IdSource } from "../../shop/ids.ts";
import type { Order, Product, Variant } from "../../shop/records.ts";
import type { ShopState } from "../../shop/state.ts";
import { orderTotals } from "../../shop/totals.ts";
import type { ControlContext } from "../../control/context.ts";
import { Refusal } from "../../wire/refusal.ts";
import { callControl, refusedBy, sentence } from "../carry-out.ts";
import { markup, type Html } from "../../http/html.ts";
import { lineItem } from "../order-lines.ts";
import { orderPath } from "../order-words.ts";
import { card, options, type Choice } from "../parts.ts";
import type { Flash, PageReply, Reply, Route, Visit } from "../visit.ts";
import { money } from "../wording.ts";
import { orderOf } from "./order.ts";

/** The choice of a product to add; a shop with more is not what this page is for. */
const CHOICES_MAX = 1_000;

const variantLabel = (product: Product, variant: Variant, currency: string): string =>
  `${product.title}${variant.title === "Default Title" ? "" : `, ${variant.title}`} (${money(variant.priceMinor, currency)})`;

function variantChoices(state: ShopState): Choice[] {
  const choices: Choice[] = [];
  for (const product of state.products.values()) {
    for (const variant of product.variants) {
      if (choices.length === CHOICES_MAX) break;
      const label = variantLabel(product, variant, state.info.currency);
      choices.push({ value: variant.id, label });
    }
  }
  return choices.sort((a, b) => a.label.localeCompare(b.label));
}

function wholeNumber(text: string, what: string): string {
  if (!/^\d{1,6}$/.test(text)) throw new Refusal(422, `${what} must be a whole number`);
  return text;
}

/** The body of the control API's edit: lines whose quantity changed, and the one that is added. */
function bodyOf(order: Order, form: URLSearchParams): { line_items: Record<string, unknown>[] } {
  const changed = order.lines.flatMap((line) => {
    const text = (form.get(`quantity-${line.id}`) ?? "").trim();
    if (text === "") return [];
    const quantity = wholeNumber(text, `How many of ${line.title}`);
    return Number(quantity) === line.currentQuantity ? [] : [{ id: line.id, quantity }];
  });
  const variant = form.get("variant") ?? "";
  if (variant === "") return { line_items: changed };
  const quantity = wholeNumber((form.get("added") ?? "").trim(), "How many are added");
  return { line_items: [...changed, { variant_id: variant, quantity }] };
}

/** The order as it would be, by the rule that carries the edit out; nothing is changed. */
function tryEdit(context: ControlContext, order: Order, form: URLSearchParams): Order {
  const { state } = context.shop;
  const decision = editOrder(
    { state, ids: new IdSource({ shop: 1, app: 1 }, false) },
    {
      kind: "order.edit",
      at: context.clock.now(),
      id: order.id,
      ...readEdit(state, order.id, bodyOf(order, form)),
    },
  );
  const next = decision.changes.find((change) => "put" in change && change.put === "order");
  return next?.put === "order" ? next.value : order;
}

function outcome(order: Order, next: Order): Html {
  const show = (minor: number) => money(minor, order.currency);
  const before = orderTotals(order);
  const after = orderTotals(next);
  const row = (name: string, value: string) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return markup`<dl class="sums">${row("Total now", show(before.currentTotalMinor))}${row(
    "Total afterwards",
    show(after.currentTotalMinor),
  )}${after.outstandingMinor > 0 && row("To be collected", show(after.outstandingMinor))}</dl>${
    after.currentTotalMinor < before.currentTotalMinor &&
    markup`<p class="quiet">Nothing is paid back by an edit. Refund the difference afterwards.</p>`
  }`;
}

function preview(context: ControlContext, order: Order, form: URLSearchParams): Html {
  try {
    if (form.size === 0 || bodyOf(order, form).line_items.length === 0)
      return markup`<p class="quiet">Change quantities or add a product. Then it says here what the order comes to.</p>`;
    return outcome(order, tryEdit(context, order, form));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return markup`<p class="flash flash-refused">${sentence(error.message)}</p>`;
  }
}

function fields(visit: Visit, order: Order, form: URLSearchParams): Html {
  const { state } = visit.context.shop;
  const choices = [{ value: "", label: "None" }, ...variantChoices(state)];
  return markup`${card(
    "Quantities",
    markup`<ul class="lines">${order.lines.map((line) => {
      const name = `quantity-${line.id}`;
      return lineItem({
        state,
        order,
        line,
        right: markup`<label><span class="unseen">Quantity of ${line.title}</span><input type="number" name="${name}" min="0" max="9999" value="${form.get(name) ?? line.currentQuantity}" inputmode="numeric"></label>`,
      });
    })}</ul>`,
  )}${card(
    "Add a product",
    markup`<div class="stack"><label class="field"><span>Product</span><select name="variant">${options(choices, form.get("variant") ?? "")}</select></label><label class="field"><span>How many</span><input type="number" name="added" min="1" max="9999" value="${form.get("added") ?? "1"}" inputmode="numeric"></label></div>`,
  )}`;
}

function editPage(
  visit: Visit,
  also: { form: URLSearchParams; status?: number; flash?: Flash },
): PageReply {
  const order = orderOf(visit);
  const path = `${orderPath(order)}/edit`;
  return {
    ...(also.status === undefined ? {} : { status: also.status }),
    ...(also.flash === undefined ? {} : { flash: also.flash }),
    title: `Edit ${order.name}`,
    section: "orders",
    back: { href: orderPath(order), label: order.name },
    content: markup`<form class="columns" method="post" action="${path}" data-preview="${path}/preview" data-preview-into="outcome"><div class="card-stack">${fields(visit, order, also.form)}</div>${card(
      "Summary",
      markup`<div class="stack"><div id="outcome" aria-live="polite">${preview(visit.context, order, also.form)}</div><button class="button button-first">Save the edit</button></div>`,
    )}</form>`,
  };
}

async function edit(visit: Visit): Promise<Reply> {
  const { form, context } = visit;
  const order = orderOf(visit);
  try {
    const next = tryEdit(context, order, form);
    await callControl(context, {
      method: "POST",
      path: `/control/orders/${order.id}/edits`,
      body: bodyOf(order, form),
    });
    const total = money(orderTotals(next).currentTotalMinor, order.currency);
    return {
      redirect: orderPath(order),
      flash: { kind: "done", text: `Edited; ${order.name} comes to ${total} now.` },
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return editPage(visit, { form, status: error.status, flash: refusedBy(error) });
  }
}

export const EDIT_PAGES: readonly Route[] = [
  {
    method: "GET",
    path: "/admin/orders/:id/edit",
    answer: (visit) => editPage(visit, { form: visit.query }),
  },
  {
    method: "GET",
    path: "/admin/orders/:id/edit/preview",
    answer: (visit) => ({ fragment: preview(visit.context, orderOf(visit), visit.query) }),
  },
  { method: "POST", path: "/admin/orders/:id/edit", answer: edit },
];
