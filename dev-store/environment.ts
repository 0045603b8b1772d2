import { statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { HistorySource } from "./fill/history-source.ts";
import type { DevStoreOptions } from "./start.ts";
import { readAppConfiguration } from "./webhooks/app-configuration.ts";

/** A mistake in the flags or the environment: told in one line, without a stack. */
export class UsageError extends Error {}

export interface Started {
  options: DevStoreOptions;
  /** Absent: the shop begins empty. */
  source: HistorySource | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

function numberOf(
  text: string | undefined,
  name: string,
  range: { fallback: number; min: number; max: number },
): number {
  if (text === undefined || text === "") return range.fallback;
  const value = Number(text);
  if (Number.isFinite(value) && value >= range.min && value <= range.max) return value;
  throw new UsageError(
    `${name} must be a number between ${range.min} and ${range.max}, got "${text}"`,
  );
}

function urlOf(text: string | undefined, name: string, fallback: string): string {
  const value = text === undefined || text === "" ? fallback : text;
  if (!URL.canParse(value)) throw new UsageError(`${name} must be a URL, got "${value}"`);
  return value.replace(/\/$/, "");
}

/** A folder that the environment names; absent where it names none. */
function folderOf<Key extends string>(
  environment: Environment,
  name: string,
  key: Key,
): { [Name in Key]?: string } {
  const folder = environment[name];
  if (folder === undefined || folder === "") return {};
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`${name} must be a folder, got "${folder}"`);
  return { [key]: folder } as { [Name in Key]?: string };
}

const FLAGS = {
  customers: { type: "string" },
  dataset: { type: "string" },
  seed: { type: "string" },
  years: { type: "string" },
  empty: { type: "boolean" },
  "large-ids": { type: "boolean" },
  shop: { type: "string" },
  currency: { type: "string" },
  "time-zone": { type: "string" },
} as const;

const CUSTOMERS_DEFAULT = 1_000;
/** Nobody waits longer for an answer of Shopify's. */
const ADMIN_API_MS_MAX = 60_000;

function flagsOf(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function sourceOf(flags: ReturnType<typeof flagsOf>): HistorySource | null {
  if (flags.dataset !== undefined) {
    if (flags.customers !== undefined)
      throw new UsageError("--customers and --dataset exclude each other");
    return { kind: "dataset", dir: flags.dataset };
  }
  if (flags.empty === true || flags.customers === undefined) return null;
  const customers = numberOf(flags.customers, "--customers", {
    fallback: CUSTOMERS_DEFAULT,
    min: 1,
    max: 5_000_000,
  });
  const years = numberOf(flags.years, "--years", { fallback: 2, min: 1, max: 10 });
  return {
    kind: "generated",
    customers,
    years,
    seed: numberOf(flags.seed, "--seed", { fallback: 1, min: 0, max: 2 ** 31 }),
  };
}

/** Flags and environment of `node dev-store/main.ts`, with the demo's values as defaults. */
export function readEnvironment(
  argv: readonly string[],
  environment: Environment,
  root: string,
): Started {
  const flags = flagsOf(argv);
  const text = (name: string, fallback: string): string => {
    const value = environment[name];
    return value === undefined || value === "" ? fallback : value;
  };
  const grant = text("DEV_STORE_GRANT", "")
    .split(",")
    .filter((scope) => scope !== "");
  return {
    source: sourceOf(flags),
    options: {
      port: numberOf(environment["DEV_STORE_PORT"], "DEV_STORE_PORT", {
        fallback: 3001,
        min: 0,
        max: 65_535,
      }),
      apiKey: text("SHOPIFY_API_KEY", "demo-key"),
      apiSecret: text("SHOPIFY_API_SECRET", "demo-secret"),
      appUrl: urlOf(environment["SHOPIFY_APP_URL"], "SHOPIFY_APP_URL", "http://127.0.0.1:3000"),
      dataDir: text("DATA_DIR", join(root, ".data")),
      configuration: readAppConfiguration(
        text("DEV_STORE_APP_TOML", join(root, "shopify.app.toml")),
      ),
      shop: flags.shop ?? "perennial-demo.myshopify.com",
      currency: flags.currency ?? "GBP",
      timeZone: flags["time-zone"] ?? "Europe/London",
      largeIds: flags["large-ids"] ?? false,
      // Shopify's four hours of retries pass in four minutes.
      acceleration: numberOf(environment["DEV_STORE_ACCELERATION"], "DEV_STORE_ACCELERATION", {
        fallback: 60,
        min: 1,
        max: 1_000_000,
      }),
      clockOffsetSeconds: numberOf(environment["CLOCK_OFFSET_SECONDS"], "CLOCK_OFFSET_SECONDS", {
        fallback: 0,
        min: -1e9,
        max: 1e9,
      }),
      grant,
      adminApiMs: numberOf(environment["DEV_STORE_ADMIN_API_MS"], "DEV_STORE_ADMIN_API_MS", {
        fallback: 0,
        min: 0,
        max: ADMIN_API_MS_MAX,
      }),
      ...folderOf(environment, "DEV_STORE_THEME", "theme"),
      ...folderOf(environment, "DEV_STORE_EXTENSIONS", "extension"),
    },
  };
}
