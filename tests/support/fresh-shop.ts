/**
 * The app with its pages beside a dev store full of orders, before the merchant opens it for the
 * first time: nothing is installed, read or chosen.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { pino } from "pino";
import { readEnv } from "../../app/env.server.ts";
import { start, type Parts, type Running } from "../../app/server.ts";
import {
  startDevStoreProcess,
  type DevStoreProcess,
} from "../../scripts/demo/dev-store-process.ts";
import { DEMO_SHOP, demoEnvironment } from "../../scripts/demo/environment.ts";

/** A build of the pages may come first. */
export const FRESH_SHOP_START_MS_MAX = 180_000;

export interface FreshShop {
  running: Running;
  store: DevStoreProcess;
  /** Of the stand-in admin with the app in its frame. */
  adminUrl: string;
  shopId(): Promise<string>;
  /** Changes something at the dev store by its control API. */
  control(method: string, resource: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

interface Options {
  customers: number;
  pages?: Parts["pages"];
  /** Scopes that the shop grants beside the required ones; none: sixty days of orders. */
  grant?: string;
}

export async function startFreshShop(options: Options): Promise<FreshShop> {
  const { customers, pages = "built", grant = "read_all_orders" } = options;
  if (pages === "built") await buildPages();
  const dataDir = mkdtempSync(path.join(tmpdir(), "perennial-fresh-"));
  const [port, storePort] = [await freePort(), await freePort()];
  const variables = demoEnvironment(
    {
      PORT: String(port),
      DEV_STORE_PORT: String(storePort),
      DATA_DIR: dataDir,
      DEV_STORE_GRANT: grant,
    },
    { earnFrom: "installation" },
  );
  const log = pino({ level: "silent" });
  const running = await start(readEnv(variables), { web: true, worker: true, pages }, log);
  const store = await startDevStoreProcess(variables, ["--customers", String(customers)]);
  return {
    running,
    store,
    adminUrl: new URL("/admin/apps/perennial", store.url).toString(),
    shopId: () => running.app.ports.stores.shops.idOf(DEMO_SHOP),
    async control(method, resource, body) {
      const response = await fetch(new URL(resource, store.url), {
        method,
        headers: { "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${resource}: ${response.status} ${await response.text()}`);
      return (await response.json()) as unknown;
    },
    async stop() {
      await store.stop();
      await running.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** As every command does before it serves pages; the launcher is plain JavaScript. */
async function buildPages(): Promise<void> {
  const launcher = path.join(import.meta.dirname, "..", "..", "scripts", "launch");
  const { buildIfStale } = (await import(path.join(launcher, "build.mjs"))) as {
    buildIfStale: (node: { path: string }) => Promise<void>;
  };
  await buildIfStale({ path: process.execPath });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
