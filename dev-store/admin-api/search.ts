import type { Order } from "../shop/records.ts";
import { financialStatus, fulfillmentStatus } from "../shop/totals.ts";
import { badRequest, notImplemented } from "./errors.ts";

export interface Term {
  field: string;
  operator: ">=" | "<=" | ">" | "<" | "=";
  value: string;
}

const TERM = /([a-z_]+):(>=|<=|>|<)?(?:'([^']*)'|"([^"]*)"|(\S+))/gy;

/** Shopify's search syntax as far as the app uses it: `field:value` and comparisons, all of which must hold. */
export function parseSearch(query: string): Term[] {
  const terms: Term[] = [];
  let rest = query.trim();
  while (rest !== "") {
    TERM.lastIndex = 0;
    const match = TERM.exec(rest);
    if (match === null) throw notImplemented(`the search "${rest}"`);
    terms.push({
      field: match[1] ?? "",
      operator: (match[2] ?? "=") as Term["operator"],
      value: match[3] ?? match[4] ?? match[5] ?? "",
    });
    rest = rest
      .slice(match[0].length)
      .replace(/^\s+(AND\s+)?/, "")
      .trim();
  }
  return terms;
}

function compares(actual: number, term: Term, wanted: number): boolean {
  switch (term.operator) {
    case ">=":
      return actual >= wanted;
    case "<=":
      return actual <= wanted;
    case ">":
      return actual > wanted;
    case "<":
      return actual < wanted;
    case "=":
      return actual === wanted;
  }
}

export function comparesTime(actual: number, term: Term): boolean {
  const wanted = Date.parse(term.value);
  if (Number.isNaN(wanted)) throw badRequest(`Invalid date "${term.value}" in the search query`);
  return compares(actual, term, wanted);
}

export function comparesId(actual: string, term: Term): boolean {
  if (!/^\d+$/.test(term.value)) throw badRequest(`Invalid id "${term.value}" in the search query`);
  const difference = BigInt(actual) - BigInt(term.value);
  return compares(difference > 0n ? 1 : difference < 0n ? -1 : 0, term, 0);
}

function holds(order: Order, term: Term): boolean {
  switch (term.field) {
    case "id":
      return comparesId(order.id, term);
    case "customer_id":
      return order.customerId === term.value;
    case "name":
      return order.name === term.value || order.name === `#${term.value}`;
    case "test":
      return String(order.test) === term.value;
    case "created_at":
      return comparesTime(order.createdAt, term);
    case "updated_at":
      return comparesTime(order.updatedAt, term);
    case "processed_at":
      return comparesTime(order.processedAt, term);
    case "financial_status":
      return term.value === "any" || financialStatus(order) === term.value.toLowerCase();
    case "fulfillment_status":
      return (
        term.value === "any" ||
        (fulfillmentStatus(order) ?? "unfulfilled") === term.value.toLowerCase()
      );
    case "status":
      return (
        term.value === "any" ||
        (order.cancelledAt !== null ? "cancelled" : order.closedAt !== null ? "closed" : "open") ===
          term.value
      );
    default:
      throw notImplemented(`the search term ${term.field} of orders`);
  }
}

export function orderFilter(query: string | null | undefined): (order: Order) => boolean {
  const terms = parseSearch(query ?? "");
  return (order) => terms.every((term) => holds(order, term));
}
