import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../support/app.ts";
import { orderPayload } from "../support/payloads.ts";

let app: TestApp;
let shopId: string;
const clients: Record<"app" | "eraser", pg.Client> = {} as never;

beforeAll(async () => {
  app = await startTestApp();
  shopId = await app.installed();
  await app.deliver("orders/create", orderPayload({ id: 1 }));
  await app.drained();
  clients.app = new pg.Client(app.database.appConfig);
  clients.eraser = new pg.Client(app.database.eraserConfig);
  for (const client of Object.values(clients)) await client.connect();
});

afterAll(async () => {
  for (const client of Object.values(clients)) await client.end();
});

async function tried(role: "app" | "eraser", sql: string, shop: string | null): Promise<string> {
  const client = clients[role];
  await client.query("BEGIN");
  try {
    await client.query("SELECT set_config('app.shop', $1, true)", [shop ?? ""]);
    const { rowCount } = await client.query(sql);
    return `${rowCount ?? 0} rows`;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error.message;
    throw error;
  } finally {
    await client.query("ROLLBACK");
  }
}

describe("who may erase, and what else they may not", () => {
  test.each([
    { role: "app", sql: "DELETE FROM entries" },
    { role: "app", sql: "DELETE FROM seals" },
    {
      role: "app",
      sql: "INSERT INTO tombstones (shop_id, subject_hash, redacted_at, sums) VALUES (1, '', now(), '{}')",
    },
    { role: "app", sql: "DELETE FROM tombstones" },
    {
      role: "app",
      sql: "INSERT INTO erased_entries (shop_id, entry_id, points, posted_at, leaf_hash) VALUES (1, 1, 1, now(), '')",
    },
    { role: "app", sql: "UPDATE shops SET domain = 'x'" },
    {
      role: "eraser",
      sql: "INSERT INTO entries (shop_id, member_id, kind, cause, n, points, reason, occurred_at, arithmetic) SELECT shop_id, member_id, kind, cause, n + 100, points, reason, occurred_at, arithmetic FROM entries",
    },
    { role: "eraser", sql: "UPDATE entries SET points = 0" },
    { role: "eraser", sql: "UPDATE erased_entries SET points = 0" },
    { role: "eraser", sql: "UPDATE members SET balance = 1000" },
    { role: "eraser", sql: "UPDATE seals SET hash = ''" },
    { role: "eraser", sql: "UPDATE tombstones SET sums = '{}'" },
    {
      role: "eraser",
      sql: "INSERT INTO actions (shop_id, customer_id, key, kind, at, points) VALUES (1, 1, 'x', 'adjustment', now(), 1000)",
    },
    {
      role: "eraser",
      sql: "INSERT INTO privacy_requests (shop_id, webhook_id, topic, requested_at) VALUES (1, 'x', 'shop/redact', now())",
    },
    { role: "eraser", sql: "TRUNCATE entries" },
  ] as const)("$role: $sql", async ({ role, sql }) => {
    expect(await tried(role, sql, shopId)).toMatch(/^permission denied/);
  });

  test("the eraser sees one shop at a time, too", async () => {
    expect(await tried("eraser", "DELETE FROM entries", shopId)).toBe("1 rows");
    expect(await tried("eraser", "DELETE FROM entries", null)).toBe("0 rows");
    expect(await tried("eraser", "DELETE FROM entries", "999")).toBe("0 rows");
  });
});
