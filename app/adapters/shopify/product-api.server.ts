/** Titles of products, live. Whoever asks goes on without them where Shopify doesn't answer. */
import { z } from "zod";
import { toGid, type Id } from "../../domain/shared/ids.ts";
import type { AdminExchange } from "./admin-answer.ts";
import { PRODUCT_TITLES } from "./products.graphql.ts";

/** Shopify takes 250 ids in a call. */
export const PRODUCTS_MAX = 250;

const titled = z.object({ nodes: z.array(z.object({ title: z.string().nullish() }).nullable()) });

/** Of at most 250 products; those unknown to Shopify are absent. */
export async function productTitles(
  exchange: AdminExchange,
  productIds: readonly Id[],
): Promise<Map<Id, string>> {
  const titles = new Map<Id, string>();
  const asked = productIds.slice(0, PRODUCTS_MAX);
  if (asked.length === 0) return titles;
  const read = titled.safeParse(await answerTo(exchange, asked));
  if (!read.success) return titles;
  read.data.nodes.forEach((node, at) => {
    const id = asked[at];
    if (id !== undefined && node?.title) titles.set(id, node.title);
  });
  return titles;
}

async function answerTo(exchange: AdminExchange, asked: readonly Id[]): Promise<unknown> {
  try {
    const ids = asked.map((id) => toGid("Product", id));
    return (await exchange(PRODUCT_TITLES, { ids })).data;
  } catch {
    // No token, no answer, or none of GraphQL's: products are told by their number.
    return null;
  }
}
