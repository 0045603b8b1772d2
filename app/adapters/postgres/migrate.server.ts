/**
 * Brings the database to the schema of this version, in the way of `prisma migrate deploy`
 * and with its table `_prisma_migrations`, so that Prisma's own command stays usable.
 *
 * Each migration is one transaction together with the note that it was applied. A process
 * killed at any point therefore leaves either both or neither, and the next start goes on.
 */
import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import type { PoolConfig } from "pg";
import { ignoreReported, withClient } from "./connection.server.ts";
import { APP_ROLE } from "./roles.server.ts";
import {
  NO_FILTER,
  createSchemaEngine,
  readMigrations,
  readSchema,
  sqlOf,
} from "./schema-engine.server.ts";
import type { MigrationList, SchemaEngine } from "./schema-engine.server.ts";

/** Any number that nothing else locks; Prisma's own command locks 72707369. */
const LOCK_KEY = 7_337_466_364;
const APPLICATION_NAME = "perennial-migrate";
const LOCK_WAIT_MS = 120_000;
const FAILED_MIGRATIONS_MAX = 100;

/** Returns the names of the migrations that were applied now. */
export async function migrate(ownerConfig: PoolConfig, prismaDirectory: string): Promise<string[]> {
  const migrations = await readMigrations(prismaDirectory);
  const schema = await readSchema(prismaDirectory);
  return withLock(ownerConfig, async () => {
    const pool = new pg.Pool({ ...ownerConfig, max: 1, application_name: APPLICATION_NAME });
    pool.on("error", ignoreReported);
    pool.on("connect", (client) => client.on("error", ignoreReported));
    const adapter = new AtomicScripts(pool, migrations);
    try {
      const engine = await createSchemaEngine(adapter, schema);
      try {
        return await applyAll(pool, engine, migrations);
      } finally {
        engine.free();
      }
    } catch (error) {
      throw adapter.failure ?? error;
    } finally {
      await pool.end();
    }
  });
}

async function applyAll(
  pool: pg.Pool,
  engine: SchemaEngine,
  migrations: MigrationList,
): Promise<string[]> {
  await clearInterrupted(pool, engine);
  const result = await engine.applyMigrations({ migrationsList: migrations, filters: NO_FILTER });
  // The application asks whether it finds the schema that it was written for.
  await pool.query(`GRANT SELECT ON _prisma_migrations TO ${APP_ROLE}`);
  return result.appliedMigrationNames;
}

/** True when every migration of this version has been applied. */
export async function isMigrated(pool: pg.Pool, prismaDirectory: string): Promise<boolean> {
  const { migrationDirectories } = await readMigrations(prismaDirectory);
  if (!(await hasMigrationsTable(pool))) return migrationDirectories.length === 0;
  const { rows } = await pool.query<{ name: string }>(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const applied = new Set(rows.map((row) => row.name));
  return migrationDirectories.every((migration) => applied.has(migration.path));
}

/** Two applications that start at once migrate one after the other; the lock dies with its connection. */
function withLock<T>(config: PoolConfig, action: () => Promise<T>): Promise<T> {
  const patient = {
    ...config,
    application_name: APPLICATION_NAME,
    statement_timeout: LOCK_WAIT_MS,
  };
  return withClient(patient, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK_KEY]);
    return action();
  });
}

/**
 * The adapter's own way to run a script splits it at every semicolon, which breaks functions.
 * Sent as one message the script is one transaction, and the note about it joins it.
 */
class AtomicScripts implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = "postgres";
  readonly adapterName = "@prisma/adapter-pg";
  /** What PostgreSQL said of a migration: the engine reports only that there was something. */
  failure: Error | null = null;
  private readonly pool: pg.Pool;
  private readonly factory: PrismaPg;
  private readonly names: Map<string, string>;

  constructor(pool: pg.Pool, { migrationDirectories }: MigrationList) {
    this.pool = pool;
    this.factory = new PrismaPg(pool);
    this.names = new Map(migrationDirectories.map((found) => [sqlOf(found), found.path]));
  }

  async connect(): Promise<SqlDriverAdapter> {
    const adapter = await this.factory.connect();
    adapter.executeScript = (script) => this.run(script);
    return adapter;
  }

  connectToShadowDb(): Promise<SqlDriverAdapter> {
    return this.factory.connectToShadowDb();
  }

  private async run(script: string): Promise<void> {
    const name = this.names.get(script);
    if (name === undefined) {
      await this.pool.query(script);
      return;
    }
    try {
      await this.pool.query(`${script}\n;${noteApplied(name)}`);
    } catch (error) {
      this.failure = new Error(`Migration ${name} failed: ${explain(error, script)}`, {
        cause: error,
      });
      throw error;
    }
  }
}

function explain(error: unknown, script: string): string {
  if (!(error instanceof pg.DatabaseError))
    return error instanceof Error ? error.message : String(error);
  const { message, detail, hint, position } = error;
  const line =
    position === undefined ? "" : ` (line ${script.slice(0, Number(position)).split("\n").length})`;
  return [`${message}${line}`, detail, hint].filter(Boolean).join(". ");
}

function noteApplied(name: string): string {
  return `UPDATE _prisma_migrations SET finished_at = now()
    WHERE migration_name = ${pg.escapeLiteral(name)} AND finished_at IS NULL AND rolled_back_at IS NULL`;
}

/** A migration begun and not noted as applied was undone as a whole: say so, and it runs again. */
async function clearInterrupted(pool: pg.Pool, engine: SchemaEngine): Promise<void> {
  if (!(await hasMigrationsTable(pool))) return;
  const { rows } = await pool.query<{ name: string }>(
    `SELECT DISTINCT migration_name AS name FROM _prisma_migrations
      WHERE finished_at IS NULL AND rolled_back_at IS NULL LIMIT $1`,
    [FAILED_MIGRATIONS_MAX],
  );
  for (const { name } of rows) await engine.markMigrationRolledBack({ migrationName: name });
}

async function hasMigrationsTable(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found",
  );
  return rows[0]?.found === true;
}
