import type { Customer } from "../../shop/records.ts";
import { findCustomer } from "../../shop/commands/find.ts";
import { readId } from "../../wire/gid.ts";
import { attempt } from "../carry-out.ts";
import { confirmation, webhooksOf } from "../confirm.ts";
import { buyingOf, findCustomers } from "../find-customers.ts";
import { markup, type Html } from "../../http/html.ts";
import { customerPath } from "../order-words.ts";
import { card, table } from "../parts.ts";
import type { Reply, Route, Visit } from "../visit.ts";
import { count, money, nameOf } from "../wording.ts";
import { customerOf } from "./customer.ts";
import { searchForm } from "./orders.ts";

/** Candidates that a search for the other half of a merge shows. */
const CANDIDATES_MAX = 20;

const backTo = (customer: Customer) => ({
  href: customerPath(customer),
  label: nameOf(customer),
});

function candidates(visit: Visit, kept: Customer): Html {
  const { state } = visit.context.shop;
  const text = (visit.query.get("q") ?? "").trim();
  const path = `${customerPath(kept)}/merge`;
  const found =
    text === ""
      ? []
      : findCustomers(state, text)
          .filter(({ id }) => id !== kept.id)
          .slice(0, CANDIDATES_MAX);
  const buying = buyingOf(state, found);
  return card(
    "Whose record goes?",
    markup`<div class="toolbar">${searchForm({ path, label: "Search the other customer", text })}</div>${table(
      {
        caption: "Customers to merge with",
        columns: [
          { label: "Customer", phone: 1 },
          { label: "E-mail", phone: 3 },
          { label: "Orders", align: "end", phone: 2 },
          { label: "Merge", align: "end", phone: 4 },
        ],
        empty: markup`<p>${text === "" ? `Search by name, e-mail or id. ${nameOf(kept)} stays; the other record goes and its orders move here.` : `No other customer matches “${text}”.`}</p>`,
        rows: found.map((customer) => [
          nameOf(customer),
          markup`<span class="anywhere">${customer.email ?? "no e-mail"}</span>`,
          count(buying.get(customer.id)?.orders ?? 0, "order"),
          markup`<a href="${path}?with=${customer.id}">Choose<span class="unseen"> ${nameOf(customer)}</span></a>`,
        ]),
      },
    )}`,
  );
}

function mergePage(visit: Visit): Reply {
  const { state } = visit.context.shop;
  const kept = customerOf(visit);
  const other = visit.query.get("with");
  const deleted = other === null ? null : findCustomer(state, readId(other, "the customer's id"));
  const buying = buyingOf(state, deleted === null ? [] : [deleted]).get(deleted?.id ?? "");
  return {
    title:
      deleted === null
        ? `Merge with ${nameOf(kept)}`
        : `Merge ${nameOf(deleted)} into ${nameOf(kept)}?`,
    section: "customers",
    back: backTo(kept),
    content:
      deleted === null
        ? candidates(visit, kept)
        : confirmation({
            action: `${customerPath(kept)}/merge`,
            consequences: [
              `${nameOf(kept)} (${kept.email ?? "no e-mail"}) stays.`,
              `${nameOf(deleted)} (${deleted.email ?? "no e-mail"}) is gone for good.`,
              `${count(buying?.orders ?? 0, "order")} for ${money(buying?.spentMinor ?? 0, state.info.currency)} move over.`,
              webhooksOf(visit.context, ["customers/merge", "customers/update"]),
            ],
            fields: markup`<input type="hidden" name="with" value="${deleted.id}">`,
            yes: "Merge",
            back: { href: customerPath(kept), label: "Keep both" },
          }),
  };
}

function merge(visit: Visit): Promise<Reply> {
  const kept = customerOf(visit);
  const deleted = findCustomer(
    visit.context.shop.state,
    readId(visit.form.get("with"), "the customer's id"),
  );
  return attempt(visit, {
    method: "POST",
    path: `/control/customers/${kept.id}/merge`,
    body: { deleted_id: deleted.id },
    done: `${nameOf(deleted)} was merged into ${nameOf(kept)}.`,
    next: customerPath(kept),
  });
}

function deletePage(visit: Visit): Reply {
  const customer = customerOf(visit);
  const orders = buyingOf(visit.context.shop.state, [customer]).get(customer.id)?.orders ?? 0;
  return {
    title: `Delete ${nameOf(customer)}?`,
    section: "customers",
    back: backTo(customer),
    content: confirmation({
      action: `${customerPath(customer)}/delete`,
      consequences: [
        orders === 0
          ? "The customer is gone from the shop for good."
          : `The customer has ${count(orders, "order")}: Shopify deletes nobody who bought something. Delete the orders first, or ask to redact.`,
        webhooksOf(visit.context, ["customers/delete"]),
      ],
      yes: "Delete the customer",
      back: { href: customerPath(customer), label: "Keep" },
    }),
  };
}

function remove(visit: Visit): Promise<Reply> {
  const customer = customerOf(visit);
  return attempt(visit, {
    method: "DELETE",
    path: `/control/customers/${customer.id}`,
    done: `${nameOf(customer)} is deleted.`,
    next: "/admin/customers",
    back: customerPath(customer),
  });
}

function redactPage(visit: Visit): Reply {
  const customer = customerOf(visit);
  const orders = buyingOf(visit.context.shop.state, [customer]).get(customer.id)?.orders ?? 0;
  return {
    title: `Ask to redact ${nameOf(customer)}?`,
    section: "customers",
    back: backTo(customer),
    content: confirmation({
      action: `${customerPath(customer)}/redact`,
      consequences: [
        `The app is asked to forget who the customer of ${count(orders, "order")} is.`,
        "The shop itself keeps its records: only apps are asked.",
        webhooksOf(visit.context, ["customers/redact"]),
      ],
      yes: "Send customers/redact",
      back: { href: customerPath(customer), label: "Back" },
    }),
  };
}

function redact(visit: Visit): Promise<Reply> {
  const customer = customerOf(visit);
  return attempt(visit, {
    method: "POST",
    path: "/control/compliance/customers/redact",
    body: { customerId: customer.id },
    done: `The app was sent customers/redact for ${nameOf(customer)}.`,
    next: customerPath(customer),
  });
}

export const CLOSE_CUSTOMER_PAGES: readonly Route[] = [
  { method: "GET", path: "/admin/customers/:id/merge", answer: mergePage },
  { method: "POST", path: "/admin/customers/:id/merge", answer: merge },
  { method: "GET", path: "/admin/customers/:id/delete", answer: deletePage },
  { method: "POST", path: "/admin/customers/:id/delete", answer: remove },
  { method: "GET", path: "/admin/customers/:id/redact", answer: redactPage },
  { method: "POST", path: "/admin/customers/:id/redact", answer: redact },
];
