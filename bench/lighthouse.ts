/** Lighthouse in the browser that tests use: its mobile preset, throttling simulated. */
import type { Browser } from "playwright-core";
import lighthouse from "lighthouse";
import { launchBrowser } from "../tests/support/browser.ts";
import { freePort } from "./servers.ts";

/** What one run saw. Times in ms as Lighthouse's simulated phone would have them. */
export type Vitals = {
  /** 0 to 100. */
  score: number;
  firstContentfulPaintMs: number;
  largestContentfulPaintMs: number;
  totalBlockingMs: number;
  speedIndexMs: number;
  layoutShift: number;
  bytes: number;
  requests: number;
};

export type Lighthouse = {
  measure(url: string, cookie: string | null): Promise<Vitals>;
  close(): Promise<void>;
};

export async function openLighthouse(): Promise<Lighthouse> {
  const port = await freePort();
  const browser: Browser = await launchBrowser([`--remote-debugging-port=${port}`]);
  return {
    measure: (url, cookie) => measure(port, url, cookie),
    close: () => browser.close(),
  };
}

async function measure(port: number, url: string, cookie: string | null): Promise<Vitals> {
  const result = await lighthouse(url, {
    port,
    onlyCategories: ["performance"],
    logLevel: "error",
    ...(cookie === null ? {} : { extraHeaders: { Cookie: cookie } }),
  });
  const report = result?.lhr;
  if (!report) throw new Error(`Lighthouse gave no report of ${url}`);
  if (report.runtimeError) throw new Error(`Lighthouse at ${url}: ${report.runtimeError.message}`);
  const figure = (audit: string): number => {
    const value = report.audits[audit]?.numericValue;
    if (value === undefined) throw new Error(`Lighthouse measured no ${audit} at ${url}`);
    return value;
  };
  const requests = report.audits["network-requests"]?.details as { items: unknown[] } | undefined;
  return {
    score: (report.categories["performance"]?.score ?? NaN) * 100,
    firstContentfulPaintMs: figure("first-contentful-paint"),
    largestContentfulPaintMs: figure("largest-contentful-paint"),
    totalBlockingMs: figure("total-blocking-time"),
    speedIndexMs: figure("speed-index"),
    layoutShift: figure("cumulative-layout-shift"),
    bytes: figure("total-byte-weight"),
    requests: requests?.items.length ?? NaN,
  };
}
