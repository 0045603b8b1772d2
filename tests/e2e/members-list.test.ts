/** The list of members in a real browser: find somebody, filter, save the view, choose, take a file. */
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityProblems } from "../support/accessibility.ts";
import { launchBrowser, openPage } from "../support/browser.ts";
import { DEMO_START_MS_MAX, startDemo, type Demo } from "../support/demo.ts";

const TEST_MS_MAX = 120_000;
let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  demo = await startDemo(60);
  browser = await launchBrowser();
}, DEMO_START_MS_MAX * 2);

afterAll(async () => {
  await browser.close();
  await demo.stop();
}, DEMO_START_MS_MAX);

/** As the Shopify admin would open it in its frame. */
async function open(path: string): Promise<Page> {
  const page = await openPage(browser, 1280);
  const answer = await fetch(
    `${demo.storefrontUrl}/control/embedded-url?path=${encodeURIComponent(path)}`,
  );
  const { url } = (await answer.json()) as { url: string };
  await page.goto(url);
  return page;
}

test(
  "somebody is found by e-mail; a filter is saved as a view, chosen from and taken as a file",
  async () => {
    const page = await open("/app/members");
    const rows = page.locator("tbody tr");
    await rows.first().locator("text=@example").waitFor();
    const email = await rows.first().locator("text=@example").innerText();

    await page.getByRole("button", { name: "Search and filter results" }).click();
    await page.getByPlaceholder("Name, e-mail or customer number").fill(email);
    await page.getByText("1 customer found at Shopify").waitFor();
    expect(await rows.first().innerText()).toContain(email);
    expect(page.url()).toContain("q=");

    await page.goBack();
    await rows.nth(1).waitFor();

    const filtered = await open("/app/members?pointsMin=1");
    await filtered.getByText("Points: 1 or more").waitFor();
    await filtered.getByRole("button", { name: "Save as" }).click();
    await filtered.getByRole("textbox", { name: "Name", exact: true }).fill("With points");
    await filtered.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await filtered.waitForURL(/view=\d+/);
    expect(await accessibilityProblems(filtered, "main")).toEqual([]);

    const chosen = filtered.locator("tbody tr input[type=checkbox]");
    await chosen.nth(0).focus();
    await filtered.keyboard.press("Space");
    await chosen.nth(1).focus();
    await filtered.keyboard.press("Space");
    const downloading = filtered.waitForEvent("download");
    await filtered.getByRole("button", { name: "Export as CSV" }).first().click();
    const file = await readFile(await (await downloading).path(), "utf8");
    expect(file.split("\r\n")[0]).toContain("customer_id,name,email,tier,points_available");
    expect(file.trimEnd().split("\r\n")).toHaveLength(3);
  },
  TEST_MS_MAX,
);

test(
  "an address that leads nowhere says so, and one step leads on",
  async () => {
    const page = await open("/app/members?after=enrolled-desc.1.2.3");
    await page.getByText("This page of the list doesn't exist").waitFor();
    await page.getByRole("button", { name: "Go to the beginning of the list" }).click();
    await page.locator("tbody tr").first().waitFor();
  },
  TEST_MS_MAX,
);
