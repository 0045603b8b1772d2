import { expect, test } from "vitest";
import { call, json, orderBody, startReceiver, startStore, topicOf, until } from "./store.ts";
import { look, send, sendAndFollow } from "./back-office.ts";

async function shop() {
  const app = await startReceiver();
  const store = await startStore({ appUrl: app.url });
  return { app, store };
}

const placeOrder = (store: Awaited<ReturnType<typeof shop>>["store"]) =>
  call(store, "POST", "/control/orders", orderBody());

test("duplicates are switched on and off by the form", async () => {
  const { app, store } = await shop();
  const page = await sendAndFollow(store, "/admin/deliveries/faults", {
    duplicate: "1",
    reorder: "0",
    delayMs: "0",
    loss: "0",
  });
  expect(page.text).toContain("a duplicate of every delivery");
  await placeOrder(store);
  await until("three webhooks arrive twice", () => app.received.length === 6);
  expect((await look(store, "/admin")).text).toContain(
    "Switched on: a duplicate of every delivery",
  );
  await send(store, "/admin/deliveries/faults", { duplicate: "1", off: "yes" });
  expect(store.deliverer.faults).toEqual({
    duplicate: 0,
    reorder: 0,
    delayMs: 0,
    loss: 0,
    damage: 0,
  });
});

test("a damaged order arrives without its lines, signed as ever, and is the same again", async () => {
  const { app, store } = await shop();
  await call(store, "POST", "/control/deliveries", { damage: 1, duplicate: 1 });
  await placeOrder(store);
  await until("three webhooks arrive twice", () => app.received.length === 6);
  expect(new Set(app.received.map((each) => "line_items" in json(each)))).toEqual(new Set([false]));
  expect((await look(store, "/admin/deliveries")).text).toContain(
    "100 % of the deliveries of orders damaged",
  );
});

test("a strength that the control API set is shown as it is", async () => {
  const { store } = await shop();
  await call(store, "POST", "/control/deliveries", { loss: 0.37, delayMs: 2_500 });
  const { html, text } = await look(store, "/admin/deliveries");
  expect(html).toContain('<option value="0.37" selected>');
  expect(text).toContain("delays of up to 2.5 s; 37 % of the deliveries lost");
});

test("lost deliveries are listed as lost, and sent again by hand with their webhook id", async () => {
  const { app, store } = await shop();
  await call(store, "POST", "/control/deliveries", { loss: true });
  await placeOrder(store);
  await call(store, "POST", "/control/deliveries", {});
  const { html, text } = await look(store, "/admin/deliveries?state=lost");
  expect(text.match(/orders\/\w+ #1001/g)).toEqual([
    "orders/updated #1001",
    "orders/paid #1001",
    "orders/create #1001",
  ]);
  const action = /action="(\/admin\/deliveries\/\d+\/again)"/.exec(html)![1]!;
  await send(store, action);
  await send(store, action);
  await until("it arrives twice", () => app.received.length === 2);
  const ids = app.received.map(({ headers }) => headers["x-shopify-webhook-id"]);
  expect(new Set(ids).size).toBe(1);
  expect(topicOf(app.received[0]!)).toBe("orders/updated");
});

test("a delivery that waits for its retry is tried now", async () => {
  const { app, store } = await shop();
  app.answer = () => 503;
  await placeOrder(store);
  await until("all wait", () => store.deliverer.counts().waiting === 3);
  const { text } = await look(store, "/admin/deliveries/live?state=pending");
  expect(text).toMatch(/under way, answered 503 503, \d+ ms next in 60 s Try now/);
  app.answer = () => 200;
  const page = await sendAndFollow(store, "/admin/deliveries/retry");
  expect(page.text).toContain("All that waited is tried now.");
  await until("all arrive", () => store.deliverer.counts().delivered === 3);
});

test("a delivery shows its body and headers as they were sent", async () => {
  const { app, store } = await shop();
  await placeOrder(store);
  await until("they arrive", () => app.received.length === 3);
  const { text } = await look(store, "/admin/deliveries/1");
  const created = app.received.find((one) => topicOf(one) === "orders/create")!;
  expect(text).toContain(String(created.headers["x-shopify-hmac-sha256"]));
  expect(text).toContain(String(created.headers["x-shopify-webhook-id"]));
  expect(text).toContain('"financial_status": "pending"');
});

test("what became of a delivery outlives the attempts that are remembered", async () => {
  const { app, store } = await shop();
  await placeOrder(store);
  await until("they arrive", () => app.received.length === 3);
  for (let index = 0; index < 340; index += 1) await placeOrder(store);
  await until("all arrive", () => store.deliverer.counts().pending === 0);
  expect((await look(store, "/admin/deliveries/1")).text).toContain("too long ago");
  const [first] = store.shop.state.orders.values();
  const { text } = await look(store, `/admin/orders/${first!.id}/timeline`);
  expect(text).toContain("orders/create delivered");
});

test("Admin API calls are listed with what they cost, and fail when they are told to", async () => {
  const { store } = await shop();
  const { token } = (await call(store, "GET", "/control/session-token")).body;
  const exchanged = await call(store, "POST", "/admin/oauth/access_token", {
    client_id: "test-key",
    client_secret: "test-secret",
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: token,
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
  });
  const ask = () =>
    call(
      store,
      "POST",
      "/admin/api/2026-07/graphql.json",
      {
        query: "query Shop($first: Int!) { shop { name } orders(first: $first) { nodes { id } } }",
        variables: { first: 3 },
      },
      { "X-Shopify-Access-Token": String(exchanged.body["access_token"]) },
    );
  await ask();
  const page = await sendAndFollow(store, "/admin/api-calls/faults", { fail: "1" });
  expect(page.text).toContain("Admin API: the next 1 call failing");
  expect((await ask()).status).toBe(500);
  expect((await ask()).status).toBe(200);
  const { text } = await look(store, "/admin/api-calls/live");
  expect(text).toMatch(/Shop .*Variables \{ "first": 3 \} \d+ of \d+ 200/);
  expect(text).toContain("500 Internal Server Error");
});
