import type { ControlContext } from "../../control/context.ts";
import type { Subject } from "../../shop/events.ts";
import type { Attempt, LoggedDelivery } from "../../webhooks/delivery-log.ts";
import { Refusal } from "../../wire/refusal.ts";
import { attempt as attemptCall } from "../carry-out.ts";
import { deliveryFaultsInWords } from "../faults-in-words.ts";
import { deliveryFaultForm, faultsOfForm } from "../fault-forms.ts";
import { markup, trusted, type Html, type Piece } from "../../http/html.ts";
import { laidOut } from "../metafield-list.ts";
import { liveMark } from "../live.ts";
import { customerPath, orderPath } from "../order-words.ts";
import { buttonForm, card, facts, table } from "../parts.ts";
import { deliveryBadge } from "../timeline.ts";
import type { Reply, Route, Visit } from "../visit.ts";
import { clockTime, count, lately, milliseconds, nameOf, number } from "../wording.ts";

const SHOWN = 50;
const VIEWS = ["all", "pending", "failed", "lost"] as const;
type View = (typeof VIEWS)[number];
const VIEW_LABELS: Record<View, string> = {
  all: "All",
  pending: "Under way",
  failed: "Failed",
  lost: "Lost",
};

const viewOf = (query: URLSearchParams): View =>
  VIEWS.find((view) => view === query.get("state")) ?? "all";

/** What a delivery is about, with the way there. */
function subjectOf(subject: Subject): Piece {
  switch (subject.of) {
    case "order":
    case "refund":
      return markup`<a href="${orderPath(subject.order)}">${subject.order.name}</a>`;
    case "order-edit":
      return markup`<a href="${orderPath({ id: subject.edit.orderId })}">the order</a>`;
    case "customer":
      return markup`<a href="${customerPath(subject.customer)}">${nameOf(subject.customer)}</a>`;
    case "customer-merge":
      return markup`<a href="${customerPath({ id: subject.keptId })}">the customer</a>`;
    case "product":
      return subject.product.title;
    case "collection":
      return subject.collection.title;
    case "deleted-order":
    case "deleted-customer":
    case "deleted-product":
    case "deleted-collection":
      return markup`<code>${subject.id}</code>`;
    default:
      return "the shop";
  }
}

function figures(context: ControlContext): Html {
  const counts = context.deliverer.counts();
  const figure = (name: string, value: number, note: Piece) =>
    markup`<div><dt>${name}</dt><dd>${number(value)}<small>${note}</small></dd></div>`;
  return markup`<dl class="figures">${figure("Under way", counts.pending, `${number(counts.inFlight)} in flight, ${number(counts.waiting)} waiting`)}${figure(
    "Delivered",
    counts.delivered,
    `in ${count(counts.attempts, "attempt")}`,
  )}${figure("Failed", counts.failed, `${number(counts.retried)} tried again`)}${figure(
    "Lost",
    counts.lost,
    "never left",
  )}${figure("Duplicates", counts.duplicated, "sent besides")}</dl>`;
}

const KINDS: Record<Attempt["kind"], string> = {
  send: "",
  copy: "duplicate, ",
  again: "by hand, ",
};

function answerOf(attempt: Attempt): string {
  const took = attempt.durationMs === null ? "" : `, ${milliseconds(attempt.durationMs)}`;
  if (attempt.durationMs === null) return `${KINDS[attempt.kind]}awaiting the answer`;
  return `${KINDS[attempt.kind]}${attempt.status === null ? (attempt.error ?? "no answer") : String(attempt.status)}${took}`;
}

function attempts(logged: LoggedDelivery, timeZone: string): Html {
  const last = logged.attempts.at(-1);
  const next =
    logged.nextAt === null
      ? null
      : markup`<small>next in ${milliseconds(Math.max(0, Math.round((logged.nextAt - Date.now()) / 1_000) * 1_000))}</small>`;
  if (last === undefined) return markup`<span class="quiet">none</span> ${next}`;
  if (logged.attempts.length === 1) return markup`${answerOf(last)} ${next}`;
  return markup`<details id="attempts-${logged.delivery.number}"><summary>${count(logged.attempts.length, "attempt")}, last: ${answerOf(last)}</summary><ol class="plain-list">${logged.attempts.map(
    (attempt) => markup`<li>${clockTime(attempt.at, timeZone)} ${answerOf(attempt)}</li>`,
  )}</ol></details> ${next}`;
}

function listOf(context: ControlContext, view: View): Html {
  const { log } = context.deliverer;
  const { timeZone } = context.shop.state.info;
  const shown: LoggedDelivery[] = [];
  for (const logged of log.newest()) {
    if (view === "all" || log.stateOf(logged.delivery.number) === view) shown.push(logged);
    if (shown.length === SHOWN) break;
  }
  return table({
    caption: "Latest deliveries",
    columns: [
      { label: "Topic", phone: 1 },
      { label: "About", phone: 3 },
      { label: "Time", phone: 4 },
      { label: "State", phone: 2 },
      { label: "Attempts", phone: 5 },
      { label: "Again", align: "end", phone: 6 },
    ],
    empty:
      view === "all"
        ? markup`<p>No webhook has left yet. Each order, refund and edit makes some; they appear here as they go.</p>`
        : markup`<p>None of the latest deliveries is in this state.</p>`,
    rows: shown.map((logged) => {
      const { delivery } = logged;
      const state = log.stateOf(delivery.number);
      const path = `/admin/deliveries/${delivery.number}`;
      return [
        markup`<a href="${path}" id="delivery-${delivery.number}">${delivery.event.topic}</a>`,
        subjectOf(delivery.event.subject),
        lately(delivery.event.at, { now: context.clock.now(), timeZone }),
        deliveryBadge(state, logged),
        attempts(logged, timeZone),
        markup`<form method="post" action="${path}/again"><button class="button button-small" id="again-${delivery.number}">${state === "pending" ? "Try now" : "Send again"}<span class="unseen"> ${delivery.event.topic} ${delivery.number}</span></button></form>`,
      ];
    }),
  });
}

const live = (context: ControlContext, view: View): Html =>
  markup`${figures(context)}<div class="section">${card(null, listOf(context, view))}</div>`;

function tabs(current: View): Html {
  return markup`<nav class="tabs" aria-label="State">${VIEWS.map(
    (view) =>
      markup`<a href="/admin/deliveries${trusted(view === "all" ? "" : `?state=${view}`)}"${trusted(view === current ? ' aria-current="true"' : "")}>${VIEW_LABELS[view]}</a>`,
  )}</nav>`;
}

function page({ context, query }: Visit): Reply {
  const view = viewOf(query);
  const words = deliveryFaultsInWords(context.deliverer.faults);
  return {
    title: "Webhook deliveries",
    section: "deliveries",
    actions: buttonForm("/admin/deliveries/retry", "Retry all that wait now"),
    content: markup`<p class="quiet">To ${context.appUrl}, as Shopify sends them: signed, without order, each again until it is answered 2xx, eight retries at most. ${count(context.clock.acceleration, "second")} of the waits between them pass in one.</p>
<div class="section">${card("What goes wrong on the way", deliveryFaultForm(context.deliverer.faults), words.length > 0 && markup`<span class="badge badge-warning badge-long">${words.join("; ")}</span>`)}</div>
<div class="toolbar section">${tabs(view)}${liveMark("live")}</div>
<div id="live" data-live-src="/admin/deliveries/live?state=${view}" data-live-every="1500">${live(context, view)}</div>`,
  };
}

function setFaults(visit: Visit): Promise<Reply> {
  const body = faultsOfForm(visit.form);
  return attemptCall(visit, {
    method: "POST",
    path: "/control/deliveries",
    body,
    done: Object.values(body).every((value) => Number(value) === 0)
      ? "Deliveries go their normal way."
      : "Switched on. It holds for webhooks from now on.",
    next: "/admin/deliveries",
  });
}

function find(visit: Visit): LoggedDelivery {
  const wanted = Number(visit.parts[0]);
  const logged = Number.isSafeInteger(wanted) ? visit.context.deliverer.log.find(wanted) : null;
  if (logged === null)
    throw new Refusal(404, "This delivery is too long ago: only the latest are remembered");
  return logged;
}

function one(visit: Visit): Reply {
  const { context } = visit;
  const logged = find(visit);
  const { delivery } = logged;
  const { timeZone } = context.shop.state.info;
  const envelope = context.deliverer.envelope(delivery);
  const shown = Object.entries(envelope.headers).filter(([name]) => name.startsWith("X-Shopify-"));
  return {
    title: delivery.event.topic,
    section: "deliveries",
    back: { href: "/admin/deliveries", label: "Webhook deliveries" },
    beside: deliveryBadge(context.deliverer.log.stateOf(delivery.number), logged),
    actions: buttonForm(
      `/admin/deliveries/${delivery.number}/again?from=one`,
      "Send again",
      "first",
    ),
    content: markup`<div class="columns"><div class="card-stack">${card(
      "Body",
      markup`<pre tabindex="0" aria-label="Body">${laidOut(envelope.body.toString("utf8"))}</pre>`,
    )}</div><div class="card-stack">${card(
      "Attempts",
      logged.attempts.length === 0
        ? markup`<p class="quiet">None yet.</p>`
        : markup`<ol class="plain-list">${logged.attempts.map(
            (attempt) => markup`<li>${clockTime(attempt.at, timeZone)} ${answerOf(attempt)}</li>`,
          )}</ol>`,
    )}${card(
      "Headers",
      facts(
        shown.map(([name, value]) => [
          name.replace("X-Shopify-", ""),
          markup`<code>${value}</code>`,
        ]),
      ),
    )}</div></div>`,
  };
}

function again(visit: Visit): Reply {
  const { delivery } = find(visit);
  visit.context.deliverer.sendAgain(delivery.number);
  return {
    redirect:
      visit.query.get("from") === "one"
        ? `/admin/deliveries/${delivery.number}`
        : "/admin/deliveries",
    flash: { kind: "done", text: `${delivery.event.topic} was sent again with its webhook id.` },
  };
}

export const DELIVERY_PAGES: readonly Route[] = [
  { method: "GET", path: "/admin/deliveries", answer: page },
  {
    method: "GET",
    path: "/admin/deliveries/live",
    answer: ({ context, query }) => ({ fragment: live(context, viewOf(query)) }),
  },
  { method: "POST", path: "/admin/deliveries/faults", answer: setFaults },
  {
    method: "POST",
    path: "/admin/deliveries/retry",
    answer: (visit) =>
      attemptCall(visit, {
        method: "POST",
        path: "/control/deliveries/retry",
        done: "All that waited is tried now.",
        next: "/admin/deliveries",
      }),
  },
  { method: "GET", path: "/admin/deliveries/:number", answer: one },
  { method: "POST", path: "/admin/deliveries/:number/again", answer: again },
];
