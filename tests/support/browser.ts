/**
 * A real browser for tests and screenshots: an installed Chromium or Chrome where there is one,
 * else the Linux x64 Chromium that ships inside an npm package.
 */
import { existsSync } from "node:fs";
import {
  chromium as playwright,
  type Browser,
  type LaunchOptions,
  type Page,
} from "playwright-core";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Without these a fresh Chromium asks the network for updates, lists and field trials. */
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-domain-reliability",
  "--disable-sync",
  "--metrics-recording-only",
  "--no-first-run",
  "--no-pings",
  "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
];

/** `CHROME_PATH` names a browser of one's own; `more` are flags besides ours. */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const own = process.env["CHROME_PATH"];
  const installed = own ?? INSTALLED.find((path) => existsSync(path));
  const launch: LaunchOptions = installed
    ? { executablePath: installed, args: QUIET }
    : await packagedBrowser();
  return playwright.launch({
    ...launch,
    headless: true,
    // Chromium refuses its sandbox to root, which containers often are.
    args: [...(launch.args ?? []), ...more, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
}

async function packagedBrowser(): Promise<LaunchOptions> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      "No Chromium or Chrome was found. Install one, or set CHROME_PATH to its executable.",
    );
  }
  const { default: packaged } = await import("@sparticuz/chromium");
  // Not its own flags: they turn off web security and put every page into one process.
  packaged.setGraphicsMode = false;
  return {
    executablePath: await packaged.executablePath(),
    args: [...QUIET, "--disable-gpu", "--disable-dev-shm-usage"],
  };
}

/**
 * As a person's browser names itself: Shopify's library answers 410 to what looks like a bot, and a
 * headless Chromium says so in its user agent.
 */
export function userAgentOf(browser: Browser): string {
  const [major = "140"] = browser.version().split(".");
  return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`;
}

export async function openPage(browser: Browser, width: number): Promise<Page> {
  return browser.newPage({
    viewport: { width, height: width < 600 ? 844 : 900 },
    userAgent: userAgentOf(browser),
  });
}
