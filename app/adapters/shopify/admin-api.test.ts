import { expect, test } from "vitest";
import { describeShop, fetchOrder, type AdminCall } from "./admin-api.server.ts";
import { orderFactsFromPayload } from "./order-payload.server.ts";

const money = (amount: string) => ({ shopMoney: { amount } });
const page = (hasNextPage = false, endCursor: string | null = null) => ({ hasNextPage, endCursor });
const lineNode = (id: number) => ({
  id: `gid://shopify/LineItem/${id}`,
  quantity: 2,
  currentQuantity: 1,
  isGiftCard: false,
  product: { id: "gid://shopify/Product/5" },
  originalUnitPriceSet: money("10.0"),
  discountAllocations: [{ allocatedAmountSet: money("1.00") }],
  taxLines: [{ priceSet: money("3.17") }],
});
const orderNode = (change: object = {}) => ({
  id: "gid://shopify/Order/1",
  name: "#1001",
  processedAt: "2026-01-01T09:00:00Z",
  createdAt: "2026-01-01T09:00:00Z",
  updatedAt: "2026-01-03T00:00:00Z",
  cancelledAt: null,
  test: false,
  currencyCode: "GBP",
  taxesIncluded: true,
  displayFinancialStatus: "PARTIALLY_REFUNDED",
  customer: { id: "gid://shopify/Customer/7" },
  lineItems: { nodes: [lineNode(11)], pageInfo: page() },
  refunds: [{ id: "gid://shopify/Refund/9" }],
  ...change,
});
const refundNode = {
  createdAt: "2026-01-03T00:00:00Z",
  refundLineItems: {
    nodes: [{ quantity: 1, lineItem: { id: "gid://shopify/LineItem/11" } }],
    pageInfo: page(),
  },
  orderAdjustments: { nodes: [{ amountSet: money("-2.50") }, { amountSet: money("1.00") }] },
};

/** Answers each document in turn with what is queued for it. */
function answering(answers: { order?: unknown[]; refund?: unknown[] }): AdminCall {
  return (document) => {
    const queue = document.includes("refund(id") ? answers.refund : answers.order;
    return Promise.resolve(queue?.shift() ?? {});
  };
}

test("an order fetched and the same order by webhook are one content", async () => {
  const fetched = await fetchOrder(
    answering({ order: [{ order: orderNode() }], refund: [{ refund: refundNode }] }),
    "1",
  );
  const set = (amount: string) => ({ shop_money: { amount, currency_code: "GBP" } });
  const told = orderFactsFromPayload({
    id: 1,
    name: "#1001",
    processed_at: "2026-01-01T09:00:00+00:00",
    updated_at: "2026-01-03T00:00:00+00:00",
    financial_status: "partially_refunded",
    test: false,
    currency: "GBP",
    taxes_included: true,
    customer: { id: 7 },
    line_items: [
      {
        id: 11,
        product_id: 5,
        price_set: set("10.00"),
        quantity: 2,
        current_quantity: 1,
        gift_card: false,
        discount_allocations: [{ amount_set: set("1.00") }],
        tax_lines: [{ price_set: set("3.17") }],
      },
    ],
    refunds: [
      {
        id: 9,
        created_at: "2026-01-03T00:00:00+00:00",
        refund_line_items: [{ line_item_id: 11, quantity: 1 }],
        order_adjustments: [
          { kind: "refund_discrepancy", amount_set: set("-2.50") },
          { kind: "refund_discrepancy", amount_set: set("1.00") },
        ],
      },
    ],
  });
  expect(fetched?.snapshot?.contentHash).toBe(told.snapshot?.contentHash);
  expect(fetched?.refunds).toEqual(told.refunds);
  expect(fetched?.snapshot?.source).toBe("admin-api");
});

test("lines come in pages and are joined", async () => {
  const first = orderNode({
    lineItems: { nodes: [lineNode(11)], pageInfo: page(true, "a") },
    refunds: [],
  });
  const second = orderNode({ lineItems: { nodes: [lineNode(12)], pageInfo: page() }, refunds: [] });
  const fetched = await fetchOrder(
    answering({ order: [{ order: first }, { order: second }] }),
    "1",
  );
  expect(fetched?.snapshot?.lines.map((line) => line.id)).toEqual(["11", "12"]);
});

test("an order that changes between two pages is not pieced together", async () => {
  const first = orderNode({ lineItems: { nodes: [lineNode(11)], pageInfo: page(true, "a") } });
  const second = orderNode({ updatedAt: "2026-01-04T00:00:00Z" });
  await expect(
    fetchOrder(answering({ order: [{ order: first }, { order: second }] }), "1"),
  ).rejects.toThrow("changed while it was read");
});

test("an order that Shopify doesn't know is null, not an error", async () => {
  expect(await fetchOrder(answering({ order: [{ order: null }] }), "1")).toBeNull();
});

test("a shop is described by name, currency and time zone; half an answer is refused", async () => {
  const shop = { name: "Shop", currencyCode: "JPY", ianaTimezone: "Asia/Tokyo" };
  expect(await describeShop(() => Promise.resolve({ shop }))).toEqual({
    name: "Shop",
    currency: "JPY",
    timeZone: "Asia/Tokyo",
  });
  await expect(describeShop(() => Promise.resolve({ shop: { name: "Shop" } }))).rejects.toThrow(
    "shop.currencyCode",
  );
});
