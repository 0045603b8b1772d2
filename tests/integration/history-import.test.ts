import { writeFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MINUTE } from "../../app/domain/shared/instant.ts";
import { carryOnImport } from "../../app/use-cases/carry-on-import.ts";
import { stopImport } from "../../app/use-cases/stop-import.ts";
import type { DevStore } from "../../dev-store/start.ts";
import { historyPieces } from "../../bench/history-lines.ts";
import { orderPayload } from "../support/payloads.ts";
import { startImporting, type Importing } from "../support/importing.ts";

let app: Importing;
let folder: string;
let shops = 0;

beforeAll(async () => {
  app = await startImporting();
  folder = await mkdtemp(path.join(tmpdir(), "perennial-histories-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const named = (): string => `past-${(shops += 1)}.myshopify.com`;

async function fileOf(text: string | Buffer, end = "jsonl"): Promise<string> {
  const file = path.join(folder, `${(shops += 1)}.${end}`);
  await writeFile(file, text);
  return file;
}

const asFile = (file: string) => ({ source: "file", file, fileMark: file, bytes: null }) as const;

/** The file that the shop's import would be given. */
async function preparedBy(store: DevStore, shop: string): Promise<string[]> {
  const asked = await app.app.ports.history.askForAll(shop);
  if (asked === "busy") throw new Error("the dev store is busy");
  await store.bulk.settled();
  const found = await app.app.ports.history.lookAt(shop, asked.operationId);
  if (found.kind !== "ready" || found.url === null) throw new Error(`it is ${found.kind}`);
  const text = await (await fetch(found.url)).text();
  return text.trimEnd().split("\n");
}

describe("a history read by bulk operation", () => {
  let shop: string;
  let store: DevStore;

  beforeAll(async () => {
    shop = named();
    store = await app.open(shop);
    const end = await app.importAll(shop);
    expect(end).toMatchObject({ state: "done", remark: null, problems: [] });
  });

  test("every order is known, every customer settled, and it says how many", async () => {
    const { counts } = await app.progress(shop);
    const orders = store.shop.state.orders.size;
    expect(orders).toBeGreaterThan(50);
    expect(counts).toMatchObject({ ordersRead: orders, ordersNew: orders, linesSkipped: 0 });
    expect(counts.membersSettled).toBe(counts.membersToSettle);
    expect(counts.membersSettled).toBeGreaterThan(20);
    const refunds = [...store.shop.state.orders.values()].flatMap((order) => order.refunds);
    expect(refunds.length).toBeGreaterThan(0);
    expect(counts).toMatchObject({ refundsRead: refunds.length, refundsMissed: 0 });
  });

  test("what it says of an order is word for word what asking for that order says", async () => {
    const facts = await app.facts(shop);
    for (const orderId of Object.keys(facts)) {
      expect(facts[orderId]).toEqual(await app.app.ports.fetchOrder(shop, orderId));
    }
  });

  test("a twin that is told the same by webhooks has the same snapshots, targets and standings", async () => {
    const other = named();
    await app.twin(other);
    await app.tell(other, store);
    const [read, told] = [await app.facts(shop), await app.facts(other)];
    expect(Object.keys(told)).toEqual(Object.keys(read));
    for (const [orderId, facts] of Object.entries(told)) {
      const snapshot = facts.snapshot && { ...facts.snapshot, source: "admin-api" };
      expect({ ...facts, snapshot }).toEqual(read[orderId]);
    }
    expect(await app.state(other)).toEqual(await app.state(shop));
    expect(Object.keys((await app.state(shop)).causes).length).toBeGreaterThan(30);
  });

  test("the ledger is proved", async () => {
    const proof = await app.prove(shop);
    expect(proof).toMatchObject({ firstBreak: null, unsettled: 0 });
  });

  test("nothing of the file is left behind, and from which day orders are known is noted", async () => {
    const { rows } = await app.superuser.query(
      `SELECT (SELECT count(*)::int FROM import_parts p WHERE p.shop_id = s.shop_id) AS parts, known_from, known_reach
       FROM shops s WHERE domain = $1`,
      [shop],
    );
    const first = Math.min(
      ...Object.values(await app.facts(shop)).map(({ snapshot }) => snapshot?.placedAt ?? Infinity),
    );
    expect(rows).toEqual([{ parts: 0, known_from: new Date(first), known_reach: "everything" }]);
  });

  test("the same history once more changes nothing", async () => {
    const before = await dump(shop);
    const end = await app.importAll(shop);
    expect(end).toMatchObject({ state: "done" });
    expect(end.counts).toMatchObject({ ordersNew: 0, ordersChanged: 0, refundsRead: 0 });
    expect(await dump(shop)).toEqual(before);
  });

  /** Rows that an import writes, down to their revisions. */
  async function dump(of: string): Promise<unknown> {
    const found: unknown[] = [];
    for (const table of ["orders", "members", "entries", "dirty_marks"]) {
      const { rows } = await app.superuser.query(
        `SELECT to_jsonb(t) AS row FROM ${table} t WHERE shop_id = (SELECT shop_id FROM shops WHERE domain = $1)
         ORDER BY to_jsonb(t)::text`,
        [of],
      );
      found.push(rows);
    }
    return found;
  }
});

describe("what goes wrong at Shopify", () => {
  test("an operation that fails, and leaves a part of the file, is asked for anew", async () => {
    const shop = named();
    const store = await app.open(shop, { customers: 10 });
    store.bulk.faults.bulkFail = 2;
    const end = await app.importAll(shop);
    expect(end).toMatchObject({ state: "done", remark: null });
    expect(end.counts.ordersNew).toBe(store.shop.state.orders.size);
    const asked = store.adminApi.requests.filter((each) => each.operation === "AskForHistory");
    expect(asked).toHaveLength(3);
  });

  test("one that takes its time is waited for, and its end is told by a webhook", async () => {
    const shop = named();
    const store = await app.open(shop, { customers: 10 });
    store.bulk.faults.bulkDelayMs = 300;
    await app.start(shop);
    await app.carryOn(shop, ({ state }) => state === "asking");
    await store.bulk.settled();
    await app.superuser.query("UPDATE imports SET next_try_at = now() + interval '1 hour'");
    const told = { admin_graphql_api_id: "gid://shopify/BulkOperation/1", status: "completed" };
    await app.deliver("bulk_operations/finish", told, { shop });
    await app.drained();
    const { rows } = await app.superuser.query(
      "SELECT next_try_at <= now() AS due FROM imports WHERE finished_at IS NULL",
    );
    expect(rows).toEqual([{ due: true }]);
    expect(await app.carryOn(shop)).toMatchObject({ state: "done" });
  });

  test("a file that is gone before it was read to its end is asked for anew", async () => {
    const shop = named();
    await app.open(shop, { customers: 10 });
    await app.start(shop);
    await app.carryOn(shop, ({ state }) => state === "reading");
    await app.superuser.query(
      "UPDATE imports SET file = regexp_replace(file, '/[0-9a-f]+-', '/00-') WHERE finished_at IS NULL",
    );
    expect(await app.carryOn(shop)).toMatchObject({ state: "done" });
  });

  test("Shopify away or throttling: what is known of refunds is asked for until it answers", async () => {
    const shop = named();
    const store = await app.open(shop);
    await app.start(shop);
    await app.carryOn(shop, ({ state }) => state === "refunds");
    store.adminApi.faults.fail = 2;
    store.adminApi.faults.throttle = 2;
    const end = await app.carryOn(shop);
    expect(end).toMatchObject({ state: "done", remark: null });
    expect(end.counts.refundsRead).toBe(end.counts.refundsToRead);
  });

  test("what fails again and again is given up, says why, and goes on when it is started again", async () => {
    const shop = named();
    const store = await app.open(shop, { customers: 10 });
    store.adminApi.faults.fail = 1_000;
    const failed = await app.importAll(shop);
    expect(failed.state).toBe("failed");
    expect(failed.remark).toMatch(/Admin API answered 5/);
    store.adminApi.faults.fail = 0;
    expect(await app.start(shop)).toEqual({ kind: "resumed", importId: failed.importId });
    expect(await app.carryOn(shop)).toMatchObject({ state: "done", remark: null });
  });

  test("a shop without orders is done at once", async () => {
    const shop = named();
    await app.open(shop, { customers: 0 });
    const end = await app.importAll(shop);
    expect(end).toMatchObject({ state: "done", counts: { ordersRead: 0, membersSettled: 0 } });
  });
});

describe("an import is one at a time, and can be left", () => {
  test("a second start finds the first; after a stop it goes on from where it stood", async () => {
    const shop = named();
    await app.open(shop, { customers: 10 });
    const first = await app.start(shop);
    expect(first.kind).toBe("started");
    expect(await app.start(shop)).toEqual({ kind: "under-way", importId: first.importId });
    await app.carryOn(shop, ({ state }) => state === "reading");
    const shopId = await app.shopIdOf(shop);
    expect(await stopImport(app.app.ports, shopId, null)).toBe(true);
    expect(await stopImport(app.app.ports, shopId, null)).toBe(false);
    expect((await app.carryOn(shop)).state).toBe("stopped");
    expect(await app.start(shop)).toEqual({ kind: "resumed", importId: first.importId });
    expect(await app.carryOn(shop)).toMatchObject({ state: "done" });
  });

  test("two workers at once do nothing twice", async () => {
    const shop = named();
    await app.open(shop);
    await app.start(shop);
    const ends = await Promise.all([app.carryOn(shop), app.carryOn(shop), app.carryOn(shop)]);
    expect(ends.map((end) => end.state)).toEqual(["done", "done", "done"]);
    const { counts } = await app.progress(shop);
    expect(counts.ordersNew).toBe(counts.ordersRead);
    expect(counts.membersSettled).toBe(counts.membersToSettle);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null, unsettled: 0 });
  });

  test("after the app was removed nothing goes on; after it came back it does", async () => {
    const shop = named();
    await app.open(shop, { customers: 10 });
    await app.start(shop);
    await app.carryOn(shop, ({ state }) => state === "reading");
    const set = (state: string) =>
      app.superuser.query("UPDATE shops SET state = $2 WHERE domain = $1", [shop, state]);
    await set("uninstalled");
    const before = await app.progress(shop);
    expect(await app.carryOn(shop)).toEqual(before);
    await set("installed");
    expect(await app.carryOn(shop)).toMatchObject({ state: "done" });
  });
});

describe("live webhooks beside it", () => {
  test("whatever comes first, both end at the newest of what either said", async () => {
    const shop = named();
    const store = await app.open(shop);
    const [first] = [...store.shop.state.orders.values()].filter(
      (order) => order.customerId !== null && order.refunds.length === 0,
    );
    if (!first?.customerId) throw new Error("a shop with a past has a customer's order");
    const newer = new Date(Date.now() + MINUTE).toISOString();
    const draft = { id: BigInt(first.id), customer: BigInt(first.customerId), goods: "777.00" };
    const body = orderPayload({ ...draft, updatedAt: newer });
    const fresh = orderPayload({ id: 4_000_000_001, customer: BigInt(first.customerId) });
    await app.start(shop);
    await app.carryOn(shop, ({ state }) => state === "reading");
    await app.deliver("orders/updated", body, { shop });
    await app.drained();
    const importing = app.carryOn(shop);
    await app.deliver("orders/create", fresh, { shop });
    await app.drained();
    expect(await importing).toMatchObject({ state: "done" });
    await app.state(shop);
    const causes = await app.causes(shop);
    expect(causes[`${first.customerId} order:${first.id}`]).toBeGreaterThanOrEqual(777);
    expect(causes[`${first.customerId} order:4000000001`]).toBeGreaterThanOrEqual(100);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null, unsettled: 0 });
  });

  test("members who were there before are due as soon as orders of theirs come in, not proved wrong", async () => {
    const shop = named();
    const store = await app.open(shop);
    const [known] = [...store.shop.state.orders.values()].flatMap(
      ({ customerId }) => customerId ?? [],
    );
    await app.deliver("orders/create", orderPayload({ id: 99, customer: BigInt(known ?? 0) }), {
      shop,
    });
    await app.drained();
    await app.start(shop);
    await app.carryOn(shop, ({ state }) => state === "settling" || state === "refunds");
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null, unsettled: 1 });
    await app.carryOn(shop);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null, unsettled: 0 });
  });
});

test("a page that fails while an older one is still under way fails the step, not the process", async () => {
  const shop = named();
  await app.twin(shop);
  const pieces = historyPieces({ seed: 3, orders: 2_500, until: app.clock.now });
  const file = await fileOf([...pieces].join(""));
  await app.start(shop, asFile(file));
  await app.carryOn(shop, ({ state }) => state === "settling");
  const { ports } = app.app;
  const { stores } = ports;
  let pages = 0;
  const loadKnown: typeof stores.settlements.loadKnown = async (...asked) => {
    pages += 1;
    if (pages === 2) throw new Error("the second page fails");
    if (pages === 1) await sleep(300);
    return stores.settlements.loadKnown(...asked);
  };
  const failing = {
    ...ports,
    stores: { ...stores, settlements: { ...stores.settlements, loadKnown } },
  };
  await app.due(shop);
  await carryOnImport(failing, await app.shopIdOf(shop), {
    stopping: new AbortController().signal,
  });
  expect(await app.progress(shop)).toMatchObject({
    state: "settling",
    remark: "the second page fails",
  });
  expect(await app.carryOn(shop)).toMatchObject({ state: "done", remark: null });
  expect(await app.prove(shop)).toMatchObject({ firstBreak: null, unsettled: 0 });
});

test("a turn ends with a step: others go on, and the import is free at once for whoever comes next", async () => {
  const shop = named();
  await app.twin(shop);
  const pieces = historyPieces({ seed: 9, orders: 300, until: app.clock.now });
  await app.start(shop, asFile(await fileOf([...pieces].join(""))));
  const shopId = await app.shopIdOf(shop);
  const stopping = new AbortController().signal;
  let steps = 0;
  const turn = (turnEndsAt: number): Promise<number | null> =>
    carryOnImport(app.app.ports, shopId, { stopping, turnEndsAt, onStep: () => (steps += 1) });
  expect([await turn(performance.now()), steps]).toEqual([0, 0]);
  // Given back: nobody has to wait for the lease's end.
  expect(await turn(Infinity)).toBeNull();
  expect(steps).toBeGreaterThan(0);
  expect(await app.progress(shop)).toMatchObject({ state: "done" });
});

describe("a history read from a file", () => {
  let shop: string;
  let lines: string[];
  let wanted: unknown;

  beforeAll(async () => {
    shop = named();
    const store = await app.open(shop, { customers: 12, seed: 21 });
    lines = await preparedBy(store, shop);
    await app.importAll(shop);
    wanted = await app.facts(shop);
  });

  async function factsFrom(text: string | Buffer, end?: string) {
    const other = named();
    await app.twin(other);
    app.stores.set(other, app.storeOf(shop));
    const progress = await app.importAll(other, asFile(await fileOf(text, end)));
    return { progress, facts: await app.facts(other), other };
  }

  test("children come before their parents, and it makes no difference", async () => {
    const [first] = lines;
    expect(first).toContain("__parentId");
    const children = lines.filter((line) => line.includes("__parentId"));
    const parents = lines.filter((line) => !line.includes("__parentId"));
    expect((await factsFrom([...children, ...parents].join("\n"))).facts).toEqual(wanted);
  });

  test("packed, with other line ends, and without one at the end", async () => {
    expect((await factsFrom(gzipSync(lines.join("\r\n")), "jsonl.gz")).facts).toEqual(wanted);
  });

  test("any shuffle of its lines, with any of them twice, ends in the same facts", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(lines, { minLength: lines.length }),
        fc.subarray(lines, { maxLength: 20 }),
        async (shuffled, twice) => {
          const { facts } = await factsFrom([...twice, ...shuffled].join("\n"));
          expect(facts).toEqual(wanted);
        },
      ),
      { numRuns: 6 },
    );
  });

  test("lines that are no use are counted and told with their number; nothing else is lost", async () => {
    const broken = [
      "not JSON at all",
      '{"id":"gid://shopify/Customer/1"}',
      "[]",
      '{"__parentId":"gid://shopify/Product/1"}',
    ];
    const text = [...lines.slice(0, 10), ...broken, ...lines.slice(10)].join("\n");
    const { progress, facts } = await factsFrom(text);
    expect(progress.state).toBe("done");
    expect(progress.counts.linesSkipped).toBe(4);
    expect(progress.problems.map(({ line }) => line)).toEqual([11, 12, 13, 14]);
    expect(progress.problems[0]?.reason).toBe("not JSON");
    expect(progress.problems[1]?.reason).toBe("neither an order nor a line of one");
    expect(facts).toEqual(wanted);
  });

  test("an order of which a line can't be read isn't taken for whole: Shopify is asked for it", async () => {
    const at = lines.findIndex((line) => line.includes("__parentId"));
    const spoilt = lines.map((line, i) =>
      i === at ? line.replace('"quantity":', '"quantity":"x') : line,
    );
    const orderId = /Order\/(\d+)"\}$/.exec(lines[at] ?? "")?.[1] ?? "";
    const { facts, other } = await factsFrom(spoilt.join("\n"));
    const { [orderId]: _missing, ...rest } = wanted as Record<string, unknown>;
    expect(facts).toEqual(rest);
    const { rows } = await app.superuser.query(
      "SELECT order_id::text AS id FROM order_fetches WHERE shop_id = (SELECT shop_id FROM shops WHERE domain = $1)",
      [other],
    );
    expect(rows).toEqual([{ id: orderId }]);
  });

  test("lines of an order that the file doesn't have are told of", async () => {
    const orphan = lines.find((line) => line.includes("__parentId")) ?? "";
    const alone = orphan.replace(/Order\/\d+/, "Order/123456");
    const { progress, facts } = await factsFrom([...lines, alone].join("\n"));
    expect(progress.counts.linesSkipped).toBe(1);
    expect(progress.problems[0]?.reason).toMatch(/order 123456/);
    expect(facts).toEqual(wanted);
  });

  test("of a shop that can't be asked, refunds are left as their orders tell them", async () => {
    const other = named();
    await app.twin(other);
    const file = await fileOf(lines.join("\n"));
    const progress = await app.importAll(other, asFile(file));
    expect(progress).toMatchObject({ state: "done", remark: "refunds-not-asked-for" });
    expect(progress.counts.refundsMissed).toBeGreaterThan(0);
    expect(progress.counts.refundsMissed).toBe(progress.counts.refundsToRead);
  });

  test("what was read is gone with a crash of the database: it is read again from the beginning", async () => {
    const other = named();
    await app.twin(other);
    app.stores.set(other, app.storeOf(shop));
    await app.start(other, asFile(await fileOf(lines.join("\n"))));
    await app.carryOn(other, ({ isWhole }) => isWhole);
    // A server that starts after a crash empties what it kept no journal of.
    const { rowCount } = await app.superuser.query("DELETE FROM import_parts");
    expect(rowCount).toBeGreaterThan(10);
    const end = await app.carryOn(other);
    expect(end).toMatchObject({ state: "done", counts: { linesRead: lines.length } });
    expect(await app.facts(other)).toEqual(wanted);
  });
});
