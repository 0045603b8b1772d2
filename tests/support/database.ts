/** A database of its own for a test file, copied from the migrated template in a moment. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import type { PoolConfig } from "pg";
import { afterAll, inject } from "vitest";
import { SUPERUSER } from "../../app/adapters/postgres/embedded/cluster.server.ts";
import { APP_ROLE, ERASER_ROLE, OWNER_ROLE } from "../../app/adapters/postgres/roles.server.ts";
import type {} from "./database-server.ts";

export interface TestDatabase {
  name: string;
  appConfig: PoolConfig;
  ownerConfig: PoolConfig;
  eraserConfig: PoolConfig;
  /** To break what no role of the application could break. */
  superuserConfig: PoolConfig;
  /** As environment for a program under test; it then gives up its rights as with any DATABASE_URL. */
  databaseUrl: string;
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** Without migrations, for tests of the migrations. */
  empty?: boolean;
}

/** Dropped after the test file unless dropped before. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { socketDirectory, template } = inject("databaseServer");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const as = (user: string, database = name): PoolConfig => ({
    host: socketDirectory,
    user,
    database,
  });
  const administrator = as(SUPERUSER, "postgres");
  const source = options.empty === true ? "template0" : template;
  await run(administrator, `CREATE DATABASE ${name} TEMPLATE ${source} OWNER ${OWNER_ROLE}`);
  let dropped = false;
  const drop = async (): Promise<void> => {
    if (dropped) return;
    dropped = true;
    await run(administrator, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  afterAll(drop);
  return {
    name,
    appConfig: as(APP_ROLE),
    ownerConfig: as(OWNER_ROLE),
    eraserConfig: as(ERASER_ROLE),
    superuserConfig: as(SUPERUSER),
    databaseUrl: `postgresql://${SUPERUSER}@/${name}?host=${encodeURIComponent(socketDirectory)}`,
    drop,
  };
}

async function run(config: PoolConfig, sql: string): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
