import { describe, expect, test } from "vitest";
import { call, orderBody, startStore } from "./store.ts";

describe("bad requests get a clear answer and change nothing", () => {
  test.each([
    ["POST", "/control/orders", "{", 400, "not JSON"],
    ["POST", "/control/orders", {}, 422, "at least one line"],
    [
      "POST",
      "/control/orders",
      { line_items: [{ title: "Cup", price: "1.005" }] },
      422,
      "amount of GBP",
    ],
    [
      "POST",
      "/control/orders",
      { line_items: [{ title: "Cup", price: "1.00", quantity: 0 }] },
      422,
      "at least 1",
    ],
    ["POST", "/control/orders", { line_items: [{ quantity: 1 }] }, 422, "needs a title"],
    ["POST", "/control/orders", orderBody({ currency: "USD" }), 422, "currency is GBP"],
    [
      "POST",
      "/control/orders",
      orderBody({ financial_status: "refunded" }),
      422,
      "financial_status",
    ],
    ["POST", "/control/orders", orderBody({ created_at: "yesterday" }), 422, "ISO 8601"],
    ["POST", "/control/orders", orderBody({ id: "abc" }), 422, "positive whole number"],
    ["POST", "/control/orders/1/refunds", {}, 404, "no order 1"],
    ["POST", "/control/orders/1/cancel", {}, 404, "no order 1"],
    ["PUT", "/control/customers/x", {}, 422, "positive whole number"],
    ["POST", "/control/deliveries", { loss: 2 }, 422, "share"],
    ["POST", "/control/faults", { fail: -1 }, 422, "0 or more"],
    ["POST", "/control/clock", { acceleration: 0 }, 422, "acceleration"],
    ["POST", "/control/webhooks", { topic: "carts/update" }, 422, "unknown"],
    ["POST", "/control/app/scopes", { grant: ["write_everything"] }, 422, "does not name"],
    ["POST", "/control/app/scopes", { revoke: ["read_orders"] }, 422, "required"],
    ["PATCH", "/control/orders", {}, 405, "no route"],
    ["GET", "/control/nothing", undefined, 404, "no route"],
    ["GET", "/cdn/nothing", undefined, 404, "no asset"],
    ["GET", "/admin/oauth/access_token", undefined, 405, "POST only"],
  ] as const)("%s %s %j: %i", async (method, path, body, status, message) => {
    const store = await startStore();
    const answer = await call(store, method, path, body);
    expect(answer.status).toBe(status);
    expect((answer.body["error"] as { message: string }).message).toContain(message);
    expect([store.shop.state.orders.size, store.events.length]).toEqual([0, 0]);
  });
});

test("lists are empty, not absent, where there is nothing", async () => {
  const store = await startStore();
  expect((await call(store, "GET", "/control/discounts?code=X")).body).toEqual({ discounts: [] });
  expect(
    (await call(store, "GET", "/control/metafields?owner=gid://shopify/Customer/1")).body,
  ).toEqual({ metafields: [] });
  expect((await call(store, "GET", "/control/requests")).body).toEqual({ requests: [] });
});

test("a line takes what it leaves out from its product", async () => {
  const store = await startStore();
  await call(store, "PUT", "/control/products/7", {
    title: "Cup",
    vendor: "Kiln",
    variants: [{ id: 71, title: "Small", price: "8.50", sku: "C-S" }],
  });
  const order = (
    await call(store, "POST", "/control/orders", { line_items: [{ variant_id: 71, quantity: 2 }] })
  ).body;
  expect(order["line_items"]).toMatchObject([
    {
      title: "Cup",
      price: "8.50",
      sku: "C-S",
      vendor: "Kiln",
      product_id: 7,
      variant_id: 71,
      name: "Cup - Small",
    },
  ]);
});

test("a product keeps the stock of its variants unless told of another", async () => {
  const store = await startStore();
  const put = async (variants: object[]) => {
    const answer = await call(store, "PUT", "/control/products/7", { title: "Cup", variants });
    return (answer.body["variants"] as Record<string, unknown>[]).map(
      (variant) => variant["inventory_quantity"],
    );
  };
  const [small, large] = [
    { id: 71, title: "Small" },
    { id: 72, title: "Large" },
  ];
  expect(await put([{ ...small, inventory_quantity: 3 }])).toEqual([3]);
  expect(await put([large, small])).toEqual([100, 3]);
  expect(await put([{ ...small, inventory_quantity: 0 }])).toEqual([0]);
  const added = await call(store, "POST", "/cart/add.js", { id: 71 });
  expect([added.status, added.text]).toEqual([422, expect.stringContaining("sold out")]);
});

test("the record has every order as it is and every event in order", async () => {
  const store = await startStore();
  const order = (await call(store, "POST", "/control/orders", orderBody())).body;
  await call(store, "POST", `/control/orders/${String(order["id"])}/cancel`);
  const record = (await call(store, "GET", "/control/record")).body;
  expect(record).toMatchObject({
    orders_total: 1,
    orders: [{ id: order["id"], financial_status: "refunded" }],
  });
  expect((record["events"] as { topic: string }[]).map((event) => event.topic)).toEqual([
    "orders/create",
    "orders/paid",
    "orders/updated",
    "refunds/create",
    "orders/cancelled",
    "orders/updated",
  ]);
});

test("the control API lists its own routes", async () => {
  const store = await startStore();
  const routes = (await call(store, "GET", "/control")).body["routes"] as {
    method: string;
    path: string;
  }[];
  expect(routes.map((route) => `${route.method} ${route.path}`)).toEqual(
    expect.arrayContaining([
      "PUT /control/customers/:id",
      "POST /control/orders",
      "POST /control/login",
      "GET /control/requests",
    ]),
  );
});
