import type { Order } from "../../shop/records.ts";
import { receivedMinor, refundedMinor } from "../../shop/totals.ts";
import { attempt } from "../carry-out.ts";
import { confirmation, webhooksOf } from "../confirm.ts";
import { markup, trusted } from "../../http/html.ts";
import { orderPath } from "../order-words.ts";
import { select } from "../parts.ts";
import type { Reply, Route, Visit } from "../visit.ts";
import { count, money } from "../wording.ts";
import { orderOf } from "./order.ts";

const REASONS = [
  { value: "customer", label: "The customer changed their mind" },
  { value: "inventory", label: "Out of stock" },
  { value: "fraud", label: "Fraud" },
  { value: "declined", label: "Payment declined" },
  { value: "other", label: "Other" },
];

const leftMinor = (order: Order): number => receivedMinor(order) - refundedMinor(order);
const unitsOf = (order: Order): number =>
  order.lines.reduce((sum, line) => sum + line.currentQuantity, 0);

function cancelPage(visit: Visit): Reply {
  const order = orderOf(visit);
  const left = leftMinor(order);
  const path = orderPath(order);
  return {
    title: `Cancel ${order.name}?`,
    section: "orders",
    back: { href: path, label: order.name },
    content: confirmation({
      action: `${path}/cancel`,
      consequences: [
        `${count(unitsOf(order), "item")} will not be delivered any more.`,
        left > 0
          ? `${money(left, order.currency)} of the customer's money is with the shop.`
          : "No money of the customer is with the shop: nothing is paid back.",
        webhooksOf(visit.context, [
          ...(left > 0 ? ["refunds/create"] : []),
          "orders/cancelled",
          "orders/updated",
        ]),
        "A cancelled order stays cancelled.",
      ],
      fields: markup`${
        left > 0 &&
        markup`<fieldset><legend>The money</legend><div class="stack"><label class="check"><input type="radio" name="refund" value="yes"${trusted(" checked")}><span>Pay ${money(left, order.currency)} back</span></label><label class="check"><input type="radio" name="refund" value="no"><span>Keep it for now<small>It can be refunded later.</small></span></label></div></fieldset>`
      }${select({ name: "reason", label: "Reason", choices: REASONS, chosen: "customer" })}`,
      yes: "Cancel the order",
      back: { href: path, label: "Keep it" },
    }),
  };
}

function cancel(visit: Visit): Promise<Reply> {
  const order = orderOf(visit);
  const left = leftMinor(order);
  const refund = left > 0 && visit.form.get("refund") !== "no";
  const reason = REASONS.find(({ value }) => value === visit.form.get("reason"))?.value;
  return attempt(visit, {
    method: "POST",
    path: `/control/orders/${order.id}/cancel`,
    body: { reason: reason ?? "other", refund },
    done: `${order.name} is cancelled${refund ? `; ${money(left, order.currency)} paid back` : ""}.`,
    next: orderPath(order),
  });
}

function deletePage(visit: Visit): Reply {
  const order = orderOf(visit);
  const path = orderPath(order);
  const received = receivedMinor(order);
  return {
    title: `Delete ${order.name}?`,
    section: "orders",
    back: { href: path, label: order.name },
    content: confirmation({
      action: `${path}/delete`,
      consequences: [
        `The order with its ${count(order.lines.length, "line")} and ${count(order.refunds.length, "refund")} is gone from the shop for good.`,
        received > 0
          ? `${money(received, order.currency)} was received and ${money(refundedMinor(order), order.currency)} paid back; deleting pays nothing back.`
          : "It was never paid.",
        webhooksOf(visit.context, ["orders/delete"]),
      ],
      yes: "Delete the order",
      back: { href: path, label: "Keep it" },
    }),
  };
}

function remove(visit: Visit): Promise<Reply> {
  const order = orderOf(visit);
  return attempt(visit, {
    method: "DELETE",
    path: `/control/orders/${order.id}`,
    done: `${order.name} is deleted.`,
    next: "/admin/orders",
    back: orderPath(order),
  });
}

export const CLOSE_PAGES: readonly Route[] = [
  { method: "GET", path: "/admin/orders/:id/cancel", answer: cancelPage },
  { method: "POST", path: "/admin/orders/:id/cancel", answer: cancel },
  { method: "GET", path: "/admin/orders/:id/delete", answer: deletePage },
  { method: "POST", path: "/admin/orders/:id/delete", answer: remove },
];
