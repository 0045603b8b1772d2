import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isMigrated, migrate } from "../../app/adapters/postgres/migrate.server.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";

const SCHEMA = 'datasource db {\n  provider = "postgresql"\n}\n';

let directory: string;
let database: TestDatabase;
let pool: pg.Pool;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "perennial-migrations-"));
  mkdirSync(join(directory, "migrations"));
  writeFileSync(join(directory, "schema.prisma"), SCHEMA);
  writeFileSync(join(directory, "migrations", "migration_lock.toml"), 'provider = "postgresql"\n');
  database = await createTestDatabase({ empty: true });
  pool = new pg.Pool({ ...database.ownerConfig, max: 2 });
});

afterEach(async () => {
  await pool.end();
  rmSync(directory, { recursive: true });
});

function write(name: string, sql: string): void {
  mkdirSync(join(directory, "migrations", name), { recursive: true });
  writeFileSync(join(directory, "migrations", name, "migration.sql"), sql);
}

test("functions with semicolons inside come through whole", async () => {
  write(
    "20260101000000_one",
    "CREATE FUNCTION answer() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 42; END; $$;",
  );
  expect(await migrate(database.ownerConfig, directory)).toEqual(["20260101000000_one"]);
  expect((await pool.query("SELECT answer() AS a")).rows).toEqual([{ a: 42 }]);
});

test("what is applied is not applied again, what is new is", async () => {
  write("20260101000000_one", "CREATE TABLE one (id int)");
  await migrate(database.ownerConfig, directory);
  expect(await isMigrated(pool, directory)).toBe(true);
  write("20260102000000_two", "CREATE TABLE two (id int)");
  expect(await isMigrated(pool, directory)).toBe(false);
  expect(await migrate(database.ownerConfig, directory)).toEqual(["20260102000000_two"]);
  expect(await migrate(database.ownerConfig, directory)).toEqual([]);
});

test("a migration that fails leaves nothing behind, names itself, and runs again once it is mended", async () => {
  write("20260101000000_one", "CREATE TABLE one (id int); SELECT 1 / 0;");
  await expect(migrate(database.ownerConfig, directory)).rejects.toThrow(
    /20260101000000_one[\s\S]*division by zero/,
  );
  expect((await pool.query("SELECT to_regclass('one') AS found")).rows).toEqual([{ found: null }]);
  write("20260101000000_one", "CREATE TABLE one (id int)");
  expect(await migrate(database.ownerConfig, directory)).toEqual(["20260101000000_one"]);
});

test("killed in the middle of a migration, the next start does it again as a whole", async () => {
  write("20260101000000_one", "CREATE TABLE one (id int); SELECT pg_sleep(60);");
  const first = migrate(database.ownerConfig, directory).then(
    () => "applied",
    () => "killed",
  );
  await expect
    .poll(
      async () =>
        (
          await pool.query(
            "SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60);%' AND pid <> pg_backend_pid()",
          )
        ).rowCount,
    )
    .toBe(1);
  await pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  expect(await first).toBe("killed");
  write("20260101000000_one", "CREATE TABLE one (id int)");
  expect(await migrate(database.ownerConfig, directory)).toEqual(["20260101000000_one"]);
});

test("a migration and the note that it was applied are one transaction", async () => {
  write(
    "20260101000000_watch",
    `CREATE TABLE seen (transaction bigint, what text);
     CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN INSERT INTO seen VALUES (txid_current(), 'noted'); RETURN NEW; END; $$;
     CREATE TRIGGER see AFTER UPDATE OF finished_at ON _prisma_migrations
       FOR EACH ROW WHEN (NEW.finished_at IS NOT NULL) EXECUTE FUNCTION see();`,
  );
  write("20260102000000_work", "INSERT INTO seen VALUES (txid_current(), 'done')");
  await migrate(database.ownerConfig, directory);
  const { rows } = await pool.query(
    `SELECT done.transaction = noted.transaction AS together
       FROM seen done JOIN seen noted ON done.what = 'done' AND noted.what = 'noted'
      WHERE noted.transaction >= done.transaction ORDER BY noted.transaction LIMIT 1`,
  );
  expect(rows).toEqual([{ together: true }]);
});

test("two that start at once apply each migration once", async () => {
  write("20260101000000_one", "CREATE TABLE one (id int); SELECT pg_sleep(0.3);");
  const both = await Promise.all([
    migrate(database.ownerConfig, directory),
    migrate(database.ownerConfig, directory),
  ]);
  expect(both.flat()).toEqual(["20260101000000_one"]);
});
