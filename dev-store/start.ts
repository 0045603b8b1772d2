import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AdminApi } from "./admin-api/admin-api.ts";
import { BulkOperations } from "./admin-api/bulk/bulk-operations.ts";
import { resultsInFolder, resultsInMemory } from "./admin-api/bulk/result-files.ts";
import type { ControlContext } from "./control/context.ts";
import { fillBeforeApp } from "./fill/fill-before-app.ts";
import type { History } from "./fill/fill.ts";
import {
  openHistory as openHistoryOf,
  type FixedSource,
  type HistorySource,
} from "./fill/history-source.ts";
import { listen } from "./http/listen.ts";
import { serve } from "./http/server.ts";
import { openJournal, type Journal } from "./journal/journal.ts";
import { takeLock } from "./journal/lock.ts";
import { createClock, type Clock } from "./shop/clock.ts";
import { EventLog } from "./shop/event-log.ts";
import type { ShopInfo } from "./shop/records.ts";
import { Shop, type Entry } from "./shop/shop.ts";
import { emptyState } from "./shop/state.ts";
import { createStorefront } from "./storefront/storefront.ts";
import type { AppConfiguration } from "./webhooks/app-configuration.ts";
import { Deliverer } from "./webhooks/deliverer.ts";
import type { Delivery, DeliveryOutcome } from "./webhooks/delivery.ts";
import { createSender } from "./webhooks/sender.ts";

export interface DevStoreOptions {
  /** 0 lets the system choose. */
  port: number;
  apiKey: string;
  apiSecret: string;
  appUrl: string;
  /** Its state is kept in `dev-store/` below; null keeps it in memory only. */
  dataDir: string | null;
  configuration: AppConfiguration;
  shop?: string;
  shopName?: string;
  currency?: string;
  timeZone?: string;
  countryCode?: string;
  /** Ids above 2^53, as in Shopify's own samples. */
  largeIds?: boolean;
  /** Seconds of the shop's waits that pass in a real one: retries over four hours in minutes. */
  acceleration?: number;
  clockOffsetSeconds?: number;
  /** Optional scopes granted at the first installation. */
  grant?: readonly string[];
  /** Webhooks under way at a time. */
  concurrency?: number;
  /** Seeds the faults. */
  seed?: number;
  plan?: { maximum: number; restoreRate: number };
  /** How long every call of the Admin API is on its way before it takes effect: 0 unless told. */
  adminApiMs?: number;
  /** Where the shop's past comes from. A shop that has one already keeps to it. */
  source?: HistorySource | null;
  /** Folder of the storefront's theme; dev-store/theme unless told. */
  theme?: string;
  /** Folder of the app's theme app extension; extensions/perennial-theme unless told. */
  extension?: string;
}

export interface DevStore extends ControlContext {
  url: string;
  server: Server;
  /** The shop's past, for `fill.run`; null if it began empty. */
  openHistory(): Promise<History | null>;
  stop(): Promise<void>;
}

const THEME = fileURLToPath(new URL("theme", import.meta.url));
const EXTENSION = fileURLToPath(new URL("../extensions/perennial-theme", import.meta.url));
const CONCURRENCY = 64;
/** Outcomes of deliveries are written down this often; a crash in between sends those again. */
const OUTCOMES_EVERY_MS = 20;
const OUTCOME_KEYS = { delivered: "d", failed: "f", lost: "l" } as const;
const OUTCOMES = [
  ["delivered", "d"],
  ["failed", "f"],
  ["lost", "l"],
] as const;

interface Birth {
  storeId: string;
  info: ShopInfo;
  largeIds: boolean;
  source: FixedSource | null;
}

/** A line of the journal: the shop's birth, a command, the end of its history, or how deliveries ended. */
type Line = { b: Birth } | Entry | { z: 1 } | Outcomes;
type Outcomes = Partial<Record<"d" | "f" | "l", number[]>>;

function birthOf(options: DevStoreOptions, now: number): Birth {
  const domain = options.shop ?? "perennial-demo.myshopify.com";
  const info: ShopInfo = {
    id: "65187315763",
    domain,
    name: options.shopName ?? "Perennial Demo",
    email: "merchant@example.com",
    currency: options.currency ?? "GBP",
    timeZone: options.timeZone ?? "Europe/London",
    countryCode: options.countryCode ?? "GB",
    createdAt: now,
    updatedAt: now,
  };
  const source = options.source ?? null;
  return {
    storeId: randomUUID(),
    info,
    largeIds: options.largeIds ?? false,
    source: source === null ? null : { ...source, until: new Date(now).toISOString() },
  };
}

/** Collects outcomes for a moment, so that thousands a second make a few lines. */
function outcomeWriter(append: (outcomes: Outcomes) => void) {
  let open: Outcomes = {};
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (Object.keys(open).length > 0) append(open);
    open = {};
  };
  return {
    note(number: number, outcome: DeliveryOutcome) {
      (open[OUTCOME_KEYS[outcome]] ??= []).push(number);
      timer ??= setTimeout(flush, OUTCOMES_EVERY_MS);
    },
    flush,
  };
}

interface Parts {
  birth: Birth;
  shop: Shop;
  events: EventLog;
  deliverer: Deliverer;
}

interface Wiring {
  clock: Clock;
  onOutcome: (number: number, outcome: DeliveryOutcome) => void;
}

function assemble(options: DevStoreOptions, birth: Birth, { clock, onOutcome }: Wiring): Parts {
  const shop = new Shop(emptyState(birth.info, birth.largeIds));
  const events = new EventLog();
  const concurrency = options.concurrency ?? CONCURRENCY;
  const deliverer = new Deliverer({
    appUrl: options.appUrl,
    storeId: birth.storeId,
    secret: options.apiSecret,
    clock,
    sender: createSender({ connections: concurrency }),
    concurrency,
    seed: options.seed ?? 1,
    onOutcome,
    onGivenUp: (delivery) => dropSubscription(shop, delivery, clock.now()),
  });
  shop.listen((occurrence) => events.note(occurrence));
  shop.listen((occurrence) => deliverer.accept(occurrence));
  return { birth, shop, events, deliverer };
}

/** After a delivery failed for good Shopify drops the subscription, if the Admin API made it. */
function dropSubscription(shop: Shop, { subscription }: Delivery, now: number): void {
  const known = shop.state.subscriptions.some((item) => item.id === subscription.id);
  if (subscription.origin === "api" && known)
    shop.execute({ kind: "subscription.delete", at: now, id: subscription.id });
}

interface Opened extends Parts {
  journal: Journal | null;
}

/** Brings one line of the journal to bear on what the lines before it came to. */
function replayLine(parts: Parts, line: Exclude<Line, { b: Birth }>): void {
  if ("c" in line) parts.shop.replay(line);
  else if ("z" in line) parts.shop.historyFinished = true;
  else {
    for (const [outcome, key] of OUTCOMES)
      for (const number of line[key] ?? []) parts.deliverer.settleReplayed(number, outcome);
  }
}

type Assemble = (birth: Birth) => Parts;

function openRecorded(path: string, fresh: Birth, make: Assemble): Opened {
  const found: Parts[] = [];
  const journal = openJournal(path, (value) => {
    const line = value as Line;
    const [parts] = found;
    if ("b" in line) found.push(make(line.b));
    else if (parts === undefined)
      throw new Error(`${path} does not begin with a shop's birth; move it away to start over`);
    else replayLine(parts, line);
  });
  let [parts] = found;
  if (parts === undefined) {
    journal.append({ b: fresh });
    parts = make(fresh);
  }
  parts.shop.record(journal);
  return { ...parts, journal };
}

const storefrontOf = (shop: Shop, { theme = THEME, extension = EXTENSION }: DevStoreOptions) =>
  createStorefront(shop, { theme, extension });

/** Starts a dev store: loads its shop, serves it on loopback and sends what is undelivered. */
export async function startDevStore(options: DevStoreOptions): Promise<DevStore> {
  const folder = options.dataDir === null ? null : join(options.dataDir, "dev-store");
  const release = folder === null ? () => undefined : takeLock(join(folder, "lock"));
  const clock = createClock({
    offsetSeconds: options.clockOffsetSeconds ?? 0,
    acceleration: options.acceleration ?? 1,
  });
  const holder: { journal: Journal | null } = { journal: null };
  const outcomes = outcomeWriter((line) => holder.journal?.append(line));
  try {
    const fresh = birthOf(options, clock.now());
    const make: Assemble = (birth) =>
      assemble(options, birth, {
        clock,
        onOutcome: (number, outcome) => outcomes.note(number, outcome),
      });
    const { birth, shop, events, deliverer, journal } =
      folder === null
        ? { ...make(fresh), journal: null }
        : openRecorded(join(folder, "journal.jsonl"), fresh, make);
    holder.journal = journal;
    const plan = options.plan === undefined ? {} : { plan: options.plan };
    const { apiKey, seed = 1 } = options;
    const files = folder === null ? resultsInMemory() : resultsInFolder(join(folder, "bulk"));
    const bulk = new BulkOperations({ shop, clock, apiKey, seed, files });
    const takesMs = options.adminApiMs ?? 0;
    const adminApi = new AdminApi({ shop, clock, apiKey, seed, bulk, takesMs, ...plan });
    const fill = fillBeforeApp({ ...options, shop, deliverer, clock }, birth.source);
    const keys = { apiKey, apiSecret: options.apiSecret };
    const context: ControlContext = {
      shop,
      clock,
      deliverer,
      adminApi,
      bulk,
      events,
      configuration: options.configuration,
      keys,
      appUrl: options.appUrl,
      fill,
      storefront: storefrontOf(shop, options),
    };
    const server = serve(context);
    const url = await listen(server, options.port);
    bulk.origin = url;
    await bulk.start();
    deliverer.start();
    const stop = async () => {
      fill.stop();
      await bulk.stop();
      deliverer.stop();
      outcomes.flush();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      holder.journal = null;
      journal?.close();
      release();
    };
    const openHistory = async () =>
      birth.source === null || shop.historyFinished
        ? null
        : openHistoryOf(birth.source, shop.state.info);
    return { ...context, url, server, openHistory, stop };
  } catch (error) {
    release();
    throw error;
  }
}
