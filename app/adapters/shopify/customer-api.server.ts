/**
 * Customers' names and e-mail addresses, live. Both are protected customer data of level 2: to an app that
 * isn't approved for it Shopify answers with null in their place and says so beside the answer.
 */
import { z } from "zod";
import { idFromGid, toGid, type Id } from "../../domain/shared/ids.ts";
import type { AdminExchange } from "./admin-answer.ts";
import { CUSTOMER_NAMES, SEARCH_CUSTOMERS } from "./customers.graphql.ts";
import { text } from "./payload-fields.ts";

export type CustomerName = { name: string | null; email: string | null };

/** Why names are missing: Shopify doesn't let the app have them, is busy, or wasn't reached. */
export type NamesTrouble = "refused" | "throttled" | "away";

export type NamesRead = {
  /** Null: Shopify knows no such customer. Absent: it isn't known. */
  names: Map<Id, CustomerName | null>;
  trouble: NamesTrouble | null;
};

export type CustomersFound = {
  customers: ({ customerId: Id } & CustomerName)[];
  /** Whether there are more than were asked for. */
  more: boolean;
  trouble: NamesTrouble | null;
};

/** Shopify takes 250 ids in a call. */
export const NAMES_MAX = 250;

const NAME_CHARACTERS_MAX = 200;
const said = text(NAME_CHARACTERS_MAX).nullish();
const customer = z.object({
  id: z.string(),
  firstName: said,
  lastName: said,
  defaultEmailAddress: z.object({ emailAddress: said }).nullish(),
});
const named = z.object({ nodes: z.array(customer.partial().nullable()) });
const found = z.object({
  customers: z.object({
    nodes: z.array(customer),
    pageInfo: z.object({ hasNextPage: z.boolean() }),
  }),
});
const errors = z.array(
  z.object({
    message: z.string().nullish(),
    extensions: z.object({ code: z.string().nullish() }).nullish(),
  }),
);

/** Of at most 250 customers, in one call. Never throws for what Shopify does. */
export async function namesOf(
  exchange: AdminExchange,
  customerIds: readonly Id[],
): Promise<NamesRead> {
  if (customerIds.length === 0) return { names: new Map(), trouble: null };
  const ids = customerIds.slice(0, NAMES_MAX).map((id) => toGid("Customer", id));
  const { data, trouble } = await tolerantly(exchange, CUSTOMER_NAMES, { ids });
  const read = named.safeParse(data);
  if (!read.success) return { names: new Map(), trouble: trouble ?? "away" };
  const names = new Map<Id, CustomerName | null>();
  read.data.nodes.forEach((node, at) => {
    const id = customerIds[at];
    if (id !== undefined) names.set(id, node?.id === undefined ? null : nameOf(node));
  });
  return { names, trouble };
}

/** `words` in Shopify's search syntax. Never throws for what Shopify does. */
export async function searchCustomers(
  exchange: AdminExchange,
  words: string,
  first: number,
): Promise<CustomersFound> {
  const { data, trouble } = await tolerantly(exchange, SEARCH_CUSTOMERS, { query: words, first });
  const read = found.safeParse(data);
  if (!read.success) return { customers: [], more: false, trouble: trouble ?? "away" };
  const { nodes, pageInfo } = read.data.customers;
  const customers = nodes.flatMap((node) => {
    const customerId = idFromGid("Customer", node.id);
    return customerId === null ? [] : [{ customerId, ...nameOf(node) }];
  });
  return { customers, more: pageInfo.hasNextPage, trouble };
}

function nameOf(node: Omit<z.infer<typeof customer>, "id">): CustomerName {
  const name = [node.firstName, node.lastName].flatMap((part) => part?.trim() || []).join(" ");
  return { name: name || null, email: node.defaultEmailAddress?.emailAddress || null };
}

type Tolerated = { data: unknown; trouble: NamesTrouble | null };

async function tolerantly(
  exchange: AdminExchange,
  document: string,
  variables: Record<string, unknown>,
): Promise<Tolerated> {
  try {
    const answer = await exchange(document, variables);
    return { data: answer.data, trouble: answer.errors ? troubleIn(answer.errors) : null };
  } catch {
    // No token, no answer, or none of GraphQL's: whoever asks goes on without names.
    return { data: null, trouble: "away" };
  }
}

const NOT_APPROVED = /not approved to (access|use)/i;

function troubleIn(told: unknown): NamesTrouble {
  const parsed = errors.safeParse(told);
  if (!parsed.success) return "away";
  const codes = parsed.data.map((each) => each.extensions?.code);
  if (codes.includes("THROTTLED")) return "throttled";
  const denied = parsed.data.some(
    (each, at) => codes[at] === "ACCESS_DENIED" || NOT_APPROVED.test(each.message ?? ""),
  );
  return denied ? "refused" : "away";
}
