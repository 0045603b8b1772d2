import type { ControlContext } from "../control/context.ts";
import type { LoggedEvent } from "../shop/event-log.ts";
import type { Order } from "../shop/records.ts";
import { refundAmountMinor } from "../shop/totals.ts";
import type { DeliveryState, LoggedDelivery } from "../webhooks/delivery-log.ts";
import { markup, type Html } from "../http/html.ts";
import { badge, type Tone } from "./parts.ts";
import { count, milliseconds, moment, money } from "./wording.ts";

const STATE_WORDS: Record<DeliveryState, readonly [string, Tone]> = {
  pending: ["under way", "waiting"],
  delivered: ["delivered", "good"],
  failed: ["failed", "bad"],
  lost: ["lost", "bad"],
};

/** The state of a delivery and, where its attempts are remembered, the last answer. */
export function deliveryBadge(state: DeliveryState, logged: LoggedDelivery | null): Html {
  const [text, tone] = STATE_WORDS[state];
  const last = logged?.attempts.at(-1);
  if (last?.durationMs == null) return badge(text, tone);
  if (state === "delivered") return badge(`${text} in ${milliseconds(last.durationMs)}`, tone);
  const answer = last.status === null ? last.error : `answered ${last.status}`;
  return badge(`${text}, ${answer ?? "no answer"}`, state === "pending" ? "warning" : tone);
}

function refundSentence(order: Order, event: LoggedEvent): string {
  const refund = order.refunds.find((item) => item.id === event.refundId);
  if (refund === undefined) return "Refunded";
  const units = refund.lines.reduce((sum, line) => sum + line.quantity, 0);
  const amount = money(refundAmountMinor(refund), order.currency);
  const what = units === 0 ? "without goods" : `for ${count(units, "item")}`;
  return `${amount} paid back ${what}${refund.note === null ? "" : `: “${refund.note}”`}`;
}

function paymentSentence(order: Order, at: number): string {
  const paid = order.transactions.filter((item) => item.kind === "sale" && item.at === at);
  const amount = paid.reduce((sum, item) => sum + item.amountMinor, 0);
  return amount === 0 ? "Paid" : `${money(amount, order.currency)} received`;
}

/** What a merchant did, told by the topics that came of it. */
function sentenceOf(order: Order, events: readonly LoggedEvent[]): string {
  const first = events[0];
  if (first === undefined) return "";
  const find = (topic: string) => events.find((event) => event.topic === topic);
  const refund = find("refunds/create");
  const refunded = refund === undefined ? null : refundSentence(order, refund);
  if (find("orders/create") !== undefined)
    return find("orders/paid") === undefined
      ? "Placed"
      : `Placed, ${paymentSentence(order, first.at)}`;
  if (find("orders/cancelled") !== undefined) {
    const reason = order.cancelReason === null ? "" : ` (${order.cancelReason})`;
    return `Cancelled${reason}${refunded === null ? "" : `, ${refunded}`}`;
  }
  if (refunded !== null) return refunded;
  if (find("orders/edited") !== undefined) return "Edited";
  if (find("orders/fulfilled") !== undefined) return "Fulfilled";
  if (find("orders/paid") !== undefined) return paymentSentence(order, first.at);
  return "Changed";
}

function webhooks(context: ControlContext, event: LoggedEvent): Html[] {
  const { log } = context.deliverer;
  return Array.from({ length: event.deliveries }, (_, index) => {
    const delivery = event.deliveriesFrom + index;
    const state = log.stateOf(delivery);
    return markup`<li>${event.topic} ${deliveryBadge(state, log.find(delivery))}</li>`;
  });
}

function entry(context: ControlContext, order: Order, events: readonly LoggedEvent[]): Html {
  const first = events[0];
  if (first === undefined) return markup``;
  const sent = events.flatMap((event) => webhooks(context, event));
  return markup`<li><p>${sentenceOf(order, events)}</p><p class="when">${moment(first.at, context.shop.state.info.timeZone)}</p>${
    sent.length === 0
      ? markup`<p class="when">No webhook: the app was not installed or asks for none of it.</p>`
      : markup`<ul class="chips" aria-label="Webhooks">${sent}</ul>`
  }</li>`;
}

/** What happened to an order, the latest first, each with the webhooks that it caused. */
export function timeline(context: ControlContext, order: Order): Html {
  const actions = new Map<number, LoggedEvent[]>();
  for (const event of context.events.ofOrder(order.id)) {
    const known = actions.get(event.action);
    if (known === undefined) actions.set(event.action, [event]);
    else known.push(event);
  }
  return markup`<ol class="timeline">${[...actions.values()]
    .reverse()
    .map((events) => entry(context, order, events))}</ol>`;
}
