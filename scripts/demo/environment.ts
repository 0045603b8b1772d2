/**
 * The demo's environment: the values of contracts, and keys of its own made once per DATA_DIR, so
 * that later commands (`ledger:verify`) can prove what the demo sealed.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export type Variables = Record<string, string | undefined>;

export const DEMO_SHOP = "perennial-demo.myshopify.com";

const DEFAULT_DATA_DIR = ".data";

export function dataDirOf(source: Variables): string {
  return source["DATA_DIR"] ? source["DATA_DIR"] : DEFAULT_DATA_DIR;
}

export function demoFile(source: Variables): string {
  return path.join(dataDirOf(source), "demo.json");
}

/**
 * Ports and URLs come from the environment of each start: none is remembered. `earnFrom` says what
 * is chosen for past orders when the app is installed: everything, or nothing yet.
 */
export function demoEnvironment(
  source: Variables,
  { earnFrom = "all" }: { earnFrom?: "all" | "installation" } = {},
): Variables {
  const port = source["PORT"] ? source["PORT"] : "3000";
  const devStorePort = source["DEV_STORE_PORT"] ? source["DEV_STORE_PORT"] : "3001";
  return {
    NODE_ENV: "development",
    PORT: port,
    LISTEN_HOST: "127.0.0.1",
    DATABASE_URL: source["DATABASE_URL"],
    DATA_DIR: dataDirOf(source),
    SHOPIFY_API_KEY: "demo-key",
    SHOPIFY_API_SECRET: "demo-secret",
    SHOPIFY_APP_URL: `http://localhost:${port}`,
    EARN_FROM: earnFrom,
    LOG_LEVEL: source["LOG_LEVEL"] ? source["LOG_LEVEL"] : "warn",
    DEV_STORE_PORT: devStorePort,
    DEV_STORE_URL: `http://localhost:${devStorePort}`,
    // Without it Shopify hands out sixty days; the demo's past is two years long.
    DEV_STORE_GRANT: source["DEV_STORE_GRANT"] ? source["DEV_STORE_GRANT"] : "read_all_orders",
    CLOCK_OFFSET_SECONDS: source["CLOCK_OFFSET_SECONDS"],
    ...keysOf(source),
  };
}

type Keys = { ENCRYPTION_KEY: string; SEAL_KEY: string };

function keysOf(source: Variables): Keys {
  const file = demoFile(source);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Keys;
  const key = (): string => randomBytes(32).toString("hex");
  const keys = { ENCRYPTION_KEY: key(), SEAL_KEY: key() };
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  return keys;
}

/** For commands on data that is there: the environment as it is, or the demo's where the demo ran. */
export function environmentOfData(source: Variables): Variables {
  if (source["SEAL_KEY"] || source["DATABASE_URL"] || !existsSync(demoFile(source))) return source;
  return { ...source, ...demoEnvironment(source) };
}
