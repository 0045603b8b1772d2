/** Two shops with the same goods: one with the app as the demo sets it up, one whose theme has never heard of it. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startDemo } from "../tests/support/demo.ts";
import { freePort } from "./servers.ts";

const PROJECT_DIRECTORY = path.join(import.meta.dirname, "..");
const THEME = path.join(PROJECT_DIRECTORY, "dev-store", "theme");
const APP_BLOCK = "shopify://apps/";
const READY_MS_MAX = 120_000;
const READY_POLL_MS = 100;

export type Shop = { url: string; stop: () => Promise<unknown> };

/** The app, its dev store and a filled shop, exactly as `npm run demo` starts them. */
export async function startShopWithApp(customers: number): Promise<Shop> {
  const { storefrontUrl, stop } = await startDemo(customers);
  return { url: storefrontUrl, stop };
}

/** The same shop before the merchant placed a block: no app, nothing of its extension in the theme. */
export async function startShopWithout(customers: number): Promise<Shop> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "perennial-bench-shop-"));
  const theme = path.join(dataDir, "theme");
  cpSync(THEME, theme, { recursive: true });
  withoutAppBlocks(theme);
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [path.join(PROJECT_DIRECTORY, "dev-store", "main.ts"), "--customers", String(customers)],
    {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        PATH: process.env["PATH"],
        NODE_ENV: "production",
        DATA_DIR: dataDir,
        DEV_STORE_PORT: String(port),
        DEV_STORE_THEME: theme,
        // Nobody listens there: a shop without the app must not need one.
        SHOPIFY_APP_URL: `http://127.0.0.1:${await freePort()}`,
      },
    },
  );
  const stop = async (): Promise<void> => {
    await end(child);
    rmSync(dataDir, { recursive: true, force: true });
  };
  const url = `http://localhost:${port}`;
  try {
    await untilFilled(url, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

type Blocks = {
  blocks?: Record<string, { type: string }>;
  block_order?: string[];
  sections?: Record<string, Blocks & { type?: string }>;
  order?: string[];
};

/** Takes app blocks, app embeds and the sections that only wrap them out of a theme's JSON files. */
function withoutAppBlocks(theme: string): void {
  for (const folder of ["templates", "sections", "config"]) {
    for (const name of readdirSync(path.join(theme, folder))) {
      const file = path.join(theme, folder, name);
      if (!name.endsWith(".json") || !readFileSync(file, "utf8").includes(APP_BLOCK)) continue;
      const parsed = JSON.parse(readFileSync(file, "utf8")) as Blocks & { current?: Blocks };
      for (const holder of [parsed, parsed.current ?? {}]) strip(holder);
      writeFileSync(file, JSON.stringify(parsed, null, 2));
    }
  }
}

function strip(holder: Blocks): void {
  for (const [id, block] of Object.entries(holder.blocks ?? {})) {
    if (!block.type.startsWith(APP_BLOCK)) continue;
    delete holder.blocks?.[id];
    if (holder.block_order) holder.block_order = holder.block_order.filter((each) => each !== id);
  }
  for (const [id, section] of Object.entries(holder.sections ?? {})) {
    strip(section);
    if (section.type !== "apps" || Object.keys(section.blocks ?? {}).length > 0) continue;
    delete holder.sections?.[id];
    if (holder.order) holder.order = holder.order.filter((each) => each !== id);
  }
}

async function untilFilled(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_MS_MAX;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error("the shop without the app ended at its start");
    const answer = await fetch(`${url}/control/fill`).catch(() => null);
    if (answer?.ok && ((await answer.json()) as { state: string }).state === "done") return;
    await sleep(READY_POLL_MS);
  }
  throw new Error("the shop without the app was not ready in time");
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
