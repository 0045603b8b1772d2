/** Any PostgreSQL by DATABASE_URL: here one that has never heard of Perennial. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startDatabase } from "../../app/adapters/postgres/database.server.ts";
import type { Database } from "../../app/adapters/postgres/database.server.ts";
import { startEmbedded } from "../../app/adapters/postgres/embedded/embedded.server.ts";
import type { EmbeddedServer } from "../../app/adapters/postgres/embedded/embedded.server.ts";
import { migrate } from "../../app/adapters/postgres/migrate.server.ts";

const PRISMA_DIRECTORY = join(import.meta.dirname, "../../prisma");

let dataDir: string;
let server: EmbeddedServer;
let complaints: string[];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "perennial-external-"));
  complaints = [];
  server = await startEmbedded(dataDir, {
    log,
    label: "a test",
    whenRunning: "refuse",
    settings: { fsync: "off" },
  });
});

afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** As on a server that was just set up: one database, one role. */
beforeEach(async () => {
  await asSuperuser("DROP DATABASE IF EXISTS shop WITH (FORCE)");
  for (const role of ["perennial_app", "perennial_eraser", "merchant"])
    await asSuperuser(`DROP ROLE IF EXISTS ${role}`);
});

function log(_level: string, message: string): void {
  complaints.push(message);
}

async function asSuperuser(sql: string): Promise<void> {
  await query({ host: server.socketDirectory, user: "postgres", database: "postgres" }, sql);
}

async function query<T extends pg.QueryResultRow>(
  config: pg.ClientConfig,
  sql: string,
): Promise<T[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function setUp(attributes: string): Promise<void> {
  await asSuperuser(`CREATE ROLE merchant LOGIN ${attributes}`);
  await asSuperuser("CREATE DATABASE shop OWNER merchant");
}

function open(extra = ""): Promise<Database> {
  const databaseUrl = `postgresql://merchant@/shop?host=${encodeURIComponent(server.socketDirectory)}${extra}`;
  return startDatabase(
    { databaseUrl, dataDir: join(dataDir, "unused") },
    { log, label: "a test", whenRunning: "refuse" },
  );
}

test.each(["SUPERUSER", "CREATEROLE"])(
  "a role with %s migrates, and the application gives those rights up",
  async (attributes) => {
    await setUp(attributes);
    const database = await open();
    expect((await migrate(database.ownerConfig, PRISMA_DIRECTORY)).length).toBeGreaterThan(0);
    const who = "SELECT current_user AS name, current_setting('is_superuser') AS super";
    expect(await query(database.appConfig, who)).toEqual([{ name: "perennial_app", super: "off" }]);
    expect(await query(database.eraserConfig, who)).toEqual([
      { name: "perennial_eraser", super: "off" },
    ]);
    await expect(query(database.appConfig, "DELETE FROM entries")).rejects.toThrow(
      /permission denied/,
    );
    await query(database.appConfig, "SELECT count(*) FROM inbox");
  },
);

test("options of the URL's own are kept", async () => {
  await setUp("CREATEROLE");
  const database = await open(`&options=${encodeURIComponent("-c work_mem=7MB")}`);
  const rows = await query(
    database.appConfig,
    "SELECT current_user AS name, current_setting('work_mem') AS memory",
  );
  expect(rows).toEqual([{ name: "perennial_app", memory: "7MB" }]);
});

test("a role that may not make roles is told what an administrator must run, and then may start", async () => {
  await setUp("");
  const refusal = await open().then(
    () => "",
    (error: unknown) => String(error),
  );
  expect(refusal).toMatch(/may not create or become perennial_app \(permission denied/);
  const forApp = /CREATE ROLE perennial_app LOGIN; GRANT perennial_app TO "merchant";/.exec(
    refusal,
  )?.[0];
  await asSuperuser(forApp!);
  await asSuperuser(forApp!.replaceAll("perennial_app", "perennial_eraser"));
  const database = await open();
  await migrate(database.ownerConfig, PRISMA_DIRECTORY);
  expect(await query(database.appConfig, "SELECT current_user AS name")).toEqual([
    { name: "perennial_app" },
  ]);
});

test("two applications that start at once on a new database both get through", async () => {
  await setUp("CREATEROLE");
  const both = await Promise.all([open(), open()]);
  const applied = await Promise.all(
    both.map((each) => migrate(each.ownerConfig, PRISMA_DIRECTORY)),
  );
  expect(applied.map((names) => names.length > 0).sort()).toEqual([false, true]);
});

test("an address where no database answers is named with the reason", async () => {
  await expect(open()).rejects.toThrow(
    /DATABASE_URL cannot be reached: role "merchant" does not exist/,
  );
});
