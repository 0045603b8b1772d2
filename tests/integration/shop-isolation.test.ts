import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type pg from "pg";
import { APP_ROLE } from "../../app/adapters/postgres/roles.server.ts";
import { HOUR } from "../../app/domain/shared/instant.ts";
import { sealLedger } from "../../app/use-cases/seal-ledger.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { BODY_OF_TOPIC, orderPayload, refundPayload, fullRefund } from "../support/payloads.ts";

const OWN = "orchard.myshopify.com";
const OTHER = "meadow.myshopify.com";

let app: TestApp;
let ownId: string;
let otherId: string;
let tables: string[];

/** Behind no policy: whom a domain belongs to is asked before a shop is known; sessions are sealed. */
const WITHOUT_POLICY = ["sessions", "shops"];

async function catalog<T extends object>(sql: string): Promise<T[]> {
  return (await app.superuser.query<T>(sql)).rows;
}

beforeAll(async () => {
  app = await startTestApp();
  ownId = await app.installed(OWN);
  otherId = await app.installed(OTHER);
  tables = (
    await catalog<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
         AND relname <> '_prisma_migrations' ORDER BY 1`,
    )
  ).map((row) => row.name);
  await fill(OWN, ownId);
});

/** Something in every table. */
async function fill(domain: string, shopId: string): Promise<void> {
  for (const [topic, body] of Object.entries(BODY_OF_TOPIC)) {
    if (topic !== "app/uninstalled") await app.deliver(topic, body, { shop: domain });
  }
  await app.deliver("refunds/create", refundPayload(fullRefund(77, 777, "2026-03-02T10:00:00Z")), {
    shop: domain,
  });
  await app.drained();
  await app.proxy("membership", { customer: 1001, method: "POST", shop: domain });
  await sealLedger(app.app.timed, { shopId, domain }, Date.now() + 2 * HOUR);
  await app.superuser.query(
    "INSERT INTO sessions (shop_id, id, is_online, sealed, key_id) VALUES ($1, 'offline', false, '', 'k')",
    [shopId],
  );
  for (const sql of WRITTEN_BY_HAND) await app.superuser.query(sql, [shopId]);
}

/** Tables that no delivery fills. */
const WRITTEN_BY_HAND = [
  "INSERT INTO imports (shop_id, source, state) VALUES ($1, 'file', 'choosing')",
  "INSERT INTO import_parts (shop_id, import_id, order_id, at_byte) VALUES ($1, 1, 0, 0)",
  "INSERT INTO reconciliations (shop_id, kind, trigger) VALUES ($1, 'proof', 'nightly')",
  "INSERT INTO team_log (shop_id, what) VALUES ($1, 'settings-changed')",
  "INSERT INTO saved_filters (shop_id, name, query) VALUES ($1, 'Gold', '{}')",
  "INSERT INTO customer_names (shop_id, customer_id, sealed, key_id) VALUES ($1, 1001, '', 'k')",
  "INSERT INTO shop_figures (shop_id, day, taken_at, figures) VALUES ($1, '2026-04-01', now(), '{}') ON CONFLICT DO NOTHING",
  "INSERT INTO tombstones (shop_id, subject_hash, redacted_at, sums) VALUES ($1, '\\x00', now(), '{}')",
  "INSERT INTO earn_trials (shop_id, asked, asked_at) VALUES ($1, '[]', now())",
  `INSERT INTO erased_entries (shop_id, entry_id, points, posted_at, leaf_hash)
   VALUES ($1, 9000000000, 0, '2020-01-01', '\\x00')`,
];

/** The eraser alone writes these. */
const NOT_THE_APPS = ["tombstones", "erased_entries"];

describe("the schema, as the database has it", () => {
  test("every table but shops has a shop_id that can't be null", async () => {
    const found = await catalog<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name = 'shop_id' AND is_nullable = 'NO' AND data_type = 'bigint' ORDER BY 1`,
    );
    expect(found.map((row) => row.name)).toEqual(tables);
    expect(tables.length).toBeGreaterThanOrEqual(13);
  });

  test("every key and index leads with shop_id; of shops alone the domain is a key", async () => {
    const found = await catalog<{ index: string; first: string }>(
      `SELECT i.relname AS index, a.attname AS first
       FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
       LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
       WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> '_prisma_migrations'`,
    );
    expect(found.length).toBeGreaterThan(tables.length);
    const others = found.filter((row) => row.first !== "shop_id").map((row) => row.index);
    expect(others).toEqual(["shops_domain_key"]);
  });

  test("every table has a primary key", async () => {
    const found = await catalog<{ name: string }>(
      `SELECT conrelid::regclass::text AS name FROM pg_constraint
       WHERE contype = 'p' AND connamespace = 'public'::regnamespace ORDER BY 1`,
    );
    expect(found.map((row) => row.name).filter((name) => name !== "_prisma_migrations")).toEqual(
      tables,
    );
  });

  test("every foreign key leads with shop_id, on both sides", async () => {
    const found = await catalog<{ name: string; from: string; to: string }>(
      `SELECT conname AS name, f.attname AS from, t.attname AS to FROM pg_constraint c
       JOIN pg_attribute f ON f.attrelid = c.conrelid AND f.attnum = c.conkey[1]
       JOIN pg_attribute t ON t.attrelid = c.confrelid AND t.attnum = c.confkey[1]
       WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
    );
    expect(found.length).toBeGreaterThanOrEqual(3);
    expect(found.filter((row) => row.from !== "shop_id" || row.to !== "shop_id")).toEqual([]);
  });

  test("every table is behind the one policy, for reading and for writing", async () => {
    const walled = await catalog<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace ORDER BY 1`,
    );
    expect(walled.map((row) => row.name)).toEqual(
      tables.filter((table) => !WITHOUT_POLICY.includes(table)),
    );
    const policies = await catalog<Record<string, unknown>>(
      `SELECT tablename, permissive, roles::text, cmd, qual, with_check FROM pg_policies ORDER BY 1`,
    );
    const rule = "(shop_id = current_shop())";
    expect(policies).toEqual(
      walled.map(({ name }) => ({
        tablename: name,
        permissive: "PERMISSIVE",
        roles: "{public}",
        cmd: "ALL",
        qual: rule,
        with_check: rule,
      })),
    );
  });

  test("the app's role owns nothing and may go past nothing", async () => {
    const roles = await catalog<Record<string, boolean>>(
      `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = '${APP_ROLE}'`,
    );
    expect(roles).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false },
    ]);
    const owned = await catalog<object>(
      `SELECT relname FROM pg_class WHERE relowner = '${APP_ROLE}'::regrole AND relnamespace <> 'pgboss'::regnamespace`,
    );
    expect(owned).toEqual([]);
  });

  test("functions that run with the owner's rights are those that answer with shop ids or figures", async () => {
    const found = await catalog<{ name: string }>(
      `SELECT proname AS name FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1`,
    );
    expect(found.map((row) => row.name)).toEqual([
      "intake_health",
      "marks_health",
      "platform_counts",
      "privacy_health",
      "shops_with_deliveries",
      "shops_with_due_fetches",
      "shops_with_due_members",
      "shops_with_imports",
      "shops_with_marks",
      "shops_with_nights",
      "shops_with_privacy_requests",
      "shops_with_reconciliations",
      "shops_with_started_programs",
      "shops_with_trials",
      "shops_with_unchecked_subscriptions",
    ]);
  });
});

describe("the second wall", () => {
  /** As the app's role, with `shop` set (null: none), undone afterwards. */
  async function as<T>(
    shop: string | null,
    work: (client: pg.PoolClient) => Promise<T>,
  ): Promise<T> {
    const client = await app.app.pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("SELECT set_config('app.shop', $1, true)", [shop ?? ""]);
      return await work(client);
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  }

  const walled = (): string[] => tables.filter((table) => !WITHOUT_POLICY.includes(table));

  /** All but the generated ones, as a list for SQL. */
  const writable = async (table: string): Promise<string> =>
    (
      await catalog<{ name: string }>(
        `SELECT column_name AS name FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name = '${table}' AND is_generated = 'NEVER'`,
      )
    )
      .map(({ name }) => name)
      .join(", ");

  test("every table has rows of the one shop, and none of the other but its program", async () => {
    for (const table of tables) {
      const { rows } = await app.superuser.query<{ own: number; other: number }>(
        `SELECT count(*) FILTER (WHERE shop_id = $1)::int AS own, count(*) FILTER (WHERE shop_id = $2)::int AS other FROM ${table}`,
        [ownId, otherId],
      );
      const other = ["shops", "program_versions", "dirty_marks"].includes(table) ? 1 : 0;
      expect([table, rows[0]]).toEqual([table, { own: expect.any(Number) as number, other }]);
      expect([table, rows[0]?.own]).not.toEqual([table, 0]);
    }
  });

  test.each([{ set: "nothing" }, { set: "another shop" }])(
    "with $set set, no table answers with a row of this shop, whatever is asked",
    async ({ set }) => {
      const shop = set === "nothing" ? null : otherId;
      for (const table of walled()) {
        const { rowCount } = await as(shop, (client) =>
          client.query(`SELECT 1 FROM ${table} WHERE shop_id = $1 OR true AND shop_id <> $2`, [
            ownId,
            otherId,
          ]),
        );
        expect([table, rowCount]).toEqual([table, 0]);
      }
    },
  );

  test.each([{ set: "nothing" }, { set: "another shop" }])(
    "with $set set, no row of this shop can be made",
    async ({ set }) => {
      const shop = set === "nothing" ? null : otherId;
      for (const table of walled()) {
        const { rows } = await app.superuser.query<{ row: unknown }>(
          `SELECT to_jsonb(t) AS row FROM ${table} t WHERE shop_id = $1 LIMIT 1`,
          [ownId],
        );
        const columns = await writable(table);
        const insertion = as(shop, (client) =>
          client.query(
            `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_record(null::${table}, $1)`,
            [rows[0]?.row],
          ),
        );
        await expect(insertion, table).rejects.toMatchObject({
          code: "42501",
          message: expect.stringMatching(
            NOT_THE_APPS.includes(table) ? /permission denied/ : /row-level security/,
          ) as string,
        });
      }
    },
  );

  test("with another shop set, no row of this shop can be changed, moved or removed", async () => {
    for (const table of walled()) {
      for (const sql of [
        `UPDATE ${table} SET shop_id = shop_id WHERE shop_id = ${ownId}`,
        `DELETE FROM ${table} WHERE shop_id = ${ownId}`,
      ]) {
        const changed = await as(otherId, (client) => client.query(sql)).then(
          (result) => result.rowCount,
          (error: unknown) => (error as { code?: string }).code,
        );
        expect([sql, changed === 0 || changed === "42501"]).toEqual([sql, true]);
      }
    }
    const moved = as(otherId, (client) => client.query(`UPDATE inbox SET shop_id = ${ownId}`));
    expect((await moved).rowCount).toBe(0);
    const given = as(ownId, (client) => client.query(`UPDATE inbox SET shop_id = ${otherId}`));
    await expect(given).rejects.toMatchObject({ code: "42501" });
  });

  test("a setting that is no number refuses instead of opening", async () => {
    const asked = as("1 OR 1=1", (client) => client.query("SELECT 1 FROM members"));
    await expect(asked).rejects.toThrow();
  });

  test("the setting ends with its transaction: a pooled connection forgets it", async () => {
    await app.member(1001, OWN);
    const client = await app.app.pool.connect();
    try {
      const { rows } = await client.query<{ count: string }>("SELECT count(*) FROM members");
      expect(rows).toEqual([{ count: "0" }]);
    } finally {
      client.release();
    }
  });
});

describe("every route, asked by another shop with this shop's ids", () => {
  /** All that this shop has, as it stands in the database. */
  async function everything(shopId: string): Promise<Record<string, unknown>> {
    const found: Record<string, unknown> = {};
    for (const table of tables) {
      const { rows } = await app.superuser.query(
        `SELECT to_jsonb(t) AS row FROM ${table} t WHERE shop_id = $1 ORDER BY to_jsonb(t)::text`,
        [shopId],
      );
      found[table] = rows;
    }
    return found;
  }

  async function leavesAlone(work: () => Promise<void>): Promise<void> {
    const before = await everything(ownId);
    await work();
    await app.drained();
    expect(await everything(ownId)).toEqual(before);
  }

  test("GET member: the same customer id is a stranger there", async () => {
    const own = await app.member(1001, OWN);
    expect(own.points.available).not.toBe(0);
    await leavesAlone(async () => {
      expect(await app.member(1001, OTHER)).toMatchObject({
        enrolledAt: null,
        joined: false,
        points: { available: 0, lifetimeEarned: 0 },
      });
    });
  });

  test("GET activity: a cursor of this shop's shows nothing of it there", async () => {
    const { rows } = await app.superuser.query<{ id: string }>(
      "SELECT (max(entry_id) + 1)::text AS id FROM entries WHERE shop_id = $1",
      [ownId],
    );
    const query = { cursor: rows[0]?.id ?? "" };
    const answers = { own: OWN, other: OTHER };
    const seen = async (shop: string): Promise<number> => {
      const answer = await app.proxy("activity", { customer: 1001, shop, query });
      return (JSON.parse(answer.text) as { entries: unknown[] }).entries.length;
    };
    expect(await seen(answers.own)).toBeGreaterThan(0);
    expect(await seen(answers.other)).toBe(0);
  });

  test.each(["POST", "DELETE"])("%s membership: joins or leaves there alone", async (method) => {
    app.clock.now += 1_000;
    await leavesAlone(async () => {
      const answer = await app.proxy("membership", { customer: 1001, method, shop: OTHER });
      expect(answer.status).toBe(200);
    });
  });

  test("POST webhooks: every topic with this shop's ids, even its webhook ids, stays there", async () => {
    const ids = (await app.inbox(OWN)).map((row) => row.webhookId);
    await leavesAlone(async () => {
      for (const [topic, body] of Object.entries(BODY_OF_TOPIC)) {
        const webhookId = ids.pop() ?? randomUUID();
        expect((await app.deliver(topic, body, { shop: OTHER, webhookId })).status).toBe(200);
      }
      const higher = orderPayload({ id: 9001, goods: "999.00", updatedAt: "2026-12-01T00:00:00Z" });
      expect((await app.deliver("orders/updated", higher, { shop: OTHER })).status).toBe(200);
    });
    expect((await app.inbox(OTHER)).every((row) => row.state !== "parked")).toBe(true);
  });
});
