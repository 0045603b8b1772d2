/**
 * The one pool of connections, shared by plain SQL and Prisma. It outlives its server: when
 * the database goes away, connections fail with an error that `isDatabaseAway` knows, and
 * new ones are made once it is back.
 */
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import type { PoolConfig } from "pg";
import { ignoreReported } from "./connection.server.ts";
import type { Log } from "./log.server.ts";
import { PrismaClient } from "./prisma-client/client.ts";

const CONNECTIONS_MAX = 10;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const IDLE_IN_TRANSACTION_MS = 60_000;
const IDLE_CONNECTION_MS = 30_000;

const INT8 = 20;
const NUMERIC = 1700;
const DATE = 1082;
/** Ids exceed 2^53 and a date belongs to no time zone: both stay the text that the server sent. */
const KEPT_AS_TEXT = new Set([INT8, NUMERIC, DATE]);

export interface PoolOptions {
  /** Shown in pg_stat_activity: which part of the application holds a connection. */
  applicationName: string;
  log: Log;
  connectionsMax?: number;
  statementTimeoutMs?: number;
}

export function createPool(config: PoolConfig, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...config,
    max: options.connectionsMax ?? CONNECTIONS_MAX,
    application_name: options.applicationName,
    statement_timeout: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    idleTimeoutMillis: IDLE_CONNECTION_MS,
    keepAlive: true,
    types: { getTypeParser },
  });
  // A connection that breaks is reported as an event as well as to its statement; an event
  // that nobody listens to would end the application.
  const report = (error: Error): void => {
    options.log("warn", "a database connection broke", { error: error.message });
  };
  pool.on("error", report);
  // While a connection is in use its statement fails with the same error, and the caller handles it.
  pool.on("connect", (client) => client.on("error", ignoreReported));
  return pool;
}

function getTypeParser(
  oid: number,
  format: "text" | "binary" = "text",
): (value: string) => unknown {
  if (format === "text" && KEPT_AS_TEXT.has(oid)) return (text) => text;
  // Its declared parameter is an enumeration of built-in types; it answers for any oid.
  const parserOf = pg.types.getTypeParser as (
    oid: number,
    format: string,
  ) => (value: string) => unknown;
  return parserOf(oid, format);
}

/** SQLSTATE classes and system errors of a server that is gone, starting or shutting down. */
const AWAY_CODES = new Set([
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "08000",
  "08001",
  "08003",
  "08004",
  "08006",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOENT",
  "ETIMEDOUT",
]);
/** `pg` gives these errors no code. */
const AWAY_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/**
 * True when a statement failed because the database was not there. It may have been committed
 * all the same if it was on its way, so repeat only what carries a key.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && AWAY_CODES.has(String(error.code))) return true;
  if (AWAY_MESSAGES.test(error.message)) return true;
  return isDatabaseAway(error.cause);
}

/** Prisma over the pool; disconnecting it leaves the pool alone. */
export function createPrisma(pool: pg.Pool): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg(pool) });
}

export type { PrismaClient };
