/** Order and refund payloads → facts. Reads only the fields that contracts promise to need. */
import { hash } from "node:crypto";
import { z } from "zod";
import { compareIds, type Id } from "../../domain/shared/ids.ts";
import {
  FINANCIAL_STATUSES,
  type OrderFacts,
  type OrderLine,
  type OrderSnapshot,
  type Refund,
} from "../../domain/orders/order-facts.ts";
import {
  id,
  instant,
  minorOf,
  moneySet,
  quantity,
  readAs,
  text,
  type MoneySet,
} from "./payload-fields.ts";

const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

const lineItem = z.object({
  id,
  product_id: id.nullish(),
  price_set: moneySet,
  quantity,
  current_quantity: quantity,
  gift_card: z.boolean().nullish(),
  discount_allocations: list(z.object({ amount_set: moneySet })),
  tax_lines: list(z.object({ price_set: moneySet })),
});

const refund = z.object({
  id,
  created_at: instant,
  refund_line_items: list(z.object({ line_item_id: id, quantity })),
  order_adjustments: list(z.object({ kind: z.string().nullish(), amount_set: moneySet })),
});
type RefundPayload = z.infer<typeof refund>;

const order = z
  .object({
    id,
    name: text(64).nullish(),
    processed_at: instant.nullish(),
    created_at: instant.nullish(),
    updated_at: instant,
    cancelled_at: instant.nullish(),
    financial_status: z.enum(FINANCIAL_STATUSES).nullish(),
    test: z.boolean().nullish(),
    currency: z.string().regex(/^[A-Z]{3}$/),
    taxes_included: z.boolean().nullish(),
    customer: z.object({ id }).nullish(),
    line_items: z.array(lineItem),
    refunds: list(refund),
  })
  .refine((value) => value.processed_at ?? value.created_at, "neither processed_at nor created_at");
type OrderPayload = z.infer<typeof order>;

/** A body of orders/create, paid, updated or cancelled. */
export function orderFactsFromPayload(body: unknown): OrderFacts {
  const payload = readAs(order, body);
  return {
    orderId: payload.id,
    deleted: false,
    snapshot: snapshotOf(payload),
    refunds: payload.refunds.map(refundOf).sort(byId),
  };
}

/** A body of refunds/create: a refund of an order that may not be known yet. */
export function refundFactsFromPayload(body: unknown): OrderFacts {
  const { order_id } = readAs(z.object({ order_id: id }), body);
  const payload = readAs(refund, body);
  return { orderId: order_id, deleted: false, snapshot: null, refunds: [refundOf(payload)] };
}

function snapshotOf(payload: OrderPayload): OrderSnapshot {
  const kept = {
    placedAt: payload.processed_at ?? payload.created_at ?? 0,
    cancelledAt: payload.cancelled_at ?? null,
    financialStatus: payload.financial_status ?? "pending",
    test: payload.test ?? false,
    customerId: payload.customer?.id ?? null,
    currency: payload.currency,
    taxesIncluded: payload.taxes_included ?? false,
    lines: payload.line_items
      .map((line, index) => lineOf(line, index, payload.currency))
      .sort((a, b) => compareIds(a.id, b.id)),
    listedRefundIds: payload.refunds.map((each) => each.id).sort(compareIds),
    name: payload.name ?? null,
  } satisfies Partial<OrderSnapshot>;
  return {
    ...kept,
    updatedAt: payload.updated_at,
    source: "payload",
    contentHash: contentHash(kept),
  };
}

/**
 * A tie-breaker between snapshots of the same second: SHA-256 of what is kept. Without the customer:
 * of one who is forgotten nothing may stay, not even in a hash. Field by field, since what comes back
 * from the database has its fields in another order.
 */
export function contentHash(
  kept: Omit<OrderSnapshot, "updatedAt" | "source" | "contentHash">,
): string {
  const { placedAt, cancelledAt, financialStatus, test, currency, taxesIncluded } = kept;
  const counted = {
    ...{ placedAt, cancelledAt, financialStatus, test, currency, taxesIncluded },
    lines: kept.lines.map((line) => ({
      id: line.id,
      productId: line.productId,
      giftCard: line.giftCard,
      quantity: line.quantity,
      currentQuantity: line.currentQuantity,
      priceMinor: line.priceMinor,
      discountMinor: line.discountMinor,
      taxMinor: line.taxMinor,
    })),
    listedRefundIds: kept.listedRefundIds,
  };
  return hash("sha256", JSON.stringify(counted));
}

function lineOf(line: z.infer<typeof lineItem>, index: number, currency: string): OrderLine {
  const where = `line_items.${index}`;
  const sum = (sets: { where: string; set: z.infer<typeof moneySet> }[]): number =>
    sets.reduce((total, each) => total + minorOf(each.set, currency, each.where), 0);
  return {
    id: line.id,
    productId: line.product_id ?? null,
    giftCard: line.gift_card ?? false,
    quantity: line.quantity,
    currentQuantity: line.current_quantity,
    priceMinor: minorOf(line.price_set, currency, `${where}.price_set`),
    discountMinor: sum(
      line.discount_allocations.map((each, i) => ({
        where: `${where}.discount_allocations.${i}`,
        set: each.amount_set,
      })),
    ),
    taxMinor: sum(
      line.tax_lines.map((each, i) => ({ where: `${where}.tax_lines.${i}`, set: each.price_set })),
    ),
  };
}

function refundOf(payload: RefundPayload): Refund {
  const lines = new Map<Id, number>();
  for (const { line_item_id, quantity } of payload.refund_line_items) {
    lines.set(line_item_id, (lines.get(line_item_id) ?? 0) + quantity);
  }
  return {
    id: payload.id,
    createdAt: payload.created_at,
    lines: [...lines].map(([lineId, quantity]) => ({ lineId, quantity })).sort(byLine),
    goodwillMinor: goodwillOf(payload),
  };
}

/** Only a negative adjustment that isn't shipping lowers goods (rules.md). */
function goodwillOf(payload: RefundPayload): number {
  return payload.order_adjustments
    .filter((adjustment) => adjustment.kind !== "shipping_refund")
    .map(({ amount_set }, i) =>
      minorOf(amount_set, currencyOf(amount_set), `order_adjustments.${i}`),
    )
    .reduce((sum, minor) => sum + Math.max(0, -minor), 0);
}

// refunds/create names no currency of its own; each of its money sets does.
function currencyOf(set: MoneySet): string {
  return set.shop_money.currency_code ?? "USD";
}

const byId = (a: Refund, b: Refund): number => compareIds(a.id, b.id);
const byLine = (a: { lineId: Id }, b: { lineId: Id }): number => compareIds(a.lineId, b.lineId);
