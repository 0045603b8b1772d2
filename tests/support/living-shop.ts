/**
 * The living shop of the browser journeys: app, dev store and browser as real processes, a shop with
 * a past in it. The app can be stopped and come back, the store can be opened again on another theme.
 */
import type { Browser } from "playwright-core";
import { Bed, type Variables } from "../faults/bed/bed.ts";
import { until, type ProcessGroup } from "../faults/bed/process-group.ts";
import { launchBrowser } from "./browser.ts";

export const SHOP_START_MS_MAX = 150_000;
const FILLED_MS_MAX = 90_000;
const IMPORTED_MS_MAX = 90_000;
const DELIVERED_MS_MAX = 60_000;
const POLL_MS = 100;

interface ShopOptions {
  /** How many customers have bought before. */
  customers: number;
  /** A theme's folder; the dev store's own if absent. */
  theme?: string;
}

export class LivingShop {
  readonly bed: Bed;
  readonly browser: Browser;
  readonly #options: ShopOptions;
  #app: ProcessGroup | null = null;
  #store: ProcessGroup | null = null;

  private constructor(bed: Bed, browser: Browser, options: ShopOptions) {
    this.bed = bed;
    this.browser = browser;
    this.#options = options;
  }

  static async open(options: ShopOptions): Promise<LivingShop> {
    const [bed, browser] = await Promise.all([Bed.open(), launchBrowser()]);
    const shop = new LivingShop(bed, browser, options);
    try {
      await Promise.all([shop.startApp(), shop.#startStore(options.theme)]);
      await shop.#filled();
      await bed.install();
      await shop.#imported();
      await shop.delivered();
    } catch (error) {
      await shop.close();
      throw error;
    }
    return shop;
  }

  /** Without a slash at its end. */
  get url(): string {
    return this.bed.storeUrl;
  }

  control<Answer>(method: string, resource: string, body?: unknown): Promise<Answer> {
    return this.bed.control<Answer>(method, `/control/${resource}`, body);
  }

  async startApp(): Promise<void> {
    this.#app = await this.bed.startApp();
  }

  async stopApp(): Promise<void> {
    await this.#app?.stop();
    this.#app = null;
  }

  /** The same shop, with all that it knows, on another theme. */
  async changeTheme(theme: string): Promise<void> {
    await this.#store?.stop();
    await this.#startStore(theme);
  }

  async #startStore(theme: string | undefined): Promise<void> {
    const args = ["--customers", String(this.#options.customers)];
    const env: Variables = {
      // The past is longer than the sixty days that an app is given without.
      DEV_STORE_GRANT: "read_all_orders",
      ...(theme === undefined ? {} : { DEV_STORE_THEME: theme }),
    };
    this.#store = await this.bed.startStore(args, env);
  }

  async #filled(): Promise<void> {
    await until(
      "the shop's past to be carried out",
      async () => {
        const { state } = await this.control<{ state: string }>("GET", "fill");
        return state === "done" || state === "idle";
      },
      { msMax: FILLED_MS_MAX, pollMs: POLL_MS },
    );
  }

  /** The app has read the past in, by its own import. */
  async #imported(): Promise<void> {
    let state = "";
    await until(
      "the shop's past to be read in",
      async () => {
        const [newest] = await this.bed.query<{ state: string }>(
          "SELECT state FROM imports ORDER BY import_id DESC LIMIT 1",
        );
        state = newest?.state ?? "no import";
        return state === "done";
      },
      { msMax: IMPORTED_MS_MAX, pollMs: POLL_MS, tail: () => state },
    );
  }

  /** Every webhook has reached the app, those too that a fault held back. */
  async delivered(): Promise<void> {
    let pending = -1;
    await until(
      "all webhooks to be delivered",
      async () => {
        ({ pending } = await this.control<{ pending: number }>("POST", "deliveries/retry", {}));
        return pending === 0;
      },
      { msMax: DELIVERED_MS_MAX, pollMs: POLL_MS, tail: () => `${pending} pending` },
    );
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.bed.close();
  }
}
