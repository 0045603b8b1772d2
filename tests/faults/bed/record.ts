/**
 * The dev store's own record, read apart from the app: orders as REST shows them, what their kept
 * goods come to, and the webhooks that the app answered with 200.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { OrderFacts } from "../../../app/domain/orders/order-facts.ts";
import { stableUuid } from "../../../dev-store/webhooks/signing.ts";
import type { Bed } from "./bed.ts";

const PAGE = 1_000;

interface MoneySet {
  shop_money: { amount: string };
}
interface RecordLine {
  id: number;
  gift_card: boolean;
  quantity: number;
  current_quantity: number;
  price_set: MoneySet;
  discount_allocations: { amount_set: MoneySet }[];
  tax_lines: { price_set: MoneySet }[];
}
interface RecordRefund {
  id: number;
  created_at: string;
  order_adjustments: { kind: string; amount_set: MoneySet }[];
  refund_line_items: { line_item_id: number; quantity: number }[];
}
export interface RecordOrder {
  id: number;
  name: string;
  created_at: string;
  processed_at: string | null;
  updated_at: string;
  cancelled_at: string | null;
  financial_status: OrderFacts["snapshot"] extends infer S | null
    ? S extends { financialStatus: infer F }
      ? F
      : never
    : never;
  test: boolean;
  taxes_included: boolean;
  customer: { id: number } | null;
  line_items: RecordLine[];
  refunds: RecordRefund[];
}
export interface RecordEvent {
  number: number;
  topic: string;
  orderId: string | null;
}
export interface ShopRecord {
  orders: RecordOrder[];
  events: RecordEvent[];
}

export async function readRecord(bed: Bed): Promise<ShopRecord> {
  const record: ShopRecord = { orders: [], events: [] };
  for (;;) {
    const offset = record.events.length;
    const page = await bed.control<ShopRecord & { events_total: number }>(
      "GET",
      `/control/record?offset=${offset}&limit=${PAGE}`,
    );
    record.orders.push(...page.orders);
    record.events.push(...page.events);
    // Every order has an event of its own, so the events end last.
    if (page.events.length < PAGE) return record;
  }
}

/** Minor units of a two-digit currency, without a float in between. */
function minor({ shop_money }: MoneySet): number {
  const [, sign, units = "", cents = ""] =
    /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(shop_money.amount) ?? [];
  if (units === "") throw new Error(`${shop_money.amount} is no amount`);
  return (sign === "-" ? -1 : 1) * (Number(units) * 100 + Number(cents.padEnd(2, "0")));
}

const total = (amounts: number[]): number => amounts.reduce((sum, each) => sum + each, 0);

function lineGoods(order: RecordOrder, line: RecordLine): number {
  if (line.gift_card || line.quantity === 0) return 0;
  const discounts = total(line.discount_allocations.map((each) => minor(each.amount_set)));
  const taxes = total(line.tax_lines.map((each) => minor(each.price_set)));
  const all =
    minor(line.price_set) * line.quantity - discounts - (order.taxes_included ? taxes : 0);
  // Half a penny is rounded up.
  return Math.floor(
    (2 * Math.max(0, all) * line.current_quantity + line.quantity) / (2 * line.quantity),
  );
}

function goodwill(refund: RecordRefund): number {
  const given = refund.order_adjustments.filter(({ kind }) => kind !== "shipping_refund");
  return total(given.map(({ amount_set }) => Math.max(0, -minor(amount_set))));
}

/** What the shopper keeps of the order, in minor units. */
export function keptGoodsMinor(order: RecordOrder): number {
  const kept = total(order.line_items.map((line) => lineGoods(order, line)));
  return Math.max(0, kept - total(order.refunds.map(goodwill)));
}

/** The record's order in the words of the rules, for the oracle. */
export function factsOf(order: RecordOrder): OrderFacts {
  return {
    orderId: String(order.id),
    deleted: false,
    snapshot: {
      updatedAt: Date.parse(order.updated_at),
      source: "payload",
      placedAt: Date.parse(order.processed_at ?? order.created_at),
      cancelledAt: order.cancelled_at === null ? null : Date.parse(order.cancelled_at),
      financialStatus: order.financial_status,
      test: order.test,
      customerId: order.customer === null ? null : String(order.customer.id),
      currency: "GBP",
      taxesIncluded: order.taxes_included,
      lines: order.line_items.map((line) => ({
        id: String(line.id),
        productId: null,
        giftCard: line.gift_card,
        quantity: line.quantity,
        currentQuantity: line.current_quantity,
        priceMinor: minor(line.price_set),
        discountMinor: total(line.discount_allocations.map((each) => minor(each.amount_set))),
        taxMinor: total(line.tax_lines.map((each) => minor(each.price_set))),
      })),
      listedRefundIds: order.refunds.map((refund) => String(refund.id)),
      name: order.name,
      contentHash: "",
    },
    refunds: order.refunds.map((refund) => ({
      id: String(refund.id),
      createdAt: Date.parse(refund.created_at),
      lines: refund.refund_line_items.map((line) => ({
        lineId: String(line.line_item_id),
        quantity: line.quantity,
      })),
      goodwillMinor: goodwill(refund),
    })),
  };
}

/** Ids of the webhooks that the dev store has written down as answered with 200. */
export function answeredWebhookIds(bed: Bed): string[] {
  const journal = readFileSync(path.join(bed.dataDir, "dev-store", "journal.jsonl"), "utf8");
  const whole = journal.slice(0, journal.lastIndexOf("\n"));
  const lines = whole.split("\n").map((line) => JSON.parse(line) as JournalLine);
  const storeId = lines[0]?.b?.storeId;
  if (storeId === undefined) throw new Error("The journal begins with the shop's birth.");
  return lines.flatMap(({ d }) => d ?? []).map((number) => stableUuid(storeId, "webhook", number));
}

interface JournalLine {
  b?: { storeId: string };
  /** Numbers of deliveries that were answered with 200. */
  d?: number[];
}
