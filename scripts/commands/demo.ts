/**
 * `npm run demo`: app and dev store on the embedded PostgreSQL, until Ctrl-C. The store has sold for
 * two years before it gets the app, which then reads that past in by its own import. `--fresh` leaves
 * the app to whoever opens the admin: installing, choosing, and watching the import.
 */
import { rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { startDatabase } from "../../app/adapters/postgres/database.server.ts";
import { clusterHome } from "../../app/adapters/postgres/embedded/cluster.server.ts";
import { readEnv } from "../../app/env.server.ts";
import { createLog } from "../../app/log.server.ts";
import { start, type Running } from "../../app/server.ts";
import { startDevStoreProcess, type DevStoreProcess } from "../demo/dev-store-process.ts";
import { dataDirOf, demoEnvironment, demoFile, type Variables } from "../demo/environment.ts";
import { untilFilled, untilQuiet } from "../demo/fill.ts";
import { untilImported } from "../demo/import.ts";
import { openAdmin } from "../demo/install.ts";
import { number, Progress } from "../terminal/progress.ts";
import { runCommand, untilStopped, UsageError } from "./run-command.ts";

const CUSTOMERS = "600";

type Flags = { reset: boolean; fresh: boolean; source: string[] };

const progress = new Progress(process.stdout);
const tell = (line: string): void => {
  progress.tell(line);
};

async function main(args: string[]): Promise<number> {
  const flags = flagsOf(args);
  const stopped = untilStopped();
  if (flags.reset) await reset(process.env);
  const earnFrom = flags.fresh ? "installation" : "all";
  const variables = demoEnvironment(process.env, { earnFrom });
  const env = readEnv(variables);
  tell("Starting the app on its embedded PostgreSQL …");
  const running = await start(env, { web: true, worker: true, pages: "built" }, createLog(env));
  try {
    tell("Starting the dev store …");
    const store = await startDevStoreProcess(variables, flags.source);
    try {
      return await show({ running, store, fresh: flags.fresh }, stopped);
    } finally {
      await store.stop();
    }
  } finally {
    await running.stop();
  }
}

type Demo = { running: Running; store: DevStoreProcess; fresh: boolean };

async function show(demo: Demo, stopped: Promise<NodeJS.Signals>): Promise<number> {
  const { running, store } = demo;
  const failed = store.ended.then((error) => Promise.reject(error));
  const ready = async (): Promise<void> => {
    await fill(demo);
    const admin = new URL("/admin/apps/perennial", store.url).toString();
    tell(
      `Demo ready: admin ${admin} storefront ${store.url}/ app ${running.app.env.SHOPIFY_APP_URL}/`,
    );
  };
  const first = await Promise.race([ready().then(() => "ready" as const), stopped, failed]);
  if (first === "ready") await Promise.race([stopped, failed]);
  tell("Stopping …");
  // Ctrl-C reaches the database as well: that connections break now is no news.
  running.app.log.level = "error";
  return 0;
}

/** Each step is finished business at a later start, and gone on with after a kill. */
async function fill({ running, store, fresh }: Demo): Promise<void> {
  const { app } = running;
  const { orders } = await untilFilled(store, progress);
  if (fresh) {
    tell(`${number(orders)} orders in the store; open the admin to begin with the app.`);
    return;
  }
  await openAdmin(store);
  await untilImported(app, progress);
  await untilQuiet(store, app);
  const { members, entries } = await app.counts();
  tell(`${number(orders)} orders, ${number(members)} members, ${number(entries)} ledger entries`);
}

function flagsOf(args: string[]): Flags {
  try {
    const { values } = parseArgs({
      args,
      options: {
        reset: { type: "boolean" },
        fresh: { type: "boolean" },
        customers: { type: "string" },
        dataset: { type: "string" },
      },
    });
    if (values.customers !== undefined && !/^[1-9]\d{0,6}$/.test(values.customers)) {
      throw new UsageError(`--customers: "${values.customers}" is not a number of customers`);
    }
    if (values.customers !== undefined && values.dataset !== undefined) {
      throw new UsageError("--customers and --dataset exclude each other");
    }
    const source = values.dataset
      ? ["--dataset", path.resolve(values.dataset)]
      : ["--customers", values.customers ?? CUSTOMERS];
    return { reset: values.reset ?? false, fresh: values.fresh ?? false, source };
  } catch (error) {
    throw error instanceof UsageError
      ? error
      : new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Removes what a demo keeps, and nothing else that may lie in DATA_DIR. */
async function reset(source: Variables): Promise<void> {
  if (source["DATABASE_URL"]) {
    throw new UsageError(
      "--reset can't empty the database of DATABASE_URL; give the demo an empty one",
    );
  }
  const dataDir = dataDirOf(source);
  // Started once more, so that nobody else runs on it and no orphan of a killed demo is left.
  const options = {
    log: () => undefined,
    label: "npm run demo -- --reset",
    whenRunning: "refuse",
  } as const;
  await (await startDatabase({ dataDir }, options)).stop();
  for (const kept of [clusterHome(dataDir), path.join(dataDir, "dev-store"), demoFile(source)]) {
    rmSync(kept, { recursive: true, force: true });
  }
}

runCommand(main);
