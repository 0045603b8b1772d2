/**
 * A shopper's story, from the first visit to points that come and go, told once in a real browser:
 * the real app, the dev store and its webhooks between them.
 */
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { until } from "../faults/bed/process-group.ts";
import { checkOut, logIn, refundInBackOffice } from "../support/hosted-pages.ts";
import { LivingShop, SHOP_START_MS_MAX } from "../support/living-shop.ts";
import { pointsOf, type OrderRecord } from "../support/order-worth.ts";
import { Shopper } from "../support/shopper.ts";
import {
  appTextWithoutScripts,
  launcherOf,
  openLauncher,
  putIntoCart,
} from "../support/storefront-visit.ts";

vi.setConfig({ testTimeout: 60_000 });

const REWARDS = "/pages/rewards";
/** How long a shopper waits for what they did to show. */
const SHOWN_MS = 5_000;
/** The same with deliveries twice, late and in any order, and an Admin API that fails now and then. */
const SHOWN_IN_A_STORM_MS = 30_000;
const JOINING_POINTS = 100;
const GOODS = { title: "Harbour teapot", handle: "harbour-teapot", price: "37.77" };
const PRODUCT = `/products/${GOODS.handle}`;

let shop: LivingShop;
let wendy: Shopper;
let order: OrderRecord;

beforeAll(async () => {
  shop = await LivingShop.open({ customers: 12 });
  await shop.control("POST", "products", { ...GOODS, variants: [{ price: GOODS.price }] });
  wendy = await Shopper.arrive(shop.browser, shop.url);
}, SHOP_START_MS_MAX);

afterAll(async () => {
  await shop.close();
}, SHOP_START_MS_MAX);

afterEach(async () => {
  await shop.control("POST", "deliveries", {});
  await shop.control("POST", "faults", {});
});

const cookie = async (): Promise<string> =>
  (await wendy.page.context().cookies(shop.url))
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");

async function inHtml(path: string): Promise<string> {
  return (await appTextWithoutScripts(shop.url + path, await cookie())).join("\n");
}

async function untilInHtml(path: string, words: string, msMax: number): Promise<void> {
  let seen = "";
  await until(
    `"${words}" on ${path}`,
    async () => {
      seen = await inHtml(path);
      return seen.includes(words);
    },
    { msMax, pollMs: 100, tail: () => seen },
  );
}

async function ordersOf(name: string): Promise<OrderRecord> {
  const { orders } = await shop.control<{ orders: OrderRecord[] }>("GET", "orders?limit=250");
  const found = orders.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no order ${name}.`);
  return found;
}

/** Wherever points stand, they are these. */
async function seesEverywhere(points: string): Promise<void> {
  for (const path of ["/", PRODUCT, "/cart", REWARDS]) {
    await wendy.visit(path);
    expect(await wendy.complaints(), path).toEqual([]);
    expect(await launcherOf(wendy.page).innerText(), path).toContain(points);
    expect(await inHtml(path), path).toContain(points);
  }
  expect((await wendy.appBlocks()).slice(0, -1).join("\n")).toContain(points);
  await wendy.visit("/cart");
  expect((await wendy.appBlocks()).slice(0, -1).join("\n")).toContain(points);
}

test("a guest sees on every page what membership would give, with one button to log in", async () => {
  for (const path of ["/", PRODUCT, REWARDS]) {
    await wendy.visit(path);
    expect(await wendy.complaints(), path).toEqual([]);
    const panel = await openLauncher(wendy.page);
    expect(await panel.innerText()).toContain(`${JOINING_POINTS} points just for joining`);
    expect(await panel.getByRole("link", { name: "Join or log in" }).count()).toBe(1);
    expect(await wendy.complaintsInUse(), path).toEqual([]);
    await wendy.page.keyboard.press("Escape");
    await panel.waitFor({ state: "hidden" });
  }
  expect(await inHtml(PRODUCT)).toMatch(/Earn (up to )?3\d points/);
  const rewards = await inHtml(REWARDS);
  for (const words of ["1 point for every £1", "Silver", "£5 off", "Free shipping"])
    expect(rewards).toContain(words);
});

test("she logs in on the hosted page and comes back to the shop; she has no points yet", async () => {
  await wendy.visit("/");
  const panel = await openLauncher(wendy.page);
  await panel.getByRole("link", { name: "Join or log in" }).click();
  await logIn(wendy.page, "wendy@example.com");
  await wendy.visit(REWARDS);
  expect(await wendy.complaints()).toEqual([]);
  const blocks = (await wendy.appBlocks()).join("\n");
  expect(blocks).toContain(`Join and get ${JOINING_POINTS} points`);
  expect(blocks).not.toContain("Join or log in");
});

test("she buys, and within seconds the points are on every page, scripts or not", async () => {
  await wendy.visit(PRODUCT);
  await putIntoCart(wendy.page, 2);
  await wendy.visit("/cart");
  expect(await wendy.complaints()).toEqual([]);
  order = await ordersOf(await checkOut(wendy.page));
  expect(order.line_items[0]).toMatchObject({ title: GOODS.title, quantity: 2 });
  const points = pointsOf(order);
  expect(points).toBeGreaterThan(0);
  await untilInHtml(REWARDS, `${points} points`, SHOWN_MS);
  await seesEverywhere(`${points} points`);
});

test("half of it comes back while everything on the way goes wrong: the points go, exactly", async () => {
  await shop.control("POST", "deliveries", { duplicate: 2, reorder: true, delayMs: 500 });
  await shop.control("POST", "faults", { throttle: 0.2, fail: 0.2, timeoutAfterSuccess: 0.1 });
  const merchant = await Shopper.arrive(shop.browser, shop.url);
  await refundInBackOffice(merchant.page, shop.url, {
    orderId: order.id,
    line: GOODS.title,
    quantity: 1,
  });
  expect(await merchant.complaintsInUse()).toEqual([]);
  await merchant.close();
  order = await ordersOf(order.name);
  expect(order.line_items[0]).toMatchObject({ quantity: 2, current_quantity: 1 });
  const left = pointsOf(order);
  await untilInHtml(REWARDS, `${left} points`, SHOWN_IN_A_STORM_MS);
  await shop.delivered();
  await shop.control("POST", "faults", {});
  await seesEverywhere(`${left} points`);
});

test("her account tells the same: the profile, and the order with what it earned", async () => {
  const points = `${pointsOf(order)} points`;
  const { page } = wendy;
  const block = page.frameLocator("iframe");
  await wendy.glance("/account");
  await page.getByRole("link", { name: "Profile" }).click();
  await block.getByText(points).first().waitFor();
  expect(await wendy.complaintsOnHostedPage()).toEqual([]);
  await page.getByRole("link", { name: "Orders" }).click();
  await page.getByRole("link", { name: order.name }).first().click();
  await block.getByText(points).first().waitFor();
  expect(await wendy.complaintsOnHostedPage()).toEqual([]);
});

test("a customer who has not ordered joins on the storefront: the joining points come once", async () => {
  const joan = await Shopper.arrive(shop.browser, shop.url);
  await joan.page.goto(`${shop.url}/account/login`);
  await logIn(joan.page, "joan@example.com");
  await joan.visit(REWARDS);
  const before = await joan.page.locator(".shopify-app-block perennial-block").count();
  await joan.page
    .getByRole("button", { name: `Join and get ${JOINING_POINTS} points` })
    .first()
    .click();
  await joan.page.getByText("You are here").first().waitFor();
  expect(await launcherOf(joan.page).innerText()).toContain(`${JOINING_POINTS} points`);
  expect(await joan.page.locator(".shopify-app-block perennial-block").count()).toBe(before);
  expect(await joan.complaintsInUse()).toEqual([]);
  const again = await joan.page.evaluate(async () => {
    const answer = await fetch("/apps/perennial/membership", { method: "POST" });
    return (await answer.json()) as { member: { points: { available: number } } };
  });
  expect(again.member.points.available).toBe(JOINING_POINTS);
  await until(
    "the joining points in the HTML",
    async () => {
      await joan.visit(REWARDS);
      return (await launcherOf(joan.page).innerText()).includes(`${JOINING_POINTS} points`);
    },
    { msMax: SHOWN_MS },
  );
  expect(await joan.complaints()).toEqual([]);
  await joan.close();
});
