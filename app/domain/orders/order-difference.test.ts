import { describe, expect, test } from "vitest";
import { mayDiffer, type ListedOrder } from "./listed-order.ts";
import { differencesOf } from "./order-difference.ts";
import { noFacts, type OrderFacts, type OrderSnapshot } from "./order-facts.ts";

const line = { id: "31", productId: null, giftCard: false, quantity: 2, currentQuantity: 2 };
const snapshot: OrderSnapshot = {
  updatedAt: 1_000,
  source: "payload",
  placedAt: 500,
  cancelledAt: null,
  financialStatus: "paid",
  test: false,
  customerId: "7001",
  currency: "GBP",
  taxesIncluded: true,
  lines: [{ ...line, priceMinor: 1_000, discountMinor: 0, taxMinor: 0 }],
  listedRefundIds: [],
  name: "#1",
  contentHash: "a",
};
const refund = { id: "501", createdAt: 900, lines: [], goodwillMinor: 0 };

/** As it would be known with these changes; another hash wherever the content is another. */
function known(changes: Partial<OrderSnapshot> = {}, more: Partial<OrderFacts> = {}): OrderFacts {
  const hashed = Object.keys(changes).some((each) => !["customerId", "name"].includes(each));
  const contentHash = hashed ? "b" : "a";
  return { ...noFacts("1"), snapshot: { ...snapshot, contentHash, ...changes }, ...more };
}

describe("what differs is called by its name", () => {
  test.each([
    { why: "nothing", before: known(), after: known(), differs: [] },
    { why: "the shown name", before: known(), after: known({ name: "#2" }), differs: [] },
    { why: "an order not known", before: undefined, after: known(), differs: ["unknown-order"] },
    {
      why: "only a refund of it was known",
      before: noFacts("1"),
      after: known(),
      differs: ["unknown-order"],
    },
    {
      why: "a deletion",
      before: known(),
      after: known({}, { deleted: true }),
      differs: ["deleted"],
    },
    {
      why: "deleted as before",
      before: known({}, { deleted: true }),
      after: known({ test: true }, { deleted: true }),
      differs: [],
    },
    {
      why: "its status",
      before: known(),
      after: known({ financialStatus: "voided" }),
      differs: ["status"],
    },
    {
      why: "a cancellation",
      before: known(),
      after: known({ cancelledAt: 1 }),
      differs: ["cancelled"],
    },
    {
      why: "a refund",
      before: known(),
      after: known({}, { refunds: [refund] }),
      differs: ["refunds"],
    },
    {
      why: "a refund that it lists",
      before: known(),
      after: known({ listedRefundIds: ["501"] }),
      differs: ["refunds"],
    },
    {
      why: "its customer",
      before: known(),
      after: known({ customerId: "7002" }),
      differs: ["customer"],
    },
    {
      why: "when it was placed",
      before: known(),
      after: known({ placedAt: 1 }),
      differs: ["placed-at"],
    },
    {
      why: "whether it is a test",
      before: known(),
      after: known({ test: true }),
      differs: ["test"],
    },
    {
      why: "its taxes",
      before: known(),
      after: known({ taxesIncluded: false }),
      differs: ["currency"],
    },
    { why: "its lines", before: known(), after: known({ lines: [] }), differs: ["lines"] },
  ])("$why", ({ before, after, differs }) => {
    expect(differencesOf(before, after)).toEqual(differs);
  });
});

describe("whether an order is worth reading as a whole", () => {
  const listed: ListedOrder = {
    orderId: "1",
    name: "#1",
    updatedAt: 1_000,
    financialStatus: "paid",
    cancelledAt: null,
    test: false,
    customerId: "7001",
    currentQuantity: 2,
    refundIds: [],
  };
  test.each([
    { why: "not known", before: undefined, summary: listed, reads: true },
    { why: "the same", before: known(), summary: listed, reads: false },
    {
      why: "newer at Shopify",
      before: known(),
      summary: { ...listed, updatedAt: 2_000 },
      reads: true,
    },
    {
      why: "the list lags behind",
      before: known({ updatedAt: 3_000 }),
      summary: { ...listed, test: true },
      reads: false,
    },
    {
      why: "deleted",
      before: known({}, { deleted: true }),
      summary: { ...listed, updatedAt: 9_000 },
      reads: false,
    },
    {
      why: "another status in the same second",
      before: known(),
      summary: { ...listed, financialStatus: "refunded" as const },
      reads: true,
    },
    {
      why: "another customer in the same second",
      before: known(),
      summary: { ...listed, customerId: null },
      reads: true,
    },
    {
      why: "fewer goods in the same second",
      before: known(),
      summary: { ...listed, currentQuantity: 1 },
      reads: true,
    },
    {
      why: "a refund in the same second",
      before: known(),
      summary: { ...listed, refundIds: ["501"] },
      reads: true,
    },
    {
      why: "cancelled in the same second",
      before: known(),
      summary: { ...listed, cancelledAt: 1_000 },
      reads: true,
    },
  ])("$why: $reads", ({ before, summary, reads }) => {
    expect(mayDiffer(before, summary)).toBe(reads);
  });
});
