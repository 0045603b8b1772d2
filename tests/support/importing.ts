/**
 * Shops with a past at a dev store, and the app importing it: by Shopify's own schema, budget and bulk
 * operations, with the faults that the dev store is told to have. A twin of a shop is told the same past
 * by webhooks.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";
import type { AdminExchange } from "../../app/adapters/shopify/admin-answer.ts";
import { historyPort } from "../../app/adapters/shopify/history-port.server.ts";
import { fetchOrder, type AdminCall } from "../../app/adapters/shopify/admin-api.server.ts";
import type { OrderFacts } from "../../app/domain/orders/order-facts.ts";
import type { ImportRow } from "../../app/adapters/postgres/import-store.server.ts";
import { settleDue } from "../../app/jobs/timed-work.server.ts";
import { carryOnImport } from "../../app/use-cases/carry-on-import.ts";
import { readImport, type ImportProgress } from "../../app/use-cases/read-import.ts";
import { startImport, type ImportWish } from "../../app/use-cases/start-import.ts";
import { issueOffline } from "../../dev-store/oauth/tokens.ts";
import { startDevStore, type DevStore } from "../../dev-store/start.ts";
import { orderPayload } from "../../dev-store/webhooks/payloads/order.ts";
import { readAppConfiguration } from "../../dev-store/webhooks/app-configuration.ts";
import { startTestApp } from "./app.ts";

const KEYS = { apiKey: "test-key", apiSecret: "test-secret" };
const TOML = new URL("../../shopify.app.toml", import.meta.url).pathname;
/** A wait of the importer is cut to this (ms): what is tested is what it does, not how long it rests. */
const REST_MS_MAX = 40;
const ROUNDS_MAX = 400;
/** Nobody may carry on with it: that is what is tested. */
const ROUNDS_IDLE_MAX = 40;

export type Importing = Awaited<ReturnType<typeof startImporting>>;

/** A generated one of so many customers, or a real one: the folder that it lies in. */
type Past = { customers?: number; seed?: number; dataset?: string };

/** Stopped after the test file. */
export async function startImporting() {
  const app = await startTestApp();
  const stores = new Map<string, DevStore>();
  const storeOf = (shop: string): DevStore => {
    const store = stores.get(shop);
    if (!store) throw new Error(`${shop} has no dev store`);
    return store;
  };
  const exchange = (shop: string): AdminExchange => exchangeWith(storeOf(shop));
  for (const ports of [app.app.ports, app.app.timed]) {
    ports.history = historyPort({
      call: (shop) => callOf(exchange(shop)),
      exchange,
      hasToken: (shop) => Promise.resolve(stores.has(shop)),
    });
    ports.fetchOrder = (shop, orderId) => fetchOrder(callOf(exchange(shop)), orderId);
  }
  afterAll(async () => {
    for (const store of new Set(stores.values())) await store.stop();
  });

  /** A shop that sold for two years before the app came, and lets it see all of that. */
  const open = async (shop: string, past: Past = {}): Promise<DevStore> => {
    const { customers = 30, seed = 7, dataset } = past;
    const generated = { kind: "generated", customers, years: 2, seed } as const;
    const source = dataset === undefined ? generated : ({ kind: "dataset", dir: dataset } as const);
    const store = await startDevStore({
      port: 0,
      ...KEYS,
      shop,
      appUrl: "http://127.0.0.1:9",
      dataDir: null,
      configuration: readAppConfiguration(TOML),
      grant: ["read_all_orders"],
      ...(customers > 0 && { source }),
    });
    const history = await store.openHistory();
    if (history) await store.fill.run(history);
    stores.set(shop, store);
    app.clock.now = Date.now();
    await app.installed(shop);
    await chosen(shop);
    return store;
  };
  /** Another shop of the same past, for which nobody answers. */
  const twin = async (shop: string): Promise<void> => {
    await app.installed(shop);
    await chosen(shop);
  };
  /** That past orders earn was said at the installation: nobody is waited for. */
  const chosen = (shop: string) =>
    app.superuser.query(
      "UPDATE shops SET earn_chosen_at = now(), scopes = scopes || ',read_all_orders' WHERE domain = $1",
      [shop],
    );
  return { ...app, stores, storeOf, open, twin, ...working(app), ...comparing(app) };
}

type App = Awaited<ReturnType<typeof startTestApp>>;

function working(app: App) {
  const start = async (shop: string, wish: ImportWish = { source: "shopify" }) =>
    startImport(app.app.ports, await app.shopIdOf(shop), { wish, staff: null });
  const progress = async (shop: string): Promise<ImportProgress> => {
    const found = await readImport(app.app.ports, await app.shopIdOf(shop));
    if (!found) throw new Error(`${shop} has no import`);
    return found;
  };
  const due = (shop: string) =>
    app.superuser.query(
      "UPDATE imports SET next_try_at = now() WHERE finished_at IS NULL AND shop_id = (SELECT shop_id FROM shops WHERE domain = $1)",
      [shop],
    );
  /** Until it is at its end, waits for the merchant or is where the test wants it; rests are cut short. */
  const carryOn = async (
    shop: string,
    until: (row: ImportRow) => boolean = () => false,
  ): Promise<ImportProgress> => {
    const shopId = await app.shopIdOf(shop);
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const stopping = new AbortController();
      const onStep = (row: ImportRow): void => {
        if (until(row)) stopping.abort();
      };
      await due(shop);
      const { signal } = stopping;
      const waitMs = await carryOnImport(app.app.ports, shopId, { stopping: signal, onStep });
      const found = await progress(shop);
      if (found.finishedAt !== null || found.state === "choosing" || signal.aborted) return found;
      if (waitMs === null && round > ROUNDS_IDLE_MAX) return found;
      await sleep(Math.min(waitMs ?? REST_MS_MAX, REST_MS_MAX));
    }
    throw new Error(`${shop}: the import came to no end`);
  };
  const importAll = async (shop: string, wish?: ImportWish): Promise<ImportProgress> => {
    await start(shop, wish);
    return carryOn(shop);
  };
  /** The past of `store` as deliveries to `shop`, one for each order as it is now. */
  const tell = async (shop: string, store: DevStore): Promise<void> => {
    const { orders, customers, info } = store.shop.state;
    for (const order of orders.values()) {
      const customer = order.customerId === null ? null : (customers.get(order.customerId) ?? null);
      const body = JSON.stringify(orderPayload(order, customer, info));
      const answer = await app.deliver("orders/updated", body, { shop });
      if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
    }
    await app.drained();
  };
  return { start, progress, carryOn, importAll, tell, due };
}

function comparing(app: App) {
  const ofShop = "shop_id = (SELECT shop_id FROM shops WHERE domain = $1)";
  const facts = async (shop: string): Promise<Record<string, OrderFacts>> => {
    const { rows } = await app.superuser.query<{ id: string; facts: OrderFacts }>(
      `SELECT order_id::text AS id, facts FROM orders WHERE ${ofShop} ORDER BY order_id`,
      [shop],
    );
    return Object.fromEntries(rows.map((row) => [row.id, row.facts]));
  };
  /** As rules.md defines the same state: net points per cause and what each shopper is shown. */
  const state = async (shop: string) => {
    await settleDue(app.app.timed);
    const { rows } = await app.superuser.query<{ id: string }>(
      `SELECT customer_id::text AS id FROM members WHERE ${ofShop} ORDER BY customer_id`,
      [shop],
    );
    const members: Record<string, unknown> = {};
    for (const { id } of rows) members[id] = await app.member(id, shop);
    return { causes: await app.causes(shop), members };
  };
  return { facts, state };
}

function callOf(exchange: AdminExchange): AdminCall {
  return async (document, variables) => {
    const { data, errors } = await exchange(document, variables);
    if (errors) throw new Error(`the Admin API refused: ${JSON.stringify(errors)}`);
    return data;
  };
}

/** In the place of Shopify's client. */
function exchangeWith(store: DevStore): AdminExchange {
  return async (document, variables) => {
    const { token } = issueOffline(store.shop, store.clock, { expiring: true });
    const { apiVersion } = store.configuration;
    const body = { query: document, variables };
    const answer = store.adminApi.call({ apiVersion, token, body });
    if (answer.status !== 200) throw new Error(`the Admin API answered ${answer.status}`);
    if (answer.lost) throw new Error("the answer got lost");
    return Promise.resolve(answer.body as Awaited<ReturnType<AdminExchange>>);
  };
}
