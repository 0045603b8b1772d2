import { expect, test } from "vitest";
import { devStoreFetch } from "./dev-store-fetch.server.ts";

async function sentFor(url: string, init?: RequestInit) {
  const sent: Request[] = [];
  const fetchThere = devStoreFetch("http://127.0.0.1:3001", (input) => {
    sent.push(input as Request);
    return Promise.resolve(new Response("ok"));
  });
  await fetchThere(url, init);
  const request = sent[0]!;
  return {
    url: request.url,
    method: request.method,
    shop: request.headers.get("x-forwarded-host"),
    token: request.headers.get("x-shopify-access-token"),
    body: await request.text(),
  };
}

test("a call to a shop goes to the dev store with the shop in x-forwarded-host", async () => {
  const sent = await sentFor("https://a-shop.myshopify.com/admin/api/2026-07/graphql.json?a=1", {
    method: "POST",
    headers: { "x-shopify-access-token": "t" },
    body: "{}",
  });
  expect(sent).toEqual({
    url: "http://127.0.0.1:3001/admin/api/2026-07/graphql.json?a=1",
    method: "POST",
    shop: "a-shop.myshopify.com",
    token: "t",
    body: "{}",
  });
});

test.each([
  "https://example.com/a",
  "https://evil-myshopify.com/a",
  "https://x.myshopify.com.e.org/",
])("%s is no shop and is called as it is", async (url) => {
  expect(await sentFor(url)).toMatchObject({ url, shop: null });
});
