/** The app in the frame of the stand-in admin, as a merchant's browser opens it. */
import type { Browser, Frame, Page } from "playwright-core";
import { openPage } from "./browser.ts";

export const WIDE = 1280;
export const NARROW = 360;

type Watched = { width?: number; complaints: string[] };

/** `complaints` gets what the browser's console and the page's own script complain of. */
export async function openWatched(
  browser: Browser,
  url: string,
  { width = WIDE, complaints }: Watched,
): Promise<Page> {
  const page = await openPage(browser, width);
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(url);
  return page;
}

export async function openAdmin(
  browser: Browser,
  url: string,
  watched: Watched,
): Promise<{ page: Page; frame: Frame }> {
  const page = await openWatched(browser, url, watched);
  return { page, frame: await appFrame(page) };
}

/** The app's frame within a page of the admin, once it shows something. */
export async function appFrame(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  if (!frame) throw new Error("the admin has no frame");
  await frame.locator("h1").waitFor();
  return frame;
}

/** How far the page can be pushed sideways: 0 where everything fits. */
export const sidewaysPixels = (place: Page | Frame): Promise<number> =>
  place.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
