import { describe, expect, test } from "vitest";
import { TYPES } from "./catalogue-table.ts";
import { generateShop } from "./generate-shop.ts";
import type { ShopSetting } from "./generate-shop.ts";
import type { HistoryEvent, OrderDraft } from "./history.ts";
import { BG_NBD } from "./shopper.ts";
import { Summary } from "./summary.ts";

const SETTING: ShopSetting = {
  seed: 42,
  customers: 8_000,
  currency: "GBP",
  timeZone: "Europe/London",
  until: "2025-11-20T12:00:00Z",
};
const events = [...generateShop(SETTING)];
const summary = new Summary();
for (const event of events) summary.add(event);
const orders = events.flatMap((event) => (event.kind === "order" ? [event] : []));
const realOrders = orders.filter(({ order }) => !order.test).length;

function within(actual: number, low: number, high: number): void {
  expect(actual).toBeGreaterThanOrEqual(low);
  expect(actual).toBeLessThanOrEqual(high);
}

describe("calibration", () => {
  test("40 % buy again within 39 weeks, as in CDNOW (Fader, Hardie & Lee 2005), give or take the seasons", () => {
    within(summary.repeatWithin(39 * 7), 0.36, 0.45);
  });

  test("orders per buyer are what BG/NBD expects for newcomers spread over two years", () => {
    within(summary.ordersPerBuyer / (1 + expectedRepeats(104)), 0.88, 1.12);
  });

  test("the busiest tenth of the customers places a third to a half of the orders", () => {
    within(summary.shareOfTopTenth, 0.33, 0.5);
  });

  test("5 to 9 % of the goods are paid back, on 8 to 13 % of the orders, some of it as goodwill", () => {
    within(summary.refundedMinor / summary.goodsMinor, 0.05, 0.09);
    within(summary.refundedOrders / realOrders, 0.08, 0.13);
    within(summary.goodwill / realOrders, 0.004, 0.014);
  });

  test("7 % of the orders are guests', as in Online Retail; 0.3 % are tests; 1 to 3 % are unpaid at first", () => {
    within(summary.guests / realOrders, 0.055, 0.09);
    within(summary.tests / realOrders, 0.001, 0.006);
    within(summary.unpaid / realOrders, 0.01, 0.03);
  });

  test("November and December are the biggest months, 1.4 to 2.2 times those around them, and January follows", () => {
    const month = (name: string) => summary.ordersByMonth.get(name) ?? 0;
    const around = (month("2024-09") + month("2024-10") + month("2025-02") + month("2025-03")) / 4;
    within((month("2024-11") + month("2024-12")) / 2 / around, 1.4, 2.2);
    expect(month("2025-01")).toBeGreaterThan(month("2025-02"));
  });

  test("Monday beats Saturday and the evening beats the small hours", () => {
    expect(summary.ordersByWeekday[1]).toBeGreaterThan(summary.ordersByWeekday[6] ?? 0);
    expect(summary.ordersByHour[19]).toBeGreaterThan(4 * (summary.ordersByHour[3] ?? 0));
  });

  test("three to four customers in ten live abroad, in ten countries or more", () => {
    within(1 - (summary.ordersByCountry.get("GB") ?? 0) / realOrders, 0.3, 0.42);
    expect(summary.ordersByCountry.size).toBeGreaterThan(10);
  });

  test("baskets are small, cost 30 to 60 pounds, and one in five has a discount", () => {
    within(summary.lines / realOrders, 1.8, 2.8);
    within(summary.goodsMinor / realOrders, 3_000, 6_000);
    within(summary.discounted / realOrders, 0.12, 0.28);
    within(summary.withGiftCard / realOrders, 0.008, 0.03);
  });

  test("the pieces of a pair are bought together at least twice as often as others of their two types", () => {
    const { pairs, others } = meanLifts();
    expect(pairs / others).toBeGreaterThan(2);
  });
});

test("the same seed makes the same history, another one another", () => {
  const small = { ...SETTING, customers: 200 };
  expect([...generateShop(small)]).toEqual([...generateShop(small)]);
  expect([...generateShop({ ...small, seed: 43 })]).not.toEqual([...generateShop(small)]);
});

test.each([1, 2, 300])("%i customers are %i customers, and the shop's tester", (customers) => {
  const made = [...generateShop({ ...SETTING, customers })];
  const people = made.filter((event) => event.kind === "customer");
  expect(people.filter((event) => event.customer.firstName !== "Shop")).toHaveLength(customers);
  expect(new Set(people.map((event) => event.customer.email)).size).toBe(people.length);
});

test("events come in time order, none after the end, with whole seconds", () => {
  for (let index = 1; index < events.length; index++) {
    expect((events[index]?.at ?? "") >= (events[index - 1]?.at ?? "")).toBe(true);
  }
  expect((events.at(-1)?.at ?? "") <= "2025-11-20T12:00:00Z").toBe(true);
  expect(events.every((event) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(event.at))).toBe(true);
});

test("every event refers to what came before it, and no more goes back than is there", () => {
  expect(brokenReferences(events)).toEqual([]);
});

test("a shop in yen has whole yen and foreign shoppers their own money", () => {
  const made = [
    ...generateShop({ ...SETTING, customers: 100, currency: "JPY", timeZone: "Asia/Tokyo" }),
  ];
  const prices = made.flatMap((event) =>
    event.kind === "product" ? [event.product.priceMinor] : [],
  );
  expect(prices.every((price) => Number.isInteger(price) && price % 10 === 0 && price >= 100)).toBe(
    true,
  );
  const foreign = made.find(
    (event) => event.kind === "order" && event.order.presentment !== undefined,
  );
  expect(foreign).toBeDefined();
});

test.each([
  { change: { customers: 0 }, says: /customers must be/ },
  { change: { customers: 1.5 }, says: /customers must be/ },
  { change: { seed: NaN }, says: /seed must be/ },
  { change: { until: "soon" }, says: /until must be/ },
  { change: { years: 11 }, says: /years must be/ },
  { change: { currency: "XAU" }, says: /no price levels for the currency XAU/ },
  { change: { timeZone: "Mars/Olympus" }, says: /time zone/ },
])("refuses $change", ({ change, says }) => {
  expect(() => [...generateShop({ ...SETTING, ...change })]).toThrow(says);
});

/** Mean number of repeat purchases by BG/NBD, the age of a customer being uniform up to `weeks`. */
function expectedRepeats(weeks: number): number {
  // E[X(t)] = (a+b−1)/(a−1) · (1 − (α/(α+t))^r · ₂F₁(r, b; a+b−1; t/(α+t))), formula 9 of the paper.
  const { r, alpha, a, b } = BG_NBD;
  const hypergeometric = (z: number) => {
    let term = 1;
    let sum = 1;
    for (let n = 0; n < 5_000 && term > 1e-12; n++) {
      term *= (((r + n) * (b + n)) / (a + b - 1 + n) / (n + 1)) * z;
      sum += term;
    }
    return sum;
  };
  const at = (t: number) =>
    ((a + b - 1) / (a - 1)) * (1 - (alpha / (alpha + t)) ** r * hypergeometric(t / (alpha + t)));
  let total = 0;
  for (let step = 0; step < 200; step++) total += at(((step + 0.5) / 200) * weeks);
  return total / 200;
}

/** Mean lift (observed / expected by chance) of products at the same place of two types that go together, and at other places. */
function meanLifts(): { pairs: number; others: number } {
  const single = new Map<string, number>();
  const together = new Map<string, number>();
  for (const { order } of orders) {
    const ids = [...new Set(order.lines.map((line) => line.productId ?? ""))];
    for (const id of ids) single.set(id, (single.get(id) ?? 0) + 1);
    for (const one of ids) {
      for (const other of ids)
        together.set(`${one} ${other}`, (together.get(`${one} ${other}`) ?? 0) + 1);
    }
  }
  const lifts = { pairs: [] as number[], others: [] as number[] };
  for (const row of TYPES) {
    for (const type of row.goesWith.filter((name) => name !== row.type)) {
      const partners = idsOf(type);
      idsOf(row.type).forEach((one, place) => {
        partners.forEach((other, otherPlace) => {
          const chance = ((single.get(one) ?? 0) * (single.get(other) ?? 0)) / orders.length;
          const list = otherPlace === place % partners.length ? lifts.pairs : lifts.others;
          list.push((together.get(`${one} ${other}`) ?? 0) / chance);
        });
      });
    }
  }
  const mean = (list: number[]) => list.reduce((sum, lift) => sum + lift, 0) / list.length;
  return { pairs: mean(lifts.pairs), others: mean(lifts.others) };
}

/** Ids of a type's products, in the order of the table. */
function idsOf(type: string): string[] {
  const names = TYPES.find((row) => row.type === type)?.titles.split("|") ?? [];
  const products = events.flatMap((event) => (event.kind === "product" ? [event.product] : []));
  const ofType = products.filter(({ productType }) => productType === type);
  return names.map((name) => ofType.find(({ title }) => title.startsWith(name))?.id ?? "");
}

function brokenReferences(history: HistoryEvent[]): string[] {
  const broken: string[] = [];
  const known = new Set<string>();
  const open = new Map<
    string,
    { order: OrderDraft; quantities: Map<string, number>; cancelled: boolean }
  >();
  for (const event of history) {
    if (event.kind === "product") known.add(event.product.id);
    else if (event.kind === "customer") known.add(event.customer.id);
    else if (event.kind === "order") {
      const { order } = event;
      const unknown = order.lines.filter(
        (line) => line.productId !== null && !known.has(line.productId),
      );
      if (unknown.length > 0 || (order.customerId !== null && !known.has(order.customerId)))
        broken.push(`unknown in ${order.id}`);
      if (open.has(order.id)) broken.push(`twice: ${order.id}`);
      const quantities = new Map(order.lines.map((line) => [line.id ?? "", line.quantity]));
      open.set(order.id, { order, quantities, cancelled: false });
    } else {
      const state = open.get(event.orderId);
      if (!state) broken.push(`${event.kind} of unknown ${event.orderId}`);
      else broken.push(...applied(state, event));
    }
  }
  return broken;
}

function applied(
  state: { order: OrderDraft; quantities: Map<string, number>; cancelled: boolean },
  event: HistoryEvent,
): string[] {
  const broken: string[] = [];
  if (event.kind === "cancel") state.cancelled = true;
  if (event.kind === "fulfil" && state.cancelled)
    broken.push(`cancelled ${event.orderId} was sent`);
  if (event.kind === "payment" && state.order.paid)
    broken.push(`paid ${event.orderId} was paid again`);
  if (event.kind === "edit") {
    for (const line of event.add ?? []) state.quantities.set(line.id ?? "", line.quantity);
    for (const { lineId, quantity } of event.setQuantity ?? []) {
      if (quantity < 0 || !state.quantities.has(lineId)) broken.push(`edit of ${event.orderId}`);
      state.quantities.set(lineId, quantity);
    }
  }
  if (event.kind === "refund") {
    for (const { lineId, quantity } of event.lines) {
      const left = (state.quantities.get(lineId) ?? 0) - quantity;
      if (quantity <= 0 || left < 0) broken.push(`refund of ${event.orderId}`);
      state.quantities.set(lineId, left);
    }
  }
  return broken;
}
