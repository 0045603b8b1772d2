/** A merchant answers "why do I have 77 points?", puts points right by hand, and takes it back. */
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { accessibilityProblems } from "../support/accessibility.ts";
import { NARROW, openAdmin, sidewaysPixels, WIDE } from "../support/admin-page.ts";
import { launchBrowser } from "../support/browser.ts";
import { DEMO_START_MS_MAX, startDemo, type Demo } from "../support/demo.ts";
import { until } from "../faults/bed/process-group.ts";

const NORA = 970_001;
const MEMBER = `/members/${NORA}`;
/** How long a merchant waits for an order to show. */
const SHOWN_MS = 20_000;

let demo: Demo;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(12), launchBrowser()]);
  const who = { first_name: "Nora", last_name: "Field", email: "nora@example.com" };
  await control("PUT", `customers/${NORA}`, who);
  await control("POST", "orders", {
    customer: { id: NORA },
    taxes_included: false,
    line_items: [
      { title: "Oak bowl", price: "25.83", quantity: 3, total_discount: "0.25" },
      { title: "Gift card", price: "50.00", quantity: 1, gift_card: true },
    ],
  });
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
  expect(complaints).toEqual([]);
});

async function control(method: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${demo.storefrontUrl}/control/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
}

/** A page of the app within the admin; `path` is within the app. */
async function open(path: string, width = WIDE): Promise<Frame> {
  const opened = await openAdmin(browser, `${demo.adminUrl}${path}`, { width, complaints });
  page = opened.page;
  await opened.frame.waitForFunction(() => "__remixRouter" in window);
  return opened.frame;
}

/** Nora's page once her order has come in. */
async function openNora(width = WIDE): Promise<Frame> {
  let frame = await open(MEMBER, width);
  await until(
    "Nora's order to show",
    async () => {
      if ((await frame.getByRole("button", { name: /^Order #/ }).count()) > 0) return true;
      await page.close();
      frame = await open(MEMBER, width);
      return false;
    },
    { msMax: SHOWN_MS, pollMs: 200 },
  );
  await frame.getByRole("heading", { name: "Nora Field" }).waitFor();
  return frame;
}

test("the balance opens to its entries, and an entry to its arithmetic, by keyboard alone", async () => {
  const frame = await openNora();
  await frame.getByRole("heading", { name: "Why 77?" }).waitFor();
  const line = frame.getByRole("button", { name: /^Order #/ });
  await line.focus();
  await page.keyboard.press("Enter");
  await frame.getByText("By the rules this order is worth 77 points now").waitFor();
  const text = await frame.locator("#history").locator("xpath=..").innerText();
  for (const told of [
    "£25.83 × 3 − £0.25 discounts = £77.24 · all kept",
    "Gift card: money, not goods",
    "£77.24 × 100% ÷ £1.00 per point",
    "= 77.24 · whole points only, the rest is dropped",
    "Bronze at the moment of ordering: 100%",
    "Rules: version 1, in force from the beginning",
  ]) {
    expect(text).toContain(told);
  }
  expect(await accessibilityProblems(frame)).toEqual([]);
  await frame.getByRole("link", { name: /^Earned by orders/ }).click();
  await frame.waitForURL(/part=orders/);
  expect(await frame.getByRole("button", { name: /^Order #/ }).count()).toBe(1);
});

test("above the limit the consequence is told first; undone from the toast, both are in the log", async () => {
  const frame = await openNora();
  await frame.getByRole("button", { name: "Adjust points" }).click();
  await frame.getByRole("button", { name: "Adjust", exact: true }).click();
  await frame.getByText("Enter a number of points.").waitFor();
  expect(await accessibilityProblems(frame)).toEqual([]);
  await frame.getByLabel("Points", { exact: true }).fill("1,500");
  await frame.getByLabel("Reason").selectOption("service-recovery");
  await frame.getByLabel("Note for your team").fill("Parcel was lost twice");
  await frame.getByText("Balance: 77 → 1,577").waitFor();
  await frame.getByRole("button", { name: "Adjust", exact: true }).click();
  const warning = frame.getByText("1,500 points is above your limit of 1,000");
  await warning.waitFor();
  expect(await warning.innerText()).toContain("£16.66 in rewards");
  expect(await accessibilityProblems(frame)).toEqual([]);
  await frame.getByRole("button", { name: "Adjust by +1,500" }).click();
  await page.getByText("Points adjusted by +1,500").waitFor();
  await frame.getByRole("heading", { name: "Why 1,577?" }).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await frame.getByRole("heading", { name: "Why 77?" }).waitFor();
  await frame.getByRole("button", { name: /^Adjusted: Making up for a mistake/ }).click();
  await frame.getByText(/^Undone by /).waitFor();
  const opened = await frame.locator("#history").locator("xpath=..").innerText();
  expect(opened).toContain("Parcel was lost twice");
  await page.close();
  const settings = await open("/settings/team");
  const log = await settings.locator("main").innerText();
  expect(log).toContain("1,500");
  expect(log).not.toContain("Parcel");
});

test("360 px, Chinese: nothing sticks out, nothing trips a screen reader", async () => {
  const frame = await openNora(NARROW);
  await frame.getByRole("button", { name: /^Order #/ }).click();
  await frame.getByText("By the rules").waitFor();
  expect(await sidewaysPixels(frame)).toBe(0);
  expect(await accessibilityProblems(frame)).toEqual([]);
  await page.close();
  const chinese = await open(`${MEMBER}?admin-locale=zh-CN`, NARROW);
  await chinese.getByRole("heading", { name: "为什么是 77？" }).waitFor();
  expect(await sidewaysPixels(chinese)).toBe(0);
  expect(await accessibilityProblems(chinese)).toEqual([]);
  await page.close();
  await open(`${MEMBER}?admin-locale=en`);
});

test("a number that nobody has says so, and leads to the search", async () => {
  const frame = await open("/members/424242");
  await frame.getByRole("heading", { name: "424242 is not known here" }).waitFor();
  expect(await accessibilityProblems(frame)).toEqual([]);
  await frame.getByRole("link", { name: "Search members" }).click();
  await frame.waitForURL(/\/app\/members(\?|$)/);
});
