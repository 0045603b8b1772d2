/**
 * `npm run orders:import -- --shop S --file F`: takes in orders from the JSONL that the app's own bulk
 * query yields (or .gz of it), beside a running app or without one. After a kill or Ctrl-C the same
 * command goes on where it stood.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startDatabase } from "../../app/adapters/postgres/database.server.ts";
import { migrate } from "../../app/adapters/postgres/migrate.server.ts";
import { createPool } from "../../app/adapters/postgres/pool.server.ts";
import { createApp, PRISMA_DIRECTORY, type App } from "../../app/app.server.ts";
import { BadEnvironment, readEnv, type Env } from "../../app/env.server.ts";
import { createLog } from "../../app/log.server.ts";
import { carryOnImport } from "../../app/use-cases/carry-on-import.ts";
import type { ShopId } from "../../app/use-cases/ports.ts";
import { readImport, type ImportProgress } from "../../app/use-cases/read-import.ts";
import { startImport } from "../../app/use-cases/start-import.ts";
import { environmentOfData } from "../demo/environment.ts";
import { describeHistoryFile, type HistoryFile } from "../import/history-file.ts";
import { endOfImport } from "../import/end-of-import.ts";
import { lineOfImport } from "../terminal/import-lines.ts";
import { Progress } from "../terminal/progress.ts";
import { runCommand, untilStopped, UsageError } from "./run-command.ts";

const LABEL = "npm run orders:import";
/** While the app's own worker is at it, this is how often progress is looked at (ms). */
const LOOK_MS = 500;
const CONNECTIONS_MAX = 6;
const INTERRUPTED = 130;

async function main(args: string[]): Promise<number> {
  const { shop, file } = wishOf(args);
  const history = await describeHistoryFile(file);
  return withApp(async (app) => {
    const found = await app.ports.stores.shops.find(shop);
    if (!found) throw new UsageError(`--shop: no shop ${shop} is known here`);
    if (found.state !== "installed")
      throw new UsageError(`--shop: the app is not installed at ${shop} (it is ${found.state})`);
    await begin(app, found.shopId, history);
    return carryOn(app, found.shopId);
  });
}

function wishOf(args: string[]): { shop: string; file: string } {
  const usage = `usage: ${LABEL} -- --shop DOMAIN --file ORDERS.jsonl[.gz]`;
  try {
    const options = { shop: { type: "string" }, file: { type: "string" } } as const;
    const { shop, file } = parseArgs({ args, options }).values;
    if (shop && file) return { shop, file };
    throw new UsageError(`${shop ? "--file" : "--shop"} is needed; ${usage}`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}; ${usage}`);
  }
}

async function withApp(work: (app: App) => Promise<number>): Promise<number> {
  const env = environment();
  const log = createLog({ ...env, LOG_LEVEL: "error" });
  const report = (level: "info" | "warn" | "error", message: string, details: object = {}): void =>
    log[level](details, message);
  const database = await startDatabase(
    { databaseUrl: env.DATABASE_URL, dataDir: env.DATA_DIR },
    { log: report, label: LABEL, whenRunning: "join" },
  );
  try {
    if (database.own || env.DATABASE_URL) await migrate(database.ownerConfig, PRISMA_DIRECTORY);
    const pool = createPool(database.appConfig, {
      applicationName: LABEL,
      log: report,
      connectionsMax: CONNECTIONS_MAX,
    });
    const app = createApp({ env, pool, log, eraserConfig: database.eraserConfig });
    try {
      return await work(app);
    } finally {
      await app.ports.eraser.end();
      await pool.end();
    }
  } finally {
    await database.stop();
  }
}

function environment(): Env {
  try {
    return readEnv(environmentOfData(process.env));
  } catch (error) {
    if (error instanceof BadEnvironment) throw new UsageError(error.message);
    throw error;
  }
}

async function begin({ ports }: App, shopId: ShopId, history: HistoryFile): Promise<void> {
  const wish = { source: "file", ...history } as const;
  const { kind, importId } = await startImport(ports, shopId, { wish, staff: null });
  if (kind !== "under-way") return;
  const other = await ports.stores.inShop(shopId, (tx) => ports.stores.imports.newest(tx));
  if (other?.importId === importId && other.fileMark === history.fileMark) return;
  throw new Error(
    `another import of this shop is under way (from ${other?.source === "file" ? "a file" : "Shopify"}, ${other?.state}): ` +
      `wait for its end or stop it in the app's admin`,
  );
}

/** Works on it itself, and watches while another worker has it. */
async function carryOn({ ports }: App, shopId: ShopId): Promise<number> {
  const stopping = new AbortController();
  void untilStopped().then(() => stopping.abort());
  const progress = new Progress(process.stderr);
  const show = (found: ImportProgress): void => {
    const line = lineOfImport(found);
    if (line) progress.show(line);
  };
  for (let takeOver = true; !stopping.signal.aborted; takeOver = false) {
    const options = { stopping: stopping.signal, takeOver, onStep: show };
    const waitMs = await carryOnImport(ports, shopId, options);
    const found = await readImport(ports, shopId);
    if (!found || found.finishedAt !== null) return endOfImport(found, progress);
    show(found);
    await sleep(Math.min(waitMs ?? LOOK_MS, LOOK_MS), undefined, { signal: stopping.signal }).catch(
      () => undefined,
    );
  }
  progress.tell("stopped; the same command goes on from here");
  return INTERRUPTED;
}

runCommand(main);
