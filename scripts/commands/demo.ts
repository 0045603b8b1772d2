/** `npm run demo`: app and dev store on the embedded PostgreSQL, filled, until Ctrl-C. */
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
import { number, untilFilled } from "../demo/fill.ts";
import { openAdmin } from "../demo/install.ts";
import { runCommand, untilStopped, UsageError } from "./run-command.ts";

const CUSTOMERS = "600";

type Flags = { reset: boolean; source: string[] };

const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function main(args: string[]): Promise<number> {
  const flags = flagsOf(args);
  const stopped = untilStopped();
  if (flags.reset) await reset(process.env);
  const variables = demoEnvironment(process.env);
  const env = readEnv(variables);
  tell("Starting the app on its embedded PostgreSQL …");
  const running = await start(env, { web: true, worker: true, pages: "built" }, createLog(env));
  try {
    tell("Starting the dev store …");
    const store = await startDevStoreProcess(variables, flags.source);
    try {
      return await show(running, store, stopped);
    } finally {
      await store.stop();
    }
  } finally {
    await running.stop();
  }
}

async function show(
  running: Running,
  store: DevStoreProcess,
  stopped: Promise<NodeJS.Signals>,
): Promise<number> {
  const failed = store.ended.then((error) => Promise.reject(error));
  const ready = async (): Promise<void> => {
    await openAdmin(store);
    const { orders } = await untilFilled(store, running.app, tell);
    const { members, entries } = await running.app.counts();
    tell(`${number(orders)} orders, ${number(members)} members, ${number(entries)} ledger entries`);
    const admin = new URL("/admin/apps/perennial", store.url).toString();
    tell(
      `Demo ready: admin ${admin} storefront ${store.url}/ app ${running.app.env.SHOPIFY_APP_URL}/`,
    );
  };
  const first = await Promise.race([ready().then(() => "ready" as const), stopped, failed]);
  if (first === "ready") await Promise.race([stopped, failed]);
  tell("Stopping …");
  return 0;
}

function flagsOf(args: string[]): Flags {
  try {
    const { values } = parseArgs({
      args,
      options: {
        reset: { type: "boolean" },
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
    return { reset: values.reset ?? false, source };
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
