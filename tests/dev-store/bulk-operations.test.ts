import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import {
  ask,
  begin,
  fetchLines,
  fetchText,
  read,
  runToEnd,
  storeOfMany,
  storeWith,
  submit,
  untilStatus,
  type Fields,
} from "./bulk-calls.ts";
import { call, json, orderBody, startReceiver, startStore, topicOf, until } from "./store.ts";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function dataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), "dev-store-bulk-"));
  folders.push(folder);
  return folder;
}

const DAY_MS = 24 * 3_600_000;
const ORDERS = "{ orders { edges { node { id name lineItems { edges { node { id } } } } } } }";
const IDS = "{ orders { edges { node { id } } } }";
const order = (id: number) => `gid://shopify/Order/${id}`;

const numberOf = ({ id }: Fields): number => Number(String(id).split("/").at(-1));

const parentsFirst = (lines: Fields[]): boolean => {
  const seen = new Set<unknown>();
  return lines.every((line) => {
    seen.add(line["id"]);
    return line["__parentId"] === undefined || seen.has(line["__parentId"]);
  });
};

describe("the result", () => {
  test("has one object a line, nested ones with __parentId and without their connection", async () => {
    const store = await storeWith(2);
    const done = await runToEnd(store, ORDERS, { groupObjects: true });
    expect(done).toMatchObject({
      status: "COMPLETED",
      errorCode: null,
      objectCount: "6",
      rootObjectCount: "2",
      partialDataUrl: null,
      type: "QUERY",
      query: ORDERS,
    });
    expect(await fetchLines(done["url"])).toEqual([
      { id: order(1), name: "#1001" },
      { id: "gid://shopify/LineItem/11", __parentId: order(1) },
      { id: "gid://shopify/LineItem/12", __parentId: order(1) },
      { id: order(2), name: "#1002" },
      { id: "gid://shopify/LineItem/21", __parentId: order(2) },
      { id: "gid://shopify/LineItem/22", __parentId: order(2) },
    ]);
    expect(done["fileSize"]).toBe(String((await fetchText(done["url"])).length));
  });

  test("ungrouped has the same lines in an order in which children don't follow their parents", async () => {
    const store = await storeWith(20);
    const [grouped, loose] = [
      await fetchLines((await runToEnd(store, ORDERS, { groupObjects: true }))["url"]),
      await fetchLines((await runToEnd(store, ORDERS))["url"]),
    ];
    const sorted = (lines: Fields[]) => lines.map((line) => JSON.stringify(line)).sort();
    expect(sorted(loose)).toEqual(sorted(grouped));
    expect(parentsFirst(grouped)).toBe(true);
    expect(parentsFirst(loose)).toBe(false);
  });

  test("even of a single order with a single line the line comes first", async () => {
    const store = await startStore();
    const line = { id: 5, title: "Cup", price: "1.00" };
    await call(store, "POST", "/control/orders", { id: 1, line_items: [line] });
    const lines = await fetchLines((await runToEnd(store, ORDERS))["url"]);
    expect(lines.map(({ id }) => id)).toEqual(["gid://shopify/LineItem/5", order(1)]);
  });

  test("goes two connections below the root; objects and lists stay inline", async () => {
    const store = await storeWith(1);
    const variants = [{ id: 71, title: "Red", sku: null, price: "2.00" }];
    await call(store, "PUT", "/control/products/7", { title: "Cup", tags: ["a"], variants });
    await call(store, "PUT", "/control/collections/8", { title: "All", product_ids: ["7"] });
    const variant = `variants { edges { node { id product { id title } } } }`;
    const done = await runToEnd(
      store,
      `{ collections { edges { node { id products { edges { node { id tags ${variant} } } } } } } }`,
      { groupObjects: true },
    );
    const product = "gid://shopify/Product/7";
    expect(await fetchLines(done["url"])).toEqual([
      { id: "gid://shopify/Collection/8" },
      { id: product, tags: ["a"], __parentId: "gid://shopify/Collection/8" },
      {
        id: "gid://shopify/ProductVariant/71",
        product: { id: product, title: "Cup" },
        __parentId: product,
      },
    ]);
  });

  test("of a connection inside an object belongs to the nearest node above", async () => {
    const store = await startStore();
    await call(store, "PUT", "/control/customers/5", {});
    await call(store, "POST", "/control/orders", orderBody({ id: 1, customer: { id: 5 } }));
    const nested = `{ orders { edges { node { id customer { id orders { edges { node { name } } } } } } } }`;
    const done = await runToEnd(store, nested, { groupObjects: true });
    expect(await fetchLines(done["url"])).toEqual([
      { id: order(1), customer: { id: "gid://shopify/Customer/5" } },
      { name: "#1001", __parentId: order(1) },
    ]);
  });

  test("leaves first, last, after and before aside", async () => {
    const store = await storeWith(5);
    const query =
      '{ orders(first: 1, after: "x") { pageInfo { hasNextPage } edges { cursor node { id lineItems(first: 1) { edges { node { id } } } } } } }';
    const done = await runToEnd(store, query);
    expect(done).toMatchObject({ status: "COMPLETED", objectCount: "15", rootObjectCount: "5" });
    const lines = await fetchLines(done["url"]);
    expect(lines.flatMap((line) => Object.keys(line)).includes("cursor")).toBe(false);
  });

  test("is filtered and sorted as the ordinary query is", async () => {
    const store = await storeWith(4);
    const at = (day: number) => new Date(Date.UTC(2026, 0, day)).toISOString();
    for (const [id, day] of [
      [101, 3],
      [102, 1],
      [103, 2],
    ] as const)
      await call(
        store,
        "POST",
        "/control/orders",
        orderBody({ id, created_at: at(day), line_items: [{ title: "Cup", price: "1.00" }] }),
      );
    await call(store, "POST", "/control/app/scopes", { grant: ["read_all_orders"] });
    const found = async (args: string) => {
      const done = await runToEnd(store, `{ orders(${args}) { edges { node { id } } } }`, {
        groupObjects: true,
      });
      return (await fetchLines(done["url"])).map(numberOf);
    };
    const before = `query: "created_at:<'2026-02-01T00:00:00Z'"`;
    expect(await found(`${before}, sortKey: CREATED_AT`)).toEqual([102, 103, 101]);
    expect(await found(`${before}, sortKey: CREATED_AT, reverse: true`)).toEqual([101, 103, 102]);
    expect(await found(`${before}, sortKey: ID`)).toEqual([101, 102, 103]);
    expect(await found('query: "updated_at:>=2026-02-01T00:00:00Z", sortKey: ID')).toEqual([
      1, 2, 3, 4,
    ]);
  });

  test("of nothing found is no file", async () => {
    const store = await startStore();
    expect(await runToEnd(store, IDS)).toMatchObject({
      status: "COMPLETED",
      objectCount: "0",
      url: null,
      fileSize: null,
    });
  });

  test("is longer than what is held back, complete and in the order asked for", async () => {
    const store = await storeOfMany(3_000);
    const loose = await fetchLines((await runToEnd(store, ORDERS))["url"]);
    expect(new Set(loose.map(({ id }) => id)).size).toBe(6_000);
    expect(parentsFirst(loose)).toBe(false);
    const sorted = await runToEnd(store, IDS, { groupObjects: true });
    const ids = (await fetchLines(sorted["url"])).map(numberOf);
    const wanted = Array.from({ length: 3_000 }, (_, index) => index + 1);
    expect(ids).toEqual(wanted.sort((a, b) => (a % 7) - (b % 7) || a - b));
  });
});

describe("an operation", () => {
  test("runs beside everything else: created, running with what is done so far, completed", async () => {
    const store = await storeWith(4);
    await call(store, "POST", "/control/faults", { bulkDelayMs: 600_000 });
    const { bulkOperation } = await submit(store, ORDERS);
    expect(bulkOperation).toMatchObject({
      status: "CREATED",
      objectCount: "0",
      url: null,
      completedAt: null,
    });
    const id = bulkOperation?.["id"];
    await untilStatus(store, id, "RUNNING");
    await until(
      "half of it",
      () =>
        store.bulk.view([...store.shop.state.bulkOperations.values()][0]!).rootObjectCount === 2,
    );
    expect(await read(store, id)).toMatchObject({
      status: "RUNNING",
      rootObjectCount: "2",
      objectCount: "6",
      url: null,
    });
    await ask(
      store,
      "mutation($id: ID!) { bulkOperationCancel(id: $id) { userErrors { message } } }",
      { id },
    );
    await store.bulk.settled();
  });

  test("is told of by a webhook that says everything but where the result is", async () => {
    const app = await startReceiver();
    const store = await storeWith(1, { appUrl: app.url });
    const done = await runToEnd(store, IDS);
    await until("the webhook", () =>
      app.received.some((one) => topicOf(one) === "bulk_operations/finish"),
    );
    const [webhook] = app.received.filter((one) => topicOf(one) === "bulk_operations/finish");
    const payload = json(webhook!);
    const { completed_at, created_at, ...rest } = payload;
    for (const time of [completed_at, created_at])
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
    expect(rest).toEqual({
      admin_graphql_api_id: done["id"],
      error_code: null,
      status: "completed",
      type: "query",
    });
    expect(Date.parse(String(payload["completed_at"]))).toBe(
      Date.parse(String(done["completedAt"])),
    );
  });

  test("of six at once the sixth is refused, before 2026-01 the second", async () => {
    const store = await storeWith(2);
    await call(store, "POST", "/control/faults", { bulkDelayMs: 600_000 });
    const ids: unknown[] = [];
    for (let count = 1; count <= 5; count += 1) ids.push(await begin(store, IDS));
    const refusal = (open: unknown[]) => ({
      bulkOperation: null,
      userErrors: [
        {
          field: null,
          code: "OPERATION_IN_PROGRESS",
          message: `A bulk query operation for this app and shop is already in progress: ${open.join(", ")}.`,
        },
      ],
    });
    expect(await submit(store, IDS)).toEqual(refusal(ids));
    await store.stop();
    const older = await storeWith(2);
    await call(older, "POST", "/control/faults", { bulkDelayMs: 600_000 });
    const first = await begin(older, IDS, { version: "2025-10" });
    expect(await submit(older, IDS, { version: "2025-10" })).toEqual(refusal([first]));
  });

  test("is canceled on its way, and not after its end", async () => {
    const store = await storeWith(4);
    await call(store, "POST", "/control/faults", { bulkDelayMs: 600_000 });
    const cancel = async (id: unknown) => {
      const query = `mutation($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { field message } } }`;
      return (await ask(store, query, { id })).data?.["bulkOperationCancel"];
    };
    const id = await begin(store, IDS);
    await untilStatus(store, id, "RUNNING");
    expect(await cancel(id)).toEqual({ bulkOperation: { status: "CANCELING" }, userErrors: [] });
    await store.bulk.settled();
    expect(await read(store, id)).toMatchObject({
      status: "CANCELED",
      url: null,
      partialDataUrl: null,
      completedAt: null,
    });
    expect(await cancel(id)).toEqual({
      bulkOperation: { status: "CANCELED" },
      userErrors: [
        { field: null, message: "A bulk operation cannot be canceled when it is canceled" },
      ],
    });
    expect(await cancel("gid://shopify/BulkOperation/1")).toEqual({
      bulkOperation: null,
      userErrors: [{ field: ["id"], message: "Bulk operation does not exist" }],
    });
  });

  test.each([false, true])(
    "that fails leaves a part of its result (grouped: %s)",
    async (groupObjects) => {
      const store = await storeWith(10);
      await call(store, "POST", "/control/faults", { bulkFail: 1 });
      const failed = await runToEnd(store, ORDERS, { groupObjects });
      expect(failed).toMatchObject({
        status: "FAILED",
        errorCode: "INTERNAL_SERVER_ERROR",
        url: null,
        completedAt: null,
        rootObjectCount: "5",
      });
      const lines = await fetchLines(failed["partialDataUrl"]);
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.length).toBeLessThanOrEqual(15);
      expect((await runToEnd(store, ORDERS))["status"]).toBe("COMPLETED");
    },
  );

  test("fails for want of a scope, and sees the orders of 60 days unless it may see all", async () => {
    const store = await storeWith(1);
    const created_at = new Date(Date.now() - 61 * DAY_MS).toISOString();
    await call(store, "POST", "/control/orders", orderBody({ id: 9, created_at }));
    expect((await runToEnd(store, IDS))["objectCount"]).toBe("1");
    await call(store, "POST", "/control/app/scopes", { grant: ["read_all_orders"] });
    expect((await runToEnd(store, IDS))["objectCount"]).toBe("2");
    const { shop, clock } = store;
    shop.execute({ kind: "app.scopes", at: clock.now(), scopes: ["read_products"] });
    expect(await runToEnd(store, IDS)).toMatchObject({
      status: "FAILED",
      errorCode: "ACCESS_DENIED",
      partialDataUrl: null,
    });
  });

  test("is found by id, in the list, and as the current one", async () => {
    const store = await storeWith(1);
    const [first, second] = [
      (await runToEnd(store, IDS))["id"],
      (await runToEnd(store, ORDERS))["id"],
    ];
    const list = async (args: string) => {
      const answer = await ask(
        store,
        `{ bulkOperations(${args}) { nodes { id } pageInfo { hasNextPage } } }`,
      );
      return (answer.data?.["bulkOperations"]?.["nodes"] as Fields[]).map(({ id }) => id);
    };
    expect(await list("first: 5")).toEqual([second, first]);
    expect(await list("first: 1")).toEqual([second]);
    expect(await list("first: 5, reverse: true, sortKey: COMPLETED_AT")).toEqual([first, second]);
    expect(await list('first: 5, query: "status:running"')).toEqual([]);
    expect(await list('first: 5, query: "status:completed operation_type:query"')).toHaveLength(2);
    expect(await list(`first: 5, query: "id:${String(first).split("/").at(-1)}"`)).toEqual([first]);
    const current = await ask(
      store,
      "{ query: currentBulkOperation { id } mutation: currentBulkOperation(type: MUTATION) { id } }",
    );
    expect(current.data).toEqual({ query: { id: second }, mutation: null });
    expect(await read(store, "gid://shopify/BulkOperation/1")).toEqual({});
  });

  test("that a stop interrupts begins anew at the next start, and a finished one keeps its result", async () => {
    const folder = dataDir();
    const store = await storeWith(4, { dataDir: folder });
    const kept = await runToEnd(store, ORDERS, { groupObjects: true });
    const text = await fetchText(kept["url"]);
    await call(store, "POST", "/control/faults", { bulkDelayMs: 600_000 });
    const id = await begin(store, ORDERS);
    await untilStatus(store, id, "RUNNING");
    await store.stop();
    const again = await startStore({ dataDir: folder });
    await again.bulk.settled();
    const done = await read(again, id);
    expect(done).toMatchObject({ status: "COMPLETED", objectCount: "12" });
    expect(await fetchLines(done["url"])).toHaveLength(12);
    expect(await fetchText((await read(again, kept["id"]))["url"])).toBe(text);
  });

  test("never holds up the store for long", async () => {
    const store = await storeOfMany(2_000);
    const id = await begin(store, ORDERS);
    // What this process worked between two turns, whatever else the machine is at.
    const workedMs = () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1_000;
    };
    const turns: number[] = [];
    let last = workedMs();
    const began = last;
    const turning = setInterval(() => {
      turns.push(workedMs() - last);
      last = workedMs();
    }, 1);
    await store.bulk.settled();
    clearInterval(turning);
    expect((await read(store, id))["objectCount"]).toBe("4000");
    turns.sort((a, b) => a - b);
    expect(turns.length).toBeGreaterThan(5);
    expect(turns[turns.length >> 1]).toBeLessThan(30);
    expect(turns.at(-1)).toBeLessThan((last - began) / 2);
  });
});

describe("its file", () => {
  test("is fetched whole, in parts, packed or not at all", async () => {
    const store = await storeWith(5);
    const { url } = await runToEnd(store, ORDERS);
    const get = (headers: Record<string, string>, method = "GET") =>
      fetch(String(url), { method, headers: { "Accept-Encoding": "identity", ...headers } });
    const whole = await get({});
    const text = await whole.text();
    expect(whole.headers.get("accept-ranges")).toBe("bytes");
    expect(whole.headers.get("content-length")).toBe(String(text.length));
    const tag = whole.headers.get("etag") ?? "";
    const rest = await get({ Range: "bytes=100-", "If-Range": tag });
    expect(rest.status).toBe(206);
    expect(rest.headers.get("content-range")).toBe(`bytes 100-${text.length - 1}/${text.length}`);
    expect(await rest.text()).toBe(text.slice(100));
    expect(await (await get({ Range: "bytes=3-9" })).text()).toBe(text.slice(3, 10));
    expect(await (await get({ Range: "bytes=-7" })).text()).toBe(text.slice(-7));
    expect((await get({ Range: `bytes=${text.length}-` })).status).toBe(416);
    const other = await get({ Range: "bytes=100-", "If-Range": '"another"' });
    expect([other.status, await other.text()]).toEqual([200, text]);
    const packed = await get({ "Accept-Encoding": "gzip" });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(await packed.text()).toBe(text);
    const part = await get({ "Accept-Encoding": "gzip", Range: "bytes=0-4" });
    expect(part.headers.get("content-encoding")).toBeNull();
    expect(await part.text()).toBe(text.slice(0, 5));
    const head = await get({}, "HEAD");
    expect([head.headers.get("content-length"), await head.text()]).toEqual([
      String(text.length),
      "",
    ]);
    expect((await get({}, "POST")).status).toBe(405);
    const guessed = String(url).replace(/[0-9a-f](?=-final)/, (digit) =>
      digit === "0" ? "1" : "0",
    );
    expect((await fetch(guessed)).status).toBe(404);
  });

  test("is there for seven days of the shop's clock", async () => {
    const folder = dataDir();
    const store = await storeWith(2, { dataDir: folder });
    const { id, url } = await runToEnd(store, IDS);
    const files = () => readdirSync(join(folder, "dev-store", "bulk"));
    expect(files()).toHaveLength(1);
    await call(store, "POST", "/control/clock", { offsetSeconds: 7 * 24 * 3_600 - 60 });
    expect((await fetch(String(url))).status).toBe(200);
    await call(store, "POST", "/control/clock", { offsetSeconds: 7 * 24 * 3_600 + 60 });
    expect((await fetch(String(url))).status).toBe(403);
    expect(await read(store, id)).toMatchObject({ status: "EXPIRED", url: null });
    await store.stop();
    const again = await startStore({ dataDir: folder, clockOffsetSeconds: 7 * 24 * 3_600 + 60 });
    expect(files()).toEqual([]);
    expect(await read(again, id)).toMatchObject({ status: "EXPIRED", url: null });
  });
});
