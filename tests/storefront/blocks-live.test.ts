/** The blocks' script in a real browser: one question at rest, and nothing moves without a reason. */
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { answer, memberReply, openBlocks, type BlockPage, type Opened } from "./block-page.ts";
import { memberField } from "./block-stage.ts";

const ALL = ["launcher", "balance", "earn", "ways-to-earn", "tiers", "rewards", "history"];
const mug = { id: 5, prices: [2_400] };

let browser: Browser;
let open: BlockPage;
beforeAll(async () => (browser = await launchBrowser()));
afterAll(() => browser.close());
afterEach(async () => {
  expect(open.errors).toEqual([]);
  await open.page.close();
});

const opened = async (scene: Opened): Promise<BlockPage> =>
  (open = await openBlocks(browser, { product: mug, ...scene }));
const asked = () => expect.poll(() => open.asked, { timeout: 5_000 });
const text = (selector: string) => open.page.locator(selector).first().innerText();
const staleLine = () => text(".pn-stale[data-stale-line]");

test("one question for all blocks of a page, once it has been left alone for two seconds", async () => {
  const app = answer(memberReply());
  await opened({ blocks: ALL, member: memberField(), app, unhurried: true });
  await asked().toEqual(["GET /member"]);
  const [start, loaded] = await open.page.evaluate(() => [
    performance.getEntriesByName(`${location.origin}/apps/perennial/member`)[0]?.startTime ?? 0,
    (performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming).loadEventEnd,
  ]);
  expect(start).toBeGreaterThanOrEqual(loaded + 2_000);
  await open.page.locator("perennial-block").first().click();
  await open.page.waitForTimeout(300);
  expect(open.asked).toEqual(["GET /member"]);
});

test("nothing is asked for guests, not even when they look around", async () => {
  await opened({ blocks: ALL, member: null });
  await open.page.click("[data-open]");
  await open.page.waitForTimeout(1_500);
  expect(open.asked).toEqual([]);
});

test("whoever touches a block before the page is at rest needn't wait", async () => {
  await opened({
    blocks: ALL,
    member: memberField(),
    app: answer(memberReply()),
    before: () => (window.requestIdleCallback = () => 0),
  });
  await open.page.waitForTimeout(300);
  expect(open.asked).toEqual([]);
  await open.page.click("[data-open]");
  await asked().toEqual(["GET /member"]);
});

test("a script that comes before the blocks have been parsed does the same", async () => {
  const app = answer(memberReply(memberField({ available: 370 })));
  await opened({ blocks: ALL, member: memberField(), early: true, app });
  await expect.poll(() => text("[data-open] [data-k]")).toBe("370 points");
  expect(open.asked).toEqual(["GET /member"]);
  await open.page.click("[data-open]");
  await open.page.keyboard.press("Shift+Tab");
  expect(await open.page.locator("dialog :focus").count()).toBe(1);
});

test("the same numbers touch nothing and move nothing", async () => {
  await opened({ blocks: ALL, member: memberField(), app: answer(memberReply()) });
  await asked().toHaveLength(1);
  await open.page.waitForTimeout(500);
  expect(await open.changes()).toEqual([]);
  expect(await open.layoutShift()).toBe(0);
});

test("other numbers are written in place, told once, and move nothing", async () => {
  const fresh = memberField({
    available: 1_370,
    pending: 40,
    next: { id: "gold", name: "Gold", remaining: 3_050, progress: 89 },
  });
  await opened({ blocks: ALL, member: memberField(), app: answer(memberReply(fresh)) });
  await expect.poll(() => text(".pn-balance")).toBe("1,370 points");
  expect(await text("[data-k=next]")).toBe("£30.50 to Gold");
  expect(await text("[data-k=pending]")).toBe("40 points on the way");
  expect(await text("[data-k=reward]")).toBe("£10 off: you have enough");
  expect(await text("[data-open] [data-k]")).toBe("1,370 points");
  expect(await open.page.getAttribute("[data-bar]", "aria-valuenow")).toBe("89");
  expect(await open.page.locator("[data-cost='300']").innerText()).toBe("You have enough");
  const told = await open.page.locator(".pn-live").allInnerTexts();
  expect(told.filter((line) => line !== "")).toEqual(["You now have 1,370 points"]);
  expect(await open.layoutShift()).toBe(0);
});

test("a new tier moves the mark and the points of the product", async () => {
  const gold = { id: "gold", name: "Gold", since: "", until: null, ratePercent: 150 };
  const fresh = memberField({ tier: gold, next: null });
  await opened({ blocks: ALL, member: memberField(), app: answer(memberReply(fresh)) });
  await expect.poll(() => text("[data-points]")).toBe("Earn 36 points");
  const here = open.page.locator("[data-tier][aria-current]");
  expect(await here.getAttribute("data-tier")).toBe("gold");
  expect(await text("[data-k=next]")).toBe("You’ve made it to the top");
  expect(await open.page.getAttribute("[data-bar]", "aria-valuenow")).toBe("100");
  expect(await open.layoutShift()).toBe(0);
});

test("a balance that fell below zero is explained where the expiry stood", async () => {
  const fresh = memberField({ available: -30, expiring: null });
  await opened({ blocks: ["balance"], member: memberField(), app: answer(memberReply(fresh)) });
  await expect.poll(() => text(".pn-balance")).toBe("−30 points");
  expect(await text("[data-k=expiry]")).toMatch(/^A return took back/);
});

const HTML = { contentType: "text/html", body: "<title>Password</title>" };
test.each<{ why: string; app: Opened["app"] }>([
  { why: "the app is down", app: (route) => route.fulfill({ status: 503, body: "" }) },
  { why: "the visitor is offline", app: (route) => route.abort("internetdisconnected") },
  { why: "the shop's password page answers", app: (route) => route.fulfill(HTML) },
  {
    why: "the answer is cut off",
    app: (route) => route.fulfill({ contentType: "application/json", body: '{"member":' }),
  },
  { why: "the session has ended", app: answer({ program: {}, member: null }) },
])("when $why the numbers stay, and say of when they are", async ({ app }) => {
  const member = memberField({ asOf: "2026-09-03T09:12:00Z" });
  const context = { timezoneId: "Europe/London" };
  await opened({ blocks: ALL, member, context, ...(app && { app }) });
  await expect.poll(staleLine).toMatch(/^As of 3 Sept?,? (at )?10:12$/);
  expect(await text(".pn-balance")).toBe("120 points");
  expect(await text("[data-points]")).toBe("Earn 30 points");
  expect(await open.layoutShift()).toBe(0);
});

test("an app that doesn't answer is waited for 8 seconds, no longer", async () => {
  await opened({
    blocks: ["balance"],
    member: memberField(),
    before: () => {
      const timeout = AbortSignal.timeout.bind(AbortSignal);
      AbortSignal.timeout = (ms) => timeout(ms === 8_000 ? 200 : 60_000);
    },
  });
  await expect.poll(staleLine).toMatch(/^As of/);
});

test.each([
  { language: "de", code: "DE", says: /^Stand: 3\. Sept\.?,? (um )?11:12$/ },
  { language: "fr", code: "FR", says: /^Au 3 sept\.,? (à )?11:12$/ },
  { language: "es", code: "ES", says: /^Datos del 3 sept,? 11:12$/ },
  { language: "ja", code: "JP", says: /^9月3日 11:12時点$/ },
  { language: "zh-CN", code: "CN", says: /^截至 9月3日 11:12$/ },
  { language: "zh-TW", code: "TW", says: /^截至 9月3日 (上午)?11:12$/ },
])("“as of” in $language", async ({ language, code, says }) => {
  await opened({
    blocks: ["balance"],
    language,
    country: { code, currency: "GBP" },
    member: memberField({ asOf: "2026-09-03T09:12:00Z" }),
    context: { timezoneId: "Europe/Berlin" },
    app: (route) => route.fulfill({ status: 502, body: "" }),
  });
  await expect.poll(staleLine).toMatch(says);
});

test("fresh numbers follow the language's plurals", async () => {
  const member = memberField({ available: 2, pending: 2 });
  const fresh = memberField({ available: 0, pending: 1 });
  await opened({ blocks: ["balance"], language: "fr", member, app: answer(memberReply(fresh)) });
  await expect.poll(() => text(".pn-balance")).toBe("0 point");
  expect(await text("[data-k=pending]")).toBe("1 point en route");
});

test("without scripts the numbers are there, and the panel opens", async () => {
  const context = { javaScriptEnabled: false };
  await opened({ blocks: ALL, member: memberField(), context });
  expect(await text(".pn-balance")).toBe("120 points");
  expect(await text("[data-points]")).toBe("Earn 30 points");
  expect(await open.page.locator("[data-more]").isVisible()).toBe(false);
  await open.page.click("[data-open]");
  expect(await open.page.locator("dialog").isVisible()).toBe(true);
  await open.page.click(".pn-close");
  expect(await open.page.locator("dialog").isVisible()).toBe(false);
});
