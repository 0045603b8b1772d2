/** What the app asks of the Admin API, as facts. Answers are checked like any other input. */
import { z } from "zod";
import type { OrderFacts, Refund } from "../../domain/orders/order-facts.ts";
import { isTimeZone } from "../../domain/shared/calendar.ts";
import { compareIds, toGid, type Id } from "../../domain/shared/ids.ts";
import {
  lineNode,
  orderNode,
  pageInfo,
  refundNode,
  refundOf,
  snapshotOf,
} from "./order-node.server.ts";
import { ORDER, REFUND, SHOP } from "./order.graphql.ts";
import { readAs, text } from "./payload-fields.ts";
import { UnreadablePayload } from "./read-json.ts";

/** One call: the document and its variables → `data`. Throws when the API refuses. */
export type AdminCall = (document: string, variables: Record<string, unknown>) => Promise<unknown>;

/** Pages of lines in one order or refund: 100 × 100, the most that an order may have. */
const PAGES_MAX = 100;

const order = orderNode.extend({
  lineItems: z.object({ nodes: z.array(lineNode), pageInfo }),
});

/** The order as Shopify knows it now; null when it knows none of that id. */
export async function fetchOrder(call: AdminCall, orderId: Id): Promise<OrderFacts | null> {
  const found = await orderWithAllLines(call, orderId);
  if (!found) return null;
  const refunds: Refund[] = [];
  for (const { id } of found.refunds) refunds.push(await fetchRefund(call, id, found.currencyCode));
  refunds.sort((a, b) => compareIds(a.id, b.id));
  const snapshot = snapshotOf(found, found.lineItems.nodes);
  return { orderId, deleted: false, snapshot, refunds };
}

export async function describeShop(
  call: AdminCall,
): Promise<{ name: string; currency: string; timeZone: string }> {
  const shape = z.object({
    shop: z.object({
      name: text(255),
      currencyCode: z.string(),
      ianaTimezone: z.string().refine(isTimeZone, "not a time zone that this app knows"),
    }),
  });
  const { shop } = readAs(shape, await call(SHOP, {}));
  return { name: shop.name, currency: shop.currencyCode, timeZone: shop.ianaTimezone };
}

type WholeOrder = z.infer<typeof order>;

async function orderWithAllLines(call: AdminCall, orderId: Id): Promise<WholeOrder | null> {
  const ask = async (lineCursor: string | null): Promise<WholeOrder | null> =>
    readAs(
      z.object({ order: order.nullish() }),
      await call(ORDER, { id: toGid("Order", orderId), lineCursor }),
    ).order ?? null;
  const first = await ask(null);
  let page = first?.lineItems.pageInfo;
  for (let pages = 1; first && page?.hasNextPage; pages += 1) {
    if (pages >= PAGES_MAX)
      throw new UnreadablePayload(`order ${orderId} has more than ${PAGES_MAX} pages of lines`);
    const next = await ask(page.endCursor ?? null);
    // Changed between two pages: the pages don't belong together.
    if (next?.updatedAt !== first.updatedAt)
      throw new UnreadablePayload(`order ${orderId} changed while it was read`);
    first.lineItems.nodes.push(...next.lineItems.nodes);
    page = next.lineItems.pageInfo;
  }
  return first;
}

/** With all its lines, however many pages they take. `currency` is the order's. */
export async function fetchRefund(call: AdminCall, id: Id, currency: string): Promise<Refund> {
  const lines = new Map<Id, number>();
  let cursor: string | null = null;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const answer = await call(REFUND, { id: toGid("Refund", id), lineCursor: cursor });
    const node = readAs(z.object({ refund: refundNode }), answer).refund;
    for (const { lineItem, quantity } of node.refundLineItems.nodes) {
      lines.set(lineItem.id, (lines.get(lineItem.id) ?? 0) + quantity);
    }
    cursor = node.refundLineItems.pageInfo.endCursor ?? null;
    if (!node.refundLineItems.pageInfo.hasNextPage) return refundOf(id, { node, lines, currency });
  }
  throw new UnreadablePayload(`refund ${id} has more than ${PAGES_MAX} pages of lines`);
}
