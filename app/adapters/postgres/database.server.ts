/**
 * The application's database: the embedded PostgreSQL of DATA_DIR, or any PostgreSQL (15 or
 * later) by DATABASE_URL. Either way the caller gets three ways in: as the owner of the
 * schema, as the application, as the eraser.
 */
import type { PoolConfig } from "pg";
import { withClient } from "./connection.server.ts";
import { SUPERUSER } from "./embedded/cluster.server.ts";
import { startEmbedded } from "./embedded/embedded.server.ts";
import type { EmbeddedOptions } from "./embedded/embedded.server.ts";
import {
  APP_ROLE,
  ERASER_ROLE,
  OWNER_ROLE,
  createEmbeddedDatabase,
  prepareExternalRoles,
} from "./roles.server.ts";

const DATABASE = "perennial";
const OLDEST_SERVER = 150_000;
const CONNECT_TIMEOUT_MS = 10_000;

export interface DatabaseLocation {
  databaseUrl?: string | undefined;
  dataDir: string;
}

export interface Database {
  kind: "embedded" | "external";
  /** False when a running application's embedded server was joined. */
  own: boolean;
  /** Migrations only. */
  ownerConfig: PoolConfig;
  appConfig: PoolConfig;
  /** The use case that redacts personal data, and nothing else. */
  eraserConfig: PoolConfig;
  stop(): Promise<void>;
}

export async function startDatabase(
  location: DatabaseLocation,
  options: EmbeddedOptions,
): Promise<Database> {
  return location.databaseUrl === undefined || location.databaseUrl === ""
    ? embedded(location.dataDir, options)
    : external(location.databaseUrl);
}

async function embedded(dataDir: string, options: EmbeddedOptions): Promise<Database> {
  const server = await startEmbedded(dataDir, options);
  const as = (user: string, database: string): PoolConfig => ({
    host: server.socketDirectory,
    user,
    database,
  });
  try {
    if (server.own) await createEmbeddedDatabase(as(SUPERUSER, "postgres"), DATABASE);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    kind: "embedded",
    own: server.own,
    ownerConfig: as(OWNER_ROLE, DATABASE),
    appConfig: as(APP_ROLE, DATABASE),
    eraserConfig: as(ERASER_ROLE, DATABASE),
    stop: server.stop,
  };
}

async function external(databaseUrl: string): Promise<Database> {
  const ownerConfig = {
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  };
  await requireVersion(ownerConfig);
  await prepareExternalRoles(ownerConfig);
  return {
    kind: "external",
    own: true,
    ownerConfig,
    appConfig: { ...ownerConfig, connectionString: withRole(databaseUrl, APP_ROLE) },
    eraserConfig: { ...ownerConfig, connectionString: withRole(databaseUrl, ERASER_ROLE) },
    stop: () => Promise.resolve(),
  };
}

async function requireVersion(config: PoolConfig): Promise<void> {
  const found = await serverVersion(config).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The database of DATABASE_URL cannot be reached: ${reason}`, { cause: error });
  });
  if (found === undefined || found.number < OLDEST_SERVER) {
    const version = found?.words ?? "of unknown version";
    throw new Error(`DATABASE_URL leads to PostgreSQL ${version}; Perennial needs 15 or later.`);
  }
}

function serverVersion(config: PoolConfig): Promise<{ number: number; words: string } | undefined> {
  return withClient(config, async (client) => {
    const { rows } = await client.query<{ number: number; words: string }>(
      "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS words",
    );
    return rows[0];
  });
}

/**
 * The role is given up with the first packet of every connection, never by a later statement.
 * Only the query is taken apart: `user@/name?host=/socket` is no URL to the standard.
 */
function withRole(databaseUrl: string, role: string): string {
  const [address = "", query = ""] = databaseUrl.split("?", 2);
  const parameters = new URLSearchParams(query);
  const options = [parameters.get("options"), `-c role=${role}`].filter(Boolean).join(" ");
  parameters.set("options", options);
  return `${address}?${parameters.toString()}`;
}
