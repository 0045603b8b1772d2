import type pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { createPool } from "../../app/adapters/postgres/pool.server.ts";
import { storesOn } from "../../app/adapters/postgres/stores.server.ts";
import { HOUR, MINUTE } from "../../app/domain/shared/instant.ts";
import { SEAL_FORM } from "../../app/domain/ledger/seal.ts";
import { hourSealed, sealLedger, type Sealing } from "../../app/use-cases/seal-ledger.ts";
import { verifyLedger } from "../../app/use-cases/verify-ledger.ts";
import { sealingWith } from "../../app/web/seal-key.server.ts";
import { SHOP, startTestApp, type TestApp } from "../support/app.ts";
import { fullRefund, orderPayload, refundPayload } from "../support/payloads.ts";

let app: TestApp;
let shop: { shopId: string; domain: string };
/** The start of this hour: the entries are moved into the three before it, the last stays in it. */
const hour = Math.floor(Date.now() / HOUR) * HOUR;

beforeAll(async () => {
  app = await startTestApp();
  shop = { shopId: await app.installed(), domain: SHOP };
  for (const customer of [1001, 1002, 1003]) {
    await app.proxy("membership", { customer, method: "POST" });
    for (const id of [1, 2, 3]) {
      const body = orderPayload({ id: customer * 10 + id, customer, goods: "60.00" });
      await app.deliver("orders/create", body);
    }
  }
  await app.drained();
  const refund = fullRefund(10_011, 501, "2026-03-05T10:00:00Z");
  await app.deliver("refunds/create", refundPayload(refund));
  await app.drained();
  await moveIntoThreeHours();
  await sealNow();
});

/** As though posted over three hours that have passed; the last entries stay unsealed. */
async function moveIntoThreeHours(): Promise<void> {
  await app.superuser.query(
    `UPDATE entries SET posted_at = to_timestamp($2::double precision / 1000) - (3 - x.n * 3 / 12) * interval '1 hour' + interval '1 minute'
     FROM (SELECT entry_id, row_number() OVER (ORDER BY entry_id)::int - 1 AS n FROM entries WHERE shop_id = $1) AS x
     WHERE entries.shop_id = $1 AND entries.entry_id = x.entry_id`,
    [shop.shopId, hour],
  );
}

const sealNow = (): Promise<number> => sealLedger(app.app.timed, shop, hour + 10 * MINUTE);

const KEPT = ["members", "orders", "entries", "seals", "actions"] as const;

/** Generated columns follow by themselves. */
async function columnsOf(table: string): Promise<string> {
  const { rows } = await app.superuser.query<{ names: string }>(
    `SELECT string_agg(column_name, ', ') AS names FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  );
  return rows[0]?.names ?? "";
}

/** What `work` finds after `sql` was done by the superuser; then everything is put back. */
async function afterDoing<T>(sql: string, work: () => Promise<T>): Promise<T> {
  const all = (each: (table: string) => string): string => KEPT.map(each).join("; ");
  const columns = Object.fromEntries(
    await Promise.all(KEPT.map(async (table) => [table, await columnsOf(table)] as const)),
  );
  await app.superuser.query(all((table) => `CREATE TABLE kept_${table} AS TABLE ${table}`));
  try {
    const { rowCount } = await app.superuser.query(sql);
    expect(rowCount).toBeGreaterThan(0);
    return await work();
  } finally {
    await app.superuser.query(
      `TRUNCATE ${KEPT.join(", ")}; ${all((table) => `INSERT INTO ${table} (${columns[table]}) SELECT ${columns[table]} FROM kept_${table}; DROP TABLE kept_${table}`)}`,
    );
  }
}

const hoursAgo = (hours: number): string => new Date(hour - hours * HOUR).toISOString();
/** Of the entry that is the n-th in order of posting, from 0. */
const entry = (n: number): string =>
  `entry_id = (SELECT entry_id FROM entries ORDER BY entry_id OFFSET ${n} LIMIT 1)`;
const SEALED = entry(5);
const NOT_YET_SEALED = entry(12);
const seal = (hours: number): string => `hour = '${hoursAgo(hours)}'`;

describe("an honest ledger", () => {
  test("is proved: three hours are sealed, what was posted in this one is not yet", async () => {
    expect(await app.prove()).toMatchObject({
      ...{ members: 3, orders: 9, entries: 13, seals: 3, unsettled: 0, firstBreak: null },
    });
  });

  test("sealing again, and by four at once, gives the very same seals", async () => {
    const rows = async () =>
      (
        await app.superuser.query<Record<string, unknown>>(
          "SELECT hour, entries, points, last_entry_id, hash, previous_hash, key_id, signature FROM seals ORDER BY hour",
        )
      ).rows;
    const before = await rows();
    expect(before).toHaveLength(3);
    expect(await sealNow()).toBe(0);
    expect(await rows()).toEqual(before);
    await app.superuser.query("DELETE FROM seals");
    await Promise.all([sealNow(), sealNow(), sealNow(), sealNow()]);
    expect(await rows()).toEqual(before);
    expect(await app.prove()).toMatchObject({ seals: 3, firstBreak: null });
  });

  test("an hour is sealed only once five minutes have passed since its end", async () => {
    await app.superuser.query("DELETE FROM seals");
    expect(await sealLedger(app.app.timed, shop, hour + 5 * MINUTE - 1)).toBe(2);
    expect(await sealLedger(app.app.timed, shop, hour + 5 * MINUTE)).toBe(1);
  });

  test("is proved by a key that was replaced as long as the app knows it", async () => {
    const [old, fresh] = [Buffer.alloc(32, 0x22), Buffer.alloc(32, 0x33)];
    const proofWith = (sealing: Sealing) => verifyLedger({ ...app.app.timed, sealing }, shop);
    expect((await proofWith(sealingWith([fresh, old]))).firstBreak).toBeNull();
    expect((await proofWith(sealingWith([fresh]))).firstBreak).toMatch(
      /^seal of .*: not signed by a key that this app knows/,
    );
  });

  test("seals are this shop's own: under another shop's name they prove nothing", async () => {
    const other = { ...shop, domain: "meadow.myshopify.com" };
    expect((await verifyLedger(app.app.timed, other)).firstBreak).toMatch(/not signed/);
  });
});

describe("one thing changed by a superuser is named", () => {
  test.each<{ why: string; sql: string; named: RegExp }>([
    ...["points = points + 1", "points = -points"].map((change) => ({
      why: `a sealed entry: ${change}`,
      sql: `UPDATE entries SET ${change} WHERE ${SEALED}`,
      named: /^seal of .*: points was sealed as \d+, is -?\d+ now$/,
    })),
    ...[
      "reason = 'gift'",
      "kind = 'adjustment'",
      "cause = 'order:1'",
      "n = 7",
      "occurred_at = occurred_at + interval '1 ms'",
      "posted_at = posted_at + interval '1 ms'",
      "arithmetic = arithmetic || '{\"x\": 1}'",
      "member_id = (SELECT min(member_id) FROM members m WHERE m.member_id <> entries.member_id)",
    ].map((change) => ({
      why: `a sealed entry: ${change}`,
      sql: `UPDATE entries SET ${change} WHERE ${SEALED}`,
      named: /^seal of .*: hash was sealed as/,
    })),
    {
      why: "a sealed entry deleted",
      sql: `DELETE FROM entries WHERE ${SEALED}`,
      named: /^seal of .*: entries was sealed as 4, is 3 now$/,
    },
    {
      why: "an entry not yet sealed",
      sql: `UPDATE entries SET points = points + 5 WHERE ${NOT_YET_SEALED}`,
      named: /^member \d+ \(customer 1001\): balance is 220, its entries sum to 225$/,
    },
    {
      why: "an entry not yet sealed deleted",
      sql: `DELETE FROM entries WHERE ${NOT_YET_SEALED}`,
      named: /^member \d+ \(customer 1001\): balance is 220, its entries sum to 280$/,
    },
    {
      why: "an entry put into a sealed hour",
      sql: `INSERT INTO entries SELECT shop_id, entry_id + 1000, member_id, 'adjustment', 'adjustment:x', 0, 50, 'x', now(), posted_at, '{}'
            FROM entries WHERE ${SEALED}`,
      named: /^seal of .*: entries was sealed as 4, is 5 now$/,
    },
    {
      why: "an entry put into an hour before the first seal",
      sql: `INSERT INTO entries SELECT shop_id, entry_id + 1000, member_id, 'adjustment', 'adjustment:x', 0, 0, 'x', now(), '2020-01-01', '{}'
            FROM entries WHERE ${SEALED}`,
      named: /^entry \d+: posted into an hour before the last seal that has no seal$/,
    },
    {
      why: "an entry made up, with the balance to match",
      sql: `WITH e AS (INSERT INTO entries SELECT shop_id, entry_id + 1000, member_id, 'adjustment', 'adjustment:x', 0, 50, 'x', now(), now(), '{}'
              FROM entries WHERE ${NOT_YET_SEALED} RETURNING member_id)
            UPDATE members SET balance = balance + 50, standing = jsonb_set(standing, '{balance}', to_jsonb(balance + 50))
            FROM e WHERE members.member_id = e.member_id`,
      named: /adjustment:x: holds 50 points, should hold 0$/,
    },
    {
      why: "entries whose numbers have a gap",
      sql: `UPDATE entries SET n = 5 WHERE ${NOT_YET_SEALED}`,
      named: /order:10011: 2 entries, but they are numbered up to 5$/,
    },
    ...["customer_id = 1003", "customer_id = NULL", "placed_at = placed_at + interval '1 ms'"].map(
      (change) => ({
        why: `an order filed elsewhere: ${change}`,
        sql: `UPDATE orders SET ${change} WHERE order_id = 10021`,
        named: /^order 10021: filed under another customer or instant than its facts say$/,
      }),
    ),
    {
      why: "a balance",
      sql: "UPDATE members SET balance = balance + 1 WHERE customer_id = 1002",
      named: /^member \d+ \(customer 1002\): balance is 281, its entries sum to 280$/,
    },
    {
      why: "a balance in what is shown alone",
      sql: `UPDATE members SET standing = jsonb_set(standing, '{balance}', '999') WHERE customer_id = 1002`,
      named: /balance is 280, the standing says 999$/,
    },
    ...[
      ["tierId", '"gold"'],
      ["lifetimeEarned", "1"],
      ["spendMinor", "1"],
      ["pending", "1"],
      ["enrolledAt", "1"],
      ["joined", "false"],
      ["tierSince", "1"],
      ["nextExpiryAt", "1"],
    ].map(([field, value]) => ({
      why: `${field} in what is shown`,
      sql: `UPDATE members SET standing = jsonb_set(standing, '{${field}}', '${value}') WHERE customer_id = 1002`,
      named: new RegExp(`\\(customer 1002\\): ${field} is .*, should be `),
    })),
    {
      why: "the target of an order: its goods",
      sql: `UPDATE orders SET facts = jsonb_set(facts, '{snapshot,lines,0,priceMinor}', '9900') WHERE order_id = 10022`,
      named: /^member \d+ \(customer 1002\): order:10022: holds 60 points, should hold 99$/,
    },
    {
      why: "the target of an order: whose it is",
      sql: `UPDATE orders SET facts = jsonb_set(facts, '{snapshot,customerId}', '"1003"') WHERE order_id = 10022`,
      named: /^order 10022: filed under another customer or instant than its facts say$/,
    },
    {
      why: "the target of an order: whose it is, filed there too",
      sql: `UPDATE orders SET customer_id = 1003, facts = jsonb_set(facts, '{snapshot,customerId}', '"1003"') WHERE order_id = 10022`,
      named: /order:10022: holds (60 points, should hold 0|0 points, should hold 60)$/,
    },
    {
      why: "an order gone",
      sql: "DELETE FROM orders WHERE order_id = 10022",
      named: /order:10022: holds 60 points, should hold 0$/,
    },
    {
      why: "an action",
      sql: "UPDATE actions SET points = 500 WHERE customer_id = 1002",
      named: /join:1002:.*: holds 100 points, should hold 500$/,
    },
    {
      why: "an action gone",
      sql: "DELETE FROM actions WHERE customer_id = 1002",
      named: /join:1002:.*: holds 100 points, should hold 0$/,
    },
    ...[
      "entries = entries + 1",
      "points = points + 1",
      "last_entry_id = last_entry_id + 1",
      "hash = md5(hash)",
      "previous_hash = md5(previous_hash)",
    ].map((change) => ({
      why: `a seal: ${change}`,
      sql: `UPDATE seals SET ${change} WHERE ${seal(2)}`,
      named: /^seal of .*: \w+ was sealed as .*, is .* now$/,
    })),
    ...["signature = md5(signature)", "signature = ''", "key_id = 'another'"].map((change) => ({
      why: `a seal: ${change}`,
      sql: `UPDATE seals SET ${change} WHERE ${seal(2)}`,
      named: /^seal of .*: not signed by a key that this app knows/,
    })),
    {
      why: "the first seal gone",
      sql: `DELETE FROM seals WHERE ${seal(3)}`,
      named: /^seal of .*: previousHash was sealed as .*, is 0{64} now$/,
    },
    {
      why: "a seal in the middle gone",
      sql: `DELETE FROM seals WHERE ${seal(2)}`,
      named: /^seal of .*: previousHash was sealed as/,
    },
  ])("$why", async ({ sql, named }) => {
    const { firstBreak } = await afterDoing(sql, () => app.prove());
    expect(firstBreak).toMatch(named);
    if (named.source.startsWith("^seal of")) {
      expect([hoursAgo(3), hoursAgo(2), hoursAgo(1)].some((at) => firstBreak?.includes(at))).toBe(
        true,
      );
    }
    expect(await app.prove()).toMatchObject({ firstBreak: null });
  });

  test("a sealed entry, with its seal hashed anew: it lacks the signature", async () => {
    const change = `UPDATE entries SET reason = 'gift' WHERE ${SEALED} RETURNING entry_id`;
    const start = hour - 2 * HOUR;
    const previous = await app.superuser.query<{ hash: string }>(
      `SELECT hash FROM seals WHERE ${seal(3)}`,
    );
    const of = { hour: start, previousHash: previous.rows[0]?.hash ?? "", form: SEAL_FORM };
    const resealed = await afterDoing(change, () =>
      app.app.ports.stores.inSnapshot(shop.shopId, (tx) => hourSealed(app.app.timed, tx, of)),
    );
    const hashed = resealed.content();
    const forged = `WITH e AS (${change})
      UPDATE seals SET hash = '${hashed.hash}' WHERE ${seal(2)} AND EXISTS (TABLE e)`;
    expect((await afterDoing(forged, () => app.prove())).firstBreak).toBe(
      `seal of ${hoursAgo(2)}: not signed by a key that this app knows (key ${app.app.timed.sealing.sign("").keyId})`,
    );
  });

  test("a member set aside for settling is counted: the proof doesn't claim to cover it", async () => {
    const sql = "UPDATE members SET due_at = now() WHERE customer_id = 1002";
    expect(await afterDoing(sql, () => app.prove())).toMatchObject({
      unsettled: 1,
      firstBreak: null,
    });
  });
});

describe("the app's own role", () => {
  let pool: pg.Pool;

  beforeAll(() => {
    pool = createPool(app.database.appConfig, {
      applicationName: "role-test",
      log: () => undefined,
    });
    return () => pool.end();
  });

  const attempt = (sql: string): Promise<unknown> =>
    storesOn(pool).inShop(shop.shopId, (tx) => tx.client.query(sql));

  test.each(
    ["entries", "seals", "actions"].flatMap((table) => [
      `UPDATE ${table} SET points = points`,
      `UPDATE ${table} SET shop_id = shop_id`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `TRUNCATE ${table} CASCADE`,
      `DROP TABLE ${table}`,
      `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`,
      `CREATE RULE open AS ON INSERT TO ${table} DO INSTEAD NOTHING`,
      `SELECT 1 FROM ${table} FOR UPDATE`,
      `INSERT INTO ${table} TABLE ${table} ON CONFLICT DO NOTHING RETURNING 1; MERGE INTO ${table} t USING shops s ON t.shop_id = s.shop_id WHEN MATCHED THEN DELETE`,
    ]),
  )("may not: %s", async (sql) => {
    await expect(attempt(sql)).rejects.toMatchObject({ code: "42501" });
  });

  test.each([
    { how: "by renumbering a member", sql: "UPDATE members SET member_id = member_id + 1" },
    { how: "by moving a member to another shop", sql: "UPDATE members SET shop_id = shop_id + 1" },
    { how: "by deleting a member", sql: "DELETE FROM members" },
  ])("can't reach entries $how", async ({ sql }) => {
    const before = await app.superuser.query("TABLE entries");
    await expect(attempt(sql)).rejects.toThrow();
    expect((await app.superuser.query("TABLE entries")).rows).toEqual(before.rows);
  });

  test.each([
    "SET ROLE perennial_owner",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
  ])("may not become another: %s", async (sql) => {
    await expect(attempt(sql)).rejects.toThrow();
  });
});
