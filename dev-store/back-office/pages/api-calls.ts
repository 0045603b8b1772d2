import type { LoggedRequest } from "../../admin-api/admin-api.ts";
import type { ControlContext } from "../../control/context.ts";
import { attempt } from "../carry-out.ts";
import { apiFaultForm, apiFaultsOfForm } from "../fault-forms.ts";
import { apiFaultsInWords } from "../faults-in-words.ts";
import { markup, type Html, type Piece } from "../../http/html.ts";
import { liveMark } from "../live.ts";
import { badge, card, table } from "../parts.ts";
import type { Reply, Route, Visit } from "../visit.ts";
import { clockTime, number } from "../wording.ts";

const SHOWN = 100;

function figures(context: ControlContext): Html {
  const { requests } = context.adminApi;
  const bucket = context.adminApi.bucketStatus();
  const troubled = requests.filter(
    ({ errors, userErrors }) => errors.length + userErrors.length > 0,
  );
  const spent = requests.reduce((sum, request) => sum + (request.actualQueryCost ?? 0), 0);
  const figure = (name: string, value: Piece, note: Piece) =>
    markup`<div><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`;
  const level = number(bucket.currentlyAvailable);
  return markup`<dl class="figures">${figure("Calls", number(requests.length), "since the start")}${figure(
    "With errors",
    number(troubled.length),
    "of the call or of its input",
  )}${figure("Cost", number(spent), "points in all")}${figure(
    "Budget",
    `${level} of ${number(bucket.maximumAvailable)}`,
    markup`<meter min="0" max="${bucket.maximumAvailable}" value="${bucket.currentlyAvailable}" aria-label="Cost budget left">${level}</meter> fills by ${number(bucket.restoreRate)} a second`,
  )}</dl>`;
}

function outcome(request: LoggedRequest): Html {
  const throttled = request.errors.includes("Throttled");
  const errors = throttled
    ? []
    : [...request.errors, ...request.userErrors.map((error) => JSON.stringify(error))];
  if (throttled) return badge("throttled", "bad");
  if (errors.length === 0) return badge(String(request.status), "good");
  const tone = request.errors.length > 0 ? "bad" : "warning";
  return markup`${badge(String(request.status), tone)}<ul class="plain-list anywhere">${errors.map((error) => markup`<li><small>${error}</small></li>`)}</ul>`;
}

function variables(request: LoggedRequest): Html {
  const text = JSON.stringify(request.variables ?? {}, null, 2);
  if (text === "{}") return markup`<span class="quiet">none</span>`;
  return markup`<details id="variables-${request.id}"><summary>Variables</summary><pre>${text}</pre></details>`;
}

function cost(request: LoggedRequest): string {
  const { requestedQueryCost: asked, actualQueryCost: actual } = request;
  if (asked === null) return "none";
  return actual === null ? `${number(asked)} asked` : `${number(actual)} of ${number(asked)}`;
}

function live(context: ControlContext): Html {
  const { timeZone } = context.shop.state.info;
  const shown = context.adminApi.requests.slice(-SHOWN).reverse();
  return markup`${figures(context)}<div class="section">${card(
    null,
    table({
      caption: "Latest calls of the Admin API",
      columns: [
        { label: "Operation" },
        { label: "Time" },
        { label: "Variables" },
        { label: "Cost", align: "end" },
        { label: "Outcome" },
      ],
      empty: markup`<p>The app has not called the Admin API yet. It does to read orders, to write metafields and to make discount codes.</p>`,
      rows: shown.map((request) => [
        markup`<span class="strong anywhere">${request.operation ?? "not read"}</span>`,
        clockTime(Date.parse(request.at), timeZone),
        variables(request),
        cost(request),
        markup`<span>${outcome(request)}</span>`,
      ]),
    }),
  )}</div>`;
}

function page({ context }: Visit): Reply {
  const words = apiFaultsInWords(context.adminApi.faults);
  return {
    title: "Admin API calls",
    section: "api-calls",
    content: markup`<p class="quiet">What the app asks of Shopify's GraphQL Admin API, the latest ${SHOWN} calls first.</p>
<div class="section">${card("What goes wrong with calls", apiFaultForm(context.adminApi.faults), words.length > 0 && markup`<span class="badge badge-warning badge-long">${words.join("; ")}</span>`)}</div>
<div class="toolbar section">${liveMark("live")}</div>
<div id="live" data-live-src="/admin/api-calls/live" data-live-every="1500">${live(context)}</div>`,
  };
}

function setFaults(visit: Visit): Promise<Reply> {
  const body = apiFaultsOfForm(visit.form);
  return attempt(visit, {
    method: "POST",
    path: "/control/faults",
    body,
    done: Object.values(body).every((value) => Number(value) === 0)
      ? "The Admin API answers as it should."
      : "Switched on. It holds for calls from now on.",
    next: "/admin/api-calls",
  });
}

export const API_CALL_PAGES: readonly Route[] = [
  { method: "GET", path: "/admin/api-calls", answer: page },
  {
    method: "GET",
    path: "/admin/api-calls/live",
    answer: ({ context }) => ({ fragment: live(context) }),
  },
  { method: "POST", path: "/admin/api-calls/faults", answer: setFaults },
];
