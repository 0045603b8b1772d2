/** What the app asks of the Admin API, as facts. Answers are checked like any other input. */
import { z } from "zod";
import {
  FINANCIAL_STATUSES,
  type OrderFacts,
  type OrderLine,
  type OrderSnapshot,
  type Refund,
} from "../../domain/orders/order-facts.ts";
import { isTimeZone } from "../../domain/shared/calendar.ts";
import { compareIds, idFromGid, toGid, type GidKind, type Id } from "../../domain/shared/ids.ts";
import { minorFromDecimal } from "../../domain/shared/money.ts";
import { contentHash } from "./order-payload.server.ts";
import { ORDER, REFUND, SHOP } from "./order.graphql.ts";
import { instant, readAs, text } from "./payload-fields.ts";
import { UnreadablePayload } from "./read-json.ts";

/** One call: the document and its variables → `data`. Throws when the API refuses. */
export type AdminCall = (document: string, variables: Record<string, unknown>) => Promise<unknown>;

/** Pages of lines in one order or refund: 100 × 100, the most that an order may have. */
const PAGES_MAX = 100;

const gid = (kind: GidKind) =>
  z.string().transform((value, context) => {
    const id = idFromGid(kind, value);
    if (id) return id;
    context.addIssue({ code: "custom", message: `not the gid of a ${kind}` });
    return z.NEVER;
  });
const money = z.object({ shopMoney: z.object({ amount: z.string() }) });
const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });
const status = z
  .string()
  .nullish()
  .transform(
    (value) => FINANCIAL_STATUSES.find((each) => each === value?.toLowerCase()) ?? "pending",
  );

const line = z.object({
  id: gid("LineItem"),
  quantity: z.number().int(),
  currentQuantity: z.number().int(),
  isGiftCard: z.boolean(),
  product: z.object({ id: gid("Product") }).nullish(),
  originalUnitPriceSet: money,
  discountAllocations: z.array(z.object({ allocatedAmountSet: money })),
  taxLines: z.array(z.object({ priceSet: money })),
});
const order = z.object({
  name: text(64),
  processedAt: instant.nullish(),
  createdAt: instant,
  updatedAt: instant,
  cancelledAt: instant.nullish(),
  test: z.boolean(),
  currencyCode: z.string(),
  taxesIncluded: z.boolean(),
  displayFinancialStatus: status,
  customer: z.object({ id: gid("Customer") }).nullish(),
  lineItems: z.object({ nodes: z.array(line), pageInfo }),
  refunds: z.array(z.object({ id: gid("Refund") })),
});
const refund = z.object({
  createdAt: instant,
  refundLineItems: z.object({
    nodes: z.array(
      z.object({ quantity: z.number().int(), lineItem: z.object({ id: gid("LineItem") }) }),
    ),
    pageInfo,
  }),
  orderAdjustments: z.object({ nodes: z.array(z.object({ amountSet: money })) }),
});

/** The order as Shopify knows it now; null when it knows none of that id. */
export async function fetchOrder(call: AdminCall, orderId: Id): Promise<OrderFacts | null> {
  const found = await orderWithAllLines(call, orderId);
  if (!found) return null;
  const refunds: Refund[] = [];
  for (const { id } of found.refunds) refunds.push(await fetchRefund(call, id, found.currencyCode));
  refunds.sort((a, b) => compareIds(a.id, b.id));
  return { orderId, deleted: false, snapshot: snapshotOf(found, refunds), refunds };
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

type OrderNode = z.infer<typeof order>;

async function orderWithAllLines(call: AdminCall, orderId: Id): Promise<OrderNode | null> {
  const ask = async (lineCursor: string | null): Promise<OrderNode | null> =>
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

async function fetchRefund(call: AdminCall, id: Id, currency: string): Promise<Refund> {
  const lines = new Map<Id, number>();
  let cursor: string | null = null;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const answer = await call(REFUND, { id: toGid("Refund", id), lineCursor: cursor });
    const found = readAs(z.object({ refund }), answer).refund;
    for (const { lineItem, quantity } of found.refundLineItems.nodes) {
      lines.set(lineItem.id, (lines.get(lineItem.id) ?? 0) + quantity);
    }
    cursor = found.refundLineItems.pageInfo.endCursor ?? null;
    if (found.refundLineItems.pageInfo.hasNextPage) continue;
    const goodwill = found.orderAdjustments.nodes.map(({ amountSet }) =>
      Math.max(0, -minor(amountSet, currency)),
    );
    return {
      id,
      createdAt: found.createdAt,
      lines: [...lines]
        .map(([lineId, quantity]) => ({ lineId, quantity }))
        .sort((a, b) => compareIds(a.lineId, b.lineId)),
      goodwillMinor: goodwill.reduce((sum, each) => sum + each, 0),
    };
  }
  throw new UnreadablePayload(`refund ${id} has more than ${PAGES_MAX} pages of lines`);
}

function snapshotOf(node: OrderNode, refunds: readonly Refund[]): OrderSnapshot {
  const kept = {
    placedAt: node.processedAt ?? node.createdAt,
    cancelledAt: node.cancelledAt ?? null,
    financialStatus: node.displayFinancialStatus,
    test: node.test,
    customerId: node.customer?.id ?? null,
    currency: node.currencyCode,
    taxesIncluded: node.taxesIncluded,
    lines: node.lineItems.nodes
      .map((each) => lineOf(each, node.currencyCode))
      .sort((a, b) => compareIds(a.id, b.id)),
    listedRefundIds: refunds.map((each) => each.id),
    name: node.name,
  };
  return {
    ...kept,
    updatedAt: node.updatedAt,
    source: "admin-api",
    contentHash: contentHash(kept),
  };
}

function lineOf(node: z.infer<typeof line>, currency: string): OrderLine {
  const sum = (sets: z.infer<typeof money>[]): number =>
    sets.reduce((total, set) => total + minor(set, currency), 0);
  return {
    id: node.id,
    productId: node.product?.id ?? null,
    giftCard: node.isGiftCard,
    quantity: node.quantity,
    currentQuantity: node.currentQuantity,
    priceMinor: minor(node.originalUnitPriceSet, currency),
    discountMinor: sum(node.discountAllocations.map((each) => each.allocatedAmountSet)),
    taxMinor: sum(node.taxLines.map((each) => each.priceSet)),
  };
}

function minor(set: z.infer<typeof money>, currency: string): number {
  const found = minorFromDecimal(set.shopMoney.amount, currency);
  if (found === null) throw new UnreadablePayload(`"${set.shopMoney.amount}" is not an amount`);
  return found;
}
