import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { RETRY_WAITS_MS } from "../../dev-store/webhooks/retries.ts";
import { createSender } from "../../dev-store/webhooks/sender.ts";
import {
  call,
  EVERYTHING,
  json,
  KEYS,
  orderBody,
  SHOP,
  startReceiver,
  startStore,
  topicOf,
  until,
} from "./store.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

async function both(options: Parameters<typeof startStore>[0] = {}) {
  const app = await startReceiver();
  const store = await startStore({ appUrl: app.url, ...options });
  return { app, store };
}

const place = (store: Awaited<ReturnType<typeof startStore>>, changes = {}) =>
  call(store, "POST", "/control/orders", orderBody(changes));

describe("what a webhook carries", () => {
  test("it is signed over its raw bytes and has all of Shopify's headers", async () => {
    const { app, store } = await both();
    await place(store, { financial_status: "pending", created_at: "2026-11-01T10:00:00Z" });
    await until("the webhook", () => app.received.length === 1);
    const [sent] = app.received;
    expect(sent!.headers).toMatchObject({
      "content-type": "application/json",
      "x-shopify-topic": "orders/create",
      "x-shopify-hmac-sha256": createHmac("sha256", KEYS.apiSecret)
        .update(sent!.text)
        .digest("base64"),
      "x-shopify-shop-domain": SHOP,
      "x-shopify-api-version": "2026-07",
      "x-shopify-triggered-at": "2026-11-01T10:00:00.000Z",
      "x-shopify-webhook-id": expect.stringMatching(UUID) as unknown,
      "x-shopify-event-id": expect.stringMatching(UUID) as unknown,
      "x-shopify-name": expect.any(String) as unknown,
    });
  });

  test("create shows the order pending, paid and updated show it paid, all in one second and one event", async () => {
    const { app, store } = await both();
    await place(store);
    await until("three webhooks", () => app.received.length === 3);
    const of = (topic: string) => app.received.find((item) => topicOf(item) === topic)!;
    expect(json(of("orders/create"))["financial_status"]).toBe("pending");
    expect(json(of("orders/paid"))["financial_status"]).toBe("paid");
    expect(new Set(app.received.map((item) => json(item)["updated_at"])).size).toBe(1);
    expect(new Set(app.received.map((item) => item.headers["x-shopify-event-id"])).size).toBe(1);
    expect(new Set(app.received.map((item) => item.headers["x-shopify-webhook-id"])).size).toBe(3);
  });

  test("orders/edited tells of units and not of money", async () => {
    const { app, store } = await both();
    const order = (await place(store)).body;
    const body = {
      line_items: [
        { id: 501, quantity: 1 },
        { id: 900, title: "Saucer", price: "3.00", quantity: 2 },
      ],
    };
    await call(store, "POST", `/control/orders/${String(order["id"])}/edits`, body);
    await until("the edit", () => app.received.some((item) => topicOf(item) === "orders/edited"));
    const edit = json(app.received.find((item) => topicOf(item) === "orders/edited")!)[
      "order_edit"
    ];
    expect(edit).toMatchObject({
      order_id: order["id"],
      line_items: { additions: [{ id: 900, delta: 2 }], removals: [{ id: 501, delta: 2 }] },
    });
    expect(JSON.stringify(edit)).not.toMatch(/amount|price/);
  });

  test("deletions carry an id and nothing else, a merge the two gids and its status", async () => {
    const { app, store } = await both();
    const order = (await place(store)).body;
    await call(store, "DELETE", `/control/orders/${String(order["id"])}`);
    await call(store, "PUT", "/control/customers/1", {});
    await call(store, "PUT", "/control/customers/2", {});
    await call(store, "POST", "/control/customers/1/merge", { deleted_id: 2 });
    await until("the merge", () =>
      app.received.some((item) => topicOf(item) === "customers/merge"),
    );
    await until("the deletion", () =>
      app.received.some((item) => topicOf(item) === "orders/delete"),
    );
    expect(json(app.received.find((item) => topicOf(item) === "orders/delete")!)).toEqual({
      id: order["id"],
    });
    expect(json(app.received.find((item) => topicOf(item) === "customers/merge")!)).toEqual({
      admin_graphql_api_customer_kept_id: "gid://shopify/Customer/1",
      admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/2",
      admin_graphql_api_job_id: null,
      status: "success",
      errors: [],
    });
  });

  test("a subscription with include_fields gets those fields alone, nested ones too", async () => {
    const subscriptions = EVERYTHING.subscriptions
      .filter((item) => item.topic === "orders/create")
      .map((item) => ({
        ...item,
        includeFields: ["id", "customer.id", "line_items.id", "line_items.price_set", "refunds"],
      }));
    const { app, store } = await both({ configuration: { ...EVERYTHING, subscriptions } });
    await call(store, "PUT", "/control/customers/3", { email: "ann@example.com" });
    await place(store, { customer: { id: 3 } });
    await until("the webhook", () => app.received.length === 1);
    const payload = json(app.received[0]!);
    expect(Object.keys(payload)).toEqual(["id", "customer", "line_items", "refunds"]);
    expect(payload["customer"]).toEqual({ id: 3 });
    expect(Object.keys((payload["line_items"] as object[])[0]!)).toEqual(["id", "price_set"]);
    expect(app.received[0]!.text).not.toContain("ann@example.com");
  });

  test("without the app only the privacy topics go out", async () => {
    const { app, store } = await both();
    await call(store, "PUT", "/control/customers/3", {});
    await call(store, "POST", "/control/app/uninstall");
    await place(store);
    await call(store, "POST", "/control/compliance/customers/redact", { customerId: 3 });
    await call(store, "POST", "/control/compliance/shop/redact");
    await until("the redactions", () =>
      app.received.some((item) => topicOf(item) === "shop/redact"),
    );
    await until("all of them", () => store.deliverer.counts().pending === 0);
    expect(app.received.map(topicOf).sort()).toEqual([
      "app/uninstalled",
      "customers/create",
      "customers/redact",
      "shop/redact",
    ]);
    expect(json(app.received.find((item) => topicOf(item) === "customers/redact")!)).toMatchObject({
      shop_domain: SHOP,
      customer: { id: 3 },
      orders_to_redact: [],
    });
  });
});

describe("how a webhook is delivered", () => {
  test("whatever isn't a 2xx is tried again with the same id and the original payload", async () => {
    const { app, store } = await both({ acceleration: 1_000_000 });
    app.answer = () => (app.received.length < 3 ? 503 : 200);
    const order = (await place(store, { financial_status: "pending" })).body;
    await call(store, "PUT", `/control/orders/${String(order["id"])}`, { note: "changed since" });
    await until(
      "four attempts",
      () => app.received.filter((item) => topicOf(item) === "orders/create").length >= 2,
    );
    await until("the end", () => store.deliverer.counts().pending === 0);
    const attempts = app.received.filter((item) => topicOf(item) === "orders/create");
    expect(new Set(attempts.map((item) => item.text)).size).toBe(1);
    expect(new Set(attempts.map((item) => item.headers["x-shopify-webhook-id"])).size).toBe(1);
    expect(json(attempts.at(-1)!)["note"]).toBeNull();
  });

  test("after eight retries over four hours it is given up", async () => {
    expect(RETRY_WAITS_MS).toHaveLength(8);
    expect(RETRY_WAITS_MS.reduce((sum, wait) => sum + wait, 0)).toBe(4 * 3_600_000);
    const { app, store } = await both({ acceleration: 1_000_000 });
    app.answer = () => 500;
    await place(store, { financial_status: "pending" });
    await until("the end", () => store.deliverer.counts().failed === 1);
    expect(app.received).toHaveLength(9);
  });

  test("a subscription of the Admin API goes with a delivery given up, one of the configuration stays", async () => {
    const { app, store } = await both({ acceleration: 1_000_000 });
    const base = {
      uri: "/webhooks",
      name: null,
      includeFields: [],
      filter: null,
      apiVersion: "2026-07",
    };
    store.shop.execute({
      kind: "subscription.create",
      at: store.clock.now(),
      subscription: { ...base, topic: "orders/create", origin: "api" },
    });
    app.answer = () => 500;
    await place(store, { financial_status: "pending" });
    await until("the end", () => store.deliverer.counts().failed === 2);
    expect(
      store.shop.state.subscriptions
        .filter((item) => item.topic === "orders/create")
        .map((item) => item.origin),
    ).toEqual(["configuration"]);
  });

  test(
    "an app that doesn't answer within five seconds is tried again",
    { timeout: 20_000 },
    async () => {
      const { app, store } = await both({ acceleration: 1_000_000 });
      app.answer = () => (app.received.length === 1 ? null : 200);
      const began = Date.now();
      await place(store, { financial_status: "pending" });
      await until("the second attempt", () => app.received.length === 2);
      expect(Date.now() - began).toBeGreaterThan(4_900);
      await until("the end", () => store.deliverer.counts().delivered === 1);
    },
  );

  test("an app that can't be connected to within a second is given up on", async () => {
    const sender = createSender({ connections: 1, lookup: () => undefined });
    const began = Date.now();
    const envelope = { body: Buffer.from("{}"), headers: {}, webhookId: "1" };
    const answer = await sender.send(new URL("http://nowhere.test/webhooks"), envelope);
    sender.close();
    expect(answer).toEqual({ error: "no connection within 1 s" });
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  test("duplicates repeat the webhook id, losses never leave", async () => {
    const { app, store } = await both();
    await call(store, "POST", "/control/deliveries", { duplicate: 2 });
    await place(store, { financial_status: "pending" });
    await until("three copies", () => app.received.length === 3);
    expect(new Set(app.received.map((item) => item.headers["x-shopify-webhook-id"])).size).toBe(1);
    await call(store, "POST", "/control/deliveries", { loss: 1 });
    await place(store, { financial_status: "pending" });
    await until("the loss", () => store.deliverer.counts().lost === 1);
    expect(app.received).toHaveLength(3);
  });

  test("reordering delivers everything, in another order", async () => {
    const { app, store } = await both();
    await call(store, "POST", "/control/deliveries", { reorder: true });
    for (let number = 1; number <= 30; number += 1)
      await place(store, { financial_status: "pending" });
    await until("all of them", () => app.received.length === 30);
    const names = app.received.map((item) => String(json(item)["name"]));
    expect([...names].sort()).toEqual(Array.from({ length: 30 }, (_, index) => `#${1001 + index}`));
    expect(names).not.toEqual([...names].sort());
  });
});
