import {
  statusOf,
  type Discount,
  type DiscountStatus,
  type RedeemCode,
} from "../../shop/discounts/discount.ts";
import { codesOf } from "../../shop/discounts/find-code.ts";
import type { ShopState } from "../../shop/state.ts";
import { markup, type Html } from "../../http/html.ts";
import { customerPath } from "../order-words.ts";
import { badge, card, PAGE_ROWS, pageNumber, pager, table, type Tone } from "../parts.ts";
import type { Reply, Route, Visit } from "../visit.ts";
import { count, moment, money, nameOf, number } from "../wording.ts";
import { termsOf } from "../find-orders.ts";
import { searchForm } from "./orders.ts";

/** Codes of one discount that the list names; a bulk of them is counted. */
const CODES_SHOWN = 3;

const STATUS: Record<DiscountStatus, readonly [string, Tone]> = {
  ACTIVE: ["Active", "good"],
  EXPIRED: ["Expired", "plain"],
  SCHEDULED: ["Scheduled", "waiting"],
};

function worth({ value, items }: Discount, currency: string): string {
  const where = items.kind === "all" ? "the order" : "some products";
  if (value.kind === "free-shipping") return "Free shipping";
  if (value.kind === "percentage") return `${number(value.share * 100)} % off ${where}`;
  return `${money(value.amountMinor, currency)} off ${value.onEachItem ? "each of " : ""}${where}`;
}

function customers(state: ShopState, ids: readonly string[]): Html {
  const [first] = ids;
  const known = first === undefined ? undefined : state.customers.get(first);
  if (ids.length !== 1 || known === undefined) return markup`Only ${count(ids.length, "customer")}`;
  return markup`Only <a href="${customerPath(known)}">${nameOf(known)}</a>`;
}

function limits(state: ShopState, discount: Discount): Html {
  const { currency, timeZone } = state.info;
  const { minimum } = discount;
  const combines = (["order", "product", "shipping"] as const).filter(
    (kind) => discount.combinesWith[kind],
  );
  const parts = [
    discount.customerIds !== null && customers(state, discount.customerIds),
    discount.usageLimit !== null && `${count(discount.usageLimit, "use")} of each code`,
    discount.oncePerCustomer && "Once per customer",
    minimum !== null &&
      (minimum.kind === "subtotal"
        ? `From ${money(minimum.subtotalMinor, currency)}`
        : `From ${count(minimum.quantity, "item")}`),
    discount.endsAt !== null && markup`Until ${moment(discount.endsAt, timeZone)}`,
    combines.length === 0
      ? "Combines with nothing"
      : `Combines with ${combines.join(", ")} discounts`,
  ];
  return markup`<ul class="plain-list">${parts.map(
    (part) => part !== false && markup`<li>${part}</li>`,
  )}</ul>`;
}

function codeWords(codes: readonly RedeemCode[]): Html {
  const more = codes.length - CODES_SHOWN;
  return markup`<span class="anywhere">${codes
    .slice(0, CODES_SHOWN)
    .map(
      ({ code }, index) => markup`${index > 0 && ", "}<code>${code}</code>`,
    )}${more > 0 && ` and ${number(more)} more`}</span>`;
}

function matching(state: ShopState, text: string): Discount[] {
  const terms = termsOf(text);
  return [...state.discounts.values()]
    .filter((discount) => {
      if (terms.length === 0) return true;
      const words = [discount.title, ...codesOf(state, discount.id).map(({ code }) => code)]
        .join(" ")
        .toLowerCase();
      return terms.every((term) => words.includes(term));
    })
    .reverse()
    .sort((a, b) => b.createdAt - a.createdAt);
}

function list({ context, query }: Visit): Reply {
  const { state } = context.shop;
  const now = context.clock.now();
  const text = (query.get("q") ?? "").trim();
  const found = matching(state, text);
  const from = (pageNumber(query) - 1) * PAGE_ROWS;
  return {
    title: "Discounts",
    section: "discounts",
    content: card(
      null,
      markup`<div class="toolbar"><span class="quiet">${count(state.discounts.size, "discount")}, ${count(state.redeemCodes.size, "code")}</span>${searchForm({ path: "/admin/discounts", label: "Search discounts", text })}</div>${table(
        {
          caption: "Discounts, newest first",
          columns: [
            { label: "Discount" },
            { label: "Codes" },
            { label: "Worth" },
            { label: "Limits" },
            { label: "Used", align: "end" },
            { label: "Status" },
          ],
          empty:
            text === ""
              ? markup`<p>No discounts yet. The app makes one through the Admin API when a shopper redeems points; its code works at the checkout.</p>`
              : markup`<p>No discount or code matches “${text}”.</p><p><a class="button" href="/admin/discounts">Show all discounts</a></p>`,
          rows: found.slice(from, from + PAGE_ROWS).map((discount) => {
            const codes = codesOf(state, discount.id);
            const [status, tone] = STATUS[statusOf(discount, now)];
            return [
              markup`<span class="strong">${discount.title}</span>`,
              codeWords(codes),
              worth(discount, state.info.currency),
              limits(state, discount),
              number(codes.reduce((sum, { uses }) => sum + uses, 0)),
              badge(status, tone),
            ];
          }),
        },
      )}${found.length > PAGE_ROWS && pager("/admin/discounts", query, found.length)}`,
    ),
  };
}

export const DISCOUNT_PAGES: readonly Route[] = [
  { method: "GET", path: "/admin/discounts", answer: list },
];
