/**
 * The app beside dev stores, as far as what shoppers see goes: orders are delivered by hand, and
 * what the app sends arrives at the dev store of its shop, with Shopify's own schema and budget.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";
import type { AdminExchange } from "../../app/adapters/shopify/admin-answer.ts";
import { setMetafields } from "../../app/adapters/shopify/metafield-api.server.ts";
import { sendMetafields, type Pass } from "../../app/use-cases/send-metafields.ts";
import { issueOffline } from "../../dev-store/oauth/tokens.ts";
import { startDevStore, type DevStore } from "../../dev-store/start.ts";
import { readAppConfiguration } from "../../dev-store/webhooks/app-configuration.ts";
import { startTestApp } from "./app.ts";
import { orderPayload, type OrderDraft } from "./payloads.ts";

const KEYS = { apiKey: "test-key", apiSecret: "test-secret" };
const TOML = new URL("../../shopify.app.toml", import.meta.url).pathname;
const PASSES_MAX = 200;

export interface Shown {
  v: number;
  asOf: string;
  enrolled: boolean;
  available: number;
  recent: { kind: string; reason: string; points: number; order: string | null }[];
  tier: { id: string };
}

export type Showing = Awaited<ReturnType<typeof startShowing>>;

/** Stopped after the test file. */
export async function startShowing() {
  const app = await startTestApp();
  const stores = new Map<string, DevStore>();
  const hooks: Hooks = { before: null, after: null };
  const storeOf = (shop: string): DevStore => {
    const store = stores.get(shop);
    if (!store) throw new Error(`${shop} has no dev store`);
    return store;
  };
  app.app.ports.metafields.set = async (shop, owned) => {
    await hooks.before?.(shop);
    const outcome = await setMetafields(exchangeWith(storeOf(shop)), owned);
    await hooks.after?.(shop);
    return outcome;
  };
  afterAll(async () => {
    await app.app.sender.stop();
    for (const store of stores.values()) await store.stop();
  });

  /** A shop with the app installed and so many customers, 1 and up, whom Shopify knows. */
  const open = async (shop: string, { customers = 1, plan }: Opening = {}): Promise<string> => {
    const store = await startDevStore({
      port: 0,
      ...KEYS,
      shop,
      appUrl: "http://127.0.0.1:9",
      dataDir: null,
      configuration: readAppConfiguration(TOML),
      ...(plan && { plan }),
    });
    stores.set(shop, store);
    for (let id = 1; id <= customers; id += 1) know(store, String(id));
    return app.installed(shop);
  };
  const order = async (shop: string, draft: OrderDraft): Promise<void> => {
    await app.deliver("orders/create", orderPayload(draft), { shop });
  };
  /** Passes until nothing is left, waiting as long as each says. */
  const show = async (shop: string): Promise<Pass[]> => {
    const shopId = await app.shopIdOf(shop);
    const passes: Pass[] = [];
    let next: Pass | null = null;
    while (passes.length < PASSES_MAX) {
      next = await sendMetafields(app.app.ports, shopId, next?.budget ?? null);
      passes.push(next);
      if (next.againInMs === null) return passes;
      await sleep(next.againInMs);
    }
    throw new Error(`not all was shown after ${PASSES_MAX} passes`);
  };
  const marks = async (shop: string): Promise<MarkRow[]> => {
    const { rows } = await app.superuser.query<MarkRow>(
      `SELECT kind, owner_id::text AS owner, marked_at IS NOT NULL AS waiting, lane, attempts, remark FROM dirty_marks
       WHERE shop_id = (SELECT shop_id FROM shops WHERE domain = $1) ORDER BY kind, owner_id`,
      [shop],
    );
    return rows;
  };
  /** What is still to be shown, as "member 1". */
  const waiting = async (shop: string): Promise<string[]> =>
    (await marks(shop)).filter((mark) => mark.waiting).map((mark) => `${mark.kind} ${mark.owner}`);
  return { ...app, hooks, storeOf, open, order, show, marks, waiting, ...seeing(storeOf) };
}

export interface MarkRow {
  kind: string;
  owner: string;
  waiting: boolean;
  lane: number;
  attempts: number;
  remark: string | null;
}

interface Hooks {
  before: ((shop: string) => Promise<unknown>) | null;
  after: ((shop: string) => Promise<unknown>) | null;
}

interface Opening {
  customers?: number;
  plan?: { maximum: number; restoreRate: number };
}

export function know(store: DevStore, id: string): void {
  store.shop.execute({ kind: "customer.put", at: store.clock.now(), customer: { id } });
}

/** In the place of Shopify's client: one call, its fault or its lost answer as an error. */
function exchangeWith(store: DevStore): AdminExchange {
  return async (document, variables) => {
    const { token } = issueOffline(store.shop, store.clock, { expiring: true });
    const body = { query: document, variables };
    const { apiVersion } = store.configuration;
    const answer = store.adminApi.call({ apiVersion, token, body });
    if (answer.status !== 200) throw new Error(`the Admin API answered ${answer.status}`);
    if (answer.lost) throw new Error("the answer got lost");
    return answer.body as Awaited<ReturnType<AdminExchange>>;
  };
}

function seeing(storeOf: (shop: string) => DevStore) {
  const metafield = (shop: string, owner: string, name: string): string | null =>
    storeOf(shop).shop.state.metafields.get(owner)?.get(name)?.value ?? null;
  const customer = (id: number | string): string => `gid://shopify/Customer/${id}`;
  return {
    /** What a theme block reads of a customer; null when nothing was sent. */
    seen: (shop: string, id: number | string): Shown | null => {
      const value = metafield(shop, customer(id), "app--test-key.member");
      return value === null ? null : (JSON.parse(value) as Shown);
    },
    balanceSeen: (shop: string, id: number | string): string | null =>
      metafield(shop, customer(id), "app--test-key.balance"),
    programSeen: (shop: string): Record<string, unknown> | null => {
      const owner = `gid://shopify/AppInstallation/${storeOf(shop).shop.state.info.id}`;
      const value = metafield(shop, owner, "perennial.program");
      return value === null ? null : (JSON.parse(value) as Record<string, unknown>);
    },
    /** How many metafields each call had, of those that Shopify took in. */
    calls: (shop: string): number[] =>
      storeOf(shop)
        .adminApi.requests.filter((each) => each.operation === "ShowOnStorefront")
        .filter((each) => each.status === 200 && each.errors.length === 0)
        .map((each) => (each.variables as { metafields: unknown[] }).metafields.length),
  };
}
