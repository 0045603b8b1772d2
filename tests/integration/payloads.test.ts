import { readFileSync, readdirSync, existsSync } from "node:fs";
import path from "node:path";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { TOPICS } from "../../app/adapters/shopify/read-delivery.ts";
import { startTestApp, type InboxRow, type TestApp } from "../support/app.ts";
import { jsonOf, orderPayload, productPayload, shopPayload } from "../support/payloads.ts";

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
  await app.installed();
});

/** Accepted in any case; then what became of it. */
async function outcomeOf(topic: string, body: unknown, shop?: string): Promise<InboxRow> {
  const webhookId = randomUUID();
  const answer = await app.deliver(topic, body, { webhookId, ...(shop && { shop }) });
  expect(answer.status).toBe(200);
  await app.drained();
  const found = (await app.inbox(shop)).find((row) => row.webhookId === webhookId);
  if (!found) throw new Error("what was answered 200 is in the inbox");
  return found;
}

const ORDER = jsonOf(orderPayload({ id: 5001, customer: 51 }));
const withField = (name: string, value: string): string =>
  ORDER.replace(/^\{/, `{"${name}":${value},`).replace(
    new RegExp(`(,"${name}":)("[^"]*"|[^,{}[\\]]+)`),
    `$1${value}`,
  );
const NESTED = `{"id":820982911946154508,"note":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;

describe("what can't be read is accepted, then parked with what was wrong and where", () => {
  test.each<{ why: string; topic?: string; body: string | Buffer; remark: RegExp }>([
    { why: "no JSON", body: "order=1", remark: /^not JSON: / },
    { why: "half of the JSON", body: ORDER.slice(0, 80), remark: /^not JSON: / },
    { why: "an empty body", body: "", remark: /^not JSON: / },
    { why: "a JSON string", body: '"order"', remark: /^body: / },
    { why: "null", body: "null", remark: /^body: / },
    { why: "an array", body: `[${ORDER}]`, remark: /^body: / },
    {
      why: "invalid UTF-8 for the JSON",
      body: Buffer.from([0x7b, 0xff, 0xfe]),
      remark: /not JSON/,
    },
    { why: "more nesting than the stack holds", body: NESTED, remark: /call stack/ },
    { why: "a topic that nobody knows", topic: "moons/rise", body: "{}", remark: /"moons\/rise"/ },
    { why: "no topic", topic: "", body: ORDER, remark: /^topic "" is not/ },
    {
      why: "an id with a fraction",
      body: withField("id", "1001.5"),
      remark: /^id: "1001.5" is not/,
    },
    { why: "an id as 1e30", body: withField("id", "1e30"), remark: /^id: "1e\+30"/ },
    {
      why: "an id of 20 digits",
      body: withField("id", "99999999999999999999"),
      remark: /^id: "999/,
    },
    { why: "an id below zero", body: withField("id", "-5"), remark: /^id: "-5"/ },
    { why: "an id of 0", body: withField("id", "0"), remark: /^id: "0"/ },
    { why: "an id with a NUL", body: withField("id", String.raw`"1\u0000"`), remark: /^id: "1/ },
    {
      why: "a currency that is none",
      body: withField("currency", '"pounds"'),
      remark: /^currency/,
    },
    {
      why: "a status that is none",
      body: withField("financial_status", '"free"'),
      remark: /status/,
    },
    {
      why: "a time that is a number",
      body: withField("updated_at", "1767348000"),
      remark: /updated/,
    },
    { why: "a time without a day", body: withField("updated_at", '"2026"'), remark: /not a time/ },
    {
      why: "a refund without order",
      topic: "refunds/create",
      body: '{"id":1}',
      remark: /^order_id/,
    },
    { why: "a deletion without id", topic: "orders/delete", body: "{}", remark: /^id: / },
    { why: "an edit without order", topic: "orders/edited", body: "{}", remark: /^order_edit/ },
    {
      why: "a shop in no time zone",
      topic: "shop/update",
      body: jsonOf(shopPayload("Mars/Base")),
      remark: /^iana_timezone: not a time zone/,
    },
  ])("$why", async ({ topic = "orders/create", body, remark }) => {
    const row = await outcomeOf(topic, body);
    expect(row.state).toBe("parked");
    expect(row.remark).toMatch(remark);
    expect(row.body?.equals(Buffer.from(body))).toBe(true);
  });

  test("a negative, fractional or huge quantity", async () => {
    for (const quantity of [-1, 1.5, 1e9]) {
      const body = orderPayload({ id: 5002, lines: [{ price: "1.00", quantity, current: 1 }] });
      const row = await outcomeOf("orders/create", body);
      expect(row).toMatchObject({
        state: "parked",
        remark: expect.stringMatching(/quantity/) as string,
      });
    }
  });

  test.each(["1e5", "abc", "", "1,00", "Infinity", "0x10", "1234567890123.00"])(
    "an amount of %j",
    async (price) => {
      const row = await outcomeOf("orders/create", orderPayload({ id: 5003, goods: price }));
      expect(row).toMatchObject({
        state: "parked",
        remark: `line_items.0.price_set: "${price}" is not an amount`,
      });
    },
  );

  test("shop money in another currency than the order's", async () => {
    const body = { ...orderPayload({ id: 5004, currency: "EUR" }), currency: "GBP" };
    const row = await outcomeOf("orders/create", body);
    expect(row).toMatchObject({
      state: "parked",
      remark: expect.stringMatching(/in EUR.*in GBP/) as string,
    });
  });
});

describe("nulls everywhere", () => {
  const order = orderPayload({ id: 5100, customer: 52 });
  const needed = ["id", "updated_at", "currency", "line_items"];

  test.each(Object.keys(order))("an order whose %s is null", async (field) => {
    const row = await outcomeOf("orders/create", { ...order, [field]: null });
    expect(row.state).toBe(needed.includes(field) ? "parked" : "done");
  });

  test("neither processed_at nor created_at", async () => {
    const row = await outcomeOf("orders/create", {
      ...order,
      processed_at: null,
      created_at: null,
    });
    expect(row).toMatchObject({
      state: "parked",
      remark: "body: neither processed_at nor created_at",
    });
  });

  test.each(TOPICS)("%s with an object of nulls never stays pending", async (topic) => {
    const shop = "nulls.myshopify.com";
    await app.installed(shop);
    const nulls = { ...order, order_id: null, order_edit: null, status: null, current: null };
    const body = Object.fromEntries(Object.keys(nulls).map((field) => [field, null]));
    const row = await outcomeOf(topic, body, shop);
    expect(row.state).not.toBe("pending");
  });
});

describe("what is odd but can be read", () => {
  test.each<{ why: string; topic?: string; body: string }>([
    { why: "NUL in an order's name", body: withField("name", String.raw`"#1\u0000"`) },
    { why: "half a character in an order's name", body: withField("name", String.raw`"#\ud83d"`) },
    {
      why: "NUL and half a character in a product's texts",
      topic: "products/update",
      body: jsonOf(productPayload(71, "2026-01-01T10:00:00Z", "Ket\0tle\ud83d")).replace(
        "blue, steel",
        String.raw`blue\u0000,\udc00steel`,
      ),
    },
    {
      why: "a title that would be cut in the middle of a character",
      topic: "collections/update",
      body: jsonOf({ id: 81, title: `${"x".repeat(254)}😀`, updated_at: "2026-01-01T10:00:00Z" }),
    },
    {
      why: "NUL in the status of a merge",
      topic: "customers/merge",
      body: String.raw`{"admin_graphql_api_customer_kept_id":"1","admin_graphql_api_customer_deleted_id":"2","status":"fail\u0000ed"}`,
    },
    {
      why: "NUL in a scope",
      topic: "app/scopes_update",
      body: String.raw`{"current":["a\u0000"]}`,
    },
    { why: "an id as a string", body: withField("id", '"5005"') },
    { why: "money as a number", body: ORDER.replaceAll('"100.00"', "100.00") },
    { why: "money with 18 decimals", body: ORDER.replaceAll("100.00", "100.000000000000000000") },
    { why: "fields that nobody asked for", body: withField("__proto__", '{"test":true}') },
    { why: "a byte order mark", body: `\ufeff${ORDER}` },
  ])("$why: done", async ({ topic = "orders/create", body }) => {
    expect(await outcomeOf(topic, body)).toMatchObject({ state: "done" });
  });

  test("ids above 2^53 stay exact, of order, lines, refunds and customer", async () => {
    const id = 820982911946154508n;
    const customer = 115310627314723954n;
    const lines = [
      { id: 487817672276298554n, price: "50.00" },
      { id: 487817672276298555n, price: "70.00" },
    ];
    const placed = orderPayload({ id, customer, lines });
    expect(await outcomeOf("orders/create", placed)).toMatchObject({ state: "done" });
    expect((await app.member(customer)).points.available).toBe(120);
    // A double would take the refund's line for its neighbour's.
    await outcomeOf("refunds/create", {
      id: 929361465n,
      order_id: id,
      created_at: "2026-03-02T12:00:00Z",
      refund_line_items: [{ line_item_id: 487817672276298555n, quantity: 1 }],
      order_adjustments: [],
    });
    expect(await app.member(customer)).toMatchObject({
      id: `gid://shopify/Customer/${customer}`,
      points: { available: 50 },
    });
    expect(await app.causes()).toMatchObject({ [`${customer} order:${id}`]: 50 });
  });

  test("invalid UTF-8 in a text is replaced, and the rest stands", async () => {
    const [before, after] = ORDER.replace(/"name":"[^"]*"/, '"name":"#1|"').split("|");
    const body = Buffer.concat([Buffer.from(before!), Buffer.from([0xff]), Buffer.from(after!)]);
    expect(await outcomeOf("orders/create", body)).toMatchObject({ state: "done" });
  });

  test("money as floats earns what the same money as strings does", async () => {
    const body = jsonOf(orderPayload({ id: 5200, customer: 53, goods: "79.99" }));
    await outcomeOf("orders/create", body.replaceAll('"79.99"', "79.99"));
    expect((await app.member(53)).points.available).toBe(79);
  });
});

const WEBHOOKS = path.resolve(process.env["WEBHOOKS_DIR"] ?? "../shared/webhooks");
const here = existsSync(WEBHOOKS);
const TOPIC_OF_FILE: Readonly<Record<string, string>> = {
  "app_scopes_update.json": "app/scopes_update",
  "app_uninstalled.json": "app/uninstalled",
  "bulk_operations_finish.json": "bulk_operations/finish",
  "customers_create.json": "customers/create",
  "customers_data_request.json": "customers/data_request",
  "customers_delete.json": "customers/delete",
  "customers_merge.json": "customers/merge",
  "customers_redact.json": "customers/redact",
  "customers_update.json": "customers/update",
  "orders_cancelled.json": "orders/cancelled",
  "orders_create.json": "orders/create",
  "orders_paid.json": "orders/paid",
  "orders_updated.json": "orders/updated",
  "products_update.json": "products/update",
  "refunds_create.json": "refunds/create",
};

describe(`Shopify's own sample payloads${here ? "" : " (left out: no WEBHOOKS_DIR here)"}`, () => {
  const shop = "samples.myshopify.com";
  const read = (file: string): Buffer => readFileSync(path.join(WEBHOOKS, file));

  test.skipIf(!here).each(Object.entries(TOPIC_OF_FILE))(
    "%s is read as %s",
    async (file, topic) => {
      await app.installed(shop, { currency: "USD", timeZone: "America/New_York" });
      const row = await outcomeOf(topic, read(file), shop);
      expect(row.remark ?? "").toMatch(/^$|nothing of it is kept|merge failed/);
      expect(row.state).toBe("done");
    },
  );

  test.skipIf(!here)("the derived life of one order earns, loses and ends as it says", async () => {
    const dollars = "derived.myshopify.com";
    await app.installed(dollars, { currency: "USD", timeZone: "America/New_York" });
    const files = readdirSync(path.join(WEBHOOKS, "derived")).filter((file) => /^\d/.test(file));
    const points: number[] = [];
    for (const file of files.sort()) {
      const topic = /create|paid|updated|cancelled/.exec(file)?.[0] ?? "";
      const of = file.includes("refund") && file.includes("create") ? "refunds" : "orders";
      const row = await outcomeOf(`${of}/${topic}`, read(path.join("derived", file)), dollars);
      expect(row).toMatchObject({ state: "done" });
      points.push((await app.member(8094839668001, dollars)).points.available);
    }
    // 394.95 of goods; a refund of 152.28 leaves 242.67; then cancelled.
    expect(points).toEqual([0, 394, 242, 242, 0]);
    expect(await app.prove(dollars)).toMatchObject({ firstBreak: null });
  });
});
