import { expect, test } from "vitest";
import { orderFactsFromPayload, refundFactsFromPayload } from "./order-payload.server.ts";

const set = (amount: unknown, currency_code = "GBP") => ({ shop_money: { amount, currency_code } });
const line = (change: object = {}) => ({
  id: 11,
  product_id: 5,
  price_set: set("12.50"),
  quantity: 3,
  current_quantity: 2,
  gift_card: false,
  discount_allocations: [{ amount_set: set("1.00") }, { amount_set: set("0.25") }],
  tax_lines: [{ price_set: set("2.08") }],
  ...change,
});
const order = (change: object = {}) => ({
  id: 1,
  name: "#1001",
  processed_at: "2026-01-01T10:00:00+01:00",
  updated_at: "2026-01-01T10:05:00+01:00",
  cancelled_at: null,
  financial_status: "paid",
  test: false,
  currency: "GBP",
  taxes_included: true,
  customer: { id: 7 },
  refunds: [],
  line_items: [line()],
  ...change,
});

test("an order payload becomes a snapshot in minor units and milliseconds", () => {
  const { snapshot, refunds } = orderFactsFromPayload(order());
  expect(refunds).toEqual([]);
  expect(snapshot).toMatchObject({
    source: "payload",
    placedAt: Date.parse("2026-01-01T09:00:00Z"),
    updatedAt: Date.parse("2026-01-01T09:05:00Z"),
    financialStatus: "paid",
    customerId: "7",
    taxesIncluded: true,
    name: "#1001",
    lines: [
      {
        id: "11",
        productId: "5",
        quantity: 3,
        currentQuantity: 2,
        priceMinor: 1_250,
        discountMinor: 125,
        taxMinor: 208,
      },
    ],
  });
});

test.each([
  {
    why: "placed at created_at where processed_at is missing",
    change: { processed_at: null, created_at: "2026-01-02T00:00:00Z" },
    expected: { placedAt: Date.parse("2026-01-02T00:00:00Z") },
  },
  {
    why: "a guest's order has no customer",
    change: { customer: null },
    expected: { customerId: null },
  },
  {
    why: "an order without status waits for one",
    change: { financial_status: null },
    expected: { financialStatus: "pending" },
  },
  {
    why: "test and taxes default to no",
    change: { test: null, taxes_included: null },
    expected: { test: false, taxesIncluded: false },
  },
  {
    why: "NUL in a name is dropped: text can't hold it",
    change: { name: "#1\u00002" },
    expected: { name: "#12" },
  },
  {
    why: "floats where strings belong are read as they are written",
    change: { line_items: [line({ price_set: set(12.5) })] },
    expected: { lines: [expect.objectContaining({ priceMinor: 1_250 })] },
  },
  {
    why: "ids beyond 2^53 keep their digits",
    change: { customer: { id: "820982911946154508" } },
    expected: { customerId: "820982911946154508" },
  },
  {
    why: "lists that are missing are empty",
    change: {
      refunds: null,
      line_items: [line({ tax_lines: null, discount_allocations: undefined })],
    },
    expected: { lines: [expect.objectContaining({ taxMinor: 0, discountMinor: 0 })] },
  },
])("$why", ({ change, expected }) => {
  expect(orderFactsFromPayload(order(change)).snapshot).toMatchObject(expected);
});

test.each([
  { problem: "line_items.0.price_set", change: { line_items: [line({ price_set: null })] } },
  { problem: '"1e9" is not an amount', change: { line_items: [line({ price_set: set("1e9") })] } },
  {
    problem: "line_items.0.current_quantity",
    change: { line_items: [line({ current_quantity: -1 })] },
  },
  { problem: "updated_at", change: { updated_at: "yesterday" } },
  { problem: "neither processed_at nor created_at", change: { processed_at: null } },
  { problem: "financial_status", change: { financial_status: "half-paid" } },
  { problem: "customer.id", change: { customer: { id: 1.5 } } },
  {
    problem: "shop money in EUR, the order is in GBP",
    change: { line_items: [line({ price_set: set("1.00", "EUR") })] },
  },
])("unreadable, and says where: $problem", ({ problem, change }) => {
  expect(() => orderFactsFromPayload(order(change))).toThrow(problem);
});

test("the content hash tells two contents of one second apart, not two orders of lines", () => {
  const lines = [line(), line({ id: 12 })];
  const hash = (change: object): string | undefined =>
    orderFactsFromPayload(order(change)).snapshot?.contentHash;
  expect(hash({ line_items: lines })).toBe(hash({ line_items: [...lines].reverse() }));
  expect(hash({ line_items: lines })).not.toBe(hash({ line_items: [line()] }));
  expect(hash({ name: "#1" })).toBe(hash({ name: "#2" }));
});

test("of a refund's adjustments only negative ones that aren't shipping lower goods", () => {
  const refund = {
    id: 9,
    order_id: 1,
    created_at: "2026-01-03T00:00:00Z",
    refund_line_items: [
      { line_item_id: 11, quantity: 1, subtotal: 12.5 },
      { line_item_id: 11, quantity: 1, subtotal: 12.5 },
    ],
    order_adjustments: [
      { kind: "refund_discrepancy", amount_set: set("-5.00") },
      { kind: "refund_discrepancy", amount_set: set("3.00") },
      { kind: "shipping_refund", amount_set: set("-4.00") },
    ],
  };
  expect(refundFactsFromPayload(refund)).toEqual({
    orderId: "1",
    deleted: false,
    snapshot: null,
    refunds: [
      {
        id: "9",
        createdAt: Date.parse("2026-01-03T00:00:00Z"),
        lines: [{ lineId: "11", quantity: 2 }],
        goodwillMinor: 500,
      },
    ],
  });
  const listed = orderFactsFromPayload(order({ refunds: [refund] }));
  expect(listed.refunds).toEqual(refundFactsFromPayload(refund).refunds);
  expect(listed.snapshot?.listedRefundIds).toEqual(["9"]);
});
