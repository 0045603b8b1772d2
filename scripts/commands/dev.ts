/** `npm run dev`: the demo's app and dev store, with pages compiled as they are asked for. */
import { spawn } from "node:child_process";
import path from "node:path";
import { readEnv } from "../../app/env.server.ts";
import { createLog } from "../../app/log.server.ts";
import { start } from "../../app/server.ts";
import { startDevStoreProcess } from "../demo/dev-store-process.ts";
import { demoEnvironment, type Variables } from "../demo/environment.ts";
import { untilFilled } from "../demo/fill.ts";
import { openAdmin } from "../demo/install.ts";
import { Progress } from "../terminal/progress.ts";
import { runCommand, untilStopped, UsageError } from "./run-command.ts";

const CUSTOMERS = "60";

async function main(args: string[]): Promise<number> {
  if (args.length > 0)
    throw new UsageError("npm run dev takes no arguments; PORT and DEV_STORE_PORT say where.");
  return isRealStore(process.env) ? againstShopify(process.env) : againstDevStore(process.env);
}

/** `shopify app dev` sets these; a plain `npm run dev` has none of them. */
function isRealStore(source: Variables): boolean {
  return Boolean(
    source["SHOPIFY_API_KEY"] &&
    source["SHOPIFY_APP_URL"] &&
    source["SHOPIFY_APP_URL"].startsWith("https:"),
  );
}

async function againstDevStore(source: Variables): Promise<number> {
  const variables = { ...demoEnvironment(source), LOG_LEVEL: source["LOG_LEVEL"] ?? "info" };
  const stopped = untilStopped();
  const env = readEnv(variables);
  const running = await start(
    env,
    { web: true, worker: true, pages: "development" },
    createLog(env),
  );
  try {
    const store = await startDevStoreProcess(variables, ["--customers", CUSTOMERS]);
    const extension = buildingExtension();
    try {
      // The app comes to a shop once its past is carried out.
      await untilFilled(store, new Progress());
      await openAdmin(store);
      process.stdout.write(
        `Developing: app ${env.SHOPIFY_APP_URL}/ admin ${store.url}/admin/apps/perennial\n`,
      );
      await Promise.race([stopped, store.ended.then((error) => Promise.reject(error))]);
    } finally {
      extension.kill();
      await store.stop();
    }
  } finally {
    await running.stop();
  }
  return 0;
}

/** The customer account extension, built anew at every change for the dev store to show. */
function buildingExtension() {
  const program = path.join(import.meta.dirname, "..", "launch", "account-extension.mjs");
  return spawn(process.execPath, [program, "--watch"], { stdio: ["ignore", 2, 2] });
}

/** Keys that `shopify app dev` doesn't know are the demo's own: made once, kept in DATA_DIR. */
async function againstShopify(source: Variables): Promise<number> {
  const { ENCRYPTION_KEY, SEAL_KEY, DATA_DIR } = demoEnvironment(source);
  const env = readEnv({ ENCRYPTION_KEY, SEAL_KEY, DATA_DIR, NODE_ENV: "development", ...source });
  const stopped = untilStopped();
  const running = await start(
    env,
    { web: true, worker: true, pages: "development" },
    createLog(env),
  );
  try {
    await stopped;
  } finally {
    await running.stop();
  }
  return 0;
}

runCommand(main);
