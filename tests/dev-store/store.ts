import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import { startDevStore, type DevStore, type DevStoreOptions } from "../../dev-store/start.ts";
import type { AppConfiguration } from "../../dev-store/webhooks/app-configuration.ts";

export const KEYS = { apiKey: "test-key", apiSecret: "test-secret" };
export const SHOP = "perennial-test.myshopify.com";

const TOPICS = [
  "orders/create",
  "orders/paid",
  "orders/updated",
  "orders/edited",
  "orders/cancelled",
  "orders/delete",
  "refunds/create",
  "customers/create",
  "customers/update",
  "customers/delete",
  "customers/merge",
  "products/create",
  "products/update",
  "products/delete",
  "collections/update",
  "collections/delete",
  "shop/update",
  "app/uninstalled",
  "app/scopes_update",
  "bulk_operations/finish",
  "customers/data_request",
  "customers/redact",
  "shop/redact",
];

/** Every topic, whole payloads, to `/webhooks`. */
export const EVERYTHING: AppConfiguration = {
  apiVersion: "2026-07",
  subscriptions: TOPICS.map((topic) => ({
    topic,
    uri: "/webhooks",
    name: null,
    includeFields: [],
    filter: null,
    apiVersion: "2026-07",
    origin: "configuration",
  })),
  scopes: ["read_orders", "read_customers", "write_customers", "read_products", "write_app_proxy"],
  optionalScopes: ["read_all_orders", "read_customer_merge"],
  proxy: { prefix: "apps", subpath: "perennial", path: "/proxy" },
  applicationOrigin: "https://perennial.example.com",
  accountMetafields: ["member"],
};

export interface Received {
  path: string;
  method: string;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** What the app answers; null lets the request hang. */
  answer: (request: Received) => number | null;
  close(): Promise<void>;
}

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server in the app's place, that keeps what it is sent. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const receiver: Receiver = {
    url: "",
    received: [],
    answer: () => 200,
    close: async () => undefined,
  };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one: Received = {
        path: request.url ?? "",
        method: request.method ?? "",
        headers: request.headers,
        text: Buffer.concat(chunks).toString("utf8"),
      };
      receiver.received.push(one);
      const status = receiver.answer(one);
      if (status === null) return;
      response.writeHead(status, { "Content-Type": "application/json", "Set-Cookie": "app=1" });
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  receiver.close = async () => {
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  closing.push(() => receiver.close());
  return receiver;
}

export async function startStore(options: Partial<DevStoreOptions> = {}): Promise<DevStore> {
  const store = await startDevStore({
    port: 0,
    ...KEYS,
    shop: SHOP,
    appUrl: "http://127.0.0.1:9",
    dataDir: null,
    configuration: EVERYTHING,
    ...options,
  });
  let stopped = false;
  const stop = store.stop.bind(store);
  store.stop = async () => {
    if (stopped) return;
    stopped = true;
    await stop();
  };
  closing.push(() => store.stop());
  return store;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown>;
}

export async function call(
  store: DevStore,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${store.url}${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: text }),
  });
  const answered = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text: answered,
    body: JSON.parse(answered) as Record<string, unknown>,
  };
}

const WAIT_MS = 10_000;

/** Polls until it holds; a test that waits for ever says what it waited for. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + WAIT_MS;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`${what} did not happen within ${WAIT_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const json = (received: Received): Record<string, unknown> =>
  JSON.parse(received.text) as Record<string, unknown>;
export const topicOf = (received: Received): string => String(received.headers["x-shopify-topic"]);

/** An order of two lines, 3 × 10.00 and 1 × 5.55, with a discount and shipping unless told otherwise. */
export function orderBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    line_items: [
      { id: "501", title: "Cup", price: "10.00", quantity: 3 },
      { id: "502", title: "Spoon", price: "5.55", quantity: 1 },
    ],
    ...changes,
  };
}
