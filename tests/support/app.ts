/**
 * The app as one process runs it, without its pages: real database, real listener, real drain.
 * The domain's clock stands still until a test moves it; the Admin API is a port filled here.
 */
import { randomUUID } from "node:crypto";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { PoolConfig } from "pg";
import { pino, type Logger } from "pino";
import { afterAll } from "vitest";
import { createPool } from "../../app/adapters/postgres/pool.server.ts";
import { orderFactsFromPayload } from "../../app/adapters/shopify/order-payload.server.ts";
import { readJson } from "../../app/adapters/shopify/read-json.ts";
import { createApp, type App } from "../../app/app.server.ts";
import type { OrderFacts } from "../../app/domain/orders/order-facts.ts";
import { readEnv } from "../../app/env.server.ts";
import { LOG_OPTIONS } from "../../app/log.server.ts";
import { installShop, type EarnFrom } from "../../app/use-cases/install-shop.ts";
import { verifyLedger, type Proof } from "../../app/use-cases/verify-ledger.ts";
import { createListener } from "../../app/web/listener.server.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { jsonOf } from "./payloads.ts";
import { bodySignature, nowInSeconds, PREVIOUS_SECRET, SECRET, signedQuery } from "./signing.ts";

export const SHOP = "orchard.myshopify.com";
/** When the domain's clock starts. */
export const START = Date.parse("2026-04-01T12:00:00Z");
const DRAIN_WAIT_MS = 20_000;
const POLL_MS = 4;

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

export interface DeliverOptions {
  shop?: string;
  webhookId?: string;
  /** Sent instead of the right signature; null sends none. */
  signature?: string | null;
  headers?: Record<string, string | undefined>;
}

export interface ProxyOptions {
  /** Null for a visitor who isn't logged in. */
  customer: string | number | bigint | null;
  shop?: string;
  method?: string;
  /** Where the merchant has put the app proxy. */
  pathPrefix?: string;
  /** Further parameters of the query, signed as Shopify signs a visitor's own. */
  query?: Record<string, string>;
}

export interface InboxRow {
  webhookId: string;
  topic: string;
  state: "pending" | "done" | "parked";
  remark: string | null;
  size: number;
  /** In the clear, whatever the row holds; null once it was dropped. */
  body: Buffer | null;
}

export interface LogLine {
  level: number;
  msg: string;
  [field: string]: unknown;
}

export interface TestAppOptions {
  /** False: nothing is drained until the test says so. */
  draining?: boolean;
  /** Where the app looks for its database, when that isn't where it is. */
  poolConfig?: (database: TestDatabase) => PoolConfig;
}

export type TestApp = Awaited<ReturnType<typeof startTestApp>>;

/** Stopped after the test file. */
export async function startTestApp(options: TestAppOptions = {}) {
  const database = await createTestDatabase();
  const superuser = new pg.Pool({ ...database.superuserConfig, max: 4 });
  superuser.on("error", () => undefined); // the database is dropped under it
  const lines: LogLine[] = [];
  const poolConfig = options.poolConfig?.(database) ?? database.appConfig;
  const app = appOn({ poolConfig, eraserConfig: database.eraserConfig }, lines);
  const clock = { now: START };
  const admin = new AdminOrders();
  const real = { fetchOrder: app.ports.fetchOrder };
  for (const ports of [app.ports, app.timed]) {
    ports.clock = () => clock.now;
    ports.fetchOrder = (shop, orderId) => admin.fetch(shop, orderId);
  }
  const server = createServer({ requestTimeout: 5_000 });
  server.on(
    "request",
    createListener(app, (_request, response) => {
      response.statusCode = 418;
      response.end("a page");
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  if (options.draining !== false) app.drainer.start();
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await app.drainer.stop();
    await app.ports.eraser.end();
    await app.pool.end();
    await superuser.end();
  });
  const { port } = server.address() as AddressInfo;
  const base = { app, database, superuser, port, lines, real };
  return { ...base, clock, admin, ...talking(port), ...looking(base), ...living(base) };
}

type Configs = Record<"poolConfig" | "eraserConfig", PoolConfig>;

function appOn({ poolConfig, eraserConfig }: Configs, lines: LogLine[]): App {
  const env = readEnv({
    NODE_ENV: "test",
    SHOPIFY_API_KEY: "test-key",
    SHOPIFY_API_SECRET: SECRET,
    SHOPIFY_API_SECRET_PREVIOUS: PREVIOUS_SECRET,
    SHOPIFY_APP_URL: "https://app.example.com",
    ENCRYPTION_KEY: "11".repeat(32),
    SEAL_KEY: "22".repeat(32),
  });
  const log = logInto(lines);
  const report = (level: "info" | "warn" | "error", message: string, details: object = {}): void =>
    log[level](details, message);
  const pool = createPool(poolConfig, { applicationName: "perennial-test", log: report });
  return createApp({ env, pool, log, eraserConfig });
}

function logInto(lines: LogLine[]): Logger {
  return pino(
    { ...LOG_OPTIONS, level: "info" },
    { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) },
  );
}

/** What Shopify's Admin API would answer: an order's payload, nothing, or an error. */
class AdminOrders {
  readonly asked: string[] = [];
  readonly #answers = new Map<string, unknown>();

  knows(body: { id?: unknown }): void {
    this.#answers.set(String(body.id), body);
  }

  failsOn(orderId: number | string, error: Error): void {
    this.#answers.set(String(orderId), error);
  }

  forget(): void {
    this.asked.length = 0;
    this.#answers.clear();
  }

  async fetch(_shop: string, orderId: string): Promise<OrderFacts | null> {
    this.asked.push(orderId);
    const answer = this.#answers.get(orderId);
    if (answer instanceof Error) throw answer;
    if (answer === undefined) return null;
    const facts = orderFactsFromPayload(readJson(jsonOf(answer)));
    return { ...facts, snapshot: facts.snapshot && { ...facts.snapshot, source: "admin-api" } };
  }
}

export interface RawRequest {
  method: string;
  path: string;
  headers?: Record<string, string | undefined>;
  body?: Buffer | string;
}

function talking(port: number) {
  const send = (wanted: RawRequest): Promise<Answer> => sendTo(port, wanted);
  const deliver = (
    topic: string,
    body: unknown,
    { shop = SHOP, webhookId = randomUUID(), signature, headers }: DeliverOptions = {},
  ): Promise<Answer> => {
    const bytes = Buffer.isBuffer(body) || typeof body === "string" ? body : jsonOf(body);
    const signed = signature === undefined ? bodySignature(bytes) : signature;
    return send({
      method: "POST",
      path: "/webhooks",
      body: bytes,
      headers: {
        "content-type": "application/json",
        "x-shopify-topic": topic,
        "x-shopify-shop-domain": shop,
        "x-shopify-webhook-id": webhookId,
        "x-shopify-api-version": "2026-07",
        ...(signed === null ? {} : { "x-shopify-hmac-sha256": signed }),
        ...headers,
      },
    });
  };
  const proxy = (path: string, options: ProxyOptions): Promise<Answer> => {
    const query = signedQuery([
      ...Object.entries(options.query ?? {}),
      ["shop", options.shop ?? SHOP],
      ["path_prefix", options.pathPrefix ?? "/apps/perennial"],
      ["timestamp", nowInSeconds()],
      ["logged_in_customer_id", options.customer === null ? "" : String(options.customer)],
    ]);
    return send({ method: options.method ?? "GET", path: `/proxy/${path}?${query}` });
  };
  return { send, deliver, proxy, member: shopperState(proxy) };
}

export interface ShopperState {
  program: { name: string; currency: string; pointsName: string };
  member: {
    id: string;
    enrolledAt: string | null;
    points: {
      available: number;
      pending: number;
      held: number;
      lifetimeEarned: number;
      expiring: { points: number; at: string }[];
    };
    tier: { id: string; name: string; since: string | null; until: string | null };
    nextTier: { id: string; name: string; remaining: { spendMinor: number } } | null;
  } | null;
}

/** `GET /proxy/member` of a logged-in customer, who must be known to Shopify only. */
function shopperState(proxy: (path: string, options: ProxyOptions) => Promise<Answer>) {
  return async (customer: string | number | bigint, shop = SHOP) => {
    const answer = await proxy("member", { customer, shop });
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
    const { member } = JSON.parse(answer.text) as ShopperState;
    if (!member) throw new Error("a logged-in customer has a state");
    return member;
  };
}

export function sendTo(port: number, wanted: RawRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, path, body, headers = {} } = wanted;
    const present = Object.entries(headers).filter(([, value]) => value !== undefined);
    const request = httpRequest(
      { host: "127.0.0.1", port, method, path, headers: Object.fromEntries(present) },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

interface Base {
  app: App;
  superuser: pg.Pool;
}

const STATES = ["pending", "done", "parked"] as const;

function looking({ app, superuser }: Base) {
  const shopIdOf = (domain: string): Promise<string> => app.ports.stores.shops.idOf(domain);
  const inbox = async (shop = SHOP): Promise<InboxRow[]> => {
    const result = await superuser.query<
      Omit<InboxRow, "state"> & { state: 0 | 1 | 2; keyId: string | null }
    >(
      `SELECT webhook_id AS "webhookId", topic, state, remark, size, body, key_id AS "keyId" FROM inbox
       WHERE shop_id = (SELECT shop_id FROM shops WHERE domain = $1) ORDER BY seq`,
      [shop],
    );
    const shopId = await shopIdOf(shop);
    return result.rows.map(({ keyId, ...row }) => ({
      ...row,
      state: STATES[row.state],
      body: app.ports.deliveries.open(shopId, { ...row, keyId }),
    }));
  };
  /** Everything that may be worked on has been; what waits for an installation still waits. */
  const drained = async (): Promise<void> => {
    const deadline = Date.now() + DRAIN_WAIT_MS;
    for (;;) {
      const { rowCount } = await superuser.query(
        `SELECT 1 FROM inbox i JOIN shops s USING (shop_id)
         WHERE i.state = 0 AND (i.lane = 1 OR s.state = 'installed') LIMIT 1`,
      );
      if (rowCount === 0) return;
      if (Date.now() > deadline) throw new Error("the inbox was not drained in time");
      await sleep(POLL_MS);
    }
  };
  /** Net points by cause of every customer, as "customer cause" → points; zeros are left out. */
  const causes = async (shop = SHOP): Promise<Record<string, number>> => {
    const { rows } = await superuser.query<{ key: string; points: string }>(
      `SELECT m.customer_id || ' ' || e.cause AS key, sum(e.points)::text AS points
       FROM entries e JOIN members m USING (shop_id, member_id)
       WHERE shop_id = (SELECT shop_id FROM shops WHERE domain = $1)
       GROUP BY 1 HAVING sum(e.points) <> 0 ORDER BY 1`,
      [shop],
    );
    return Object.fromEntries(rows.map((row) => [row.key, Number(row.points)]));
  };
  const prove = async (shop = SHOP): Promise<Proof> =>
    verifyLedger(app.timed, { shopId: await shopIdOf(shop), domain: shop });
  return { shopIdOf, inbox, drained, causes, prove };
}

function living({ app }: Base) {
  const installed = async (
    domain = SHOP,
    options: { currency?: string; timeZone?: string; earnFrom?: EarnFrom } = {},
  ): Promise<string> => {
    const { currency = "GBP", timeZone = "Europe/London", earnFrom = "all" } = options;
    await installShop(
      app.ports,
      { shopDomain: domain, scopes: app.env.SCOPES },
      { earnFrom, describeShop: async () => ({ name: "Orchard", currency, timeZone }) },
    );
    const shopId = await app.ports.stores.shops.idOf(domain);
    app.drainer.wake(shopId);
    return shopId;
  };
  return { installed };
}
