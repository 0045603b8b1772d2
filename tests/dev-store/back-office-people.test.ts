import { expect, test } from "vitest";
import { loggedInCustomer, LOGIN_COOKIE } from "../../dev-store/proxy/login.ts";
import { look, send, sendAndFollow } from "./back-office.ts";
import { call, KEYS, orderBody, startStore } from "./store.ts";

async function shopWithPeople() {
  const store = await startStore();
  await call(store, "PUT", "/control/customers/7", { first_name: "Ada", email: "ada@example.com" });
  await call(store, "PUT", "/control/customers/8", { first_name: "Grace" });
  await call(store, "POST", "/control/orders", orderBody({ customer_id: 8 }));
  return store;
}

const topics = (store: Awaited<ReturnType<typeof shopWithPeople>>) =>
  store.events.after(0, 100).map(({ topic }) => topic);

test("logging in as a customer sets the storefront's cookie and goes there", async () => {
  const store = await shopWithPeople();
  const answer = await send(store, "/admin/customers/7/login");
  expect(answer.location).toBe("/");
  const cookie = answer.cookies.find((item) => item.startsWith(`${LOGIN_COOKIE}=`))!;
  const value = /=([^;]+)/.exec(cookie)![1]!;
  expect(loggedInCustomer(value, KEYS.apiSecret)).toBe("7");
  const order = await send(store, "/admin/customers/8/login?order=900");
  expect(order.location).toBe("/customer-accounts/orders/900");
});

test("a customer's page shows what apps keep on the customer, JSON laid out", async () => {
  const store = await shopWithPeople();
  store.shop.execute({
    kind: "metafields.set",
    at: store.clock.now(),
    metafields: [
      {
        ownerGid: "gid://shopify/Customer/7",
        namespace: "$app",
        key: "member",
        type: "json",
        value: '{"v":1,"available":120,"id":9007199254740993}',
      },
    ],
  });
  const { text } = await look(store, "/admin/customers/7");
  expect(text).toContain("$app.member");
  expect(text).toContain('"available": 120, "id": 9007199254740993');
});

test("merging asks first with what moves, then moves it", async () => {
  const store = await shopWithPeople();
  expect((await look(store, "/admin/customers/7/merge?q=grace")).html).toContain("?with=8");
  const asked = await look(store, "/admin/customers/7/merge?with=8");
  expect(asked.text).toContain("1 order for £35.55 move over");
  const page = await sendAndFollow(store, "/admin/customers/7/merge", { with: "8" });
  expect(page.text).toContain("Grace was merged into Ada.");
  expect([...store.shop.state.orders.values()].map(({ customerId }) => customerId)).toEqual(["7"]);
  expect(topics(store)).toContain("customers/merge");
});

test("a customer who bought something can't be deleted, and is told why", async () => {
  const store = await shopWithPeople();
  const page = await sendAndFollow(store, "/admin/customers/8/delete");
  expect(page.text).toContain("has orders and can't be deleted.");
  expect((await sendAndFollow(store, "/admin/customers/7/delete")).text).toContain(
    "Ada is deleted",
  );
  expect([...store.shop.state.customers.keys()]).toEqual(["8"]);
});

test("requests about a person's records go to the app", async () => {
  const store = await shopWithPeople();
  await send(store, "/admin/customers/8/data-request");
  await send(store, "/admin/customers/8/redact");
  expect(topics(store).slice(-2)).toEqual(["customers/data_request", "customers/redact"]);
});

test("a product's price changes, and a price that is none is refused", async () => {
  const store = await shopWithPeople();
  await call(store, "PUT", "/control/products/3", {
    title: "Bowl",
    variants: [{ id: 31, title: "Small", price: "12.00" }],
  });
  const saved = await sendAndFollow(store, "/admin/products/3", {
    title: "Deep bowl",
    "price-31": "14.50",
  });
  expect(saved.text).toContain("Deep bowl is saved.");
  const refused = await send(store, "/admin/products/3", { title: "Bowl", "price-31": "dear" });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain("must be an amount of GBP");
  expect(store.shop.state.products.get("3")).toMatchObject({
    title: "Deep bowl",
    variants: [{ id: "31", title: "Small", priceMinor: 1450 }],
  });
});
