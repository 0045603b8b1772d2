import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DevStore } from "../../dev-store/start.ts";
import { call, orderBody, startStore, type Answer } from "./store.ts";

interface Money {
  shop_money: { amount: string; currency_code: string };
  presentment_money: { amount: string; currency_code: string };
}
interface Line {
  id: number;
  quantity: number;
  current_quantity: number;
  price_set: Money;
  discount_allocations: { amount: string }[];
  tax_lines: { price: string; rate: number }[];
}
interface Adjustment {
  amount: string;
  kind: string;
}
interface Refund {
  id: number;
  refund_line_items: { subtotal: number; quantity: number; subtotal_set: Money }[];
  order_adjustments: Adjustment[];
  transactions: { amount: string }[];
}
interface Order {
  id: number;
  name: string;
  admin_graphql_api_id: string;
  financial_status: string;
  fulfillment_status: string | null;
  created_at: string;
  updated_at: string;
  cancelled_at: string | null;
  customer: Record<string, unknown> | null;
  total_price: string;
  total_tax: string;
  total_discounts: string;
  total_outstanding: string;
  subtotal_price: string;
  current_total_price: string;
  total_price_set: Money;
  line_items: Line[];
  refunds: Refund[];
}

const orderIn = (answer: Answer): Order => answer.body as unknown as Order;
const refundIn = (answer: Answer): Refund => answer.body as unknown as Refund;

async function place(store: DevStore, changes: Record<string, unknown> = {}): Promise<Order> {
  const answer = await call(store, "POST", "/control/orders", orderBody(changes));
  expect(answer.text).not.toContain('"error"');
  return orderIn(answer);
}

const show = async (store: DevStore, order: Order): Promise<Order> =>
  orderIn(await call(store, "GET", `/control/orders/${order.id}`));

const cents = (text: string): number => Math.round(Number(text) * 100);
const sum = (list: number[]): number => list.reduce((total, item) => total + item, 0);

describe("an order's money", () => {
  test("is a string with the currency's decimals, for the shop and for the shopper", async () => {
    const store = await startStore();
    const order = await place(store, { presentment_currency: "JPY", exchange_rate: 190 });
    expect(order.total_price_set).toEqual({
      shop_money: { amount: "35.55", currency_code: "GBP" },
      presentment_money: { amount: "6755", currency_code: "JPY" },
    });
  });

  test("a discount on the order is allocated over its lines and adds up to the last penny", async () => {
    const store = await startStore();
    const lines = [1, 2, 3].map((id) => ({
      id: String(id),
      title: `Third ${id}`,
      price: "3.33",
      quantity: 1,
    }));
    const order = await place(store, {
      line_items: lines,
      discount_codes: [{ code: "TEN", amount: "1.00" }],
    });
    const parts = order.line_items.flatMap((line) =>
      line.discount_allocations.map((part) => cents(part.amount)),
    );
    expect(parts).toEqual([34, 33, 33]);
    expect(order.subtotal_price).toBe("8.99");
  });

  test("gift cards take no part in a discount on the order and bear no tax", async () => {
    const store = await startStore();
    const order = await place(store, {
      tax_percent: 20,
      line_items: [
        { title: "Gift card", price: "50.00", quantity: 1, gift_card: true },
        { title: "Cup", price: "10.00", quantity: 1 },
      ],
      discount_codes: [{ code: "TWENTY", amount: "20.00" }],
    });
    expect(order.line_items[0]!.discount_allocations).toEqual([]);
    expect(order.line_items[0]!.tax_lines).toEqual([]);
    expect(order.total_discounts).toBe("10.00");
  });

  test.each([
    { included: true, total: "24.00", tax: "4.00" },
    { included: false, total: "28.80", tax: "4.80" },
  ])(
    "taxes included $included: 24.00 at 20 % comes to $total with $tax of tax",
    async ({ included, total, tax }) => {
      const store = await startStore();
      const order = await place(store, {
        taxes_included: included,
        tax_percent: 20,
        line_items: [{ title: "Cup", price: "12.00", quantity: 2 }],
      });
      expect([order.total_price, order.total_tax]).toEqual([total, tax]);
    },
  );
});

describe("an order's identity", () => {
  test("names run on from #1001 and times are whole seconds at the shop's offset", async () => {
    const store = await startStore({ timeZone: "America/New_York" });
    const first = await place(store, { created_at: "2026-07-01T12:00:00.900Z" });
    const second = await place(store, { created_at: "2026-12-01T12:00:00Z" });
    expect([first.name, second.name]).toEqual(["#1001", "#1002"]);
    expect([first.created_at, second.created_at]).toEqual([
      "2026-07-01T08:00:00-04:00",
      "2026-12-01T07:00:00-05:00",
    ]);
  });

  test("ids above 2^53 are exact in numbers and in gids", async () => {
    const store = await startStore({ largeIds: true });
    const answer = await call(
      store,
      "POST",
      "/control/orders",
      orderBody({ id: "820982911946154508" }),
    );
    expect(answer.text).toContain(
      '"id":820982911946154508,"admin_graphql_api_id":"gid://shopify/Order/820982911946154508"',
    );
    const made = await call(
      store,
      "POST",
      "/control/orders",
      '{"line_items":[{"id":866550311766439020,"title":"Cup","price":"1.00"}]}',
    );
    expect(made.text).toContain(
      '"id":866550311766439020,"admin_graphql_api_id":"gid://shopify/LineItem/866550311766439020"',
    );
    expect(/"id":(\d+),/.exec(made.text)![1]!.length).toBe(18);
  });

  test("an id can't be taken twice", async () => {
    const store = await startStore();
    await place(store, { id: 77 });
    expect((await call(store, "POST", "/control/orders", orderBody({ id: 77 }))).status).toBe(422);
  });
});

describe("the financial status", () => {
  test("runs from pending over paid and partially_refunded to refunded", async () => {
    const store = await startStore();
    const order = await place(store, { financial_status: "pending" });
    expect([order.financial_status, order.total_outstanding]).toEqual(["pending", "35.55"]);
    const part = orderIn(
      await call(store, "POST", `/control/orders/${order.id}/payments`, { amount: "5.00" }),
    );
    expect(part.financial_status).toBe("partially_paid");
    const paid = orderIn(await call(store, "POST", `/control/orders/${order.id}/payments`, {}));
    expect(paid.financial_status).toBe("paid");
    await call(store, "POST", `/control/orders/${order.id}/refunds`, {
      refund_line_items: [{ line_item_id: 502, quantity: 1 }],
    });
    expect((await show(store, order)).financial_status).toBe("partially_refunded");
    await call(store, "POST", `/control/orders/${order.id}/refunds`, {
      refund_line_items: [{ line_item_id: 501, quantity: 3 }],
    });
    expect((await show(store, order)).financial_status).toBe("refunded");
  });

  test("an authorized order expires or is voided by its cancellation", async () => {
    const store = await startStore();
    const one = await place(store, { financial_status: "authorized" });
    const other = await place(store, {
      financial_status: "authorized",
      line_items: [{ title: "Cup", price: "1.00" }],
    });
    expect(
      orderIn(await call(store, "POST", `/control/orders/${one.id}/expire`)).financial_status,
    ).toBe("expired");
    expect(
      orderIn(await call(store, "POST", `/control/orders/${other.id}/cancel`)).financial_status,
    ).toBe("voided");
  });
});

describe("refunds", () => {
  test("any split of a refund pays back exactly what the line cost", async () => {
    const store = await startStore();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 9_999 }),
        fc.nat(500),
        async (quantity, price, discount) => {
          const order = await place(store, {
            line_items: [{ title: "Cup", price: (price / 100).toFixed(2), quantity }],
            discount_codes: [{ code: "OFF", amount: (discount / 100).toFixed(2) }],
            taxes_included: false,
            tax_percent: 7,
          });
          const backs: number[] = [];
          for (let unit = 0; unit < quantity; unit += 1) {
            const lines = [{ line_item_id: order.line_items[0]!.id, quantity: 1 }];
            const refund = refundIn(
              await call(store, "POST", `/control/orders/${order.id}/refunds`, {
                refund_line_items: lines,
              }),
            );
            backs.push(...refund.transactions.map((transaction) => cents(transaction.amount)));
          }
          expect(sum(backs)).toBe(cents(order.total_price));
        },
      ),
      { numRuns: 25 },
    );
  });

  test("goodwill without lines is a negative refund_discrepancy and leaves the quantities alone", async () => {
    const store = await startStore();
    const order = await place(store);
    const refund = refundIn(
      await call(store, "POST", `/control/orders/${order.id}/refunds`, {
        transactions: [{ amount: "4.00", kind: "refund" }],
      }),
    );
    expect(refund.order_adjustments).toMatchObject([
      { kind: "refund_discrepancy", amount: "-4.00" },
    ]);
    expect((await show(store, order)).line_items.map((line) => line.current_quantity)).toEqual([
      3, 1,
    ]);
  });

  test("less paid back than the lines came to is a positive refund_discrepancy", async () => {
    const store = await startStore();
    const order = await place(store);
    const body = {
      refund_line_items: [{ line_item_id: 501, quantity: 1 }],
      transactions: [{ amount: "7.63" }],
    };
    const refund = refundIn(await call(store, "POST", `/control/orders/${order.id}/refunds`, body));
    expect(refund.order_adjustments).toMatchObject([
      { kind: "refund_discrepancy", amount: "2.37" },
    ]);
  });

  test("shipping paid back is a shipping_refund and no discrepancy", async () => {
    const store = await startStore();
    const order = await place(store, { shipping_lines: [{ title: "Post", price: "4.95" }] });
    const refund = refundIn(
      await call(store, "POST", `/control/orders/${order.id}/refunds`, {
        shipping: { full_refund: true },
      }),
    );
    expect(refund.order_adjustments).toMatchObject([{ kind: "shipping_refund", amount: "-4.95" }]);
    expect(refund.transactions).toMatchObject([{ amount: "4.95" }]);
  });

  test("subtotals of refund lines are floats, their sets strings", async () => {
    const store = await startStore();
    const order = await place(store);
    const answer = await call(store, "POST", `/control/orders/${order.id}/refunds`, {
      refund_line_items: [{ line_item_id: 501, quantity: 1 }],
    });
    expect(answer.text).toContain(
      '"subtotal":10.0,"total_tax":0.0,"subtotal_set":{"shop_money":{"amount":"10.00"',
    );
  });

  test.each([
    {
      why: "more units than are left",
      body: { refund_line_items: [{ line_item_id: 501, quantity: 4 }] },
    },
    {
      why: "a line of another order",
      body: { refund_line_items: [{ line_item_id: 999, quantity: 1 }] },
    },
    { why: "more money than came in", body: { transactions: [{ amount: "35.56" }] } },
    { why: "more shipping than was charged", body: { shipping: { amount: "1.00" } } },
    { why: "nothing at all", body: {} },
  ])("$why can't be refunded, and nothing changes", async ({ body }) => {
    const store = await startStore();
    const order = await place(store);
    expect((await call(store, "POST", `/control/orders/${order.id}/refunds`, body)).status).toBe(
      422,
    );
    expect(await show(store, order)).toEqual(order);
  });
});

describe("edits, cancellation, fulfilment", () => {
  test("an edit keeps the ordered quantity, moves the current one and leaves a paid order partially paid", async () => {
    const store = await startStore();
    const order = await place(store);
    const body = {
      line_items: [
        { id: 501, quantity: 1 },
        { title: "Saucer", price: "30.00", quantity: 1 },
      ],
    };
    const edited = orderIn(await call(store, "POST", `/control/orders/${order.id}/edits`, body));
    expect(edited.line_items.map((line) => [line.quantity, line.current_quantity])).toEqual([
      [3, 1],
      [1, 1],
      [1, 1],
    ]);
    expect([edited.total_outstanding, edited.financial_status]).toEqual([
      "10.00",
      "partially_paid",
    ]);
    const paid = orderIn(await call(store, "POST", `/control/orders/${order.id}/payments`));
    expect(paid.financial_status).toBe("paid");
  });

  test("units that an edit adds bear their tax", async () => {
    const store = await startStore();
    const lines = [{ id: 7, title: "Cup", price: "12.00", quantity: 1 }];
    const order = await place(store, { taxes_included: true, tax_percent: 20, line_items: lines });
    const edited = orderIn(
      await call(store, "POST", `/control/orders/${order.id}/edits`, {
        line_items: [{ id: 7, quantity: 3 }],
      }),
    );
    expect([edited.total_price, edited.total_tax]).toEqual(["36.00", "6.00"]);
  });

  test("a cancelled order has nothing current and gives back what came in", async () => {
    const store = await startStore();
    const order = await place(store, { shipping_lines: [{ title: "Post", price: "4.95" }] });
    const cancelled = orderIn(
      await call(store, "POST", `/control/orders/${order.id}/cancel`, { reason: "fraud" }),
    );
    expect(cancelled).toMatchObject({
      financial_status: "refunded",
      cancel_reason: "fraud",
      current_total_price: "0.00",
    });
    expect(cancelled.cancelled_at).not.toBeNull();
    expect(
      sum(
        cancelled.refunds.flatMap((refund) =>
          refund.transactions.map((item) => cents(item.amount)),
        ),
      ),
    ).toBe(4050);
  });

  test("a cancellation without refund can be refunded later, line by line", async () => {
    const store = await startStore();
    const order = await place(store);
    const cancelled = orderIn(
      await call(store, "POST", `/control/orders/${order.id}/cancel`, { refund: false }),
    );
    expect(cancelled).toMatchObject({ financial_status: "paid", refunds: [] });
    expect(cancelled.line_items.map((line) => line.current_quantity)).toEqual([0, 0]);
    await call(store, "POST", `/control/orders/${order.id}/refunds`, {
      refund_line_items: [
        { line_item_id: 501, quantity: 3 },
        { line_item_id: 502, quantity: 1 },
      ],
    });
    const after = await show(store, order);
    expect(after.financial_status).toBe("refunded");
    expect(after.line_items.map((line) => line.current_quantity)).toEqual([0, 0]);
  });

  test("updated_at moves with each change and never back", async () => {
    const store = await startStore();
    const order = await place(store, { created_at: "2026-03-01T10:00:00Z" });
    const later = orderIn(
      await call(store, "PUT", `/control/orders/${order.id}`, {
        note: "x",
        updated_at: "2026-03-02T10:00:00Z",
      }),
    );
    const back = orderIn(
      await call(store, "PUT", `/control/orders/${order.id}`, {
        note: "y",
        updated_at: "2026-03-01T11:00:00Z",
      }),
    );
    expect([order.updated_at, later.updated_at, back.updated_at]).toEqual([
      "2026-03-01T10:00:00+00:00",
      "2026-03-02T10:00:00+00:00",
      "2026-03-02T10:00:00+00:00",
    ]);
  });

  test("a fulfilled order says so and can't be fulfilled twice", async () => {
    const store = await startStore();
    const order = await place(store);
    expect(
      orderIn(await call(store, "POST", `/control/orders/${order.id}/fulfil`)).fulfillment_status,
    ).toBe("fulfilled");
    expect((await call(store, "POST", `/control/orders/${order.id}/fulfil`)).status).toBe(422);
  });
});

describe("customers", () => {
  test("PUT makes and then changes; an order embeds the thin customer", async () => {
    const store = await startStore();
    const body = { id: 1001, email: "ann@example.com", first_name: "Ann", last_name: "Lee" };
    expect((await call(store, "PUT", "/control/customers/1001", body)).status).toBe(201);
    expect(
      (await call(store, "PUT", "/control/customers/1001", { note: "kind" })).body,
    ).toMatchObject({ email: "ann@example.com", note: "kind" });
    const order = await place(store, { customer: { id: 1001 } });
    expect(order.customer).toMatchObject({
      id: 1001,
      admin_graphql_api_id: "gid://shopify/Customer/1001",
    });
    expect(Object.keys(order.customer!)).not.toEqual(expect.arrayContaining(["tags"]));
    expect(
      Object.keys(order.customer!).filter((key) =>
        /orders_count|total_spent|tags|addresses/.test(key),
      ),
    ).toEqual([]);
  });

  test("a guest's order has no customer, and an unknown customer is refused", async () => {
    const store = await startStore();
    expect((await place(store)).customer).toBeNull();
    expect(
      (await call(store, "POST", "/control/orders", orderBody({ customer: { id: 5 } }))).status,
    ).toBe(422);
  });

  test("a customer with orders can't be deleted; a merge moves their orders", async () => {
    const store = await startStore();
    await call(store, "PUT", "/control/customers/1", {});
    await call(store, "PUT", "/control/customers/2", {});
    const order = await place(store, { customer: { id: 2 } });
    expect((await call(store, "DELETE", "/control/customers/2")).status).toBe(422);
    expect(
      (await call(store, "POST", "/control/customers/1/merge", { deleted_id: 2 })).status,
    ).toBe(200);
    expect((await show(store, order)).customer).toMatchObject({ id: 1 });
    expect((await call(store, "GET", "/control/customers/2")).status).toBe(404);
  });
});
