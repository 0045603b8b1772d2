/** The composition root: the only file that knows every adapter. */
import path from "node:path";
import type { Pool, PoolConfig } from "pg";
import type { Logger } from "pino";
import * as earnTrialStore from "./adapters/postgres/earn-trial-store.server.ts";
import { AccessStore } from "./adapters/postgres/access-store.server.ts";
import * as comparisonStore from "./adapters/postgres/comparison-store.server.ts";
import * as factStore from "./adapters/postgres/fact-store.server.ts";
import { createEraser } from "./adapters/postgres/eraser.server.ts";
import * as forgottenStore from "./adapters/postgres/forgotten-store.server.ts";
import * as figureStore from "./adapters/postgres/figure-store.server.ts";
import * as homeStore from "./adapters/postgres/home-store.server.ts";
import { GroupCommit, Shed } from "./adapters/postgres/group-commit.server.ts";
import {
  intakeHealth,
  platformCounts,
  showingHealth,
} from "./adapters/postgres/health-store.server.ts";
import * as historyStore from "./adapters/postgres/history-store.server.ts";
import * as importStore from "./adapters/postgres/import-store.server.ts";
import * as inboxStore from "./adapters/postgres/inbox-store.server.ts";
import type { NewDelivery } from "./adapters/postgres/inbox-store.server.ts";
import * as ledgerStore from "./adapters/postgres/ledger-store.server.ts";
import * as markStore from "./adapters/postgres/mark-store.server.ts";
import * as explanationStore from "./adapters/postgres/explanation-store.server.ts";
import * as memberHistoryStore from "./adapters/postgres/member-history-store.server.ts";
import * as memberListStore from "./adapters/postgres/member-list-store.server.ts";
import * as memberStore from "./adapters/postgres/member-store.server.ts";
import { isMigrated } from "./adapters/postgres/migrate.server.ts";
import { createPrisma, isDatabaseAway } from "./adapters/postgres/pool.server.ts";
import * as reconciliationStore from "./adapters/postgres/reconciliation-store.server.ts";
import * as nameStore from "./adapters/postgres/name-store.server.ts";
import * as savedFilterStore from "./adapters/postgres/saved-filter-store.server.ts";
import { SessionStore } from "./adapters/postgres/session-store.server.ts";
import * as privacyListStore from "./adapters/postgres/privacy-list-store.server.ts";
import * as parkedStore from "./adapters/postgres/parked-store.server.ts";
import * as customerFileStore from "./adapters/postgres/customer-file-store.server.ts";
import * as privacyStore from "./adapters/postgres/privacy-store.server.ts";
import * as settingsStore from "./adapters/postgres/settings-store.server.ts";
import * as settlementStore from "./adapters/postgres/settlement-store.server.ts";
import * as shownStore from "./adapters/postgres/shown-store.server.ts";
import * as teamLogStore from "./adapters/postgres/team-log-store.server.ts";
import { ShopStore } from "./adapters/postgres/shop-store.server.ts";
import {
  inShop,
  inShopRetrying,
  inSnapshot,
  isConflict,
} from "./adapters/postgres/shop-transaction.server.ts";
import { describeShop, fetchOrder } from "./adapters/shopify/admin-api.server.ts";
import { namesOf, searchCustomers } from "./adapters/shopify/customer-api.server.ts";
import { isAbout } from "./adapters/shopify/delivery-names.ts";
import { contentHash } from "./adapters/shopify/order-payload.server.ts";
import { orderToAskFor, subjectOf } from "./adapters/shopify/delivery-subject.ts";
import { maskBody } from "./adapters/shopify/mask-body.ts";
import { historyPort } from "./adapters/shopify/history-port.server.ts";
import { hashOf, setMetafields } from "./adapters/shopify/metafield-api.server.ts";
import {
  memberMetafields,
  programMetafield,
  RECENT_ENTRIES,
} from "./adapters/shopify/shown-metafields.ts";
import { orderSource } from "./adapters/shopify/order-listing.server.ts";
import { pacedCall } from "./adapters/shopify/paced-call.server.ts";
import {
  grantedScopes,
  listSubscriptions,
  OPTIONAL_SCOPES,
  subscribe,
  topicsOf,
  unsubscribe,
} from "./adapters/shopify/optional-topics.ts";
import { ALWAYS_WORKED_ON, OWED_BY_LAW, readDelivery } from "./adapters/shopify/read-delivery.ts";
import { askingStaff, type AskStaff } from "./adapters/shopify/staff-api.server.ts";
import { ContentCipher, ContentTampered } from "./adapters/encryption/content-cipher.server.ts";
import { NAME_PURPOSE, NameSeal } from "./adapters/encryption/name-seal.server.ts";
import { productTitles } from "./adapters/shopify/product-api.server.ts";
import { SessionCipher } from "./adapters/encryption/session-cipher.server.ts";
import { EncryptedSessionStorage } from "./adapters/shopify/session-storage.server.ts";
import { AppError } from "./domain/shared/app-error.ts";
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
  const [current, previous] = keysOf(env.ENCRYPTION_KEY, env.ENCRYPTION_KEY_PREVIOUS);
  const bodies = new ContentCipher({ current, previous }, "delivery");
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
  const ports: Ports = {
    stores,
    clock: () => Date.now() + env.CLOCK_OFFSET_SECONDS * 1_000,
    log,
    readDelivery,
    deliveries: toldOfDeliveries(bodies),
    contentHash,
    eraser: createEraser(eraserConfig, (level, message, details) => {
      log[level](details ?? {}, message);
    }),
    ...askingShopify(shopify, env),
    nameSeal: namesSealedBy(env),
    history: historyPort({
      call: (shopDomain) => adminCall(shopify, shopDomain),
      exchange: (shopDomain) => adminExchange(shopify, shopDomain),
      hasToken: async (shopDomain) =>
        (await shopify.sessionStorage.loadSession(`offline_${shopDomain}`)) !== undefined,
    }),
  };
  const metrics = createMetrics({
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
      store: storing(pool, stores.shops, { drainer: workers.drainer, bodies }),
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

/** What a person is told of a delivery. */
function toldOfDeliveries(bodies: ContentCipher): DeliveryPort {
  return {
    open: (shopId, { webhookId, keyId, body }) => {
      if (body === null || keyId === null) return body;
      try {
        return bodies.open({ keyId, sealed: body }, { shopId, id: webhookId });
      } catch (error) {
        if (error instanceof ContentTampered) return null;
        throw error;
      }
    },
    subjectOf,
    isAbout,
    orderToAskFor,
    maskBody,
    isOwedByLaw: (topic) => OWED_BY_LAW.has(topic),
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
    log: (level, message) => {
      log[level]({}, message);
    },
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

/** Sessions with their tokens encrypted at rest. */
function sessionsOn({ env, pool, log }: Parts, shopIds: ShopStore): EncryptedSessionStorage {
  const [current, previous] = keysOf(env.ENCRYPTION_KEY, env.ENCRYPTION_KEY_PREVIOUS);
  return new EncryptedSessionStorage({
    rows: new SessionStore(createPrisma(pool)),
    cipher: new SessionCipher({ current, previous }),
    shopIds,
    log: (level, message, details) => {
      log[level](details ?? {}, message);
    },
  });
}

function staffAsker(env: Env): AskStaff {
  const { SHOPIFY_API_KEY: apiKey, SHOPIFY_API_SECRET: apiSecret, DEV_STORE_URL: devStore } = env;
  return askingStaff({ apiKey, apiSecret, send: devStore ? devStoreFetch(devStore) : fetch });
}

function namesSealedBy(env: Env): NameSeal {
  const [current, previous] = keysOf(env.ENCRYPTION_KEY, env.ENCRYPTION_KEY_PREVIOUS);
  return new NameSeal(new ContentCipher({ current, previous }, NAME_PURPOSE));
}

/** What use cases ask of the Admin API. */
function askingShopify(
  shopify: Shopify,
  env: Env,
): Pick<
  Ports,
  | "fetchOrder"
  | "orderSource"
  | "scopes"
  | "subscriptions"
  | "metafields"
  | "customers"
  | "products"
> {
  const webhooks = new URL("/webhooks", env.SHOPIFY_APP_URL).toString();
  return {
    fetchOrder: (shopDomain, orderId) => fetchOrder(adminCall(shopify, shopDomain), orderId),
    orderSource: (shopDomain) => orderSource(pacedCall(adminExchange(shopify, shopDomain), pace)),
    scopes: { required: scopesOf(env.SCOPES), optional: OPTIONAL_SCOPES },
    subscriptions: {
      wantedBy: topicsOf,
      grantedScopes: (shopDomain) => grantedScopes(adminCall(shopify, shopDomain)),
      list: (shopDomain) => listSubscriptions(adminCall(shopify, shopDomain), webhooks),
      subscribe: (shopDomain, topic) => subscribe(adminCall(shopify, shopDomain), topic, webhooks),
      unsubscribe: (shopDomain, each) => unsubscribe(adminCall(shopify, shopDomain), each),
    },
    customers: {
      namesOf: (shop, ids) => namesOf(adminExchange(shopify, shop, NAMES_MS_MAX), ids),
      search: (shop, words, first) =>
        searchCustomers(adminExchange(shopify, shop, NAMES_MS_MAX), words, first),
    },
    products: {
      titlesOf: (shop, ids) => productTitles(adminExchange(shopify, shop, TITLES_MS_MAX), ids),
    },
    metafields: {
      ofMember: memberMetafields,
      ofProgram: programMetafield,
      recentEntries: RECENT_ENTRIES,
      hashOf,
      set: (shopDomain, owned) => setMetafields(adminExchange(shopify, shopDomain), owned),
    },
  };
}

const scopesOf = (text: string): string[] => text.split(",").map((scope) => scope.trim());

/** A page is shown without names rather than waiting longer for them (ms). */
const NAMES_MS_MAX = 5_000;
/** An order is explained by its products' numbers rather than later (ms). */
const TITLES_MS_MAX = 1_500;

export const PRISMA_DIRECTORY = path.join(import.meta.dirname, "..", "prisma");

export function storesOn(pool: Pool): Stores {
  return {
    inShop: (shopId, work) => inShop(pool, shopId, work),
    inShopRetrying: (shopId, work) => inShopRetrying(pool, shopId, work),
    inSnapshot: (shopId, work) => inSnapshot(pool, shopId, work),
    readMember: (shopId, customerId) => memberStore.readMember(pool, shopId, customerId),
    shops: new ShopStore(pool),
    access: new AccessStore(pool),
    inbox: inboxStore,
    imports: importStore,
    history: historyStore,
    facts: factStore,
    forgotten: forgottenStore,
    settlements: settlementStore,
    members: memberStore,
    memberList: memberListStore,
    filters: savedFilterStore,
    names: nameStore,
    marks: markStore,
    shown: shownStore,
    ledger: ledgerStore,
    reconciliations: reconciliationStore,
    comparisons: comparisonStore,
    trials: earnTrialStore,
    figures: figureStore,
    home: homeStore,
    settings: settingsStore,
    parked: parkedStore,
    privacy: privacyStore,
    customerFile: customerFileStore,
    privacyList: privacyListStore,
    team: teamLogStore,
    memberHistory: memberHistoryStore,
    explanations: explanationStore,
    isPassing: (error) => isDatabaseAway(error) || isConflict(error),
  };
}

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

/** Commits deliveries in groups, per shop, their bodies encrypted, and wakes the drain. */
function storing(
  pool: Pool,
  shops: ShopStore,
  { drainer, bodies }: { drainer: Drainer; bodies: ContentCipher },
): WebhookPorts["store"] {
  const groups = new GroupCommit<NewDelivery>({
    insert: (shopId, rows) => inboxStore.insertDeliveries(pool, shopId, rows),
    isDataFault: (error) => !isDatabaseAway(error),
  });
  return async (shopDomain, delivery) => {
    try {
      const shopId = await shops.idOf(shopDomain);
      const { keyId, sealed } = bodies.seal(delivery.body, { shopId, id: delivery.webhookId });
      await groups.add(shopId, { ...delivery, body: sealed, keyId }, sealed.length);
      drainer.wake(shopId);
    } catch (error) {
      if (error instanceof Shed) throw new AppError("busy", error.message);
      if (isDatabaseAway(error))
        throw new AppError("unavailable", "The database is away; nothing was stored.");
      throw error;
    }
  };
}
