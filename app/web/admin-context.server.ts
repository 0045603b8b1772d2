/** What pages are given: the app as far as a page may know it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { App } from "../app.server.ts";
import type { AppContext, Intake, Overview, Status } from "./app-context.ts";

const APP_BRIDGE_CDN = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

export function createAppContext(app: App, databaseKind: "embedded" | "external"): AppContext {
  const { env } = app;
  const devStoreUrl = env.DEV_STORE_URL ?? null;
  const version = versionOf();
  return {
    demo: devStoreUrl !== null,
    settings: {
      apiKey: env.SHOPIFY_API_KEY,
      appBridgeUrl: devStoreUrl
        ? new URL("/app-bridge.js", devStoreUrl).toString()
        : APP_BRIDGE_CDN,
      appUrl: env.SHOPIFY_APP_URL,
      devStoreUrl,
    },
    shopify: app.shopify,
    finishInstallation: ({ shop, scope }) =>
      app.finishInstallation({ shopDomain: shop, scopes: scope ?? "" }),
    status: () => statusOf(app, version, databaseKind),
    overview: (shopDomain) => overviewOf(app, shopDomain),
    reportError: (error, where) => {
      app.log.error({ error, where }, "a page failed");
    },
  };
}

function versionOf(): string {
  const file = path.join(import.meta.dirname, "..", "..", "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

async function statusOf(app: App, version: string, kind: "embedded" | "external"): Promise<Status> {
  try {
    const pendingMigrations = (await app.isMigrated()) ? 0 : 1;
    return {
      version,
      database: { kind, reachable: true, pendingMigrations },
      intake: await intakeOf(app, null),
      counts: await app.counts(),
    };
  } catch (error) {
    app.log.warn({ error }, "the database can't be asked");
    const database = { kind, reachable: false, pendingMigrations: null };
    return { version, database, intake: null, counts: null };
  }
}

async function intakeOf(app: App, shopId: string | null): Promise<Intake> {
  const { waiting, oldest, parked, newest } = await app.health(shopId);
  return {
    waiting,
    lagSeconds: oldest && Math.max(0, (Date.now() - oldest.getTime()) / 1_000),
    parked,
    lastReceivedAt: newest?.toISOString() ?? null,
  };
}

async function overviewOf(app: App, shopDomain: string): Promise<Overview> {
  const { stores } = app.ports;
  const shopId = await stores.shops.idOf(shopDomain);
  const counts = await stores.inShop(shopId, (tx) => stores.ledger.counts(tx));
  return { shopDomain, intake: await intakeOf(app, shopId), ...counts };
}
