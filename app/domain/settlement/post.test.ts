import type { MemberFacts } from "./settlement.ts";
import { expect, test } from "vitest";
import { defaultProgram } from "../program/program.ts";
import type { FinancialStatus, OrderFacts, OrderLine } from "../orders/order-facts.ts";
import { postDifferences, type EntryDraft, type Posted } from "./post.ts";
import { settle } from "./settle.ts";

const NOW = Date.parse("2026-03-01T00:00:00Z");
const JANUARY = Date.parse("2026-01-01T10:00:00Z");
const RULES = { timeZone: "Europe/London", earnFrom: null };

type Change = Partial<{
  pounds: number;
  placedAt: number;
  status: FinancialStatus;
  cancelledAt: number;
  kept: number;
}>;

function order(orderId: string, change: Change = {}): OrderFacts {
  const {
    pounds = 100,
    placedAt = JANUARY,
    status = "paid",
    cancelledAt = null,
    kept = 1,
  } = change;
  const line: OrderLine = {
    id: "1",
    productId: null,
    giftCard: false,
    quantity: 1,
    currentQuantity: kept,
    priceMinor: pounds * 100,
    discountMinor: 0,
    taxMinor: 0,
  };
  const snapshot = {
    updatedAt: placedAt,
    source: "payload",
    placedAt,
    cancelledAt,
    financialStatus: status,
    test: false,
    customerId: "1",
    currency: "GBP",
    taxesIncluded: false,
    lines: [line],
    listedRefundIds: [],
    name: null,
    contentHash: "",
  } as const;
  return {
    orderId,
    deleted: false,
    refunds: [],
    snapshot: { ...snapshot, lines: [line], listedRefundIds: [] },
  };
}

const settled = (facts: Partial<MemberFacts>, now = NOW) =>
  settle({ orders: [], actions: [], ...facts }, [defaultProgram("GBP")], RULES, now);

/** What the store would read back after these entries. */
function after(
  posted: ReadonlyMap<string, Posted>,
  entries: readonly EntryDraft[],
): Map<string, Posted> {
  const sums = new Map(posted);
  for (const entry of entries) {
    const { standing = "", goods, tierId = "", ratePercent = 0 } = entry.arithmetic;
    sums.set(entry.cause, {
      points: (sums.get(entry.cause)?.points ?? 0) + entry.points,
      entries: entry.n + 1,
      occurredAt: entry.occurredAt,
      last: { standing, goodsMinor: goods?.goodsMinor ?? 0, tierId, ratePercent },
    });
  }
  return sums;
}

const FIRST = postDifferences(settled({ orders: [order("1")] }), new Map());
const POSTED = after(new Map(), FIRST);

test("an entry carries the arithmetic that answers why", () => {
  expect(FIRST).toEqual([
    {
      kind: "order",
      cause: "order:1",
      n: 0,
      points: 100,
      reason: "order",
      occurredAt: JANUARY,
      arithmetic: {
        target: 100,
        before: 0,
        standing: "earned",
        version: 1,
        tierId: "bronze",
        ratePercent: 100,
        minorPerPoint: 100,
        rounding: "floor",
        points: 100,
        goods: {
          goodsMinor: 10_000,
          goodwillMinor: 0,
          lines: [{ id: "1", quantity: 1, kept: 1, goodsMinor: 10_000, keptMinor: 10_000 }],
        },
      },
    },
  ]);
});

test("nothing changed, nothing posted", () => {
  expect(postDifferences(settled({ orders: [order("1")] }), POSTED)).toEqual([]);
});

test.each([
  { reason: "refund-or-removal", points: -100, orders: [order("1", { kept: 0 })] },
  { reason: "goods-added", points: 20, orders: [order("1", { pounds: 120 })] },
  { reason: "cancelled", points: -100, orders: [order("1", { cancelledAt: NOW })] },
  { reason: "voided", points: -100, orders: [order("1", { status: "voided" })] },
  { reason: "pending", points: -100, orders: [order("1", { status: "pending" })] },
  { reason: "order-gone", points: -100, orders: [] },
])("a later entry says what changed: $reason", ({ reason, points, orders }) => {
  const [entry, ...others] = postDifferences(settled({ orders }), POSTED);
  expect(entry).toMatchObject({ cause: "order:1", n: 1, points, reason, occurredAt: JANUARY });
  expect(entry?.arithmetic).toMatchObject({ before: 100, target: 100 + points });
  expect(others).toEqual([]);
});

test("an older order that is known later raises the rate of the one after it", () => {
  const older = order("2", { pounds: 250, placedAt: JANUARY - 60_000 });
  const entries = postDifferences(settled({ orders: [order("1"), older] }), POSTED);
  expect(entries.map(({ cause, points, reason }) => ({ cause, points, reason }))).toEqual([
    { cause: "order:2", points: 250, reason: "order" },
    { cause: "order:1", points: 25, reason: "tier-known-later" },
  ]);
});

test("what is posted at once comes in the order of its instants: earned before it expired", () => {
  const later = Date.parse("2027-03-01T00:00:00Z");
  const entries = postDifferences(settled({ orders: [order("1")] }, later), new Map());
  expect(entries.map(({ kind, points }) => ({ kind, points }))).toEqual([
    { kind: "order", points: 100 },
    { kind: "expiry", points: -100 },
  ]);
});

test("an expiry is posted, and given back when activity is known later", () => {
  const later = Date.parse("2027-03-01T00:00:00Z");
  const expired = postDifferences(settled({ orders: [order("1")] }, later), POSTED);
  expect(expired).toMatchObject([{ kind: "expiry", points: -100, reason: "inactivity" }]);
  const active = order("2", { pounds: 10, placedAt: JANUARY + 86_400_000 * 200 });
  const back = postDifferences(
    settled({ orders: [order("1"), active] }, later),
    after(POSTED, expired),
  );
  expect(back.find((entry) => entry.kind === "expiry")).toMatchObject({
    n: 1,
    points: 100,
    reason: "activity-known-later",
  });
});

test("a customer merged away holds nothing any more", () => {
  expect(postDifferences(null, POSTED)).toMatchObject([
    { cause: "order:1", n: 1, points: -100, reason: "merged" },
  ]);
});
