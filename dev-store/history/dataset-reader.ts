import { homeCountry, minorDigits } from "./countries.ts";
import { kindOfItem } from "./dataset-codes.ts";
import { countryCode } from "./dataset-countries.ts";
import type { DatasetItem, DatasetOrder } from "./dataset-format.ts";
import { lineId, LINES_PER_ORDER_MAX, numericId } from "./dataset-ids.ts";
import { DatasetRegistry } from "./dataset-registry.ts";
import { count } from "./dataset-report.ts";
import type { DatasetReport } from "./dataset-report.ts";
import { Purchases, refundEvents } from "./dataset-returns.ts";
import type { Refunds, SoldLine } from "./dataset-returns.ts";
import type { HistoryEvent, LineDraft, OrderDraft } from "./history.ts";
import { iso } from "./order-life.ts";

export interface ReaderSetting {
  currency: string;
  homeCountryCode?: string;
  /** Added to every instant. */
  shiftMs: number;
}

/** Hears what is wrong with the line at hand. */
type Problem = (reason: string) => void;

interface Sale {
  /** By item and price. */
  lines: Map<string, { item: string; line: LineDraft & { id: string } }>;
  shippingMinor: number;
  discountMinor: number;
}

/** Turns invoices, in time order, into events. Knows no file. */
export class DatasetReader {
  readonly #report: DatasetReport;
  readonly #shiftMs: number;
  readonly #minorPerUnit: number;
  readonly #registry: DatasetRegistry;
  readonly #purchases = new Purchases();
  readonly #orderCodes = new Set<string>();

  constructor(setting: ReaderSetting, report: DatasetReport) {
    this.#report = report;
    this.#shiftMs = setting.shiftMs;
    this.#minorPerUnit = 10 ** minorDigits(setting.currency);
    this.#registry = new DatasetRegistry(
      setting.homeCountryCode ?? homeCountry(setting.currency).code,
      report,
    );
  }

  *read(order: DatasetOrder | string, problem: Problem): Generator<HistoryEvent> {
    if (typeof order === "string") {
      count(this.#report.skipped, "invoice: unreadable");
      problem(order);
      return;
    }
    this.#report.invoices++;
    this.#report.lines += order.items.length + order.badItems.length;
    for (const reason of order.badItems) {
      count(this.#report.skipped, "unreadable item");
      problem(reason);
    }
    if (this.#orderCodes.has(order.order)) {
      count(this.#report.skipped, "invoice: number used before");
      count(this.#report.skipped, "line of a repeated invoice", order.items.length);
      problem(`invoice ${order.order} came before; this one is left out`);
      return;
    }
    this.#orderCodes.add(order.order);
    const at = iso(order.at + this.#shiftMs);
    // Credits first: what an invoice takes back was bought before it.
    yield* this.#takeBack(order, at);
    yield* this.#sell(order, at);
  }

  *#sell(order: DatasetOrder, at: string): Generator<HistoryEvent> {
    const priced = order.items.some((item) => item.quantity > 0 && item.price > 0);
    const items = order.items.filter(
      (item) => item.quantity > 0 && this.#isForSale(order, item, priced),
    );
    const ofGoods = items.filter(
      (item) => kindOfItem(item.id) !== "postage" && kindOfItem(item.id) !== "discount",
    );
    if (ofGoods.length === 0) {
      count(this.#report.skipped, "postage or discount of an invoice without goods", items.length);
      return;
    }
    const orderId = numericId(order.order);
    const { lines, shippingMinor, discountMinor } = this.#ringUp(orderId, items);
    for (const product of this.#registry.takeNewProducts()) yield { kind: "product", at, product };
    const customer =
      order.user === null ? null : this.#registry.customer(order.user, order.country);
    if (customer?.isNew) yield { kind: "customer", at, customer: customer.draft() };
    const customerId = customer?.id ?? null;
    const countryIso = countryCode(order.country);
    const draft: OrderDraft = {
      id: orderId,
      name: `#${order.order}`,
      customerId,
      ...(countryIso === null ? {} : { countryCode: countryIso }),
      lines: [...lines.values()].map(({ line }) => line),
      ...(discountMinor === 0 ? {} : { discountMinor }),
      ...(shippingMinor === 0 ? {} : { shippingMinor }),
      paid: true,
    };
    this.#report.orders++;
    if (customerId === null) this.#report.guests++;
    if (order.user !== null)
      this.#purchases.add(order.user, {
        orderId,
        lines: soldLines(lines),
        discountMinor,
        shippingMinor,
      });
    yield { kind: "order", at, order: draft };
  }

  /** Lines that are no sale are counted here, each by its reason. */
  #isForSale(order: DatasetOrder, item: DatasetItem, priced: boolean): boolean {
    const kind = kindOfItem(item.id);
    if (kind === "booking") return this.#skip(`the shop's own booking (${item.id})`);
    if (item.price < 0 && kind !== "discount") return this.#skip("negative price");
    if (item.price === 0 && order.user === null && !priced)
      return this.#skip("stock movement (no price, no customer)");
    return true;
  }

  #skip(reason: string): false {
    count(this.#report.skipped, reason);
    return false;
  }

  #ringUp(orderId: string, items: DatasetItem[]): Sale {
    const sale: Sale = { lines: new Map(), shippingMinor: 0, discountMinor: 0 };
    for (const item of items) {
      const kind = kindOfItem(item.id);
      const amountMinor = Math.abs(this.#minor(item.price)) * item.quantity;
      if (kind === "postage") sale.shippingMinor += amountMinor;
      else if (kind === "discount") sale.discountMinor += amountMinor;
      if (kind === "postage" || kind === "discount") this.#report.linesCharged++;
      else if (this.#addLine(sale, orderId, item)) this.#report.linesSold++;
    }
    let goods = 0;
    for (const { line } of sale.lines.values()) goods += line.priceMinor * line.quantity;
    sale.discountMinor = Math.min(sale.discountMinor, goods);
    return sale;
  }

  /** The same item at the same price is one line; at another price, one of its own. */
  #addLine(sale: Sale, orderId: string, item: DatasetItem): boolean {
    const kind = kindOfItem(item.id);
    const priceMinor = this.#minor(item.price);
    const key = `${priceMinor} ${item.id}`;
    const same = sale.lines.get(key);
    if (same) {
      same.line.quantity += item.quantity;
      return true;
    }
    if (sale.lines.size >= LINES_PER_ORDER_MAX)
      return this.#skip(`more than ${LINES_PER_ORDER_MAX} lines in an invoice`);
    const line = {
      id: lineId(orderId, sale.lines.size),
      productId: kind === "manual" ? null : this.#registry.productId(item, priceMinor),
      title: item.title,
      quantity: item.quantity,
      priceMinor,
      ...(kind === "giftCard" ? { giftCard: true } : {}),
    };
    sale.lines.set(key, { item: item.id, line });
    return true;
  }

  *#takeBack(order: DatasetOrder, at: string): Generator<HistoryEvent> {
    const refunds: Refunds = new Map();
    for (const item of order.items) {
      if (item.quantity > 0) continue;
      const kind = kindOfItem(item.id);
      if (kind === "booking") this.#skip(`the shop's own booking (${item.id})`);
      else if (item.price < 0) this.#skip("negative price");
      else if (item.price === 0 && order.user === null)
        this.#skip("stock movement (no price, no customer)");
      else this.#countReturn(item, this.#book(refunds, order.user, item));
    }
    const events = refundEvents(refunds, at);
    this.#report.refunds += events.length;
    yield* events;
  }

  /** Units (of an amount: 1 or 0) that found no order, and why. */
  #book(refunds: Refunds, user: string | null, item: DatasetItem): { open: number; why: string } {
    const quantity = -item.quantity;
    if (user === null) return { open: quantity, why: "no customer" };
    const priceMinor = this.#minor(item.price);
    const kind = kindOfItem(item.id);
    if (kind === "goods" || kind === "giftCard") {
      const open = this.#purchases.returnItem(refunds, user, {
        item: item.id,
        quantity,
        priceMinor,
      });
      return {
        open,
        why: open === quantity ? "no earlier order with the item" : "more than was bought",
      };
    }
    const of = kind === "postage" ? "shipping" : "goods";
    const openMinor = this.#purchases.payBack(refunds, user, {
      of,
      amountMinor: priceMinor * quantity,
    });
    return {
      open: openMinor > 0 ? quantity : 0,
      why: `no earlier order with as much ${of} to pay back`,
    };
  }

  #countReturn(item: DatasetItem, { open, why }: { open: number; why: string }): void {
    this.#report.unitsMatched += -item.quantity - open;
    this.#report.unitsUnmatched += open;
    if (open === 0) this.#report.returnsMatched++;
    else {
      this.#report.returnsUnmatched++;
      count(this.#report.unmatchedBecause, why);
    }
  }

  #minor(price: number): number {
    return Math.round(price * this.#minorPerUnit);
  }
}

function soldLines(lines: Sale["lines"]): SoldLine[] {
  return [...lines.values()].map(({ item, line: { id, quantity, priceMinor } }) => ({
    item,
    lineId: id,
    quantity,
    priceMinor,
  }));
}
