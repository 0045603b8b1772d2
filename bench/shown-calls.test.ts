import { describe, expect, test } from "vitest";
import { lagsOf, paceOf, shownBy, tallyOf, type LoggedCall, type Shown } from "./shown-calls.ts";

const BEGAN = Date.UTC(2026, 10, 22, 12);
const instant = (afterMs: number): string => new Date(BEGAN + afterMs).toISOString();

function call(afterMs: number, told: Record<string, string[]>, changes: Partial<LoggedCall> = {}) {
  const metafields = Object.entries(told).flatMap(([customer, orders]) => {
    const ownerId = `gid://shopify/Customer/${customer}`;
    const recent = [...orders.map((order) => ({ order })), { order: null }];
    return [
      { ownerId, key: "balance", value: "120" },
      { ownerId, key: "member", value: JSON.stringify({ recent }) },
    ];
  });
  return {
    at: instant(afterMs),
    operation: "ShowOnStorefront",
    variables: { metafields },
    actualQueryCost: 12,
    errors: [],
    userErrors: [],
    ...changes,
  } satisfies LoggedCall;
}

const order = (customerId: string, name: string, afterMs: number) => ({
  customerId,
  name,
  acceptedAtMs: BEGAN + afterMs,
});

describe("an order is shown", () => {
  test("when its customer's metafields first tell of it, however often they do later", () => {
    const shown = shownBy([call(300, { 7: ["#1"] }), call(900, { 7: ["#2", "#1"], 8: ["#3"] })]);
    const orders = [order("7", "#1", 100), order("7", "#2", 200), order("8", "#3", 850)];
    expect(lagsOf(orders, shown)).toEqual({ lagsMs: [200, 700, 50], unseen: 0 });
  });

  test("to its own customer alone", () => {
    const shown = shownBy([call(300, { 8: ["#1"] })]);
    expect(lagsOf([order("7", "#1", 100)], shown)).toEqual({ lagsMs: [], unseen: 1 });
  });

  test.each([
    { why: "a throttled call", changes: { errors: ["Throttled"], actualQueryCost: null } },
    { why: "a refused call", changes: { userErrors: [{ message: "Owner does not exist." }] } },
  ])("not by $why", ({ changes }) => {
    expect(shownBy([call(300, { 7: ["#1"] }, changes)])).toEqual([]);
  });

  test("not by what belongs to no customer", () => {
    const program = { ownerId: "gid://shopify/AppInstallation/1", key: "program", value: "{}" };
    expect(shownBy([call(0, {}, { variables: { metafields: [program] } })])).toEqual([]);
    expect(shownBy([call(0, {}, { variables: null })])).toEqual([]);
  });
});

test("calls are counted with what they cost; a throttled one costs nothing", () => {
  const calls = [
    call(0, { 7: [] }),
    call(1, { 7: [] }, { errors: ["Throttled"], actualQueryCost: null }),
    call(2, { 7: [] }, { userErrors: [{}] }),
  ];
  expect(tallyOf(calls)).toEqual({ calls: 3, throttled: 1, refused: 1, points: 24 });
});

describe("the pace of a backlog", () => {
  const shownAt = (customer: number, afterMs: number): Shown => ({
    customerId: String(customer),
    atMs: BEGAN + afterMs,
    orders: new Set(),
  });

  test("counts from the first call, which was made before it took effect", () => {
    const shown = [shownAt(1, 250), shownAt(2, 500), shownAt(3, 750), shownAt(4, 2_750)];
    expect(paceOf(shown, { first: 2, last: 1, callMs: 250 })).toEqual({
      customers: 4,
      firstSeconds: 0.5,
      allSeconds: 2.75,
      sustainedPerSecond: 0.5,
    });
  });

  test("counts a customer once, when first shown", () => {
    const shown = [shownAt(1, 0), shownAt(2, 1_000), shownAt(1, 9_000)];
    expect(paceOf(shown, { first: 1, last: 1, callMs: 0 })).toMatchObject({
      customers: 2,
      allSeconds: 1,
    });
  });
});
