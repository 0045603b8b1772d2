/**
 * The log: one JSON line per event in production, lines to read in development. Every line written
 * while a request is answered, or a job runs, carries what it belongs to: nobody has to pass it on.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { pino, type Logger, type LoggerOptions } from "pino";
import type { Env } from "./env.server.ts";

/** What lines belong to: `requestId` and `route` of a request, `job` of timed work. */
export type LogContext = Readonly<Record<string, string>>;

const context = new AsyncLocalStorage<LogContext>();

/** Tokens that an error of Shopify's library may carry; names and addresses are never logged. */
const REDACTED = ["*.accessToken", "*.refreshToken", "req.headers.authorization"];

/** Of an error, what says where it happened: no field that may quote what was being worked on. */
const ERROR_FIELDS = ["code", "severity", "table", "constraint", "column", "routine"] as const;
const CAUSES_MAX = 5;

/**
 * PostgreSQL puts the row at fault into an error's `detail`, and Shopify's library the whole answer into
 * its errors: both may name a customer, and lines of the log are not the app's to erase.
 */
export function errorFields(error: unknown, causes = 0): unknown {
  if (!(error instanceof Error)) return error;
  const fields: Record<string, unknown> = { type: error.name, message: error.message };
  for (const field of ERROR_FIELDS)
    if (field in error) fields[field] = (error as unknown as Record<string, unknown>)[field];
  fields["stack"] = error.stack;
  if (error.cause !== undefined && causes < CAUSES_MAX)
    fields["cause"] = errorFields(error.cause, causes + 1);
  return fields;
}

export const LOG_OPTIONS = {
  redact: REDACTED,
  serializers: { error: (error: unknown) => errorFields(error) },
  mixin: () => context.getStore() ?? {},
} satisfies LoggerOptions;

export function createLog(env: Env): Logger {
  const options = { ...LOG_OPTIONS, level: env.LOG_LEVEL };
  if (env.NODE_ENV === "production") return pino(options, pino.destination(2));
  const transport = { target: "pino-pretty", options: { destination: 2, ignore: "pid,hostname" } };
  return pino({ ...options, transport });
}

/** Lines written by `work`, and by all that it starts, carry `fields` beside those around it. */
export function inLogContext<T>(fields: LogContext, work: () => T): T {
  return context.run({ ...context.getStore(), ...fields }, work);
}
