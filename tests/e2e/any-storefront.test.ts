/**
 * What the shopper sees holds whatever happens around it: no scripts, no app, a phone, other
 * languages and directions, style sheets that reach for everything.
 */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { until } from "../faults/bed/process-group.ts";
import { HOSTILE_CSS } from "../support/hostile-theme.ts";
import { LivingShop, SHOP_START_MS_MAX } from "../support/living-shop.ts";
import { DESK_WIDTH, PHONE_WIDTH, Shopper, type ShopperOptions } from "../support/shopper.ts";
import { appTextWithoutScripts, launcherOf, openLauncher } from "../support/storefront-visit.ts";

vi.setConfig({ testTimeout: 60_000 });

const MEMBER = "7700000000001";
/** Goods of 1,234.56 without tax: enough for a number that languages group differently. */
const GOODS = "1234.56";
const SHOWN_MS = 10_000;
const REFRESHED_MS = 15_000;
const REWARDS = "/pages/rewards";
const MEMBER_ASKED = /\/apps\/perennial\/member/;

let shop: LivingShop;
let cookie: string;
let product: string;
const shoppers: Shopper[] = [];

beforeAll(async () => {
  shop = await LivingShop.open({ customers: 12 });
  await shop.control("PUT", `customers/${MEMBER}`, {
    email: "may@example.com",
    first_name: "May",
    last_name: "Reed",
  });
  await order(GOODS);
  ({ cookie } = await shop.control<{ cookie: string }>("POST", "login", { customerId: MEMBER }));
  const { products } = await shop.control<{ products: { handle: string }[] }>(
    "GET",
    "products?limit=1",
  );
  product = `/products/${products[0]?.handle ?? ""}`;
  await untilShown("1,234");
}, SHOP_START_MS_MAX);

afterAll(() => shop.close(), SHOP_START_MS_MAX);

afterEach(async () => {
  for (const shopper of shoppers.splice(0)) await shopper.close();
});

function order(price: string): Promise<unknown> {
  return shop.control("POST", "orders", {
    customer: { id: MEMBER },
    line_items: [{ title: "Dinner service", price, quantity: 1 }],
  });
}

async function member(options: ShopperOptions = {}): Promise<Shopper> {
  const shopper = await Shopper.arrive(shop.browser, shop.url, { cookie, ...options });
  shoppers.push(shopper);
  return shopper;
}

const inHtml = async (path: string): Promise<string> =>
  (await appTextWithoutScripts(shop.url + path, cookie)).join("\n");

async function untilShown(points: string): Promise<void> {
  let seen = "";
  await until(
    `${points} in the HTML`,
    async () => {
      seen = await inHtml(REWARDS);
      return seen.includes(points);
    },
    { msMax: SHOWN_MS, pollMs: 100, tail: () => seen },
  );
}

const dirOf = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.documentElement).direction);

describe("scripts off", () => {
  test("the numbers stand in the page itself", async () => {
    const shopper = await member({ scripts: false, width: PHONE_WIDTH });
    for (const [path, words] of [
      ["/", "1,234 points"],
      [product, "Earn"],
      [REWARDS, "Gold"],
    ] as const) {
      await shopper.visit(path);
      expect((await shopper.appBlocks()).join("\n"), path).toContain(words);
      expect(await shopper.complaints(), path).toEqual([]);
    }
  });
});

const LANGUAGES = [
  { language: "English", root: "", points: "1,234 points", heading: "How to earn", dir: "ltr" },
  {
    language: "German",
    root: "/de",
    points: "1.234 Punkte",
    heading: "So sammelst du",
    dir: "ltr",
  },
  { language: "Japanese", root: "/ja", points: "1,234ポイント", heading: "ポイント", dir: "ltr" },
  // The theme speaks Arabic, the app doesn't yet: its words are English, the page runs leftwards.
  { language: "Arabic", root: "/ar", points: "1,234 points", heading: "How to earn", dir: "rtl" },
];

describe.each(LANGUAGES)("in $language", ({ root, points, heading, dir }) => {
  test.each([DESK_WIDTH, PHONE_WIDTH])("at %i px nothing breaks and all is told", async (width) => {
    const shopper = await member({ width });
    for (const path of [`${root}/`, root + product, `${root}/cart`, root + REWARDS]) {
      await shopper.glance(path);
      expect(await launcherOf(shopper.page).innerText(), path).toContain(points);
      expect(await dirOf(shopper.page), path).toBe(dir);
      expect(await shopper.complaints(), path).toEqual([]);
    }
    expect((await shopper.appBlocks()).join("\n")).toContain(heading);
    await openLauncher(shopper.page);
    expect(await shopper.complaintsInUse()).toEqual([]);
  });
});

test.each([DESK_WIDTH, PHONE_WIDTH])(
  "at %i px nothing moves and nobody asks the app while a page lies untouched",
  async (width) => {
    const shopper = await member({ width });
    for (const path of ["/", product, "/collections/all", REWARDS]) {
      await shopper.visit(path);
      expect(await shopper.complaints(), path).toEqual([]);
    }
  },
);

describe("a theme whose style sheet reaches for everything", () => {
  test.each([DESK_WIDTH, PHONE_WIDTH])("at %i px the app's parts stay in shape", async (width) => {
    const shopper = await member({ width });
    await shopper.page.route(
      (url) => url.pathname.endsWith(REWARDS),
      async (route) => {
        const answer = await route.fetch();
        const html = await answer.text();
        const body = html.replace("</head>", `<style>${HOSTILE_CSS}</style></head>`);
        await route.fulfill({ response: answer, body });
      },
    );
    await shopper.visit(REWARDS);
    const { page } = shopper;
    expect(await tooWide(page)).toEqual([]);
    const panel = await openLauncher(page);
    const box = await panel.boundingBox();
    expect(box?.x ?? -1).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "hidden" });
  });
});

/** The app's elements that stick out of their block: the theme's own are the theme's affair. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const shown = [...document.querySelectorAll(".shopify-app-block perennial-block")];
    return shown.flatMap((block) => {
      const frame = block.getBoundingClientRect();
      return [...block.querySelectorAll("*")]
        .filter((element) => element.checkVisibility() && !element.closest("dialog,svg"))
        .filter((element) => {
          const { left, right, width } = element.getBoundingClientRect();
          const hidden = width <= 1; // for screen readers only
          return !hidden && (right > frame.right + 1 || left < frame.left - 1);
        })
        .map((element) => `${element.localName}.${element.getAttribute("class") ?? ""}`);
    });
  });
}

test("the app is down: the shop works, the numbers are as of then; it comes back: they are new", async () => {
  await shop.stopApp();
  const shopper = await member({ expected: [MEMBER_ASKED] });
  await shopper.visit(REWARDS);
  expect(await shopper.complaints()).toEqual([]);
  expect(await launcherOf(shopper.page).innerText()).toContain("1,234 points");
  await shopper.page
    .getByText(/^As of /)
    .first()
    .waitFor({ timeout: REFRESHED_MS });
  expect(await shopper.complaintsInUse()).toEqual([]);
  for (const path of ["/", product, "/cart", "/collections/all", "/search?q=tea"]) {
    await shopper.glance(path);
    expect(await shopper.complaints(), path).toEqual([]);
  }

  await order("65.44");
  await shop.startApp();
  await shop.delivered();
  await untilShown("1,332");
  const refreshed = shopper.page.waitForResponse(MEMBER_ASKED, { timeout: REFRESHED_MS });
  await shopper.visit(REWARDS);
  expect(await launcherOf(shopper.page).innerText()).toContain("1,332 points");
  expect((await refreshed).status()).toBe(200);
  expect(await shopper.page.getByText(/^As of /).count()).toBe(0);
}, 90_000);
