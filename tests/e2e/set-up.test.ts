/** The first minutes of a merchant: installed, the history read, the choice for past orders, in a real browser. */
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readTeamLog } from "../../app/use-cases/read-team-log.ts";
import { accessibilityProblems } from "../support/accessibility.ts";
import { NARROW, openAdmin, sidewaysPixels, WIDE } from "../support/admin-page.ts";
import { launchBrowser } from "../support/browser.ts";
import { FRESH_SHOP_START_MS_MAX, startFreshShop, type FreshShop } from "../support/fresh-shop.ts";

const SHOWN_MS_MAX = 30_000;

let shop: FreshShop;
let browser: Browser;
let page: Page;
let complaints: string[] = [];

beforeAll(async () => {
  [shop, browser] = await Promise.all([startFreshShop({ customers: 25 }), launchBrowser()]);
}, FRESH_SHOP_START_MS_MAX);

afterAll(async () => {
  await browser.close();
  await shop.stop();
});

afterEach(async () => {
  await page.close();
  expect(complaints.splice(0)).toEqual([]);
});

async function openHome(width: number, query = ""): Promise<Frame> {
  const opened = await openAdmin(browser, `${shop.adminUrl}${query}`, { width, complaints });
  page = opened.page;
  page.setDefaultTimeout(SHOWN_MS_MAX);
  return opened.frame;
}

async function looksRight(frame: Frame): Promise<void> {
  expect(await accessibilityProblems(frame)).toEqual([]);
  expect(await sidewaysPixels(frame)).toBe(0);
}

test("the history is read without being asked for, and then waits for the merchant", async () => {
  const frame = await openHome(WIDE);
  await frame.getByText("Tiers of your").waitFor();
  const text = await frame.locator("main").innerText();
  expect(text).toMatch(/2 of 4 done/);
  expect(text).toMatch(/Everybody begins at 0/);
  expect(text).toMatch(/[1-9][\d,]* points are given to [1-9]\d* members: at most £/);
  await looksRight(frame);
});

test("left and opened again in Chinese on a telephone, it stands where it stood", async () => {
  const frame = await openHome(NARROW, "?admin-staff=902541637&admin-locale=zh-CN");
  await frame.getByText("位会员的等级分布").waitFor();
  expect(await frame.evaluate(() => document.documentElement.lang)).toBe("zh-CN");
  expect(await frame.locator("h1").innerText()).toBe("首页");
  await looksRight(frame);
});

test("a day is worked out before it can be chosen; the choice says what it gives and names who chose", async () => {
  const frame = await openHome(WIDE, "?admin-staff=902541636&admin-locale=en");
  const day = frame.getByLabel("First day that earns");
  await day.fill("2999-01-01");
  await frame.getByText("Work the day out first").waitFor();
  await frame.getByRole("button", { name: "Work it out" }).click();
  await frame.getByText("This day is in the future").waitFor();
  await day.fill("2026-01-01");
  await frame.getByRole("button", { name: "Work it out" }).click();
  const give = frame.getByRole("button", { name: "Give points since this day" });
  await give.waitFor();
  await looksRight(frame);
  await give.click();
  await page.getByText("Chosen. Members are being settled.").waitFor();
  await frame.getByText("Show points in your shop").waitFor();
  await frame.getByText("3 of 4 done").waitFor();
  await expect
    .poll(() => frame.locator("main").innerText(), { timeout: 15_000 })
    .toMatch(/Members\s+\([^)]*\)\s+[1-9]/);
  const { entries } = await readTeamLog(shop.running.app.ports, await shop.shopId(), {
    cursor: null,
    what: "earn-from-chosen",
    staffId: null,
    subject: null,
  });
  expect(entries[0]).toMatchObject({
    staff: { id: "902541636", name: "Robin Hale" },
    detail: { earnFrom: "2026-01-01" },
  });
});

test("the list is put away once the shop shows points, and Home says what needs the merchant", async () => {
  const frame = await openHome(WIDE);
  await frame.getByRole("button", { name: "I have placed them" }).click();
  await frame.getByText("4 of 4 done").waitFor();
  await frame.getByRole("button", { name: "Put this list away" }).click();
  await frame.getByText("Nothing needs you today.").waitFor();
  await looksRight(frame);
});

test("the menu of the admin leads through the app's pages without loading it anew, in its language", async () => {
  const frame = await openHome(WIDE, "?admin-locale=zh-CN");
  const marked = await frame.evaluate(() => ((window as { mark?: boolean }).mark = true));
  expect(marked).toBe(true);
  await page.locator("#app-menu").getByRole("link", { name: "会员" }).click();
  await frame.getByRole("heading", { name: "会员", level: 1 }).waitFor();
  expect(await frame.evaluate(() => (window as { mark?: boolean }).mark)).toBe(true);
  // The page's skeleton has its heading too.
  await expect.poll(() => new URL(page.url()).pathname).toBe("/admin/apps/perennial/members");
  await expect.poll(() => frame.evaluate(() => document.title)).toBe("会员 · Perennial");
  await page.reload();
  const again = await (await page.waitForSelector("iframe")).contentFrame();
  await again?.getByRole("heading", { name: "会员", level: 1 }).waitFor();
});

test("a shop that has removed the app is told so by a page that was left open", async () => {
  const frame = await openHome(WIDE, "?admin-locale=en");
  await shop.control("POST", "/control/app/uninstall");
  await expect
    .poll(async () => (await shop.running.app.ports.stores.shops.byId(await shop.shopId()))?.state)
    .toBe("uninstalled");
  await page.locator("#app-menu").getByRole("link", { name: "Deliveries" }).click();
  await frame.getByRole("heading", { name: "This page needs your Shopify admin" }).waitFor();
  await looksRight(frame);
  complaints = complaints.filter((line) => !/403|Error/.test(line));
});
