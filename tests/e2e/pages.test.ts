/** A real browser on the real app and the dev store: what a newcomer sees after `npm run demo`. */
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accessibilityProblems } from "../support/accessibility.ts";
import { appFrame, openWatched, sidewaysPixels } from "../support/admin-page.ts";
import { launchBrowser, openPage } from "../support/browser.ts";
import { DEMO_START_MS_MAX, startDemo, type Demo } from "../support/demo.ts";

const WIDTHS = [1280, 390];
let demo: Demo;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(12), launchBrowser()]);
}, DEMO_START_MS_MAX);

afterAll(async () => {
  await browser.close();
  expect(await demo.stop()).toBe(0);
});

beforeEach(() => {
  complaints = [];
});

afterEach(async () => {
  await page.close();
});

async function open(url: string, width: number): Promise<Page> {
  page = await openWatched(browser, url, { width, complaints });
  return page;
}

async function openHome(width: number): Promise<Frame> {
  await open(demo.adminUrl, width);
  const frame = await appFrame(page);
  await frame.getByRole("heading", { name: "Your program" }).waitFor();
  return frame;
}

describe.each(WIDTHS)("at %i px", (width) => {
  test("the page at the root says what runs and leads on", async () => {
    await open(demo.appUrl, width);
    const text = await page.locator("main").innerText();
    expect(text).toContain("Embedded PostgreSQL, reachable");
    expect(text).toMatch(/Orders\s+[1-9]\d*/);
    expect(await page.getByRole("link", { name: "Merchant admin" }).getAttribute("href")).toBe(
      demo.adminUrl,
    );
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await sidewaysPixels(page)).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("the embedded Home shows intake health and the shop's own figures", async () => {
    const frame = await openHome(width);
    const text = await frame.locator("main").innerText();
    expect(text).toMatch(/Up to date|Settling/);
    expect(text).toMatch(/Members[^]*?\n\s*[1-9]\d*\s*\n/);
    expect(text).toMatch(/\d customers came back/);
    expect(await accessibilityProblems(frame)).toEqual([]);
    expect(await sidewaysPixels(frame)).toBe(0);
    expect(complaints).toEqual([]);
  });
});

test("the admin's pages come alive: App Bridge and the router run in the frame", async () => {
  const frame = await openHome(1280);
  expect(await frame.evaluate(() => "shopify" in window && "__remixRouter" in window)).toBe(true);
});

test("another site can't frame the admin's pages, though it knows a shop's name", async () => {
  page = await openPage(browser, 1280);
  const answer = await page.request.get(`${demo.appUrl}auth/session-token?shop=a.myshopify.com`);
  const policy = answer.headers()["content-security-policy"];
  expect(policy).toContain("frame-ancestors https://a.myshopify.com https://admin.shopify.com");
  expect(policy).not.toContain("*");
});

test("an address that nobody knows answers 404 with a page that says what to do", async () => {
  const answer = await (await openAny()).goto(`${demo.appUrl}nowhere`);
  expect(answer?.status()).toBe(404);
  expect(await page.locator("h1").innerText()).toBe("There is no page here");
  expect(await accessibilityProblems(page)).toEqual([]);
});

test("the admin without a session sends nobody to a form", async () => {
  await (await openAny()).goto(`${demo.appUrl}app`);
  expect(await page.locator("h1").innerText()).toBe("Open Perennial from your Shopify admin");
  expect(await page.locator("input").count()).toBe(0);
});

async function openAny(): Promise<Page> {
  page = await openPage(browser, 390);
  return page;
}
