/** `npm run orders:import`, killed with -9 while it reads, joins and settles, and what it refuses. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { historyPieces } from "../../bench/history-lines.ts";
import { startImporting, type Importing } from "../support/importing.ts";
import { SECRET } from "../support/signing.ts";

const ORDERS = 9_000;
const WAIT_MS = 120_000;
const POLL_MS = 5;
/** As the dev store's bulk operation gave it. */
const SAMPLE = path.join(import.meta.dirname, "../samples/orders.jsonl");
const PROGRAM = path.join(import.meta.dirname, "../../scripts/commands/orders-import.ts");

let app: Importing;
let folder: string;
let file: string;

beforeAll(async () => {
  app = await startImporting();
  folder = await mkdtemp(path.join(tmpdir(), "perennial-import-"));
  file = path.join(folder, "orders.jsonl");
  const pieces = [...historyPieces({ seed: 5, orders: ORDERS, until: app.clock.now })];
  await writeFile(file, pieces.join(""));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function launch(args: string[]): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "test",
      DATABASE_URL: app.database.databaseUrl,
      SHOPIFY_API_KEY: "test-key",
      SHOPIFY_API_SECRET: SECRET,
      SHOPIFY_APP_URL: "https://app.example.com",
      ENCRYPTION_KEY: "11".repeat(32),
      SEAL_KEY: "22".repeat(32),
      CLOCK_OFFSET_SECONDS: String(Math.round((app.clock.now - Date.now()) / 1_000)),
    },
  });
}

async function run(args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = launch(args);
  const told = { out: "", err: "" };
  child.stdout?.on("data", (text: Buffer) => (told.out += text.toString()));
  child.stderr?.on("data", (text: Buffer) => (told.err += text.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...told };
}

type Row = { state: string; atByte: number; isWhole: boolean; cursor: number };

async function rowOf(shop: string): Promise<Row | undefined> {
  const { rows } = await app.superuser.query<Row>(
    `SELECT state, at_byte::float8 AS "atByte", whole_at IS NOT NULL AS "isWhole", cursor_id::float8 AS cursor
     FROM imports WHERE shop_id = (SELECT shop_id FROM shops WHERE domain = $1)`,
    [shop],
  );
  return rows[0];
}

/** Started, watched until it is where it should be hit, and killed there; where that was. */
async function killedAt(shop: string, isThere: (row: Row) => boolean): Promise<Row> {
  const child = launch(["--shop", shop, "--file", file]);
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const row = await rowOf(shop);
    if (row && isThere(row)) {
      child.kill("SIGKILL");
      await once(child, "close");
      return row;
    }
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`it was never where it should be killed: ${JSON.stringify(row)}`);
    await sleep(POLL_MS);
  }
}

test(
  "killed while it reads, joins and settles, the same command goes on, and all is as though it had never been",
  async () => {
    const [killed, whole] = ["killed.myshopify.com", "whole.myshopify.com"];
    await app.twin(killed);
    await app.twin(whole);
    await killedAt(
      killed,
      ({ state, atByte, isWhole }) => state === "reading" && !isWhole && atByte > 0,
    );
    await killedAt(
      killed,
      ({ state, isWhole, cursor }) => state === "reading" && isWhole && cursor > 0,
    );
    await killedAt(killed, ({ state, cursor }) => state === "settling" && cursor > 0);
    const { code, out } = await run(["--shop", killed, "--file", file]);
    expect(code).toBe(0);
    expect(out).toContain("9,000 orders read: 9,000 new, 0 changed, 0 known already");
    await app.importAll(whole, { source: "file", file, fileMark: "whole", bytes: null });
    expect(await app.facts(killed)).toEqual(await app.facts(whole));
    expect(await app.causes(killed)).toEqual(await app.causes(whole));
    expect(Object.keys(await app.causes(whole)).length).toBeGreaterThan(ORDERS / 2);
    expect(await app.prove(killed)).toMatchObject({ firstBreak: null, unsettled: 0 });
    const { rows } = await app.superuser.query(
      "SELECT member_id, cause FROM entries GROUP BY shop_id, member_id, cause HAVING count(*) > 1",
    );
    expect(rows).toEqual([]);
  },
  2 * WAIT_MS,
);

describe("the command", () => {
  const shop = "told.myshopify.com";
  beforeAll(async () => {
    await app.twin(shop);
    await app.app.ports.stores.shops.idOf("away.myshopify.com");
  });

  test.each([
    { why: "no flags", args: [], says: /^--shop is needed; usage: / },
    { why: "no file", args: ["--shop", shop], says: /^--file is needed; usage: / },
    {
      why: "an unknown flag",
      args: ["--shop", shop, "--files", "x"],
      says: /'--files'.*; usage: /,
    },
    {
      why: "a file that isn't there",
      args: ["--shop", shop, "--file", "/nowhere.jsonl"],
      says: /^--file: \/nowhere\.jsonl can't be read: ENOENT/,
    },
    { why: "a folder", args: ["--shop", shop, "--file", "/"], says: /^--file: \/ is not a file/ },
  ])("refuses $why with one line and code 2", async ({ args, says }) => {
    const { code, out, err } = await run(args);
    expect([code, out, err.trimEnd().split("\n").length]).toEqual([2, "", 1]);
    expect(err).toMatch(says);
  });

  test.each([
    {
      why: "other JSON",
      text: '{"order":"536365","user":"17850"}\n',
      says: /line 1: neither an order/,
    },
    { why: "no JSON", text: "order;customer\n1;2\n", says: /line 1: not JSON/ },
    { why: "nothing", text: "", says: /is empty/ },
  ])("refuses a file of $why", async ({ text, says }) => {
    const wrong = path.join(folder, "wrong.jsonl");
    await writeFile(wrong, text);
    const { code, err } = await run(["--shop", shop, "--file", wrong]);
    expect([code, err.trimEnd().split("\n").length]).toEqual([2, 1]);
    expect(err).toMatch(says);
  });

  test.each([
    { of: "nobody.myshopify.com", says: /no shop nobody\.myshopify\.com is known here/ },
    { of: "away.myshopify.com", says: /not installed at away\.myshopify\.com/ },
  ])("refuses the shop $of", async ({ of, says }) => {
    const { code, err } = await run(["--shop", of, "--file", file]);
    expect([code, err.trimEnd().split("\n").length]).toEqual([2, 1]);
    expect(err).toMatch(says);
  });

  test("takes the sample in, packed, tells what was no use, and is repeated without a difference", async () => {
    const text = await readFile(SAMPLE, "utf8");
    const packed = path.join(folder, "sample.jsonl.gz");
    await writeFile(packed, gzipSync(`${text}nonsense\n`));
    const orders = text.split("\n").filter((line) => line && !line.includes("__parentId")).length;
    const first = await run(["--shop", shop, "--file", packed]);
    expect(first.code).toBe(0);
    expect(first.out).toContain(`${orders} orders read: ${orders} new, 0 changed, 0 known already`);
    expect(first.out).toMatch(/1 lines were no use:\n {2}line \d+: not JSON\n/);
    expect(first.err).toMatch(/Reading orders/);
    const before = await app.causes(shop);
    const again = await run(["--shop", shop, "--file", packed]);
    expect(again.out).toContain(`${orders} orders read: 0 new, 0 changed, ${orders} known already`);
    expect(await app.causes(shop)).toEqual(before);
  });
});
