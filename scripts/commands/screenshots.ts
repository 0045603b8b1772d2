/**
 * `npm run screenshots`: every page of the running demo, wide and narrow, into screenshots/, with
 * axe on each. Start `npm run demo` first. Exit 1 when axe, the console or a page complains.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Browser, Frame, Page } from "playwright-core";
import { accessibilityProblems } from "../../tests/support/accessibility.ts";
import { launchBrowser, openPage } from "../../tests/support/browser.ts";

const OUT_DIR = path.join(import.meta.dirname, "..", "..", "screenshots");
const WIDTHS = [1280, 390];
const PAGE_MS_MAX = 20_000;

interface Shot {
  name: string;
  url: string;
  /** What must be seen before the picture is taken. */
  shows: string;
  /** The page stands inside the stand-in for the Shopify admin: look into its frame. */
  embedded: boolean;
}

const app = `http://localhost:${process.env["PORT"] ?? "3000"}`;
const devStore = `http://localhost:${process.env["DEV_STORE_PORT"] ?? "3001"}`;

const SHOTS: Shot[] = [
  { name: "root", url: `${app}/`, shows: "What runs", embedded: false },
  { name: "not-found", url: `${app}/nowhere`, shows: "There is no page here", embedded: false },
  {
    name: "admin-home",
    url: `${devStore}/admin/apps/perennial`,
    shows: "Order intake",
    embedded: true,
  },
];

const browser = await launchBrowser();
try {
  await mkdir(OUT_DIR, { recursive: true });
  const problems: string[] = [];
  for (const shot of SHOTS) {
    for (const width of WIDTHS) problems.push(...(await take(browser, shot, width)));
  }
  console.log(`${SHOTS.length * WIDTHS.length} pictures in screenshots/`);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  await browser.close();
}

async function take(from: Browser, shot: Shot, width: number): Promise<string[]> {
  const page = await openPage(from, width);
  const where = `${shot.name} at ${width} px`;
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`${where}: script error: ${error.message}`));
  page.on("console", (message) => {
    const expected = shot.name === "not-found" && message.text().includes("404");
    if (message.type() === "error" && !expected) {
      problems.push(`${where}: console: ${message.text()} (${message.location().url})`);
    }
  });
  try {
    await page.goto(shot.url, { timeout: PAGE_MS_MAX });
    const place = await placeShowing(page, shot);
    await page.screenshot({
      path: path.join(OUT_DIR, `${shot.name}-${width}.png`),
      fullPage: true,
    });
    problems.push(...(await accessibilityProblems(place)).map((line) => `${where}: axe: ${line}`));
    const wider = await place.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (wider > 0) problems.push(`${where}: scrolls sideways by ${wider} px`);
  } catch (error) {
    problems.push(`${where}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await page.close();
  }
  return problems;
}

async function placeShowing(page: Page, { embedded, shows }: Shot): Promise<Page | Frame> {
  if (!embedded) {
    await page.getByText(shows).first().waitFor({ timeout: PAGE_MS_MAX });
    return page;
  }
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  if (!frame) throw new Error("the admin page has no frame");
  await frame.getByText(shows).first().waitFor({ timeout: PAGE_MS_MAX });
  await page.waitForLoadState("networkidle", { timeout: PAGE_MS_MAX });
  const alive = await frame.evaluate(() => "shopify" in window && "__remixRouter" in window);
  if (!alive) throw new Error("App Bridge or the page's own script did not start");
  return frame;
}
