import { describe, expect, test } from "vitest";
import type { DevStore } from "../../dev-store/start.ts";
import { issueOffline } from "../../dev-store/oauth/tokens.ts";
import { call, EVERYTHING, orderBody, SHOP, startReceiver, startStore } from "./store.ts";

interface GraphQLAnswer {
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
  extensions?: {
    cost: {
      requestedQueryCost: number;
      actualQueryCost: number | null;
      throttleStatus: Record<string, number>;
    };
  };
}

const tokenOf = (store: DevStore): string =>
  issueOffline(store.shop, store.clock, { expiring: true }).token;

async function ask(
  store: DevStore,
  query: string,
  variables: unknown = {},
  token = tokenOf(store),
): Promise<GraphQLAnswer> {
  const headers = { "X-Shopify-Access-Token": token, "X-Forwarded-Host": SHOP };
  const answer = await call(
    store,
    "POST",
    "/admin/api/2026-07/graphql.json",
    { query, variables },
    headers,
  );
  expect(answer.status).toBe(200);
  return answer.body;
}

const codes = (answer: GraphQLAnswer): unknown[] =>
  (answer.errors ?? []).map((error) => error.extensions?.["code"]);

async function placeOrder(store: DevStore, changes: Record<string, unknown> = {}): Promise<string> {
  return String((await call(store, "POST", "/control/orders", orderBody(changes))).body["id"]);
}

describe("an order", () => {
  test("says in GraphQL what its webhook said", async () => {
    const store = await startStore();
    await call(store, "PUT", "/control/customers/9", {});
    const id = await placeOrder(store, {
      customer: { id: 9 },
      taxes_included: true,
      tax_percent: 20,
      discount_codes: [{ code: "X", amount: "3.00" }],
      shipping_lines: [{ title: "Post", price: "4.00" }],
      created_at: new Date(Date.now() - 60_000).toISOString(),
    });
    await call(store, "POST", `/control/orders/${id}/refunds`, {
      refund_line_items: [{ line_item_id: 501, quantity: 1 }],
      shipping: { amount: "1.00" },
      transactions: [{ amount: "12.00" }],
    });
    const answer = await ask(
      store,
      `query($id: ID!) { order(id: $id) { id displayFinancialStatus taxesIncluded currencyCode customer { id }
        lineItems(first: 5) { nodes { id quantity currentQuantity isGiftCard originalUnitPriceSet { shopMoney { amount currencyCode } }
          discountAllocations { allocatedAmountSet { shopMoney { amount } } } taxLines { priceSet { shopMoney { amount } } } } }
        refunds { id refundLineItems(first: 5) { nodes { quantity lineItem { id } } }
          orderAdjustments(first: 5) { nodes { amountSet { shopMoney { amount } } taxAmountSet { shopMoney { amount } } reason } }
          refundShippingLines(first: 5) { nodes { subtotalAmountSet { shopMoney { amount } } } } } } }`,
      { id: `gid://shopify/Order/${id}` },
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({
      order: {
        displayFinancialStatus: "PARTIALLY_REFUNDED",
        customer: { id: "gid://shopify/Customer/9" },
        lineItems: {
          nodes: [
            {
              id: "gid://shopify/LineItem/501",
              quantity: 3,
              currentQuantity: 2,
              originalUnitPriceSet: { shopMoney: { amount: "10.0", currencyCode: "GBP" } },
            },
            { id: "gid://shopify/LineItem/502", quantity: 1, currentQuantity: 1 },
          ],
        },
        refunds: [
          {
            refundLineItems: {
              nodes: [{ quantity: 1, lineItem: { id: "gid://shopify/LineItem/501" } }],
            },
            // Lines 9.16 and shipping 1.00, but 12.00 paid back: 1.84 of goodwill. Shipping is no adjustment here.
            orderAdjustments: {
              nodes: [
                { amountSet: { shopMoney: { amount: "-1.84" } }, reason: "REFUND_DISCREPANCY" },
              ],
            },
            refundShippingLines: {
              nodes: [{ subtotalAmountSet: { shopMoney: { amount: "1.0" } } }],
            },
          },
        ],
      },
    });
  });

  test("an unknown id is null, an id of another kind too, and no id at all an error", async () => {
    const store = await startStore();
    const query = "query($id: ID!) { order(id: $id) { id } }";
    expect((await ask(store, query, { id: "gid://shopify/Order/1" })).data).toEqual({
      order: null,
    });
    expect((await ask(store, query, { id: "gid://shopify/Customer/1" })).data).toEqual({
      order: null,
    });
    expect(codes(await ask(store, query, { id: "1" }))).toEqual(["BAD_REQUEST"]);
  });

  test("older than 60 days it needs read_all_orders", async () => {
    const store = await startStore();
    const old = await placeOrder(store, {
      created_at: new Date(Date.now() - 61 * 86_400_000).toISOString(),
    });
    const query = `{ order(id: "gid://shopify/Order/${old}") { id } orders(first: 5) { nodes { id } } }`;
    expect((await ask(store, query)).data).toEqual({ order: null, orders: { nodes: [] } });
    await call(store, "POST", "/control/app/scopes", { grant: ["read_all_orders"] });
    expect((await ask(store, query)).data).toMatchObject({
      order: { id: `gid://shopify/Order/${old}` },
    });
  });

  test("pages by updated_at are complete though an order changes in between", async () => {
    const store = await startStore();
    const base = Math.floor(Date.now() / 1000) * 1000 - 86_400_000;
    const ids: string[] = [];
    for (let number = 0; number < 5; number += 1)
      ids.push(
        await placeOrder(store, {
          created_at: new Date(base + number * 1_000).toISOString(),
          line_items: [{ title: "Cup", price: "1.00" }],
        }),
      );
    const query = `query($after: String) { orders(first: 2, after: $after, sortKey: UPDATED_AT, query: "updated_at:>='${new Date(base + 1_000).toISOString()}'") { nodes { id } pageInfo { hasNextPage endCursor } } }`;
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 5; pages += 1) {
      const answer = await ask(store, query, { after });
      const page = answer.data!["orders"] as {
        nodes: { id: string }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      seen.push(...page.nodes.map((node) => node.id.split("/").at(-1)!));
      if (pages === 0)
        await call(store, "PUT", `/control/orders/${ids[1]!}`, { note: "moved to the end" });
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual([ids[1], ids[2], ids[3], ids[4], ids[1]]);
  });
});

describe("what Shopify has and the dev store hasn't", () => {
  test.each([
    "{ shop { alerts { description } } }",
    "{ locations(first: 1) { nodes { id } } }",
    'mutation { tagsAdd(id: "gid://shopify/Customer/1", tags: ["a"]) { userErrors { message } } }',
  ])("%s is a loud error", async (query) => {
    const store = await startStore({
      configuration: { ...EVERYTHING, scopes: [...EVERYTHING.scopes, "read_locations"] },
    });
    const answer = await ask(store, query);
    expect(codes(answer)).toEqual(["NOT_IMPLEMENTED_BY_DEV_STORE"]);
    expect(answer.errors![0]!.message).toMatch(
      /^not implemented by the dev store: (Shop\.alerts|QueryRoot\.locations|Mutation\.tagsAdd)$/,
    );
  });

  test("a field that Shopify hasn't either fails validation", async () => {
    const store = await startStore();
    expect((await ask(store, "{ shop { loyalty } }")).errors![0]!.message).toContain(
      'Cannot query field "loyalty" on type "Shop"',
    );
  });
});

describe("scopes", () => {
  test("a type that the scopes don't cover is denied, with the scope that it needs", async () => {
    const store = await startStore({ configuration: { ...EVERYTHING, scopes: ["read_products"] } });
    const answer = await ask(store, "{ orders(first: 1) { nodes { id } } }");
    expect(codes(answer)).toEqual(["ACCESS_DENIED"]);
    expect(answer.errors![0]!.message).toContain("read_orders");
  });

  test("write_customers reads customers too", async () => {
    const store = await startStore({
      configuration: { ...EVERYTHING, scopes: ["write_customers"] },
    });
    expect((await ask(store, "{ customers(first: 1) { nodes { id } } }")).errors).toBeUndefined();
  });

  test("a topic asks for its scope when it is subscribed", async () => {
    const store = await startStore();
    const mutation = `mutation { webhookSubscriptionCreate(topic: CUSTOMERS_MERGE, webhookSubscription: { uri: "/webhooks" }) { webhookSubscription { id topic uri } userErrors { message } } }`;
    expect((await ask(store, mutation)).data).toMatchObject({
      webhookSubscriptionCreate: { webhookSubscription: null, userErrors: [{}] },
    });
    await call(store, "POST", "/control/app/scopes", { grant: ["read_customer_merge"] });
    expect((await ask(store, mutation)).data).toMatchObject({
      webhookSubscriptionCreate: {
        webhookSubscription: { topic: "CUSTOMERS_MERGE" },
        userErrors: [],
      },
    });
    const listed = await ask(store, "{ webhookSubscriptions(first: 50) { nodes { topic } } }");
    expect(listed.data).toEqual({
      webhookSubscriptions: { nodes: [{ topic: "CUSTOMERS_MERGE" }] },
    });
  });
});

describe("limits", () => {
  const long = (name: string) => `{ orders(first: ${name}) { nodes { id } } }`;

  test("a page has at most 250 rows and always a size", async () => {
    const store = await startStore();
    expect((await ask(store, long("250"))).errors).toBeUndefined();
    expect(codes(await ask(store, long("251")))).toEqual(["BAD_REQUEST"]);
    expect(codes(await ask(store, "{ orders { nodes { id } } }"))).toEqual(["BAD_REQUEST"]);
  });

  test("the cost is told: what was asked for and what came back", async () => {
    const store = await startStore();
    const answer = await ask(store, "{ orders(first: 100) { nodes { id customer { id } } } }");
    const { cost } = answer.extensions!;
    expect(cost.requestedQueryCost).toBeGreaterThan(cost.actualQueryCost!);
    expect(cost.throttleStatus).toMatchObject({ maximumAvailable: 2000, restoreRate: 100 });
    expect(cost.throttleStatus["currentlyAvailable"]).toBeGreaterThanOrEqual(
      2000 - cost.requestedQueryCost,
    );
  });

  test("the published breakdown comes out: a product with 250 variants and their product costs 25", async () => {
    const store = await startStore();
    const answer = await ask(
      store,
      '{ product(id: "gid://shopify/Product/1") { variants(first: 250) { nodes { product { id } } } } }',
    );
    expect(answer.extensions!.cost).toMatchObject({ requestedQueryCost: 25, actualQueryCost: 1 });
  });

  test("a query above 1,000 points is refused", async () => {
    const store = await startStore();
    const price = "{ shopMoney { amount } }";
    const line = `originalUnitPriceSet ${price} discountAllocations { allocatedAmountSet ${price} } taxLines { priceSet ${price} }`;
    const answer = await ask(
      store,
      `{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { ${line} } } } } }`,
    );
    expect(codes(answer)).toEqual(["MAX_COST_EXCEEDED"]);
    expect(answer.data).toBeUndefined();
  });

  test("an empty bucket answers THROTTLED with HTTP 200 and fills again", async () => {
    const store = await startStore({ plan: { maximum: 20, restoreRate: 200 } });
    const token = tokenOf(store);
    const query = "mutation { metafieldsSet(metafields: []) { userErrors { message } } }";
    expect((await ask(store, query, {}, token)).errors).toBeUndefined();
    const second = await ask(store, query, {}, token);
    expect(codes(second)).toEqual(["THROTTLED"]);
    expect(second.extensions!.cost.actualQueryCost).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect((await ask(store, query, {}, token)).errors).toBeUndefined();
  });

  test("lists of arguments have at most 250 items", async () => {
    const store = await startStore();
    const metafields = Array.from({ length: 251 }, () => ({
      ownerId: "gid://shopify/Customer/1",
      key: "a",
      value: "1",
      type: "number_integer",
    }));
    const answer = await ask(
      store,
      "mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { userErrors { message } } }",
      { m: metafields },
    );
    expect(codes(answer)).toEqual(["MAX_INPUT_SIZE_EXCEEDED"]);
  });
});

describe("metafields", () => {
  const SET =
    "mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { value compareDigest } userErrors { code field } } }";
  const one = (changes: object = {}) => ({
    ownerId: "gid://shopify/Customer/1",
    namespace: "$app",
    key: "balance",
    type: "number_integer",
    value: "5",
    ...changes,
  });

  async function ready() {
    const store = await startStore();
    await call(store, "PUT", "/control/customers/1", {});
    return store;
  }

  test("are set all or none, and an unknown owner is a user error", async () => {
    const store = await ready();
    const answer = await ask(store, SET, {
      m: [one(), one({ ownerId: "gid://shopify/Customer/404" })],
    });
    expect(answer.data).toEqual({
      metafieldsSet: {
        metafields: [],
        userErrors: [{ code: "INVALID", field: ["metafields", "1", "ownerId"] }],
      },
    });
    expect(
      (await call(store, "GET", "/control/metafields?owner=gid://shopify/Customer/1")).body,
    ).toEqual({ metafields: [] });
  });

  test("are read back by the control API and by their owner", async () => {
    const store = await ready();
    await ask(store, SET, { m: [one()] });
    expect(
      (await call(store, "GET", "/control/metafields?owner=gid://shopify/Customer/1")).body,
    ).toMatchObject({ metafields: [{ key: "balance", value: "5" }] });
    const query =
      '{ customer(id: "gid://shopify/Customer/1") { metafield(key: "balance") { value jsonValue } } }';
    expect((await ask(store, query)).data).toEqual({
      customer: { metafield: { value: "5", jsonValue: 5 } },
    });
  });

  test("the app's installation carries app data in plain namespaces; it goes with the app", async () => {
    const store = await ready();
    const { currentAppInstallation } = (await ask(store, "{ currentAppInstallation { id } }"))
      .data as { currentAppInstallation: { id: string } };
    const ownerId = currentAppInstallation.id;
    const program = { ownerId, namespace: "perennial", key: "program", type: "json", value: "{}" };
    expect((await ask(store, SET, { m: [program] })).data).toMatchObject({
      metafieldsSet: { userErrors: [] },
    });
    const query =
      '{ currentAppInstallation { metafield(namespace: "perennial", key: "program") { namespace jsonValue } metafields(first: 5) { nodes { key } } } }';
    expect((await ask(store, query)).data).toEqual({
      currentAppInstallation: {
        metafield: { namespace: "perennial", jsonValue: {} },
        metafields: { nodes: [{ key: "program" }] },
      },
    });
    const elsewhere = { ...program, ownerId: "gid://shopify/AppInstallation/1" };
    expect((await ask(store, SET, { m: [elsewhere] })).data).toMatchObject({
      metafieldsSet: { userErrors: [{ code: "INVALID" }] },
    });
    await call(store, "POST", "/control/app/uninstall");
    expect((await call(store, "GET", "/control/metafields")).body).toEqual({ metafields: [] });
  });

  test.each([
    {
      why: "another app's namespace",
      changes: { namespace: "app--other" },
      code: "APP_NOT_AUTHORIZED",
    },
    { why: "Shopify's own", changes: { namespace: "shopify--x" }, code: "APP_NOT_AUTHORIZED" },
    { why: "two letters", changes: { namespace: "ab" }, code: "INVALID_VALUE" },
    { why: "a key of one letter", changes: { key: "k" }, code: "INVALID_VALUE" },
    { why: "a key with a dot", changes: { key: "a.b" }, code: "INVALID_VALUE" },
  ])("$why is refused", async ({ changes, code }) => {
    const store = await ready();
    expect((await ask(store, SET, { m: [one(changes)] })).data).toMatchObject({
      metafieldsSet: { userErrors: [{ code }] },
    });
  });

  test("$app:part is a namespace of the app's own", async () => {
    const store = await ready();
    await ask(store, SET, { m: [one({ namespace: "$app:part" })] });
    expect(
      (await call(store, "GET", "/control/metafields?owner=gid://shopify/Customer/1")).body,
    ).toMatchObject({ metafields: [{ namespace: "app--test-key--part" }] });
  });

  test("a customer's metafields go with the customer, deleted or merged away", async () => {
    const store = await ready();
    await call(store, "PUT", "/control/customers/2", {});
    await ask(store, SET, { m: [one(), one({ ownerId: "gid://shopify/Customer/2" })] });
    await call(store, "POST", "/control/customers/1/merge", { deleted_id: 2 });
    const owners = async () =>
      (
        (await call(store, "GET", "/control/metafields")).body["metafields"] as {
          owner_id: string;
        }[]
      ).map((each) => each.owner_id);
    expect(await owners()).toEqual(["gid://shopify/Customer/1"]);
    await call(store, "DELETE", "/control/customers/1");
    expect(await owners()).toEqual([]);
  });

  test("a stale compareDigest, a value of another type and more than 25 are refused", async () => {
    const store = await ready();
    await ask(store, SET, { m: [one()] });
    const code = async (m: unknown[]) =>
      (
        (await ask(store, SET, { m })).data!["metafieldsSet"] as { userErrors: { code: string }[] }
      ).userErrors.map((error) => error.code);
    expect(await code([one({ compareDigest: "stale" })])).toEqual(["STALE_OBJECT"]);
    expect(await code([one({ value: "five" })])).toEqual(["INVALID_VALUE"]);
    expect(await code(Array.from({ length: 26 }, (_, index) => one({ key: `k${index}` })))).toEqual(
      ["LESS_THAN_OR_EQUAL_TO"],
    );
  });
});

describe("tokens and faults", () => {
  const query = "{ shop { name } }";
  const status = async (store: DevStore, token: string, host = SHOP, version = "2026-07") =>
    (
      await call(
        store,
        "POST",
        `/admin/api/${version}/graphql.json`,
        { query },
        { "X-Shopify-Access-Token": token, "X-Forwarded-Host": host },
      )
    ).status;

  test("a made-up, an expired and an uninstalled shop's token answer 401; another shop and an unknown version 404", async () => {
    const store = await startStore();
    const token = tokenOf(store);
    expect(await status(store, token)).toBe(200);
    expect(await status(store, "shpat_made_up")).toBe(401);
    expect(await status(store, token, "other.myshopify.com")).toBe(404);
    expect(await status(store, token, SHOP, "2020-01")).toBe(404);
    await call(store, "POST", "/control/clock", { offsetSeconds: 3_601 });
    expect(await status(store, token)).toBe(401);
    await call(store, "POST", "/control/clock", { offsetSeconds: 0 });
    await call(store, "POST", "/control/app/uninstall");
    expect(await status(store, token)).toBe(401);
  });

  test("throttle, fail and timeoutAfterSuccess strike as often as they are told", async () => {
    const store = await startStore();
    await call(store, "PUT", "/control/customers/1", {});
    const token = tokenOf(store);
    await call(store, "POST", "/control/faults", { fail: 1 });
    expect([await status(store, token), await status(store, token)]).toEqual([500, 200]);
    await call(store, "POST", "/control/faults", { throttle: 1 });
    expect(codes(await ask(store, query, {}, token))).toEqual(["THROTTLED"]);
    await call(store, "POST", "/control/faults", { timeoutAfterSuccess: 1 });
    const set = `mutation { metafieldsSet(metafields: [{ ownerId: "gid://shopify/Customer/1", key: "points", type: "number_integer", value: "1" }]) { userErrors { message } } }`;
    await expect(ask(store, set, {}, token)).rejects.toThrow();
    expect((await call(store, "GET", "/control/metafields?owner=1")).body).toMatchObject({
      metafields: [{ value: "1" }],
    });
  });

  test("a call takes effect only when its time on the way has passed", async () => {
    const store = await startStore({ adminApiMs: 150 });
    const token = tokenOf(store);
    const began = performance.now();
    const asked = ask(store, query, {}, token);
    expect(store.adminApi.requests).toHaveLength(0);
    await asked;
    expect(performance.now() - began).toBeGreaterThanOrEqual(149);
    expect(store.adminApi.requests).toHaveLength(1);
    const [taken = NaN] = store.adminApi.requests.map(({ at }) => Date.parse(at));
    expect(taken - (performance.timeOrigin + began)).toBeGreaterThanOrEqual(145);
  });

  test("every call is on record with its operation, cost and errors", async () => {
    const app = await startReceiver();
    const store = await startStore({ appUrl: app.url });
    await ask(store, "query ShopName { shop { name } }");
    await ask(store, "query Broken { shop { alerts { description } } }");
    expect((await call(store, "GET", "/control/requests")).body).toMatchObject({
      requests: [
        { operation: "ShopName", status: 200, requestedQueryCost: 1, errors: [] },
        { operation: "Broken", errors: ["not implemented by the dev store: Shop.alerts"] },
      ],
    });
  });
});
