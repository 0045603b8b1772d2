import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { financialStatus } from "../../dev-store/shop/totals.ts";
import type { DevStore } from "../../dev-store/start.ts";
import { accessibilityProblems } from "../support/accessibility.ts";
import { launchBrowser, openPage } from "../support/browser.ts";
import { call, orderBody, startReceiver, startStore } from "./store.ts";

let browser: Browser;
let store: DevStore;

beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  const app = await startReceiver();
  store = await startStore({ appUrl: app.url });
  await call(store, "PUT", "/control/customers/7", { first_name: "Ada", email: "ada@example.com" });
  await call(store, "PUT", "/control/products/3", {
    title: "Bowl",
    handle: "bowl",
    variants: [{ id: 31, price: "12.00" }],
  });
  await call(store, "POST", "/control/orders", orderBody({ id: 900, customer_id: 7 }));
});

async function open(path: string, width = 1280): Promise<Page> {
  const page = await openPage(browser, width);
  await page.goto(`${store.url}${path}`);
  return page;
}

const statusOf = () => financialStatus(store.shop.state.orders.get("900")!);

describe("a refund", () => {
  test("says what it comes to while it is entered, then is one click", async () => {
    const page = await open("/admin/orders/900");
    await page.getByRole("link", { name: "Refund" }).click();
    await page.getByLabel("How many of Cup").fill("2");
    await page.getByRole("button", { name: "Refund £20.00" }).click();
    await page.getByText("£20.00 paid back.").waitFor();
    expect(statusOf()).toBe("partially_refunded");
    await page.close();
  });

  test("asks with the amount where no script runs", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${store.url}/admin/orders/900/refund`);
    await page.getByLabel("How many of Cup").fill("2");
    await page.getByRole("button", { name: "Show the amount" }).click();
    expect(statusOf()).toBe("paid");
    await page.getByRole("button", { name: "Refund £20.00" }).click();
    await page.getByText("£20.00 paid back.").waitFor();
    expect(statusOf()).toBe("partially_refunded");
    await context.close();
  });
});

test("deliveries come in while one looks, and stand still when paused", async () => {
  const page = await open("/admin/deliveries");
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await call(store, "POST", "/control/orders", orderBody());
  await page.getByRole("link", { name: "#1002" }).first().waitFor();
  await page.getByRole("button", { name: "Pause" }).click();
  await call(store, "POST", "/control/orders", orderBody());
  await page.waitForTimeout(2_500);
  expect(await page.getByRole("link", { name: "#1003" }).count()).toBe(0);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("link", { name: "#1003" }).first().waitFor();
  await page.close();
});

test("the editor takes a block in place: the preview shows it, the page is not loaded again", async () => {
  const page = await open("/admin/themes/editor?template=product");
  await page.evaluate(() => document.body.setAttribute("data-same", ""));
  await page.getByText("Add app block", { exact: true }).first().click();
  await page.getByRole("button", { name: "Tiers" }).first().click();
  const added = page.frameLocator("#preview").locator('[data-block-handle="tiers"]');
  await added.waitFor({ state: "attached" });
  await page.getByLabel("Heading", { exact: true }).fill("Our circles");
  await page.keyboard.press("Tab");
  await page.getByText("Not saved: 1 file").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Everything is saved").waitFor();
  expect(store.shop.state.themeFiles.get("templates/product.json")).toContain("Our circles");
  expect(await page.locator("body[data-same]").count()).toBe(1);
  await page.close();
});

const PAGES = [
  "/admin",
  "/admin/orders",
  "/admin/orders?q=nobody",
  "/admin/orders/900",
  "/admin/orders/900/refund?quantity-501=1",
  "/admin/orders/900/edit",
  "/admin/orders/900/cancel",
  "/admin/orders/900/delete",
  "/admin/customers",
  "/admin/customers/7",
  "/admin/customers/7/merge?q=a",
  "/admin/products",
  "/admin/products/3",
  "/admin/discounts",
  "/admin/deliveries",
  "/admin/deliveries/1",
  "/admin/api-calls",
  "/admin/themes/editor",
  "/admin/themes/editor?template=product&select=templates/product.json:main:perennial_earn",
  "/admin/themes/editor?select=theme",
  "/admin/themes/editor/reset",
  "/admin/nothing",
];

test.each([1280, 390])(
  "at %i px no page has anything that a screen reader or the keyboard trips over, and none scrolls sideways",
  async (width) => {
    const page = await openPage(browser, width);
    const found: string[] = [];
    for (const path of PAGES) {
      await page.goto(`${store.url}${path}`);
      const problems = await accessibilityProblems(page);
      found.push(...problems.map((problem) => `${path}: ${problem}`));
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth > window.innerWidth + 1,
      );
      if (sideways) found.push(`${path}: scrolls sideways`);
    }
    expect(found).toEqual([]);
    await page.close();
  },
  60_000,
);

test("on a phone the menu opens with the keyboard and closes with Escape", async () => {
  const page = await open("/admin/orders", 390);
  const link = page.getByRole("link", { name: "Customers" });
  expect(await link.isVisible()).toBe(false);
  await page.getByRole("button", { name: "Menu" }).focus();
  await page.keyboard.press("Enter");
  await link.waitFor();
  await page.keyboard.press("Escape");
  expect(await link.isVisible()).toBe(false);
  await page.close();
});
