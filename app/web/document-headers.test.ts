import { describe, expect, test } from "vitest";
import { documentHeaders } from "./document-headers.ts";

const cdn = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

function policyFor(path: string, devStoreUrl: string | null = null): string {
  const url = `https://app.example.com${path}`;
  return documentHeaders({ url, appBridgeUrl: cdn, devStoreUrl })["content-security-policy"] ?? "";
}

describe("who may frame a page", () => {
  test("the shop's own admin frames the embedded pages, and no other shop's", () => {
    expect(policyFor("/app?shop=a-shop.myshopify.com")).toContain(
      "frame-ancestors https://a-shop.myshopify.com https://admin.shopify.com;",
    );
  });

  test("in the demo the dev store's admin frames them too, by either name of the machine", () => {
    expect(policyFor("/app/x?shop=a.myshopify.com", "http://127.0.0.1:3001/admin")).toContain(
      "https://admin.shopify.com http://localhost:3001 http://127.0.0.1:3001;",
    );
  });

  test("a dev store that has a name of its own has that one alone", () => {
    expect(policyFor("/app?shop=a.myshopify.com", "https://store.example.com/admin")).toContain(
      "https://admin.shopify.com https://store.example.com;",
    );
  });

  test("the page that fetches a session token stands in the frame as well", () => {
    expect(policyFor("/auth/session-token?shop=a.myshopify.com")).toContain(
      "frame-ancestors https://a.myshopify.com",
    );
  });

  test.each([
    { why: "no shop is named", path: "/app" },
    { why: "the shop is no myshopify.com domain", path: "/app?shop=evil.example.com" },
    { why: "the shop tries to add a directive", path: "/app?shop=a.myshopify.com%3B%20script-src" },
    { why: "the page is not part of the admin", path: "/?shop=a.myshopify.com" },
    { why: "the path only begins like the admin's", path: "/apple?shop=a.myshopify.com" },
  ])("nobody frames it when $why", ({ path }) => {
    expect(policyFor(path)).toContain("frame-ancestors 'none';");
  });
});
