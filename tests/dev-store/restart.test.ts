import { spawn, type ChildProcessByStdio } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { afterEach, expect, test } from "vitest";
import type { HistoryEvent } from "../../dev-store/history/history.ts";
import { call, json, KEYS, orderBody, startReceiver, startStore, topicOf, until } from "./store.ts";

type Program = ChildProcessByStdio<null, null, Readable>;

const folders: string[] = [];
const children: Program[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "dev-store-"));
  folders.push(made);
  return made;
}

/** `node dev-store/main.ts` as its users start it. */
function spawnProgram(flags: string[], environment: Record<string, string>): Program {
  const main = new URL("../../dev-store/main.ts", import.meta.url).pathname;
  // Only what the test names: the tester's own environment must not decide.
  const env = environment as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, [main, ...flags], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  children.push(child);
  return child;
}

async function program(dataDir: string, appUrl: string): Promise<{ url: string; child: Program }> {
  const child = spawnProgram([], {
    DEV_STORE_PORT: "0",
    DATA_DIR: dataDir,
    SHOPIFY_APP_URL: appUrl,
    SHOPIFY_API_KEY: KEYS.apiKey,
    SHOPIFY_API_SECRET: KEYS.apiSecret,
  });
  let told = "";
  child.stderr.on("data", (chunk: Buffer) => {
    told += chunk.toString("utf8");
  });
  let url = "";
  await until(`the dev store's start (${told})`, () => {
    url = /on (http:\S+)/.exec(told)?.[1] ?? "";
    if (child.exitCode !== null)
      throw new Error(`the dev store ended with ${child.exitCode}: ${told}`);
    return url !== "";
  });
  return { url, child };
}

async function kill(child: Program): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

const post = (url: string, path: string, body: unknown) =>
  fetch(`${url}${path}`, { method: "POST", body: JSON.stringify(body) });

test(
  "after kill -9 the shop is as it was and what was undelivered goes out, as it was then",
  { timeout: 30_000 },
  async () => {
    const app = await startReceiver();
    const dataDir = folder();
    app.answer = () => 503;
    const before = await program(dataDir, app.url);
    await post(before.url, "/control/orders", orderBody({ id: 5, financial_status: "pending" }));
    await post(before.url, "/control/orders/5/payments", {});
    const order: unknown = await (await fetch(`${before.url}/control/orders/5`)).json();
    await until("first attempts", () => app.received.length >= 3);
    const ids = new Set(app.received.map((item) => item.headers["x-shopify-webhook-id"]));
    await kill(before.child);

    app.received.length = 0;
    app.answer = () => 200;
    const after = await program(dataDir, app.url);
    await until("the deliveries", () => app.received.length === 3);
    expect(await (await fetch(`${after.url}/control/orders/5`)).json()).toEqual(order);
    expect(new Set(app.received.map((item) => item.headers["x-shopify-webhook-id"]))).toEqual(ids);
    expect(
      json(app.received.find((item) => topicOf(item) === "orders/create")!)["financial_status"],
    ).toBe("pending");
    // Outcomes are written down every 20 ms; a crash before that sends them once more.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await kill(after.child);

    app.received.length = 0;
    const third = await program(dataDir, app.url);
    await post(third.url, "/control/orders", orderBody({ financial_status: "pending" }));
    await until("the new order", () => app.received.some((item) => json(item)["name"] === "#1002"));
    expect(app.received.filter((item) => json(item)["name"] === "#1001")).toEqual([]);
  },
);

test("a second dev store on the same data directory is refused", async () => {
  const dataDir = folder();
  const first = await startStore({ dataDir });
  await expect(startStore({ dataDir })).rejects.toThrow(/already uses/);
  await first.stop();
  await expect(startStore({ dataDir })).resolves.toBeDefined();
});

test("a line cut off by a crash is dropped, a broken one in the middle stops the start", async () => {
  const dataDir = folder();
  const path = join(dataDir, "dev-store", "journal.jsonl");
  const first = await startStore({ dataDir });
  await call(first, "PUT", "/control/customers/1", {});
  await first.stop();
  appendFileSync(path, `{"c":{"kind":"customer.put","note":"${"cut off ".repeat(1_000)}`);
  const second = await startStore({ dataDir });
  await call(second, "PUT", "/control/customers/2", {});
  expect([...second.shop.state.customers.keys()]).toEqual(["1", "2"]);
  await second.stop();
  expect(readFileSync(path, "utf8")).not.toContain("cut off");
  appendFileSync(path, "not json\n{}\n");
  await expect(startStore({ dataDir })).rejects.toThrow(/is not JSON/);
});

test("a journal of another version, with what this one can't carry out, says how to start over", async () => {
  const dataDir = folder();
  const first = await startStore({ dataDir });
  await first.stop();
  const refund = { lines: [], shippingMinor: 0, note: null };
  const line = { c: { kind: "order.refund", at: 0, id: "1", refund } };
  appendFileSync(join(dataDir, "dev-store", "journal.jsonl"), `${JSON.stringify(line)}\n`);
  await expect(startStore({ dataDir })).rejects.toThrow(
    /journal\.jsonl:\d+ was written by another version.*no order 1\b.*--reset/,
  );
});

test("bad flags and a bad environment end with one line and status 2", async () => {
  const run = async (flags: string[], env: Record<string, string>) => {
    const child = spawnProgram(flags, env);
    let told = "";
    child.stderr.on("data", (chunk: Buffer) => (told += chunk.toString("utf8")));
    const code = await new Promise((resolve) => child.once("exit", resolve));
    return { code, lines: told.trim().split("\n") };
  };
  for (const [flags, env] of [
    [["--nonsense"], {}],
    [["--customers", "few"], {}],
    [[], { DEV_STORE_PORT: "http" }],
  ] as [string[], Record<string, string>][]) {
    const { code, lines } = await run(flags, env);
    expect([code, lines.length]).toEqual([2, 1]);
  }
});

function* history(orders: number): Generator<HistoryEvent> {
  yield {
    kind: "product",
    at: "2025-01-01T00:00:00Z",
    product: {
      id: "11",
      title: "Cup",
      handle: "cup",
      productType: "Cups",
      vendor: "Kiln",
      tags: ["a"],
      priceMinor: 1000,
      collections: ["Kitchen"],
      imageSeed: 1,
    },
  };
  yield {
    kind: "customer",
    at: "2025-01-01T00:00:01Z",
    customer: {
      id: "21",
      email: "ann@example.com",
      firstName: "Ann",
      lastName: "Lee",
      countryCode: "GB",
      locale: "en",
    },
  };
  for (let number = 1; number <= orders; number += 1) {
    const at = new Date(Date.parse("2025-02-01T10:00:00Z") + number * 60_000).toISOString();
    const lines = [
      { id: `9${number}`, productId: "11", title: "Cup", quantity: 2, priceMinor: 1000 },
    ];
    yield {
      kind: "order",
      at,
      order: { id: `8${number}`, customerId: "21", lines, paid: true, discountMinor: 100 },
    };
    if (number % 3 === 0)
      yield {
        kind: "refund",
        at,
        orderId: `8${number}`,
        lines: [{ lineId: `9${number}`, quantity: 1 }],
        adjustmentMinor: -50,
      };
  }
}

test("a history is carried out at its own instants, with webhooks, and goes on where it was stopped", async () => {
  const app = await startReceiver();
  const dataDir = folder();
  const first = await startStore({ dataDir, appUrl: app.url });
  // Stopped in the middle, as a crash would.
  function* half(): Generator<HistoryEvent> {
    let number = 0;
    for (const event of history(30)) {
      if (number === 20) first.fill.stop();
      number += 1;
      yield event;
    }
  }
  await first.fill.run(half());
  expect(first.shop.historyDone).toBe(20);
  await first.stop();

  const second = await startStore({ dataDir, appUrl: app.url });
  const progress = await second.fill.run(history(30));
  expect(progress).toMatchObject({ state: "done", orders: 30, events: 42 });
  await until("all webhooks", () => second.deliverer.counts().pending === 0);
  const created = new Set(
    app.received
      .filter((item) => topicOf(item) === "orders/create")
      .map((item) => json(item)["id"]),
  );
  expect(created.size).toBe(30);
  const refunded = (await call(second, "GET", "/control/orders/83")).body;
  expect(refunded).toMatchObject({
    created_at: "2025-02-01T10:03:00+00:00",
    financial_status: "partially_refunded",
    refunds: [
      {
        order_adjustments: [{ kind: "refund_discrepancy", amount: "-0.50" }],
        transactions: [{ amount: "10.00" }],
      },
    ],
  });
  const triggered = app.received.find((item) => json(item)["id"] === 83)!;
  expect(triggered.headers["x-shopify-triggered-at"]).toBe("2025-02-01T10:03:00.000Z");
  await second.stop();
  const third = await startStore({ dataDir, appUrl: app.url });
  expect(third.fill.progress()).toMatchObject({ state: "done", events: 42, orders: 30 });
});

test("a history waits while more webhooks are under way than the app takes", async () => {
  const store = await startStore({ appUrl: "http://127.0.0.1:9" });
  const running = store.fill.run(history(6_000));
  await until("the brake", () => store.deliverer.counts().pending > 4_900);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  // 5,000, and what one turn of 100 events adds.
  expect(store.deliverer.counts().pending).toBeLessThan(5_400);
  await store.stop();
  await running;
});
