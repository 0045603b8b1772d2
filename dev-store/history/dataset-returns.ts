import type { RefundEvent } from "./history.ts";

/**
 * What a customer has bought and not yet brought back, so that a return can be booked on the order
 * it belongs to. A return names no order: it is taken to be of the latest earlier order with any
 * of that item left, then of the one before, and so on.
 */
interface Purchase {
  bill: Bill;
  lineId: string;
  left: number;
  priceMinor: number;
}

/** What an order can still pay back. Shopify refunds no more than was paid. */
interface Bill {
  orderId: string;
  goodsLeft: number;
  shippingLeft: number;
}

/** The refund of one order, as it grows while a credit note is read. */
interface Refunding {
  lines: { lineId: string; quantity: number }[];
  adjustmentMinor: number;
  shippingMinor: number;
}

export type Refunds = Map<string, Refunding>;

export interface SoldLine {
  item: string;
  lineId: string;
  quantity: number;
  priceMinor: number;
}

export class Purchases {
  #byUserAndItem = new Map<string, Map<string, Purchase[]>>();
  #billsByUser = new Map<string, Bill[]>();

  add(
    user: string,
    order: { orderId: string; lines: SoldLine[]; discountMinor: number; shippingMinor: number },
  ): void {
    const goods = order.lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);
    const bill: Bill = {
      orderId: order.orderId,
      goodsLeft: goods - order.discountMinor,
      shippingLeft: order.shippingMinor,
    };
    listAt(this.#billsByUser, user).push(bill);
    let byItem = this.#byUserAndItem.get(user);
    if (byItem === undefined)
      this.#byUserAndItem.set(user, (byItem = new Map<string, Purchase[]>()));
    for (const { item, lineId, quantity, priceMinor } of order.lines) {
      listAt(byItem, item).push({ bill, lineId, left: quantity, priceMinor });
    }
  }

  /**
   * Books `quantity` of an item back; answers how many found no order. A price other than the one
   * paid becomes the refund's adjustment, at most what the order has left.
   */
  returnItem(
    refunds: Refunds,
    user: string,
    back: { item: string; quantity: number; priceMinor: number },
  ): number {
    const purchases = this.#byUserAndItem.get(user)?.get(back.item) ?? [];
    let open = back.quantity;
    while (open > 0) {
      const latest = purchases[purchases.length - 1];
      if (latest === undefined) break;
      const quantity = Math.min(open, latest.left);
      if (quantity > 0) {
        const refund = refundOf(refunds, latest.bill.orderId);
        refund.lines.push({ lineId: latest.lineId, quantity });
        refund.adjustmentMinor += takeBack(latest, quantity, back.priceMinor);
        latest.left -= quantity;
        open -= quantity;
      }
      if (latest.left === 0) purchases.pop();
    }
    return open;
  }

  /** Pays an amount back on the latest orders that have it; answers what found none. */
  payBack(
    refunds: Refunds,
    user: string,
    back: { of: "goods" | "shipping"; amountMinor: number },
  ): number {
    const bills = this.#billsByUser.get(user) ?? [];
    let open = back.amountMinor;
    for (let index = bills.length - 1; index >= 0 && open > 0; index--) {
      const bill = bills[index];
      const amount = Math.min(
        open,
        (back.of === "goods" ? bill?.goodsLeft : bill?.shippingLeft) ?? 0,
      );
      if (bill === undefined || amount <= 0) continue;
      const refund = refundOf(refunds, bill.orderId);
      if (back.of === "goods") {
        bill.goodsLeft -= amount;
        refund.adjustmentMinor -= amount;
      } else {
        bill.shippingLeft -= amount;
        refund.shippingMinor += amount;
      }
      open -= amount;
    }
    return open;
  }
}

/** The adjustment that makes the refund of these pieces come to what was really paid back. */
function takeBack(purchase: Purchase, quantity: number, priceMinor: number): number {
  const { bill } = purchase;
  const paid = purchase.priceMinor * quantity;
  const paidBack = Math.max(0, Math.min(priceMinor * quantity, bill.goodsLeft));
  bill.goodsLeft -= paidBack;
  return paid - paidBack;
}

export function refundEvents(refunds: Refunds, at: string): RefundEvent[] {
  return [...refunds].map(([orderId, { lines, adjustmentMinor, shippingMinor }]) => ({
    kind: "refund",
    at,
    orderId,
    lines: summedByLine(lines),
    ...(adjustmentMinor === 0 ? {} : { adjustmentMinor }),
    ...(shippingMinor === 0 ? {} : { shippingMinor }),
  }));
}

/** A credit note may name an item twice; a refund names a line once. */
function summedByLine(lines: Refunding["lines"]): Refunding["lines"] {
  const quantities = new Map<string, number>();
  for (const { lineId, quantity } of lines)
    quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity);
  return [...quantities].map(([lineId, quantity]) => ({ lineId, quantity }));
}

function refundOf(refunds: Refunds, orderId: string): Refunding {
  let refund = refunds.get(orderId);
  if (refund === undefined)
    refunds.set(orderId, (refund = { lines: [], adjustmentMinor: 0, shippingMinor: 0 }));
  return refund;
}

function listAt<K, V>(map: Map<K, V[]>, key: K): V[] {
  let list = map.get(key);
  if (list === undefined) map.set(key, (list = []));
  return list;
}
