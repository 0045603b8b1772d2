import { describe, expect, test } from "vitest";
import type { DatasetItem, DatasetOrder } from "./dataset-format.ts";
import { DatasetReader } from "./dataset-reader.ts";
import { emptyReport } from "./dataset-report.ts";
import type { DatasetReport } from "./dataset-report.ts";
import type { HistoryEvent } from "./history.ts";

let minute = 0;

function invoice(order: string, user: string | null, items: Partial<DatasetItem>[]): DatasetOrder {
  minute++;
  return {
    order,
    user,
    at: Date.parse("2011-01-03T09:00:00Z") + minute * 60_000,
    country: "France",
    items: items.map((item) => ({ id: "A1", title: "RED MUG", quantity: 1, price: 2.5, ...item })),
    badItems: [],
  };
}

function read(invoices: (DatasetOrder | string)[]): {
  events: HistoryEvent[];
  report: DatasetReport;
  problems: string[];
} {
  const report = emptyReport();
  const reader = new DatasetReader({ currency: "GBP", shiftMs: 0 }, report);
  const problems: string[] = [];
  const events = invoices.flatMap((order) => [
    ...reader.read(order, (reason) => problems.push(reason)),
  ]);
  return { events, report, problems };
}

const refundsOf = (events: HistoryEvent[]) => events.filter((event) => event.kind === "refund");
const ordersOf = (events: HistoryEvent[]) =>
  events.flatMap((event) => (event.kind === "order" ? [event.order] : []));

test("a first invoice announces its products and its customer, then the order, ids being numbers", () => {
  const { events } = read([
    invoice("536365", "17850", [{ id: "71053", quantity: 6, price: 3.39 }]),
  ]);
  expect(events.map(({ kind }) => kind)).toEqual(["product", "customer", "order"]);
  expect(events[0]).toMatchObject({ product: { id: "71053", handle: "red-mug", priceMinor: 339 } });
  expect(events[1]).toMatchObject({ customer: { id: "17850", countryCode: "FR", locale: "fr" } });
  expect(events[2]).toMatchObject({
    order: {
      id: "536365",
      name: "#536365",
      customerId: "17850",
      countryCode: "FR",
      paid: true,
      lines: [{ id: "5363650001", productId: "71053", quantity: 6, priceMinor: 339 }],
    },
  });
});

test("a code that is no number becomes one, always the same, and two products of one title get two handles", () => {
  const both = [invoice("1", "7", [{ id: "85123A" }, { id: "85123B" }])];
  const products = read(both).events.flatMap((event) =>
    event.kind === "product" ? [event.product] : [],
  );
  expect(products.map(({ id }) => /^\d{14}$/.test(id))).toEqual([true, true]);
  expect(products.map(({ handle }) => handle)).toEqual(["red-mug", "red-mug-85123b"]);
  expect(read(both).events).toEqual(read(both).events);
});

describe("returns", () => {
  test("go to the latest earlier order with any of the item left, then to the one before", () => {
    const { events, report } = read([
      invoice("1", "7", [{ quantity: 5 }]),
      invoice("2", "7", [{ quantity: 2 }]),
      invoice("C3", "7", [{ quantity: -4 }]),
      invoice("C4", "7", [{ quantity: -3 }]),
    ]);
    expect(refundsOf(events)).toMatchObject([
      { orderId: "2", lines: [{ lineId: "20001", quantity: 2 }] },
      { orderId: "1", lines: [{ lineId: "10001", quantity: 2 }] },
      { orderId: "1", lines: [{ lineId: "10001", quantity: 3 }] },
    ]);
    expect(report).toMatchObject({
      returnsMatched: 2,
      returnsUnmatched: 0,
      unitsMatched: 7,
      refunds: 3,
    });
  });

  test("of more than was bought are booked as far as they go; the rest is reported", () => {
    const { events, report } = read([
      invoice("1", "7", [{ quantity: 2 }]),
      invoice("C2", "7", [{ quantity: -3 }]),
    ]);
    expect(refundsOf(events)).toMatchObject([{ lines: [{ quantity: 2 }] }]);
    expect(report).toMatchObject({ returnsUnmatched: 1, unitsMatched: 2, unitsUnmatched: 1 });
    expect(report.unmatchedBecause).toEqual({ "more than was bought": 1 });
  });

  test.each([
    {
      why: "another customer's purchase is left alone",
      user: "8",
      reason: "no earlier order with the item",
    },
    { why: "a guest's return has no order", user: null, reason: "no customer" },
  ])("$why", ({ user, reason }) => {
    const { events, report } = read([
      invoice("1", "7", [{}]),
      invoice("C2", user, [{ quantity: -1 }]),
    ]);
    expect(refundsOf(events)).toEqual([]);
    expect(report.unmatchedBecause).toEqual({ [reason]: 1 });
  });

  test("at another price than was paid carry the difference as an adjustment, at most what the order has left", () => {
    const bought = () => invoice("1", "7", [{ price: 3 }, { id: "B2", price: 1 }]);
    const back = (price: number) =>
      refundsOf(read([bought(), invoice("C2", "7", [{ quantity: -1, price }])]).events);
    expect(back(3)).not.toHaveProperty("0.adjustmentMinor");
    expect(back(2)).toMatchObject([{ adjustmentMinor: 100 }]);
    expect(back(3.5)).toMatchObject([{ adjustmentMinor: -50 }]);
    expect(back(99)).toMatchObject([{ adjustmentMinor: -100 }]);
  });

  test("use up what goodwill could pay back: an order never pays back more than it cost", () => {
    const { events, report } = read([
      invoice("1", "7", [{ price: 3 }]),
      invoice("C2", "7", [{ quantity: -1, price: 3 }]),
      invoice("C3", "7", [{ id: "D", quantity: -1, price: 1 }]),
    ]);
    expect(refundsOf(events)).toHaveLength(1);
    expect(report.unmatchedBecause).toEqual({
      "no earlier order with as much goods to pay back": 1,
    });
  });

  test("name a line once though the credit note names the item twice", () => {
    const twice = invoice("C2", "7", [{ quantity: -1 }, { quantity: -2 }]);
    const { events, report } = read([invoice("1", "7", [{ quantity: 5 }]), twice]);
    expect(refundsOf(events)).toMatchObject([{ lines: [{ lineId: "10001", quantity: 3 }] }]);
    expect(report.returnsMatched).toBe(2);
  });

  test("in one invoice with a purchase are of what was bought before it", () => {
    const { events } = read([
      invoice("1", "7", [{ quantity: 1 }]),
      invoice("2", "7", [{ quantity: 4 }, { quantity: -1 }]),
    ]);
    expect(refundsOf(events)).toMatchObject([{ orderId: "1" }]);
  });
});

describe("what is no goods", () => {
  test("postage is shipping, a discount a discount, a typed-in amount a line of no product, a voucher a gift card", () => {
    const { events, report } = read([
      invoice("1", "7", [
        { quantity: 10 },
        { id: "POST", quantity: 2, price: 9 },
        { id: "D", quantity: 1, price: -3 },
        { id: "M", title: "Manual", price: 4 },
        { id: "gift_0001_20", title: "Gift Voucher", price: 20 },
      ]),
    ]);
    const [order] = ordersOf(events);
    expect(order).toMatchObject({ shippingMinor: 1800, discountMinor: 300 });
    expect(
      order?.lines.map(({ productId, giftCard }) => [productId === null, giftCard === true]),
    ).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ]);
    expect(report).toMatchObject({ linesSold: 3, linesCharged: 2 });
  });

  test("a credited discount or typed-in amount is goodwill on the latest order, credited postage is shipping", () => {
    const { events } = read([
      invoice("1", "7", [{ quantity: 10 }, { id: "POST", price: 5 }]),
      invoice("C2", "7", [
        { id: "D", quantity: -1, price: 4 },
        { id: "POST", quantity: -1, price: 2 },
      ]),
      invoice("C3", "7", [{ id: "M", quantity: -1, price: 50 }]),
    ]);
    expect(refundsOf(events)).toMatchObject([
      { orderId: "1", lines: [], adjustmentMinor: -400, shippingMinor: 200 },
      { orderId: "1", lines: [], adjustmentMinor: -2100 },
    ]);
  });

  test.each([
    {
      why: "the shop's own bookings",
      user: "7",
      item: { id: "AMAZONFEE" },
      reason: "the shop's own booking (AMAZONFEE)",
    },
    {
      why: "stock movements",
      user: null,
      item: { price: 0 },
      reason: "stock movement (no price, no customer)",
    },
    {
      why: "stock taken out",
      user: null,
      item: { price: 0, quantity: -9 },
      reason: "stock movement (no price, no customer)",
    },
    { why: "negative prices", user: "7", item: { price: -1 }, reason: "negative price" },
    {
      why: "postage alone",
      user: "7",
      item: { id: "POST" },
      reason: "postage or discount of an invoice without goods",
    },
  ])("$why make no order and are counted", ({ user, item, reason }) => {
    const { events, report } = read([invoice("1", user, [item])]);
    expect(events).toEqual([]);
    expect(report.skipped).toEqual({ [reason]: 1 });
  });

  test("a free item of a customer stays, as a line of price 0", () => {
    expect(ordersOf(read([invoice("1", "7", [{ price: 0 }])]).events)[0]?.lines).toMatchObject([
      { priceMinor: 0 },
    ]);
  });
});

test("the same item twice is one line at one price, two at two prices", () => {
  const { events } = read([invoice("1", null, [{ quantity: 2 }, { quantity: 3 }, { price: 9 }])]);
  const [order] = ordersOf(events);
  expect(order?.customerId).toBeNull();
  expect(order?.lines.map(({ quantity, priceMinor }) => [quantity, priceMinor])).toEqual([
    [5, 250],
    [1, 900],
  ]);
});

test("an invoice number used before is left out, with its lines, and named", () => {
  const { events, report, problems } = read([invoice("1", "7", [{}]), invoice("1", "8", [{}, {}])]);
  expect(ordersOf(events)).toHaveLength(1);
  expect(problems).toEqual(["invoice 1 came before; this one is left out"]);
  expect(report.skipped).toEqual({
    "invoice: number used before": 1,
    "line of a repeated invoice": 2,
  });
});

test("an unreadable line or item is named and counted, and what else is there goes on", () => {
  const half = { ...invoice("1", "7", [{}]), badItems: ['item has no "id"'] };
  const { events, report, problems } = read(["not JSON", half]);
  expect(ordersOf(events)).toHaveLength(1);
  expect(problems).toEqual(["not JSON", 'item has no "id"']);
  expect(report.skipped).toEqual({ "invoice: unreadable": 1, "unreadable item": 1 });
});
