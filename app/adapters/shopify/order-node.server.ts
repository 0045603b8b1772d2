/**
 * An order as the Admin API shows it, by an ordinary query or in the file of a bulk operation: both
 * become the same snapshot.
 */
import { z } from "zod";
import {
  FINANCIAL_STATUSES,
  type OrderLine,
  type OrderSnapshot,
  type Refund,
} from "../../domain/orders/order-facts.ts";
import { compareIds, idFromGid, type GidKind, type Id } from "../../domain/shared/ids.ts";
import { minorFromDecimal } from "../../domain/shared/money.ts";
import { contentHash } from "./order-payload.server.ts";
import { instant, text } from "./payload-fields.ts";
import { UnreadablePayload } from "./read-json.ts";

export const gid = (kind: GidKind) =>
  z.string().transform((value, context) => {
    const id = idFromGid(kind, value);
    if (id) return id;
    context.addIssue({ code: "custom", message: `not the gid of a ${kind}` });
    return z.NEVER;
  });
export const money = z.object({ shopMoney: z.object({ amount: z.string() }) });
export const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });
const status = z
  .string()
  .nullish()
  .transform(
    (value) => FINANCIAL_STATUSES.find((each) => each === value?.toLowerCase()) ?? "pending",
  );

/** One of the order's `lineItems`. */
export const lineNode = z.object({
  id: gid("LineItem"),
  quantity: z.number().int(),
  currentQuantity: z.number().int(),
  isGiftCard: z.boolean(),
  product: z.object({ id: gid("Product") }).nullish(),
  originalUnitPriceSet: money,
  discountAllocations: z.array(z.object({ allocatedAmountSet: money })),
  taxLines: z.array(z.object({ priceSet: money })),
});
export type LineNode = z.infer<typeof lineNode>;

/** The order itself, without its lines. */
export const orderNode = z.object({
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
  refunds: z.array(z.object({ id: gid("Refund") })),
});
export type OrderNode = z.infer<typeof orderNode>;

/** A refund by itself: the fields of it, without those that are paged. */
export const refundNode = z.object({
  createdAt: instant,
  refundLineItems: z.object({
    nodes: z.array(
      z.object({ quantity: z.number().int(), lineItem: z.object({ id: gid("LineItem") }) }),
    ),
    pageInfo,
  }),
  orderAdjustments: z.object({ nodes: z.array(z.object({ amountSet: money })) }),
});
export type RefundNode = z.infer<typeof refundNode>;

export function snapshotOf(node: OrderNode, lines: readonly LineNode[]): OrderSnapshot {
  return snapshotWith(
    {
      placedAt: node.processedAt ?? node.createdAt,
      cancelledAt: node.cancelledAt ?? null,
      financialStatus: node.displayFinancialStatus,
      test: node.test,
      customerId: node.customer?.id ?? null,
      currency: node.currencyCode,
      taxesIncluded: node.taxesIncluded,
      lines: [],
      listedRefundIds: node.refunds.map((each) => each.id).sort(compareIds),
      name: node.name,
    },
    { updatedAt: node.updatedAt, lines: lines.map((each) => lineOf(each, node.currencyCode)) },
  );
}

/** The same with these lines, in the order that every snapshot has them in. */
export function snapshotWith(
  kept: Omit<OrderSnapshot, "updatedAt" | "source" | "contentHash">,
  { updatedAt, lines }: Pick<OrderSnapshot, "updatedAt" | "lines">,
): OrderSnapshot {
  const whole = {
    placedAt: kept.placedAt,
    cancelledAt: kept.cancelledAt,
    financialStatus: kept.financialStatus,
    test: kept.test,
    customerId: kept.customerId,
    currency: kept.currency,
    taxesIncluded: kept.taxesIncluded,
    lines: lines.toSorted((a, b) => compareIds(a.id, b.id)),
    listedRefundIds: kept.listedRefundIds,
    name: kept.name,
  };
  return { ...whole, updatedAt, source: "admin-api", contentHash: contentHash(whole) };
}

export function lineOf(node: LineNode, currency: string): OrderLine {
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

/** `lines`: of all pages, by line. */
export function refundOf(
  id: Id,
  { node, lines, currency }: { node: RefundNode; lines: ReadonlyMap<Id, number>; currency: string },
): Refund {
  const goodwill = node.orderAdjustments.nodes.map(({ amountSet }) =>
    Math.max(0, -minor(amountSet, currency)),
  );
  return {
    id,
    createdAt: node.createdAt,
    lines: [...lines]
      .map(([lineId, quantity]) => ({ lineId, quantity }))
      .sort((a, b) => compareIds(a.lineId, b.lineId)),
    goodwillMinor: goodwill.reduce((sum, each) => sum + each, 0),
  };
}

function minor(set: z.infer<typeof money>, currency: string): number {
  const found = minorFromDecimal(set.shopMoney.amount, currency);
  if (found === null) throw new UnreadablePayload(`"${set.shopMoney.amount}" is not an amount`);
  return found;
}
