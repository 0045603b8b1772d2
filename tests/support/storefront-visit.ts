/**
 * What a shopper does on any theme and reads off any page: by the names that people see, and by
 * Shopify's own wrapper of an app's blocks. Nothing here knows the dev store's theme.
 */
import type { Locator, Page } from "playwright-core";

/** The launcher's panel is the app's only dialog. */
export const panelOf = (page: Page): Locator => page.locator(".shopify-app-block dialog");

export const launcherOf = (page: Page): Locator =>
  page.locator(".shopify-app-block button[aria-haspopup=dialog]");

export async function openLauncher(page: Page): Promise<Locator> {
  await launcherOf(page).click();
  const panel = panelOf(page);
  await panel.waitFor({ state: "visible" });
  await panel.evaluate((element) =>
    Promise.all(element.getAnimations().map((animation) => animation.finished)),
  );
  return panel;
}

const CART_WAIT_MS = 10_000;

export async function putIntoCart(page: Page, quantity: number): Promise<void> {
  await page.getByRole("spinbutton", { name: "Quantity" }).first().fill(String(quantity));
  const added = page.waitForResponse((answer) => answer.url().includes("/cart/add"), {
    timeout: CART_WAIT_MS,
  });
  await page.getByRole("button", { name: "Add to cart" }).first().click();
  await added;
}

/** HTML as a browser without scripts shows it: the text of the app's blocks, in their order. */
export async function appTextWithoutScripts(url: string, cookie: string | null): Promise<string[]> {
  const answer = await fetch(url, cookie === null ? {} : { headers: { cookie } });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return appBlocksIn(await answer.text());
}

const BLOCK_START = /<div id="shopify-block-[^"]*" class="[^"]*shopify-app-block[^"]*"[^>]*>/g;

export function appBlocksIn(html: string): string[] {
  const starts = [...html.matchAll(BLOCK_START)].map((match) => match.index + match[0].length);
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? html.length;
    return html
      .slice(start, end)
      .replace(/<(style|script)[\s\S]*?<\/\1>/g, " ")
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ")
      .trim();
  });
}
