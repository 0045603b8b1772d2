/** A merchant finds a delivery that was set aside and has it tried again; and changes settings. */
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { accessibilityProblems } from "../support/accessibility.ts";
import { NARROW, openAdmin, sidewaysPixels, WIDE } from "../support/admin-page.ts";
import { launchBrowser } from "../support/browser.ts";
import { DEMO_START_MS_MAX, startDemo, type Demo } from "../support/demo.ts";

const CUSTOMER = 7_001;
let demo: Demo;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(12), launchBrowser()]);
  await control(`/control/customers/${CUSTOMER}`, { email: "ada@example.com" }, "PUT");
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

/** A page of the app within the admin; `path` is within the app. */
async function open(path: string, width = WIDE): Promise<Frame> {
  const opened = await openAdmin(browser, `${demo.adminUrl}${path}`, { width, complaints });
  page = opened.page;
  return opened.frame;
}

async function control(
  path: string,
  body: object,
  method = "POST",
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${demo.storefrontUrl}${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

const placeOrder = () =>
  control("/control/orders", {
    customer: { id: CUSTOMER },
    line_items: [{ title: "Kettle", price: "40.00", quantity: 1 }],
  });

test("a damaged order is set aside, looked at, tried again, and counts in the end", async () => {
  await control("/control/deliveries", { damage: 1 });
  await placeOrder();
  const frame = await open("/deliveries");
  const aside = frame.getByRole("list", { name: "Set aside" });
  await aside.getByRole("heading", { name: /^Order paid · Order #/ }).waitFor();
  await frame.getByRole("heading", { name: /are set aside and need a look$/ }).waitFor();
  expect(await accessibilityProblems(frame)).toEqual([]);

  await aside
    .getByRole("button", { name: /^Details: Order paid/ })
    .first()
    .click();
  const dialog = frame.getByRole("dialog");
  await dialog.getByText("Perennial asks Shopify for the order itself").waitFor();
  await dialog.getByRole("button", { name: "Show its content" }).click();
  await dialog.getByText('"financial_status": "paid"').waitFor();
  expect(await dialog.innerText()).not.toMatch(/@/);
  expect(await accessibilityProblems(frame, '[role="dialog"]')).toEqual([]);
  await dialog.getByRole("button", { name: "Close" }).last().click();

  await control("/control/deliveries", {});
  await frame.getByRole("button", { name: "Retry all" }).click();
  await frame.getByText(/could not be read: Shopify is asked for the orders? instead/).waitFor();
  await frame.getByRole("heading", { name: "Nothing is stuck" }).waitFor();
  await frame.getByText("No delivery is set aside.").waitFor();
}, 60_000);

test("dismissing says what it means, and the team log says who did it", async () => {
  await control("/control/deliveries", { damage: 1 });
  await placeOrder();
  const frame = await open("/deliveries", NARROW);
  const aside = frame.getByRole("list", { name: "Set aside" });
  await aside.getByRole("listitem").first().waitFor();
  expect(await sidewaysPixels(frame)).toBe(0);
  await control("/control/deliveries", {});
  await frame.getByText("Select all on this page").click();
  await frame.getByRole("button", { name: /^Dismiss \d/ }).click();
  await frame.getByText("Points then follow what Shopify says of the order now.").waitFor();
  await frame.getByRole("dialog").getByRole("button", { name: "Dismiss" }).click();
  await frame.getByText(/dismissed\. Shopify is asked for/).waitFor();
  await page.close();

  const log = await open("/settings/team");
  const lines = log.getByRole("list", { name: "Team log" });
  await lines.getByText("Delivery dismissed").first().waitFor();
  await lines.getByText("Demo Merchant").first().waitFor();
}, 60_000);

test("a color that can't be seen is refused with one that can; what is saved reaches the storefront", async () => {
  const frame = await open("/settings");
  await frame.getByText("A color of your own").click();
  const color = frame.getByRole("textbox", { name: "Color", exact: true });
  await color.fill("#ffe680");
  await frame.getByText(/^Too faint/).waitFor();
  expect(await accessibilityProblems(frame)).toEqual([]);
  await frame.getByRole("button", { name: /^Take the nearest/ }).click();
  const taken = await color.inputValue();
  await page.locator("#save-bar").getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await expect
    .poll(async () => (await fetch(demo.storefrontUrl)).text(), { timeout: 15_000 })
    .toContain(taken);
}, 60_000);

test("what somebody else saved meanwhile isn't overwritten unseen", async () => {
  const mine = await open("/settings/team");
  const minePage = page;
  const theirs = await open("/settings/team");
  await theirs.getByLabel("Limit of an adjustment").fill("70");
  await page.locator("#save-bar").getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.close();
  page = minePage;
  await mine.getByLabel("Limit of an adjustment").fill("5");
  await page.locator("#save-bar").getByRole("button", { name: "Save" }).click();
  await mine.getByText("Somebody else changed this while you were here").waitFor();
  await mine.getByRole("button", { name: "Show theirs" }).click();
  await expect.poll(() => mine.getByLabel("Limit of an adjustment").inputValue()).toBe("70");
}, 60_000);

test.each([
  { path: "/settings", says: "按钮和进度条的颜色" },
  { path: "/settings/languages", says: "此后台的语言" },
  { path: "/settings/privacy", says: "姓名和邮箱" },
  { path: "/settings/team", says: "团队日志" },
  { path: "/settings/history", says: "已知的订单" },
  { path: "/deliveries", says: "与 Shopify 核对" },
])(
  "$path in Chinese on a phone: nothing sideways, nothing that axe finds",
  async ({ path, says }) => {
    const frame = await open(`${path}?admin-locale=zh-CN`, NARROW);
    await frame.getByText(says).first().waitFor();
    expect([await sidewaysPixels(frame), await accessibilityProblems(frame)]).toEqual([0, []]);
  },
);
