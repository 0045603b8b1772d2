/** The composition root: the only file that knows every adapter. */
import path from "node:path";
import type { Pool, PoolConfig } from "pg";
import type { Logger } from "pino";
import * as earnTrialStore from "./adapters/postgres/earn-trial-store.server.ts";
import * as factStore from "./adapters/postgres/fact-store.server.ts";
import { createEraser } from "./adapters/postgres/eraser.server.ts";
import { storing } from "./adapters/postgres/store-deliveries.server.ts";
import {
  intakeHealth,
  platformCounts,
  showingHealth,
} from "./adapters/postgres/health-store.server.ts";
import * as importStore from "./adapters/postgres/import-store.server.ts";
import * as inboxStore from "./adapters/postgres/inbox-store.server.ts";
import { storesOn } from "./adapters/postgres/stores.server.ts";
import * as markStore from "./adapters/postgres/mark-store.server.ts";
import * as memberStore from "./adapters/postgres/member-store.server.ts";
import { isMigrated } from "./adapters/postgres/migrate.server.ts";
import { createPrisma } from "./adapters/postgres/pool.server.ts";
import * as reconciliationStore from "./adapters/postgres/reconciliation-store.server.ts";
import * as nameStore from "./adapters/postgres/name-store.server.ts";
import { SessionStore } from "./adapters/postgres/session-store.server.ts";
import * as privacyStore from "./adapters/postgres/privacy-store.server.ts";
import type { ShopStore } from "./adapters/postgres/shop-store.server.ts";
import { describeShop } from "./adapters/shopify/admin-api.server.ts";
import { contentHash } from "./adapters/shopify/order-payload.server.ts";
import { askingShopify } from "./adapters/shopify/shopify-ports.server.ts";
import { historyPort } from "./adapters/shopify/history-port.server.ts";
import { DELIVERIES_IN_WORDS } from "./adapters/shopify/deliveries-in-words.ts";
import { ALWAYS_WORKED_ON, readDelivery } from "./adapters/shopify/read-delivery.ts";
import { askingStaff, type AskStaff } from "./adapters/shopify/staff-api.server.ts";
import { ContentCipher, ContentTampered } from "./adapters/encryption/content-cipher.server.ts";
import { NAME_PURPOSE, NameSeal } from "./adapters/encryption/name-seal.server.ts";
import { SessionCipher } from "./adapters/encryption/session-cipher.server.ts";
import { EncryptedSessionStorage } from "./adapters/shopify/session-storage.server.ts";
import { keyBytes, type Env } from "./env.server.ts";
import { Drainer } from "./jobs/drainer.server.ts";
import { Importer } from "./jobs/importer.server.ts";
import { Reconciler } from "./jobs/reconciler.server.ts";
import { MetafieldSender } from "./jobs/metafield-sender.server.ts";
import { AccessWatch } from "./web/access-watch.server.ts";
import { adminCall, adminExchange } from "./web/admin-call.server.ts";
import { devStoreFetch } from "./web/dev-store-fetch.server.ts";
import { createMetrics, type Metrics } from "./web/metrics.server.ts";
import { sealingWith } from "./web/seal-key.server.ts";
import { createShopify, type Installation, type Shopify } from "./web/shopify.server.ts";
import { beginHistory } from "./use-cases/begin-history.ts";
import { finishInstallation, installShop } from "./use-cases/install-shop.ts";
import * as pace from "./use-cases/pace-calls.ts";
import type { DeliveryPort, Ports, Stores } from "./use-cases/ports.ts";
import type { Sealing } from "./use-cases/seal-ledger.ts";
import type { WebhookPorts } from "./web/webhook-listener.server.ts";
import type { TimedPorts } from "./jobs/timed-work.server.ts";

type Workers = {
  drainer: Drainer;
  sender: MetafieldSender;
  importer: Importer;
  reconciler: Reconciler;
};

export type App = Workers & {
  env: Env;
  log: Logger;
  pool: Pool;
  ports: Ports;
  timed: TimedPorts;
  webhooks: WebhookPorts;
  secrets: string[];
  shopify: Shopify;
  finishInstallation: (installation: Installation) => Promise<void>;
  askStaff: AskStaff;
  metrics: Metrics;
  showing: (shopId: string | null) => ReturnType<typeof showingHealth>;
  health: (shopId: string | null) => ReturnType<typeof intakeHealth>;
  counts: () => ReturnType<typeof platformCounts>;
  isMigrated: () => Promise<boolean>;
};

export function createApp({ env, pool, log, eraserConfig }: Parts & ErasingParts): App {
  const bodies = cipherFor(env, "delivery");
  const stores = storesOn(pool);
  const secrets = [env.SHOPIFY_API_SECRET, env.SHOPIFY_API_SECRET_PREVIOUS].filter(
    (each) => each !== undefined,
  );
  const shopify = shopifyOn({ env, pool, log }, stores, (installation) =>
    installing(installShop, installation),
  );
  const installing = async (
    step: typeof installShop,
    installation: Installation,
  ): Promise<void> => {
    await step(ports, installation, {
      earnFrom: env.EARN_FROM,
      describeShop: (shopDomain) => describeShop(adminCall(shopify, shopDomain)),
    });
    await beginHistory(ports, installation.shopDomain);
    workers.drainer.wake(await stores.shops.idOf(installation.shopDomain));
  };
  const ports = portsOn({ env, pool, log, eraserConfig }, { stores, shopify, bodies });
  const metrics = createMetrics({
    pool: () => pool,
    intake: () => intakeHealth(pool, null),
    showing: () => showingHealth(pool, null),
    privacy: () => privacyStore.privacyHealth(pool),
  });
  const timed = timedOn(pool, ports, env);
  const workers = workersOn(pool, { ports, timed }, metrics);
  return {
    env,
    log,
    pool,
    ports,
    timed,
    webhooks: {
      secrets,
      alwaysWorkedOn: ALWAYS_WORKED_ON,
      store: storing(pool, stores.shops, {
        wake: (shopId) => {
          workers.drainer.wake(shopId);
        },
        bodies,
      }),
    },
    secrets,
    shopify,
    finishInstallation: (installation) => installing(finishInstallation, installation),
    askStaff: staffAsker(env),
    metrics,
    ...workers,
    showing: (shopId) => showingHealth(pool, shopId),
    health: (shopId) => intakeHealth(pool, shopId),
    counts: () => platformCounts(pool),
    isMigrated: () => isMigrated(pool, PRISMA_DIRECTORY),
  };
}

type Given = { stores: Stores; shopify: Shopify; bodies: ContentCipher };

function portsOn(
  { env, log, eraserConfig }: Parts & ErasingParts,
  { stores, shopify, bodies }: Given,
): Ports {
  return {
    stores,
    clock: () => Date.now() + env.CLOCK_OFFSET_SECONDS * 1_000,
    log,
    readDelivery,
    deliveries: { open: opening(bodies), ...DELIVERIES_IN_WORDS },
    contentHash,
    eraser: createEraser(eraserConfig, telling(log)),
    ...askingShopify({
      call: (shopDomain) => adminCall(shopify, shopDomain),
      exchange: (shopDomain, msMax) => adminExchange(shopify, shopDomain, msMax),
      pace,
      scopes: env.SCOPES,
      webhooks: new URL("/webhooks", env.SHOPIFY_APP_URL).toString(),
    }),
    nameSeal: new NameSeal(cipherFor(env, NAME_PURPOSE)),
    history: historyPort({
      call: (shopDomain) => adminCall(shopify, shopDomain),
      exchange: (shopDomain) => adminExchange(shopify, shopDomain),
      hasToken: async (shopDomain) =>
        (await shopify.sessionStorage.loadSession(`offline_${shopDomain}`)) !== undefined,
    }),
  };
}

/** What time and arrivals drive; started and stopped by whoever runs the worker. */
function workersOn(
  pool: Pool,
  { ports, timed }: { ports: Ports; timed: TimedPorts },
  metrics: Metrics,
): Workers {
  const sender = senderOn(pool, ports, metrics);
  return {
    sender,
    drainer: new Drainer({
      ports,
      shopsWithDeliveries: (shopsMax) => inboxStore.shopsWithDeliveries(pool, shopsMax),
      onDrained: (drained, shopId) => {
        metrics.drained(drained);
        sender.wake(shopId);
      },
    }),
    importer: new Importer({
      ports,
      shopsWithImports: (shopsMax) => importStore.shopsWithImports(pool, shopsMax),
    }),
    reconciler: new Reconciler({
      ground: timed,
      shopsWithRuns: (shopsMax) => reconciliationStore.shopsWithRuns(pool, shopsMax),
    }),
  };
}

/** The body of a delivery that waits; null when it was changed since. */
function opening(bodies: ContentCipher): DeliveryPort["open"] {
  return (shopId, { webhookId, keyId, body }) => {
    if (body === null || keyId === null) return body;
    try {
      return bodies.open({ keyId, sealed: body }, { shopId, id: webhookId });
    } catch (error) {
      if (error instanceof ContentTampered) return null;
      throw error;
    }
  };
}

function shopifyOn(
  { env, pool, log }: Parts,
  stores: Stores,
  onInstalled: (installation: Installation) => Promise<void>,
): Shopify {
  return createShopify({
    env,
    sessionStorage: sessionsOn({ env, pool, log }, stores.shops),
    onInstalled,
    access: new AccessWatch({
      access: stores.access,
      findId: (shopDomain) => stores.shops.findId(shopDomain),
    }),
    log: telling(log),
  });
}

function senderOn(pool: Pool, ports: Ports, metrics: Metrics): MetafieldSender {
  return new MetafieldSender({
    ports,
    shopsWithMarks: (shopsMax) => markStore.shopsWithMarks(pool, shopsMax),
    onPass: (pass) => {
      metrics.shown(pass);
    },
  });
}

function timedOn(pool: Pool, ports: Ports, env: Env): TimedPorts {
  return {
    ...ports,
    sealing: sealingOf(env),
    realClock: Date.now,
    startedAt: ports.clock(),
    shopsWithNights: (now, shopsMax) => reconciliationStore.shopsWithNights(pool, now, shopsMax),
    shopsWithUncheckedSubscriptions: (before, shopsMax) =>
      reconciliationStore.shopsWithUncheckedSubscriptions(pool, before, shopsMax),
    shopsWithPrivacyRequests: (shopsMax) => privacyStore.shopsWithPrivacyRequests(pool, shopsMax),
    shopsWithDueMembers: (now, shopsMax) => memberStore.shopsWithDueMembers(pool, now, shopsMax),
    shopsWithTrials: (shopsMax) => earnTrialStore.shopsWithTrials(pool, shopsMax),
    shopsKeepingNames: (shopsMax) => nameStore.shopsKeepingNames(pool, shopsMax),
    shopsWithDueFetches: (now, shopsMax) => factStore.shopsWithDueFetches(pool, now, shopsMax),
    shopsWithStartedPrograms: (now, shopsMax) =>
      markStore.shopsWithStartedPrograms(pool, now, shopsMax),
  };
}

type Parts = { env: Env; pool: Pool; log: Logger };
type ErasingParts = { eraserConfig: PoolConfig };

const telling =
  (log: Logger) =>
  (level: "error" | "warn" | "info" | "debug", message: string, details: object = {}): void => {
    log[level](details, message);
  };

/** Sessions with their tokens encrypted at rest. */
function sessionsOn({ env, pool, log }: Parts, shopIds: ShopStore): EncryptedSessionStorage {
  const [current, previous] = keysOf(env.ENCRYPTION_KEY, env.ENCRYPTION_KEY_PREVIOUS);
  return new EncryptedSessionStorage({
    rows: new SessionStore(createPrisma(pool)),
    cipher: new SessionCipher({ current, previous }),
    shopIds,
    log: telling(log),
  });
}

function staffAsker({ SHOPIFY_API_KEY, SHOPIFY_API_SECRET, DEV_STORE_URL }: Env): AskStaff {
  const send = DEV_STORE_URL ? devStoreFetch(DEV_STORE_URL) : fetch;
  return askingStaff({ apiKey: SHOPIFY_API_KEY, apiSecret: SHOPIFY_API_SECRET, send });
}

function cipherFor(env: Env, purpose: string): ContentCipher {
  const [current, previous] = keysOf(env.ENCRYPTION_KEY, env.ENCRYPTION_KEY_PREVIOUS);
  return new ContentCipher({ current, previous }, purpose);
}

export const PRISMA_DIRECTORY = path.join(import.meta.dirname, "..", "prisma");

export function sealingOf(env: Pick<Env, "SEAL_KEY" | "SEAL_KEY_PREVIOUS">): Sealing {
  return sealingWith(keysOf(env.SEAL_KEY, env.SEAL_KEY_PREVIOUS));
}

function keysOf(current: string, previous: string | undefined): [Buffer, ...Buffer[]] {
  const keys = [current, previous].flatMap((text) =>
    text === undefined ? [] : (keyBytes(text) ?? []),
  );
  const [first, ...older] = keys;
  if (!first) throw new Error("a key must have 32 bytes");
  return [first, ...older];
}
