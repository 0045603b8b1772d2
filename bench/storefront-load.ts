/** What a page of the shop loads and asks of the app before anyone touches it, in a real browser. */
import { launchBrowser, openPage } from "../tests/support/browser.ts";

export type PageLoad = {
  /** As they come over the wire. */
  extensionBytes: number;
  extensionFiles: number;
  appRequests: number;
  /** The sum of all layout shifts; 0 is none. */
  layoutShift: number;
};

const PHONE_WIDTH = 390;
/** Long enough for what a script puts off until the page is idle. */
const SETTLED_MS = 1_500;
const EXTENSION = "/cdn/extensions/";
const APP = "/apps/perennial/";

export async function loadOf(
  shopUrl: string,
  path: string,
  cookie: string | null,
): Promise<PageLoad> {
  const browser = await launchBrowser();
  try {
    const page = await openPage(browser, PHONE_WIDTH);
    if (cookie !== null) {
      const [name = "", value = ""] = cookie.split("=");
      await page.context().addCookies([{ name, value, url: shopUrl }]);
    }
    const load: PageLoad = { extensionBytes: 0, extensionFiles: 0, appRequests: 0, layoutShift: 0 };
    const sizes: Promise<void>[] = [];
    page.on("requestfinished", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith(APP)) load.appRequests += 1;
      if (!pathname.startsWith(EXTENSION)) return;
      load.extensionFiles += 1;
      sizes.push(
        request.sizes().then(({ responseBodySize }) => {
          load.extensionBytes += responseBodySize;
        }),
      );
    });
    await page.addInitScript(() => {
      const seen = globalThis as unknown as { shifted: number };
      seen.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as unknown as { value: number }[])
          seen.shifted += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(shopUrl + path, { waitUntil: "load" });
    await page.waitForTimeout(SETTLED_MS);
    await Promise.all(sizes);
    load.layoutShift = await page.evaluate(
      () => (globalThis as unknown as { shifted: number }).shifted,
    );
    return load;
  } finally {
    await browser.close();
  }
}
