/**
 * Shopify's search of customers: words and `field:value` terms, joined by AND unless OR stands between
 * them, `-` or NOT before a term, `*` at the end of a value for words that begin with it. Text is
 * compared word by word without case; `value` in quotes is a phrase. Grammar and fields as documented
 * at shopify.dev (API search syntax; the `customers` query); parentheses are refused loudly.
 */
import type { Customer } from "../shop/records.ts";
import { notImplemented } from "./errors.ts";
import { comparesId, comparesTime, type Term } from "./search.ts";

interface Wanted extends Term {
  /** Empty: any of the fields that people look for. */
  field: string;
  not: boolean;
  quoted: boolean;
}

const PIECE = /(-)?(?:([a-z_]+):)?(>=|<=|>|<)?(?:"([^"]*)"|'([^']*)'|([^\s"']+))/gy;

/** Alternatives, each of terms that all must hold. */
function parse(query: string): Wanted[][] {
  const alternatives: Wanted[][] = [[]];
  let not = false;
  PIECE.lastIndex = 0;
  for (let at = 0; at < query.length; at = PIECE.lastIndex) {
    PIECE.lastIndex = at + (/^\s+/.exec(query.slice(at))?.[0].length ?? 0);
    if (PIECE.lastIndex >= query.length) break;
    const match = PIECE.exec(query);
    if (match === null) throw notImplemented(`the search "${query}"`);
    const [, minus, field, operator, double, single, bare] = match;
    if (bare === "OR" && field === undefined) alternatives.push([]);
    else if (bare === "NOT" && field === undefined) not = true;
    else if (bare !== "AND" || field !== undefined) {
      if (bare !== undefined && /[()]/.test(bare)) throw notImplemented(`the search "${query}"`);
      alternatives.at(-1)?.push({
        field: field ?? "",
        operator: (operator ?? "=") as Term["operator"],
        value: double ?? single ?? bare ?? "",
        quoted: bare === undefined,
        not: not || minus === "-",
      });
      not = false;
    }
  }
  return alternatives.filter((terms) => terms.length > 0);
}

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Whether the words of a value stand in a text one after the other. */
function says(text: string | null, { value, quoted }: Wanted): boolean {
  if (text === null) return false;
  if (value === "*") return true;
  const begins = !quoted && value.endsWith("*");
  const wanted = wordsIn(value);
  const words = wordsIn(text);
  if (wanted.length === 0) return false;
  return words.some((_, start) =>
    wanted.every((word, index) => {
      const found = words[start + index];
      return begins && index === wanted.length - 1 ? found?.startsWith(word) : found === word;
    }),
  );
}

function holds(customer: Customer, term: Wanted): boolean {
  switch (term.field) {
    case "":
      return [
        customer.firstName,
        customer.lastName,
        [customer.firstName, customer.lastName].filter(Boolean).join(" "),
        customer.email,
        customer.phone,
      ].some((text) => says(text, term));
    case "email":
      return says(customer.email, term);
    case "first_name":
      return says(customer.firstName, term);
    case "last_name":
      return says(customer.lastName, term);
    case "phone":
      return says(customer.phone, term);
    case "tag":
      return term.value.split(",").some((tag) => customer.tags.includes(tag.trim()));
    case "tag_not":
      return !term.value.split(",").some((tag) => customer.tags.includes(tag.trim()));
    case "state":
      return customer.state.toLowerCase() === term.value.toLowerCase();
    case "id":
      return comparesId(customer.id, term);
    case "customer_date":
      return comparesTime(customer.createdAt, term);
    case "updated_at":
      return comparesTime(customer.updatedAt, term);
    default:
      throw notImplemented(`the search term ${term.field} of customers`);
  }
}

export function customerFilter(query: string | null | undefined): (customer: Customer) => boolean {
  const alternatives = parse(query ?? "");
  if (alternatives.length === 0) return () => true;
  return (customer) =>
    alternatives.some((terms) => terms.every((term) => holds(customer, term) !== term.not));
}
