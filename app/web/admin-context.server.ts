/** What pages are given: the app as far as a page may know it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { App } from "../app.server.ts";
import { adminVisits } from "./admin-visits.server.ts";
import { homePages } from "./home-pages.server.ts";
import { memberPages } from "./member-pages.server.ts";
import { membersPages } from "./members-pages.server.ts";
import { deliveriesPages } from "./deliveries-pages.server.ts";
import { settingsPages } from "./settings-pages.server.ts";
import type { AppContext, Intake, Showing, Status } from "./app-context.ts";

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
    member: memberPages(app),
    members: membersPages(app),
    visits: adminVisits(app),
    home: homePages(app, {
      intakeOf: (shopId) => intakeOf(app, shopId),
      showingOf: (shopId) => showingOf(app, shopId),
    }),
    settingsPages: settingsPages(app),
    deliveries: deliveriesPages(app, (shopId) => showingOf(app, shopId)),
    status: () => statusOf(app, version, databaseKind),
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
      showing: await showingOfAll(app),
      counts: await app.counts(),
    };
  } catch (error) {
    app.log.warn({ error }, "the database can't be asked");
    const database = { kind, reachable: false, pendingMigrations: null };
    return { version, database, intake: null, showing: null, counts: null };
  }
}

async function intakeOf(app: App, shopId: string | null): Promise<Intake> {
  const { waiting, oldest, parked, newest } = await app.health(shopId);
  return {
    waiting,
    lagSeconds: ageOf(oldest),
    parked,
    lastReceivedAt: newest?.toISOString() ?? null,
  };
}

async function showingOfAll(app: App): Promise<Showing> {
  const { waiting, news, oldest, failing } = await app.showing(null);
  const history = waiting - news;
  return {
    news,
    // The oldest of all is history's, where both wait.
    newsOldestSeconds: history === 0 ? ageOf(oldest) : null,
    history,
    failing,
    problem: null,
    usualLagMs: app.sender.usualLagMs(null),
  };
}

const PROBLEM_CHARACTERS_MAX = 160;

async function showingOf(app: App, shopId: string): Promise<Showing> {
  const { stores } = app.ports;
  const waiting = await stores.inShop(shopId, (tx) => stores.marks.waitingMarks(tx));
  return {
    news: waiting.news,
    newsOldestSeconds: ageOf(waiting.newsOldest),
    history: waiting.history,
    failing: waiting.failing,
    problem: waiting.problem?.slice(0, PROBLEM_CHARACTERS_MAX) ?? null,
    usualLagMs: app.sender.usualLagMs(shopId),
  };
}

const ageOf = (since: Date | null): number | null =>
  since && Math.max(0, (Date.now() - since.getTime()) / 1_000);
