/** Takes one picture at one width and says all that is wrong with the page. */
import path from "node:path";
import type { Browser, Frame, Page } from "playwright-core";
import { accessibilityProblems } from "../../tests/support/accessibility.ts";
import { openPage } from "../../tests/support/browser.ts";
import type { Shot } from "./shot.ts";

const PAGE_MS_MAX = 20_000;
/** Longer than any animation here. */
const STILL_MS = 400;

export interface Taking {
  browser: Browser;
  directory: string;
  cookie: string | null;
}

export async function take(shot: Shot, width: number, taking: Taking): Promise<string[]> {
  const page = await openPage(taking.browser, width);
  const where = `${shot.name} at ${width} px`;
  const problems: string[] = [];
  const complain = (line: string): void => {
    if (shot.expected?.test(line) !== true) problems.push(`${where}: ${line}`);
  };
  page.on("pageerror", (error) => complain(`script error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error")
      complain(`console: ${message.text()} (${message.location().url})`);
  });
  try {
    if (taking.cookie !== null) await addCookie(page, shot.url, taking.cookie);
    if (shot.appFails === true)
      await page.route("**/apps/perennial/**", (route) => route.fulfill({ status: 502, body: "" }));
    await page.goto(shot.url, { timeout: PAGE_MS_MAX });
    await shot.first?.(page);
    const place = await placeShowing(page, shot);
    await page.waitForTimeout(STILL_MS);
    const file = path.join(taking.directory, `${shot.name}-${width}.png`);
    await page.screenshot({ path: file, fullPage: shot.inView !== true });
    for (const line of await accessibilityProblems(place)) complain(`axe: ${line}`);
    const wider = await place.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (wider > 0) complain(`scrolls sideways by ${wider} px`);
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
  } finally {
    await page.close();
  }
  return problems;
}

/** For the whole site: a cookie added for an address is sent below that address only. */
async function addCookie(page: Page, url: string, cookie: string): Promise<void> {
  const at = cookie.indexOf("=");
  const [name, value] = [cookie.slice(0, at), cookie.slice(at + 1)];
  await page.context().addCookies([{ name, value, url: new URL(url).origin }]);
}

async function placeShowing(page: Page, { embedded, shows }: Shot): Promise<Page | Frame> {
  const place = embedded === true ? await frameOf(page) : page;
  if (shows !== undefined) {
    const seen = place.getByText(shows).filter({ visible: true }).first();
    await seen.waitFor({ timeout: PAGE_MS_MAX });
  }
  if (embedded !== true) return place;
  await page.waitForLoadState("networkidle", { timeout: PAGE_MS_MAX });
  const alive = await place.evaluate(() => "shopify" in window && "__remixRouter" in window);
  if (!alive) throw new Error("App Bridge or the page's own script did not start");
  return place;
}

async function frameOf(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  if (!frame) throw new Error("the admin page has no frame");
  return frame;
}
