/** A dev store with a Standard shop's budget, whose Admin API takes as long as one across the internet. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { SECRET } from "./deliveries.ts";
import { API_KEY, freePort, startServer, type RunningServer } from "./servers.ts";
import type { LoggedCall } from "./shown-calls.ts";

export const SHOP = "bench.myshopify.com";
/** How long a call of the Admin API takes. */
export const CALL_MS = 250;
/** The store remembers so many calls; more would go missing from the count. */
const CALLS_KEPT = 10_000;
const CUSTOMERS_AT_ONCE = 20;
/** Shopify's library turns away what looks like a bot. */
const BROWSER =
  "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const TOKEN_EXCHANGE = {
  client_id: API_KEY,
  client_secret: SECRET,
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
  requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
};

export type MetafieldInput = {
  ownerId: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
};

export class BenchShop {
  readonly #port: number;
  readonly #appPort: number;
  readonly #callMs: number;
  readonly #dataDir = mkdtempSync(path.join(tmpdir(), "perennial-bench-shown-"));
  #server: RunningServer | null = null;

  private constructor(port: number, appPort: number, callMs: number) {
    this.#port = port;
    this.#appPort = appPort;
    this.#callMs = callMs;
  }

  /** For an app on `appPort`, whether or not it runs. */
  static async open(appPort: number, callMs = CALL_MS): Promise<BenchShop> {
    const shop = new BenchShop(await freePort(), appPort, callMs);
    try {
      await shop.refill();
    } catch (error) {
      await shop.close();
      throw error;
    }
    return shop;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The same shop, its bucket full and its log of calls empty: a process that has just begun. */
  async refill(): Promise<void> {
    await this.#server?.stop();
    this.#server = await startServer(["dev-store/main.ts", "--shop", SHOP], {
      port: this.#port,
      readyPath: "/control/clock",
      settings: {
        DEV_STORE_PORT: String(this.#port),
        DEV_STORE_ADMIN_API_MS: String(this.#callMs),
        DATA_DIR: this.#dataDir,
        SHOPIFY_API_KEY: API_KEY,
        SHOPIFY_API_SECRET: SECRET,
        SHOPIFY_APP_URL: `http://127.0.0.1:${this.#appPort}`,
      },
    });
  }

  async addCustomers(ids: readonly number[]): Promise<void> {
    for (let from = 0; from < ids.length; from += CUSTOMERS_AT_ONCE)
      await Promise.all(
        ids
          .slice(from, from + CUSTOMERS_AT_ONCE)
          .map((id) => this.#json("PUT", `/control/customers/${id}`, {})),
      );
  }

  /** Opens the app as the merchant does, which installs it. */
  async openApp(): Promise<void> {
    await this.openPage("/app");
  }

  /** A page of the app, asked for as the admin's frame does; ms until its head, and until its end. */
  async openPage(path: string): Promise<{ headMs: number; wholeMs: number; text: string }> {
    const { url } = await this.#json<{ url: string }>(
      "GET",
      `/control/embedded-url?path=${encodeURIComponent(path)}`,
    );
    const start = performance.now();
    const answer = await fetch(url, { headers: { "user-agent": BROWSER, accept: "text/html" } });
    const headMs = performance.now() - start;
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 300)}`);
    return { headMs, wholeMs: performance.now() - start, text };
  }

  /** An access token for a client that isn't the app. */
  async token(): Promise<string> {
    const { token } = await this.#json<{ token: string }>("GET", "/control/session-token");
    const body = { ...TOKEN_EXCHANGE, subject_token: token };
    const issued = await this.#json<{ access_token: string }>(
      "POST",
      "/admin/oauth/access_token",
      body,
    );
    return issued.access_token;
  }

  async calls(): Promise<LoggedCall[]> {
    const { requests } = await this.#json<{ requests: LoggedCall[] }>("GET", "/control/requests");
    if (requests.length >= CALLS_KEPT) throw new Error("more calls were made than are remembered");
    return requests;
  }

  /** All that is shown of customers now. */
  async shownNow(): Promise<MetafieldInput[]> {
    type Kept = Omit<MetafieldInput, "ownerId"> & { owner_id: string };
    const { metafields } = await this.#json<{ metafields: Kept[] }>("GET", "/control/metafields");
    return metafields
      .filter(({ owner_id }) => owner_id.startsWith("gid://shopify/Customer/"))
      .map(({ owner_id, namespace, key, type, value }) => ({
        ownerId: owner_id,
        namespace,
        key,
        type,
        value,
      }));
  }

  async #json<T>(method: string, resource: string, body?: object): Promise<T> {
    const answer = await fetch(this.url + resource, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${resource} answered ${answer.status}`);
    return (await answer.json()) as T;
  }

  async close(): Promise<void> {
    await this.#server?.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
