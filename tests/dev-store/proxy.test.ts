import "@shopify/shopify-api/adapters/node";
import { ApiVersion, shopifyApi } from "@shopify/shopify-api";
import { expect, test } from "vitest";
import { signProxyQuery } from "../../dev-store/proxy/signature.ts";
import { call, KEYS, SHOP, startReceiver, startStore } from "./store.ts";

const shopify = shopifyApi({
  apiKey: KEYS.apiKey,
  apiSecretKey: KEYS.apiSecret,
  apiVersion: ApiVersion.July26,
  hostName: "app.example.com",
  isEmbeddedApp: true,
  logger: { level: 0 },
});

async function storefront() {
  const app = await startReceiver();
  const store = await startStore({ appUrl: app.url });
  const visit = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${store.url}${path}`, init);
    await response.arrayBuffer();
    const { path: forwarded, ...rest } = app.received.at(-1)!;
    const url = new URL(forwarded, app.url);
    return { response, url, query: url.searchParams, ...rest };
  };
  return { app, store, visit };
}

test("the documentation's example gives the documentation's signature", () => {
  // shopify.dev, "Authenticate app proxies": secret "hush", extra=1,2 and the parameters below.
  const query = new URLSearchParams(
    "extra=1&extra=2&shop=shop-name.myshopify.com&logged_in_customer_id=1&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555",
  );
  expect(signProxyQuery(query, "hush")).toBe(
    "4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb",
  );
});

test("a request is forwarded with a query that Shopify's library accepts", async () => {
  const { visit } = await storefront();
  const { url, query } = await visit("/apps/perennial/rewards/7?b=2&a=1&a=3&note=with%20space");
  expect(url.pathname).toBe("/proxy/rewards/7");
  expect(Object.fromEntries(query)).toMatchObject({
    shop: SHOP,
    logged_in_customer_id: "",
    path_prefix: "/apps/perennial",
  });
  expect(
    await shopify.utils.validateHmac(new URLSearchParams(query), { signator: "appProxy" }),
  ).toBe(true);
});

test("who is logged in is told by the store's cookie alone", async () => {
  const { store, visit } = await storefront();
  await call(store, "PUT", "/control/customers/1001", {});
  const login = await call(store, "POST", "/control/login", { customerId: 1001 });
  const cookie = String(login.body["cookie"]);
  expect(login.headers.get("set-cookie")).toContain(cookie);
  expect(
    (await visit("/apps/perennial/member", { headers: { cookie } })).query.get(
      "logged_in_customer_id",
    ),
  ).toBe("1001");
  const forged = cookie.replace("1001", "1002");
  expect(
    (await visit("/apps/perennial/member", { headers: { cookie: forged } })).query.get(
      "logged_in_customer_id",
    ),
  ).toBe("");
  const asked = await visit(
    "/apps/perennial/member?logged_in_customer_id=1002&shop=evil.myshopify.com&signature=00",
  );
  expect(asked.query.getAll("logged_in_customer_id")).toEqual([""]);
  expect(asked.query.getAll("shop")).toEqual([SHOP]);
  expect((await call(store, "POST", "/control/login", { customerId: 404 })).status).toBe(404);
});

test("method and body pass, cookies pass in neither direction", async () => {
  const { visit } = await storefront();
  const sent = await visit("/apps/perennial/membership", {
    method: "POST",
    body: '{"a":1}',
    headers: { cookie: "x=1", "content-type": "application/json" },
  });
  expect([sent.method, sent.text, sent.headers["content-type"], sent.headers.cookie]).toEqual([
    "POST",
    '{"a":1}',
    "application/json",
    undefined,
  ]);
  expect(sent.response.headers.get("set-cookie")).toBeNull();
  expect((await visit("/apps/perennial/membership", { method: "DELETE" })).method).toBe("DELETE");
});

test("an app that is down is a 502 to the shopper", async () => {
  const { app, store } = await storefront();
  await app.close();
  expect((await fetch(`${store.url}/apps/perennial/member`)).status).toBe(502);
});
