/**
 * The app beside dev stores whose deliveries may be lost, and whose orders it compares with its own.
 * Deliveries really travel; the Admin API is called in the dev store itself, with its own budget.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";
import { fetchOrder } from "../../app/adapters/shopify/admin-api.server.ts";
import type { AdminCall } from "../../app/adapters/shopify/admin-api.server.ts";
import type { AdminExchange } from "../../app/adapters/shopify/admin-answer.ts";
import { orderSource } from "../../app/adapters/shopify/order-listing.server.ts";
import { pacedCall } from "../../app/adapters/shopify/paced-call.server.ts";
import { carryOnRuns } from "../../app/use-cases/carry-on-runs.ts";
import * as pace from "../../app/use-cases/pace-calls.ts";
import {
  readReconciliations,
  type Comparison,
  type ProofRun,
} from "../../app/use-cases/read-reconciliations.ts";
import { startComparison, startProof } from "../../app/use-cases/start-reconciliation.ts";
import { issueOffline } from "../../dev-store/oauth/tokens.ts";
import { startDevStore, type DevStore } from "../../dev-store/start.ts";
import { readAppConfiguration } from "../../dev-store/webhooks/app-configuration.ts";
import { startTestApp } from "./app.ts";
import { SECRET } from "./signing.ts";

const TOML = new URL("../../shopify.app.toml", import.meta.url).pathname;
const ARRIVAL_MS_MAX = 10_000;
/** Shopify's largest: what is tested here is what is asked, not how long it takes. */
const ENTERPRISE = { maximum: 20_000, restoreRate: 2_000 };

export type Compared = Awaited<ReturnType<typeof startCompared>>;

/** Stopped after the test file. */
export async function startCompared() {
  const app = await startTestApp();
  const stores = new Map<string, DevStore>();
  const hooks: { beforeCall: ((shop: string) => Promise<void>) | null } = { beforeCall: null };
  const exchange = (shop: string): AdminExchange => {
    const store = stores.get(shop);
    if (!store) throw new Error(`${shop} has no dev store`);
    return async (document, variables) => {
      await hooks.beforeCall?.(shop);
      const { token } = issueOffline(store.shop, store.clock, { expiring: true });
      const { apiVersion } = store.configuration;
      const answer = store.adminApi.call({
        ...{ apiVersion, token },
        body: { query: document, variables },
      });
      if (answer.status !== 200) throw new Error(`the Admin API answered ${answer.status}`);
      return answer.body as Awaited<ReturnType<AdminExchange>>;
    };
  };
  /** One call of the dev store's Admin API; throws what it refuses. */
  const call =
    (shop: string): AdminCall =>
    async (document, variables) =>
      (await exchange(shop)(document, variables)).data;
  /** As the app has them: with the shop's own token. */
  const realPorts = { fetchOrder: app.real.fetchOrder };
  for (const ports of [app.app.ports, app.app.timed]) {
    ports.fetchOrder = (shop, orderId) => fetchOrder(call(shop), orderId);
    ports.orderSource = (shop) => orderSource(pacedCall(exchange(shop), pace));
  }
  afterAll(async () => {
    for (const store of stores.values()) await store.stop();
  });

  const storeOf = (shop: string): DevStore => {
    const store = stores.get(shop);
    if (!store) throw new Error(`${shop} has no dev store`);
    return store;
  };
  /** A shop with the app installed since last summer, whose clock is the app's. */
  const open = async (shop: string): Promise<string> => {
    const store = await startDevStore({
      port: 0,
      apiKey: "test-key",
      apiSecret: SECRET,
      shop,
      appUrl: `http://127.0.0.1:${app.port}`,
      dataDir: null,
      configuration: readAppConfiguration(TOML),
      plan: ENTERPRISE,
    });
    stores.set(shop, store);
    app.clock.now = Date.now();
    const shopId = await app.installed(shop);
    await app.superuser.query(
      "UPDATE shops SET first_installed_at = '2026-08-31', installed_at = '2026-08-31' WHERE shop_id = $1",
      [shopId],
    );
    return shopId;
  };
  const control = async <Answer>(
    shop: string,
    [method, path]: [string, string],
    body?: unknown,
  ): Promise<Answer> => {
    const response = await fetch(`${storeOf(shop).url}/control/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  };
  /** What was told has arrived and is worked on. */
  const arrived = async (shop: string): Promise<void> => {
    const until = Date.now() + ARRIVAL_MS_MAX;
    while (storeOf(shop).deliverer.counts().pending > 0) {
      if (Date.now() > until) throw new Error("deliveries did not arrive in time");
      await sleep(5);
    }
    await app.drained();
  };
  /** While `work` happens no delivery leaves. */
  const unheard = async (shop: string, work: () => Promise<unknown>): Promise<void> => {
    await arrived(shop);
    const { deliverer } = storeOf(shop);
    deliverer.faults = { ...deliverer.faults, loss: 1 };
    await work();
    deliverer.faults = { ...deliverer.faults, loss: 0 };
  };
  /** As the worker does, until nothing is left to carry on with. */
  const carriedOn = async (shop: string): Promise<void> => {
    app.clock.now = Math.max(app.clock.now, Date.now());
    await carryOnRuns(app.app.timed, await app.shopIdOf(shop), () => false);
  };
  const runs = async (shop: string) => readReconciliations(app.app.ports, await app.shopIdOf(shop));
  const compare = async (shop: string): Promise<Comparison> => {
    await startComparison(app.app.ports, await app.shopIdOf(shop), { trigger: "by-hand" });
    await carriedOn(shop);
    const [newest] = (await runs(shop)).comparisons;
    if (!newest) throw new Error("no run was started");
    return newest;
  };
  const proved = async (shop: string): Promise<ProofRun> => {
    await startProof(app.app.ports, await app.shopIdOf(shop), { trigger: "by-hand" });
    await carriedOn(shop);
    const { lastProof } = await runs(shop);
    if (!lastProof) throw new Error("no proof came to an end");
    return lastProof;
  };
  return {
    ...app,
    ...{
      hooks,
      call,
      realPorts,
      storeOf,
      open,
      control,
      arrived,
      unheard,
      carriedOn,
      runs,
      compare,
      proved,
    },
  };
}
