/**
 * The stand-in for Shopify's account pages may give an extension nothing that Shopify wouldn't, and
 * nothing of another customer's.
 */
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import type { DevStore } from "../../dev-store/start.ts";
import { call, orderBody, startStore } from "./store.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");
const HOST = "/customer-accounts/extensions";
const API = `${HOST}/customer-api/2026-07/graphql.json`;
const ANN = "1001";
const BEN = "1002";

let store: DevStore;

beforeEach(async () => {
  store = await startStore();
  for (const id of [ANN, BEN]) await call(store, "PUT", `/control/customers/${id}`, { id });
});

async function cookieOf(customerId: string | null): Promise<Record<string, string>> {
  if (customerId === null) return {};
  const { headers } = await call(store, "POST", "/control/login", { customerId });
  return { Cookie: (headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "" };
}

function claimsIn(body: Record<string, unknown>): unknown {
  const [, claims = ""] = String(body["token"]).split(".");
  return JSON.parse(Buffer.from(claims, "base64url").toString("utf8"));
}

describe("session tokens", () => {
  const claimsFor = async (customerId: string | null): Promise<unknown> => {
    const headers = await cookieOf(customerId);
    const { body } = await call(store, "POST", `${HOST}/session-token`, {}, headers);
    return claimsIn(body);
  };

  test("name the bare shop, the app, and the customer who is logged in", async () => {
    const claims = await claimsFor(ANN);
    expect(claims).toMatchObject({
      dest: "perennial-test.myshopify.com",
      aud: "test-key",
      sub: "gid://shopify/Customer/1001",
    });
    expect(claims).not.toHaveProperty("iss");
  });

  test("name nobody for someone who isn't, or whose cookie is made up", async () => {
    expect(await claimsFor(null)).not.toHaveProperty("sub");
    const headers = { Cookie: `dev_store_customer=${ANN}.${"0".repeat(64)}` };
    const { body } = await call(store, "POST", `${HOST}/session-token`, {}, headers);
    expect(claimsIn(body)).not.toHaveProperty("sub");
  });
});

describe("the Customer Account API", () => {
  const MEMBER = `query { customer { id metafield(namespace: "$app", key: "member") { value } } }`;
  const ask = async (query: string, customerId: string | null = ANN): Promise<unknown> =>
    (await call(store, "POST", API, { query }, await cookieOf(customerId))).body;
  const give = (
    ownerGid: string,
    key: string,
    value: string,
    namespace = "app--test-key",
  ): void => {
    store.shop.execute({
      kind: "metafields.set",
      at: store.clock.now(),
      metafields: [{ ownerGid, namespace, key, type: "json", value }],
    });
  };

  test("answers with the metafield of whoever is logged in", async () => {
    give("gid://shopify/Customer/1001", "member", '{"v":1}');
    give("gid://shopify/Customer/1002", "member", '{"v":2}');
    const of = (id: string, value: string) => ({
      data: { customer: { id: `gid://shopify/Customer/${id}`, metafield: { value } } },
    });
    expect(await ask(MEMBER)).toEqual(of("1001", '{"v":1}'));
    expect(await ask(MEMBER, BEN)).toEqual(of("1002", '{"v":2}'));
  });

  test("answers nothing to someone who isn't logged in", async () => {
    expect(await ask(MEMBER, null)).toMatchObject({
      data: null,
      errors: [{ extensions: { code: "UNAUTHENTICATED" } }],
    });
  });

  test("hides metafields that the app's configuration doesn't open to accounts, and others' own", async () => {
    give("gid://shopify/Customer/1001", "secret", "{}");
    give("gid://shopify/Customer/1001", "member", "{}", "custom");
    const closed = (namespace: string, key: string): string =>
      `query { customer { metafield(namespace: "${namespace}", key: "${key}") { value } } }`;
    for (const query of [closed("$app", "secret"), closed("custom", "member")])
      expect(await ask(query)).toEqual({ data: { customer: { metafield: null } } });
  });

  test("another customer's order is as good as none", async () => {
    const { body } = await call(store, "POST", "/control/orders", {
      ...orderBody(),
      customer_id: BEN,
    });
    const query = `query { order(id: "gid://shopify/Order/${String(body["id"])}") { name } }`;
    expect(await ask(query)).toEqual({ data: { order: null } });
    expect(await ask(query, BEN)).toEqual({ data: { order: { name: "#1001" } } });
  });

  test("is Shopify's: a field that isn't in its schema is an error, one that isn't built says so", async () => {
    expect(await ask("query { customer { points } }")).toMatchObject({
      errors: [{ message: expect.stringContaining('"points"') as string }],
    });
    expect(await ask("query { customer { creationDate } }")).toMatchObject({
      errors: [{ message: "The dev store doesn't implement Customer.creationDate" }],
    });
  });
});

describe("the page's part", () => {
  const preview = (query: string, headers: Record<string, string> = {}) =>
    fetch(`${store.url}${HOST}/preview?${query}`, { headers });

  test("a block's frame has no origin, so neither the page nor the cookie is in its reach", async () => {
    const html = await (await preview("target=profile", await cookieOf(ANN))).text();
    expect(html).toContain('sandbox="allow-scripts"');
    expect(html).toContain("gid://shopify/Customer/1001");
  });

  test("another customer's order is not shown", async () => {
    const { body } = await call(store, "POST", "/control/orders", {
      ...orderBody(),
      customer_id: BEN,
    });
    const answer = await preview(
      `target=order-status&order=${String(body["id"])}`,
      await cookieOf(ANN),
    );
    expect(answer.status).toBe(404);
  });

  test("files outside of its own are not there", async () => {
    for (const file of [
      "browser/secret.js",
      "browser/..%2Fextension-site.js",
      "perennial-account/a.js",
    ])
      expect((await fetch(`${store.url}${HOST}/${file}`)).status).toBe(404);
  });

  test("where the app isn't installed there is no block", async () => {
    store.shop.execute({ kind: "app.uninstall", at: store.clock.now() });
    expect(await (await preview("target=profile")).text()).not.toContain("<iframe");
  });
});

describe("the stand-ins for Shopify's components", async () => {
  interface Drawn {
    COMPONENTS: Record<string, { properties: string[] }>;
  }
  const file = path.join(ROOT, "dev-store/accounts/extension-host/browser/components.js");
  const { COMPONENTS } = (await import(pathToFileURL(file).href)) as Drawn;
  const typed = typesOfShopify();

  test.each(Object.entries(COMPONENTS))("%s takes what Shopify's takes", (tag, { properties }) => {
    expect(typed.has(tag), `Shopify has no <${tag}>`).toBe(true);
    const own = typed.get(tag);
    if (own) expect(properties.toSorted()).toEqual(own);
  });

  test("every component of the extension is among them", () => {
    const sources = path.join(ROOT, "extensions/perennial-account/src");
    const used = readdirSync(sources).flatMap((name) => [
      ...readFileSync(path.join(sources, name), "utf8").matchAll(/<(s-[a-z-]+)/g),
    ]);
    expect(used.length).toBeGreaterThan(20);
    const tags = new Set(used.map(([, tag = ""]) => tag));
    expect([...tags].filter((tag) => !(tag in COMPONENTS))).toEqual([]);
  });
});

/** Property names by tag, sorted; null where the types don't list them one by one. */
function typesOfShopify(): Map<string, string[] | null> {
  const folder = path.join(
    ROOT,
    "node_modules/@shopify/ui-extensions/build/ts/surfaces/customer-account/components",
  );
  const typed = new Map<string, string[] | null>();
  for (const name of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, name), "utf8");
    const tag = /const tagName = "(s-[a-z-]+)"/.exec(text)?.[1];
    const [, picked, own = ""] =
      /interface \w+ElementProps extends Pick<[^,]+, ([^>]+)> \{([^}]*)\}/.exec(text) ?? [];
    if (tag === undefined) continue;
    const names = [
      ...[...(picked ?? "").matchAll(/'(\w+)'/g)].map(([, each = ""]) => each),
      ...[...own.matchAll(/^\s+(\w+)\?:/gm)].map(([, each = ""]) => each),
    ];
    typed.set(tag, picked === undefined ? null : [...new Set(names)].sort());
  }
  return typed;
}
