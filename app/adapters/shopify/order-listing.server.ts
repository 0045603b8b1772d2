/** The shop's orders as Shopify lists them: what changed since, and which of those known still stand. */
import { z } from "zod";
import type { ListedOrder } from "../../domain/orders/listed-order.ts";
import { compareIds, idFromGid, toGid, type Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import { fetchOrder, type AdminCall } from "./admin-api.server.ts";
import { CHANGED_ORDERS, STANDING_ORDERS } from "./order-listing.graphql.ts";
import { gid, orderNode, pageInfo } from "./order-node.server.ts";
import { readAs } from "./payload-fields.ts";

const listed = z.object({
  orders: z.object({
    nodes: z.array(
      orderNode
        .pick({
          name: true,
          updatedAt: true,
          cancelledAt: true,
          test: true,
          displayFinancialStatus: true,
          customer: true,
          refunds: true,
        })
        .extend({ id: gid("Order"), currentSubtotalLineItemsQuantity: z.number().int() }),
    ),
    pageInfo,
  }),
});
const standing = z.object({ nodes: z.array(z.object({ id: z.string() }).nullable()) });

/** Shopify takes at most 250 ids; this many cost little by any reckoning. */
export const IDS_PER_CALL = 100;

export type ListedPage = {
  orders: ListedOrder[];
  /** For the page after it; null at the end. */
  next: string | null;
};

/** Comparing a shop's orders with Shopify's. */
export type OrderSource = {
  /** Orders that changed at `since` or later, the oldest change first. */
  changed(since: Instant, after: string | null): Promise<ListedPage>;
  order: (orderId: Id) => ReturnType<typeof fetchOrder>;
  /** Those of at most IDS_PER_CALL orders that Shopify shows. */
  standing(orderIds: readonly Id[]): Promise<Set<Id>>;
};

export function orderSource(call: AdminCall): OrderSource {
  return {
    changed: (since, after) => changedOrders(call, since, after),
    order: (orderId) => fetchOrder(call, orderId),
    standing: (orderIds) => standingOrders(call, orderIds),
  };
}

async function changedOrders(
  call: AdminCall,
  since: Instant,
  after: string | null,
): Promise<ListedPage> {
  const query = `updated_at:>='${new Date(since).toISOString()}'`;
  const { nodes, pageInfo: page } = readAs(
    listed,
    await call(CHANGED_ORDERS, { query, after }),
  ).orders;
  return {
    orders: nodes.map((node) => ({
      orderId: node.id,
      name: node.name,
      updatedAt: node.updatedAt,
      financialStatus: node.displayFinancialStatus,
      cancelledAt: node.cancelledAt ?? null,
      test: node.test,
      customerId: node.customer?.id ?? null,
      currentQuantity: node.currentSubtotalLineItemsQuantity,
      refundIds: node.refunds.map(({ id }) => id).sort(compareIds),
    })),
    next: page.hasNextPage ? (page.endCursor ?? null) : null,
  };
}

async function standingOrders(call: AdminCall, orderIds: readonly Id[]): Promise<Set<Id>> {
  if (orderIds.length > IDS_PER_CALL) throw new Error(`at most ${IDS_PER_CALL} ids in one call`);
  const ids = orderIds.map((id) => toGid("Order", id));
  const { nodes } = readAs(standing, await call(STANDING_ORDERS, { ids }));
  return new Set(nodes.flatMap((node) => (node ? (idFromGid("Order", node.id) ?? []) : [])));
}
