import { DAY_MS } from "./calendar.ts";
import type { HistoryEvent, OrderDraft, RefundEvent } from "./history.ts";

/** Figures of a history, gathered event by event. Keeps one small record a customer, and one a sold product. */
export class Summary {
  events: Record<HistoryEvent["kind"], number> = {
    product: 0, customer: 0, order: 0, payment: 0, refund: 0, edit: 0, cancel: 0, fulfil: 0,
  }; // prettier-ignore
  guests = 0;
  tests = 0;
  unpaid = 0;
  discounted = 0;
  withGiftCard = 0;
  lines = 0;
  goodsMinor = 0;
  refundedMinor = 0;
  goodwill = 0;
  ordersByMonth = new Map<string, number>();
  ordersByWeekday = new Array<number>(7).fill(0);
  ordersByHour = new Array<number>(24).fill(0);
  ordersByCountry = new Map<string, number>();
  unitsByProduct = new Map<string, number>();
  #visits = new Map<string, { count: number; first: number; second: number }>();
  #prices = new Map<string, number>();
  #refundedOrders = new Set<string>();
  #last = 0;

  add(event: HistoryEvent): void {
    this.events[event.kind]++;
    this.#last = Date.parse(event.at);
    if (event.kind === "order") this.#order(event.order, event.at);
    else if (event.kind === "refund") this.#refund(event);
  }

  get buyers(): number {
    return this.#visits.size;
  }

  /** Share of the customers with an order who have two or more. */
  get repeatRate(): number {
    return share([...this.#visits.values()], (visits) => visits.count > 1);
  }

  get ordersPerBuyer(): number {
    let orders = 0;
    for (const visits of this.#visits.values()) orders += visits.count;
    return orders / Math.max(1, this.#visits.size);
  }

  /** Of those who came `days` or more before the end: the share that ordered again within them. */
  repeatWithin(days: number): number {
    const cohort = [...this.#visits.values()].filter(
      ({ first }) => first + days * DAY_MS <= this.#last,
    );
    return share(cohort, ({ first, second }) => second - first <= days * DAY_MS);
  }

  get refundedOrders(): number {
    return this.#refundedOrders.size;
  }

  /** Share of the orders of the busiest tenth of the customers. */
  get shareOfTopTenth(): number {
    const counts = [...this.#visits.values()].map(({ count }) => count).sort((a, b) => b - a);
    const sum = (list: number[]) => list.reduce((total, count) => total + count, 0);
    return sum(counts.slice(0, Math.ceil(counts.length / 10))) / Math.max(1, sum(counts));
  }

  #order(order: OrderDraft, at: string): void {
    for (const line of order.lines)
      if (line.id !== undefined) this.#prices.set(line.id, line.priceMinor);
    if (order.test) {
      this.tests++;
      return;
    }
    if (order.customerId === null) this.guests++;
    else this.#visit(order.customerId, Date.parse(at));
    if (!order.paid) this.unpaid++;
    if (order.discountMinor) this.discounted++;
    if (order.lines.some((line) => line.giftCard)) this.withGiftCard++;
    this.lines += order.lines.length;
    bump(this.ordersByMonth, at.slice(0, 7));
    bump(this.ordersByCountry, order.countryCode ?? "?");
    const date = new Date(at);
    this.ordersByWeekday[date.getUTCDay()] = (this.ordersByWeekday[date.getUTCDay()] ?? 0) + 1;
    this.ordersByHour[date.getUTCHours()] = (this.ordersByHour[date.getUTCHours()] ?? 0) + 1;
    this.goodsMinor -= order.discountMinor ?? 0;
    for (const line of order.lines) {
      this.goodsMinor += line.priceMinor * line.quantity;
      bump(this.unitsByProduct, line.title, line.quantity);
    }
  }

  #visit(customerId: string, at: number): void {
    const visits = this.#visits.get(customerId);
    if (visits === undefined)
      this.#visits.set(customerId, { count: 1, first: at, second: Infinity });
    else if (++visits.count === 2) visits.second = at;
  }

  #refund(event: RefundEvent): void {
    this.#refundedOrders.add(event.orderId);
    if (event.lines.length === 0) this.goodwill++;
    this.refundedMinor -= event.adjustmentMinor ?? 0;
    for (const { lineId, quantity } of event.lines)
      this.refundedMinor += (this.#prices.get(lineId) ?? 0) * quantity;
  }
}

function share<T>(of: T[], holds: (item: T) => boolean): number {
  return of.length === 0 ? 0 : of.filter(holds).length / of.length;
}

function bump(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
