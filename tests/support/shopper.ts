/**
 * A shopper in a real browser, with eyes on what a page must never do: complain on the console, ask
 * for what isn't there, ask the app before anyone touched it, shift, scroll sideways, lock someone out.
 */
import type { Browser, BrowserContext, Frame, Page } from "playwright-core";
import { accessibilityProblems } from "./accessibility.ts";
import { userAgentOf } from "./browser.ts";

/** What a script puts off until the page is idle comes later than this. */
const UNTOUCHED_MS = 1_500;
const TO_APP = "/apps/perennial/";
/** Shopify's own wrapper of everything that an app puts into a theme. */
const APP_BLOCKS = ".shopify-app-block";
export const PHONE_WIDTH = 390;
export const DESK_WIDTH = 1280;

interface Shift {
  value: number;
  moved: string[];
  /** Whether a part of the app is among what moved. */
  ours: boolean;
}

export interface ShopperOptions {
  width?: number;
  /** False: JavaScript is switched off. */
  scripts?: boolean;
  /** A cookie as `POST /control/login` answers it. */
  cookie?: string;
  /** True: a theme of somebody else's, whose own accessibility is their affair. */
  foreignTheme?: boolean;
  /** Complaints of the console and failed requests that belong to the journey. */
  expected?: readonly RegExp[];
}

export class Shopper {
  readonly page: Page;
  readonly #shopUrl: string;
  readonly #options: ShopperOptions;
  #complaints: string[] = [];

  private constructor(page: Page, shopUrl: string, options: ShopperOptions) {
    this.page = page;
    this.#shopUrl = shopUrl;
    this.#options = options;
    this.#watch();
  }

  static async arrive(
    browser: Browser,
    shopUrl: string,
    options: ShopperOptions = {},
  ): Promise<Shopper> {
    const width = options.width ?? DESK_WIDTH;
    const context = await browser.newContext({
      viewport: { width, height: width < 600 ? 844 : 900 },
      userAgent: userAgentOf(browser),
      javaScriptEnabled: options.scripts ?? true,
    });
    if (options.cookie !== undefined) await addCookie(context, shopUrl, options.cookie);
    await context.addInitScript(recordShifts);
    return new Shopper(await context.newPage(), shopUrl, options);
  }

  /** Goes to a path of the shop and leaves it untouched for a while; what was noted before is forgotten. */
  async visit(path: string): Promise<void> {
    await this.glance(path);
    await this.page.waitForTimeout(UNTOUCHED_MS);
  }

  /** The same without the while. */
  async glance(path: string): Promise<void> {
    this.#complaints = [];
    await this.page.goto(this.#shopUrl + path, { waitUntil: "load" });
  }

  /** What is wrong with the page as it stands, untouched since `visit`: one line each. */
  async complaints(): Promise<string[]> {
    if (this.#options.scripts === false) return [...this.#complaints, ...(await this.#sideways())];
    const asked = await this.page.evaluate(askedUntouched, { app: TO_APP, ms: UNTOUCHED_MS });
    return [
      ...asked.map((url) => `asked the app untouched: ${url}`),
      ...(await this.complaintsInUse()),
    ];
  }

  /** After something was touched: the same, but the app may have been asked. */
  async complaintsInUse(): Promise<string[]> {
    const foreign = this.#options.foreignTheme === true;
    const shifts = await this.page.evaluate(
      () => (window as unknown as { shifts: Shift[] }).shifts,
    );
    const [main, ...inside] = this.page.frames();
    const frames = [
      ...(main ? [accessibilityProblems(main, foreign ? APP_BLOCKS : null)] : []),
      ...inside.map((frame) => problemsInFrame(frame)),
    ];
    return [
      ...this.#complaints,
      ...shifts
        .filter(({ ours }) => ours || !foreign)
        .map(({ value, moved }) => `shifted by ${value.toFixed(4)}: ${moved.join(", ")}`),
      ...(await this.#sideways()),
      ...(await Promise.all(frames)).flat().map((line) => `axe: ${line}`),
    ];
  }

  /** On Shopify's own pages, which draw an app's part when it has come. */
  async complaintsOnHostedPage(): Promise<string[]> {
    await this.page.evaluate(() => Object.assign(window, { shifts: [] }));
    return this.complaintsInUse();
  }

  /** What the app's blocks say, each block one text. Embeds are the last. */
  async appBlocks(): Promise<string[]> {
    return this.page.locator(APP_BLOCKS).allInnerTexts();
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  #watch(): void {
    const { page } = this;
    page.on("pageerror", (error) => this.#note(`script: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning")
        this.#note(`console: ${message.text()} (${message.location().url})`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) this.#note(`${response.status()} ${response.url()}`);
    });
    page.on("requestfailed", (request) => {
      // Left behind by going on to the next page.
      const why = request.failure()?.errorText ?? "";
      if (why !== "net::ERR_ABORTED") this.#note(`${why} ${request.url()}`);
    });
  }

  #note(complaint: string): void {
    if (!this.#options.expected?.some((pattern) => pattern.test(complaint)))
      this.#complaints.push(complaint);
  }

  async #sideways(): Promise<string[]> {
    const pixels = await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    return pixels > 0 ? [`scrolls sideways by ${pixels} px`] : [];
  }
}

/** Runs in the page: what it asked the app for before it had lain untouched for a while. */
function askedUntouched({ app, ms }: { app: string; ms: number }): string[] {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return performance
    .getEntriesByType("resource")
    .filter(
      ({ name, startTime }) => name.includes(app) && startTime < (page?.loadEventEnd ?? 0) + ms,
    )
    .map(({ name }) => name);
}

/** A preview's theme isn't the editor's affair; an app's part of a page needs no landmarks of its own. */
async function problemsInFrame(frame: Frame): Promise<string[]> {
  const isPreview = (await frame.locator(APP_BLOCKS).count()) > 0;
  return accessibilityProblems(frame, isPreview ? APP_BLOCKS : "body");
}

async function addCookie(context: BrowserContext, url: string, cookie: string): Promise<void> {
  const [pair = ""] = cookie.split(";", 1);
  const at = pair.indexOf("=");
  await context.addCookies([{ name: pair.slice(0, at), value: pair.slice(at + 1), url }]);
}

/** Runs in the page, before all its scripts. */
function recordShifts(): void {
  const shifts: Shift[] = [];
  Object.assign(window, { shifts });
  interface LayoutShift {
    value: number;
    hadRecentInput: boolean;
    sources: { node: Node | null }[];
  }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as LayoutShift[]) {
      if (entry.hadRecentInput) continue;
      const elements = entry.sources.map(({ node }) =>
        node instanceof Element ? node : node?.parentElement,
      );
      shifts.push({
        value: entry.value,
        moved: elements.map((element) => `${element?.localName}.${element?.getAttribute("class")}`),
        ours: elements.some((element) => element?.closest(".shopify-app-block")),
      });
    }
  }).observe({ type: "layout-shift", buffered: true });
}
