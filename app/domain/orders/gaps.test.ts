import { expect, test } from "vitest";
import { gapAfterEdit, gapAfterRefund, isClosed } from "./gaps.ts";
import type { OrderFacts, OrderSnapshot } from "./order-facts.ts";

const NOON = Date.parse("2026-01-01T12:00:00Z");

function known(updatedAt: number | null, listedRefundIds: string[] = []): OrderFacts {
  const snapshot =
    updatedAt === null ? null : ({ updatedAt, listedRefundIds } as unknown as OrderSnapshot);
  return { orderId: "1", deleted: false, snapshot, refunds: [] };
}
const refundAt = (createdAt: number): OrderFacts => ({
  orderId: "1",
  deleted: false,
  snapshot: null,
  refunds: [{ id: "9", createdAt, lines: [], goodwillMinor: 0 }],
});

test("a refund of an unknown order is a gap that any snapshot closes", () => {
  const gap = gapAfterRefund(refundAt(NOON), known(null));
  expect(gap).toMatchObject({ orderId: "1", needsAt: 0 });
  expect(isClosed(gap?.needsAt ?? null, known(NOON - 1))).toBe(true);
  expect(isClosed(gap?.needsAt ?? null, known(null))).toBe(false);
});

test("a refund older than a snapshot that doesn't list it is a gap that only Shopify closes", () => {
  const gap = gapAfterRefund(refundAt(NOON - 1), known(NOON));
  expect(gap).toMatchObject({ needsAt: null });
  expect(isClosed(null, known(NOON + 1))).toBe(false);
});

test.each([
  { why: "newer than the snapshot", refund: refundAt(NOON + 1), state: known(NOON) },
  { why: "of the snapshot's own second", refund: refundAt(NOON), state: known(NOON) },
  { why: "listed by the snapshot", refund: refundAt(NOON - 1), state: known(NOON, ["9"]) },
  { why: "of a deleted order", refund: refundAt(NOON), state: { ...known(null), deleted: true } },
])("a refund $why is no gap", ({ refund, state }) => {
  expect(gapAfterRefund(refund, state)).toBeNull();
});

test("an edit waits a minute for a snapshot at least as new", () => {
  expect(gapAfterEdit("1", NOON, known(NOON - 1))).toMatchObject({
    needsAt: NOON,
    patience: 60_000,
  });
  expect(gapAfterEdit("1", NOON, undefined)).toMatchObject({ needsAt: NOON });
  expect(gapAfterEdit("1", NOON, known(NOON))).toBeNull();
  expect(gapAfterEdit("1", NOON, { ...known(null), deleted: true })).toBeNull();
});
