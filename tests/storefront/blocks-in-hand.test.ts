/** The blocks under a shopper's hands: joining, choosing a variant, the panel, older entries. */
import type { Browser, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { accessibilityProblems } from "../support/accessibility.ts";
import { launchBrowser } from "../support/browser.ts";
import {
  answer,
  memberReply,
  openBlocks,
  THEMES,
  type BlockPage,
  type Opened,
  type Theme,
} from "./block-page.ts";
import { memberField, type MemberField } from "./block-stage.ts";

const ALL = ["launcher", "balance", "earn", "ways-to-earn", "tiers", "rewards", "history"];

let browser: Browser;
let open: BlockPage;
beforeAll(async () => (browser = await launchBrowser()));
afterAll(() => browser.close());
afterEach(async () => {
  expect(open.errors).toEqual([]);
  await open.page.close();
});

const opened = async (scene: Opened): Promise<BlockPage> =>
  (open = await openBlocks(browser, scene));
const text = (selector: string) => open.page.locator(selector).first().innerText();
const shown = (selector: string) => open.page.locator(selector).first().isVisible();
const focused = (selector: string) =>
  open.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);

describe("joining", () => {
  const bronze = { id: "bronze", name: "Bronze", since: "", until: null, ratePercent: 100 };
  const joined = memberField({ available: 100, tier: bronze, expiring: null, recent: [] });
  const notYet = { ...joined, enrolled: false, available: 0 };

  test("takes one tap: the welcome points are there, nothing moves", async () => {
    await opened({
      blocks: ["launcher", "balance"],
      member: undefined,
      app: (route) =>
        answer(memberReply(route.request().method() === "POST" ? joined : notYet))(route),
    });
    await expect.poll(() => open.asked).toEqual(["GET /member"]);
    expect(await shown("main [data-standing]")).toBe(false);
    await open.page.click("main [data-join]");
    await expect.poll(() => text("main .pn-balance")).toBe("100 points");
    expect(open.asked).toEqual(["GET /member", "POST /membership"]);
    expect(await shown("main [data-invitation]")).toBe(false);
    expect(await text("[data-open] [data-k]")).toBe("100 points");
    const told = await open.page.locator(".pn-live").allInnerTexts();
    expect(told.filter((line) => line !== "")).toEqual(["Welcome! You now have 100 points."]);
    expect(await focused(".pn-balance")).toBe(true);
    expect(await open.layoutShift()).toBe(0);
  });

  test("whom an order enrolled claims the welcome points: the offer stays until then, and goes", async () => {
    const before = memberField({ joined: false, available: 120 });
    const after = memberField({ joined: true, available: 220 });
    await opened({
      blocks: ["launcher"],
      member: before,
      app: (route) =>
        answer(memberReply(route.request().method() === "POST" ? after : before))(route),
    });
    await expect.poll(() => open.asked).toEqual(["GET /member"]);
    await open.page.click("[data-open]");
    expect(await shown("[data-claim]")).toBe(true);
    await open.page.click("[data-claim] [data-join]");
    await expect.poll(() => text("[data-open] [data-k]")).toBe("220 points");
    expect(await shown("[data-claim]")).toBe(false);
    expect(open.asked).toEqual(["GET /member", "POST /membership"]);
  });

  test("the balance block's offer to claim stands below the numbers, not over them", async () => {
    await opened({ blocks: ["balance"], member: memberField({ joined: false, available: 120 }) });
    const bottomOf = async (selector: string): Promise<number> => {
      const box = await open.page.locator(selector).first().boundingBox();
      return (box?.y ?? NaN) + (box?.height ?? NaN);
    };
    const claim = await open.page.locator("[data-claim] [data-join]").first().boundingBox();
    expect(claim?.y).toBeGreaterThanOrEqual(await bottomOf(".pn-balance"));
    expect(claim?.y).toBeGreaterThanOrEqual(await bottomOf("[data-k=expiry]"));
  });

  test("that fails says so, and can be tried again", async () => {
    let down = true;
    await opened({
      blocks: ["balance"],
      member: undefined,
      app: (route) =>
        down ? route.fulfill({ status: 503, body: "" }) : answer(memberReply(joined))(route),
    });
    await open.page.click("[data-join]");
    await expect
      .poll(() => text("[data-message]"))
      .toBe("That didn’t go through. Please try again.");
    expect(await open.layoutShift()).toBe(0);
    down = false;
    await open.page.click("[data-join]");
    await expect.poll(() => text(".pn-balance")).toBe("100 points");
  });

  test("whoever has joined since by buying sees the numbers, not the invitation", async () => {
    const blocks = ["launcher", "balance"];
    await opened({ blocks, member: undefined, app: answer(memberReply(joined)) });
    await expect.poll(() => text("[data-open] [data-standing]")).toBe("100 points");
    expect(await shown("main [data-standing]")).toBe(true);
    expect(await shown("main [data-invitation]")).toBe(false);
    expect(await open.layoutShift()).toBe(0);
  });
});

describe("the points of a product follow the variant, whatever the theme does", () => {
  const product = { id: 5, prices: [2_400, 3_000] };
  const earn = { blocks: ["earn"], member: null, product } satisfies Opened;
  const points = () => expect.poll(() => text("[data-points]"), { timeout: 4_000 });
  const form = (inside: string) => `<form action="/cart/add" method="post">${inside}</form>`;

  test("a list to choose from", async () => {
    const list = '<select name="id"><option value="500">S</option><option value="501">L</option>';
    await opened({ ...earn, html: form(`${list}</select>`) });
    await open.page.selectOption("select", "501");
    await points().toBe("Earn 30 points");
    expect(await open.layoutShift()).toBe(0);
  });

  test("radio buttons", async () => {
    const radio = (id: number) =>
      `<label><input type="radio" name="id" value="${id}">${id}</label>`;
    await opened({ ...earn, html: form(radio(500) + radio(501)) });
    await open.page.click("label:last-of-type");
    await points().toBe("Earn 30 points");
  });

  test("a hidden id that a script writes, without an event, after it has fetched something", async () => {
    const later = "setTimeout(() => (document.forms[0].id.value = '501'), 700)";
    const html = `${form('<input type="hidden" name="id" value="500">')}
      <button onclick="${later}">Large</button>`;
    await opened({ ...earn, html });
    await open.page.click("text=Large");
    await points().toBe("Earn 30 points");
  });

  test("the address alone", async () => {
    const html = `<button onclick="history.replaceState({}, '', '?variant=501')">Large</button>`;
    await opened({ ...earn, html });
    await open.page.click("text=Large");
    await points().toBe("Earn 30 points");
  });

  test("another product's form on the same page means nothing", async () => {
    await opened({ ...earn, html: form('<input type="hidden" name="id" value="901">') });
    await open.page.click("h1");
    await open.page.waitForTimeout(400);
    expect(await text("[data-points]")).toBe("Earn 24 points");
  });
});

test("in another currency the page's own rate turns the rule into a number", async () => {
  await opened({
    blocks: ["earn"],
    member: null,
    country: { code: "US", currency: "USD" },
    product: { id: 5, prices: [3_000] },
    before: () => {
      Object.assign(window, { Shopify: { currency: { active: "USD", rate: "1.25" } } });
    },
  });
  await expect.poll(() => text("[data-points]")).toBe("Earn about 24 points");
  expect(await open.layoutShift()).toBe(0);
});

test("where the page tells no rate, the rule stays", async () => {
  const country = { code: "US", currency: "USD" };
  await opened({ blocks: ["earn"], member: null, country, product: { id: 5, prices: [3_000] } });
  await open.page.waitForTimeout(500);
  expect(await text("[data-points]")).toBe("Earn 1 point for every £1");
});

describe("the panel", () => {
  const launcher = {
    blocks: ["launcher"],
    member: memberField(),
    settings: { page: "/pages/rewards" },
  } satisfies Opened;

  test("opens from the keyboard, keeps the focus, closes with Escape and gives it back", async () => {
    await opened(launcher);
    await open.page.focus("[data-open]");
    await open.page.keyboard.press("Enter");
    expect(await shown("dialog")).toBe(true);
    for (const key of ["Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"]) {
      await open.page.keyboard.press(key);
      expect(await focused("dialog *")).toBe(true);
    }
    await open.page.keyboard.press("Escape");
    expect(await shown("dialog")).toBe(false);
    expect(await focused("[data-open]")).toBe(true);
  });

  test("closes with a tap beside it and with its button", async () => {
    await opened(launcher);
    await open.page.click("[data-open]");
    await open.page.mouse.click(20, 20);
    expect(await shown("dialog")).toBe(false);
    await open.page.click("[data-open]");
    await open.page.click(".pn-close");
    expect(await shown("dialog")).toBe(false);
  });

  test("closes with a swipe down, and not with a small one", async () => {
    await opened({ ...launcher, width: 390, context: { hasTouch: true } });
    await open.page.tap("[data-open]");
    const swipe = async (pixels: number) => {
      const touch = { identifier: 1, clientX: 100 };
      const at = (clientY: number) => ({ touches: [{ ...touch, clientY }] });
      await open.page.dispatchEvent("dialog", "touchstart", at(500));
      await open.page.dispatchEvent("dialog", "touchmove", at(500 + pixels));
      await open.page.dispatchEvent("dialog", "touchend", {});
    };
    await swipe(30);
    expect(await shown("dialog")).toBe(true);
    await swipe(160);
    expect(await shown("dialog")).toBe(false);
  });

  test("opens without a movement for those who want none", async () => {
    await opened({ ...launcher, context: { reducedMotion: "reduce" } });
    await open.page.click("[data-open]");
    const moving = await open.page.evaluate(() => document.getAnimations().length);
    expect(moving).toBe(0);
  });

  test("leaves nothing behind in the browser", async () => {
    await opened(launcher);
    await open.page.click("[data-open]");
    const kept = await open.page.evaluate(() => [
      localStorage.length,
      sessionStorage.length,
      document.cookie,
    ]);
    expect(kept).toEqual([0, 0, ""]);
  });

  test("asks at the address that the merchant set", async () => {
    const settings = { ...launcher.settings, proxy: "/apps/perennial/moved" };
    const blocks = ["balance", "launcher"];
    await opened({ ...launcher, blocks, settings, app: answer(memberReply()) });
    await expect.poll(() => open.asked).toEqual(["GET /moved/member"]);
  });
});

describe("older entries", () => {
  const entry = (n: number) => ({
    id: String(n),
    at: "2026-11-20T10:00:00Z",
    kind: "order",
    points: n === 3 ? -25 : 50,
    text: `Entry ${n}`,
    orderName: n === 3 ? null : `#10${n}`,
  });
  const entries = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => entry(from + index));
  const pages = (route: Route): Promise<void> => {
    const { pathname, searchParams } = new URL(route.request().url());
    if (!pathname.endsWith("/activity")) return answer(memberReply())(route);
    const page = searchParams.get("cursor")
      ? { entries: entries(21, 23), nextCursor: null }
      : { entries: entries(1, 20), nextCursor: "20" };
    return answer(page)(route);
  };
  const rows = () => open.page.locator("[data-entries] li");

  test("come when they are wanted, a page at a time, in the language of the page", async () => {
    await opened({ blocks: ["history"], language: "de", member: memberField(), app: pages });
    await open.page.click("[data-more]");
    await expect.poll(() => rows().count()).toBe(20);
    expect(await rows().nth(2).innerText()).toMatch(/^Entry 3\s+20\. Nov\. 2026\s+−25$/);
    expect(await rows().nth(3).innerText()).toMatch(/^Entry 4\s+20\. Nov\. 2026 · #104\s+\+50$/);
    await open.page.click("[data-more]");
    await expect.poll(() => rows().count()).toBe(23);
    expect(open.asked.filter((one) => one.includes("activity"))).toEqual([
      "GET /activity?locale=de",
      "GET /activity?locale=de&cursor=20",
    ]);
    expect(await shown("[data-more]")).toBe(false);
    expect(
      await rows()
        .nth(20)
        .evaluate((row) => row === document.activeElement),
    ).toBe(true);
  });

  test("that don't come leave what is there, and say so", async () => {
    await opened({
      blocks: ["history"],
      member: memberField(),
      app: (route) => route.fulfill({ status: 500, body: "" }),
    });
    await open.page.click("[data-more]");
    await expect.poll(() => text("[data-stale-line]")).toBe("That didn’t load. Please try again.");
    expect(await rows().count()).toBe(5);
  });
});

describe.each(Object.keys(THEMES) as Theme[])("in the theme %s", (theme) => {
  const shoppers: [string, MemberField | null | undefined][] = [
    ["a guest", null],
    ["a customer who hasn't joined", undefined],
    ["a member", memberField({ pending: 40 })],
  ];

  test.each(shoppers)("%s can read, reach and hit everything", async (_who, member) => {
    await opened({ blocks: ALL, theme, member, product: { id: 5, prices: [2_400] }, width: 390 });
    expect(await smallTargets()).toEqual([]);
    expect(await ours(accessibilityProblems(open.page))).toEqual([]);
    await open.page.click("[data-open]");
    await open.page.waitForTimeout(300);
    expect(await smallTargets()).toEqual([]);
    expect(await ours(accessibilityProblems(open.page))).toEqual([]);
    expect(await widest()).toBeLessThanOrEqual(390);
  });

  /** What a theme does to its own heading isn't ours to answer for. */
  const ours = async (problems: Promise<string[]>) =>
    (await problems).filter((problem) => problem.includes("pn-") || problem.includes("perennial"));
  const widest = () => open.page.evaluate(() => document.documentElement.scrollWidth);
  const smallTargets = () =>
    open.page.locator("perennial-block :is(a, button):visible").evaluateAll((all) =>
      all.flatMap((one) => {
        const { width, height } = one.getBoundingClientRect();
        return width < 44 || height < 43.9
          ? [`${one.outerHTML.slice(0, 80)}: ${width} × ${height}`]
          : [];
      }),
    );
});
