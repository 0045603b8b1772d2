/**
 * The customer account extension as built, in real Chromium: in its frame on the dev store's account
 * pages, against the real app. What the stand-ins for Shopify's components don't know they say on the console, which
 * stays empty.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { startDevStore, type DevStore } from "../../dev-store/start.ts";
import { accessibilityProblems } from "../support/accessibility.ts";
import { API_KEY, accountToken } from "../support/account-token.ts";
import { SHOP, startTestApp, type TestApp } from "../support/app.ts";
import { launchBrowser, openPage } from "../support/browser.ts";
import { SECRET } from "../support/signing.ts";
import { call, EVERYTHING, until } from "../dev-store/store.ts";

const START_MS_MAX = 60_000;
const TEST_MS_MAX = 40_000;
const DAY_MS = 86_400_000;
const WIDE = 1280;
const PHONE = 390;

let app: TestApp;
let store: DevStore;
let browser: Browser;
let page: Page;
let complaints: string[] = [];
let customers = 1000;

beforeAll(async () => {
  app = await startTestApp();
  app.clock.now = Date.now();
  await app.installed();
  store = await startDevStore({
    port: 0,
    apiKey: API_KEY,
    apiSecret: SECRET,
    shop: SHOP,
    appUrl: `http://127.0.0.1:${app.port}`,
    dataDir: null,
    configuration: EVERYTHING,
  });
  browser = await launchBrowser();
}, START_MS_MAX);

afterAll(async () => {
  await browser.close();
  await store.stop();
});

afterEach(async () => {
  await page.context().close();
  expect(complaints.splice(0)).toEqual([]);
});

interface Visit {
  customer: number | null;
  /** Of the order status page; absent: the profile page. */
  order?: string;
  locale?: string;
  width?: number;
  /** Nothing that is sent to it arrives. */
  appDown?: boolean;
}

async function visit(wanted: Visit): Promise<FrameLocator> {
  const { customer, locale = "en", width = WIDE, appDown = false } = wanted;
  page = await openPage(browser, width);
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    const expected = appDown && /ERR_FAILED|Perennial: /.test(message.text());
    if (["error", "warning"].includes(message.type()) && !expected) complaints.push(message.text());
  });
  if (appDown) await page.route(`http://127.0.0.1:${app.port}/**`, (route) => route.abort());
  if (customer !== null) {
    const { headers } = await control("login", { customerId: String(customer) });
    const [name = "", value = ""] = (headers.get("set-cookie") ?? "").split(";")[0]!.split("=");
    await page.context().addCookies([{ name, value, url: store.url }]);
  }
  await page.goto(store.url + pathOf(wanted) + locale);
  return page.frameLocator("iframe[data-extension-target]");
}

function pathOf({ customer, order }: Visit): string {
  if (order === undefined) return "/customer-accounts/profile?locale=";
  // The dev store has no page of an order for someone who isn't logged in; the block itself is the same.
  if (customer !== null) return `/customer-accounts/orders/${order}?locale=`;
  return `/customer-accounts/extensions/preview?target=order-status&order=${order}&locale=`;
}

/** What is written in the frame, once it says `sign`. */
async function textOf(frame: FrameLocator, sign: string | RegExp): Promise<string> {
  await frame.getByText(sign).first().waitFor();
  return frame.locator("body").innerText();
}

const control = (path: string, body: object, method = "POST") =>
  call(store, method, `/control/${path}`, body);

async function newCustomer(): Promise<number> {
  customers += 1;
  await control(`customers/${customers}`, { id: customers }, "PUT");
  return customers;
}

interface Bought {
  price: string;
  quantity?: number;
  daysAgo?: number;
  status?: string;
}

async function buys(customer: number, bought: Bought): Promise<{ id: string; lineId: string }> {
  const { price, quantity = 1, daysAgo = 0, status = "paid" } = bought;
  const { body } = await control("orders", {
    customer_id: String(customer),
    line_items: [{ title: "Cup", price, quantity }],
    processed_at: new Date(app.clock.now - daysAgo * DAY_MS).toISOString(),
    financial_status: status,
  });
  const [line] = body["line_items"] as { id: number }[];
  return { id: String(body["id"]), lineId: String(line!.id) };
}

async function delivered(): Promise<void> {
  await until("every webhook's delivery", () => {
    const { pending, waiting, inFlight } = store.deliverer.counts();
    return pending + waiting + inFlight === 0;
  });
  await app.drained();
  app.clock.now = Date.now() + 1_000; // later than all that has happened
}

/** As the app's sender would have left it: what the app says of them now. */
async function writeMetafield(customer: number): Promise<void> {
  const answer = await app.send({
    method: "GET",
    path: "/account/member",
    headers: { authorization: `Bearer ${accountToken(customer)}` },
  });
  const { member } = JSON.parse(answer.text) as { member: object };
  store.shop.execute({
    kind: "metafields.set",
    at: store.clock.now(),
    metafields: [
      {
        ownerGid: `gid://shopify/Customer/${customer}`,
        namespace: `app--${API_KEY}`,
        key: "member",
        type: "json",
        value: JSON.stringify(member),
      },
    ],
  });
}

/** £250 at Bronze, then £40 at Silver of which £10 went back, then £9.50 not yet paid. */
async function regular(): Promise<{ customer: number; refunded: string; pending: string }> {
  const customer = await newCustomer();
  await buys(customer, { price: "250.00", daysAgo: 3 });
  const cups = await buys(customer, { price: "10.00", quantity: 4, daysAgo: 2 });
  await delivered();
  await control(`orders/${cups.id}/refunds`, {
    refund_line_items: [{ line_item_id: cups.lineId, quantity: 1 }],
  });
  const tea = await buys(customer, { price: "9.50", status: "pending" });
  await delivered();
  return { customer, refunded: cups.id, pending: tea.id };
}

describe("profile block", () => {
  test(
    "a member: points, tier, the way to the next, what is pending, what happened",
    async () => {
      const { customer } = await regular();
      await writeMetafield(customer);
      const frame = await visit({ customer });
      const text = await textOf(frame, "£220 to Gold");
      for (const line of [
        "287 points",
        "Silver",
        "11 more points once your order is paid",
        "25% more points on every order",
        "Part of your order went back",
        "-13",
        "+250",
      ])
        expect(text).toContain(line);
      const bar = frame.getByRole("progressbar");
      expect(await bar.getAttribute("aria-label")).toBe("26% of the way to Gold");
      expect(await problemsOfBlock()).toEqual([]);
    },
    TEST_MS_MAX,
  );

  test(
    "joining takes one button and ends with the points",
    async () => {
      const frame = await visit({ customer: await newCustomer(), width: PHONE });
      await frame.getByText("Join and start with 100 points.").waitFor();
      await frame.getByRole("button", { name: "Join" }).click();
      expect(await textOf(frame, "You're in!")).toContain("100 points");
      expect(await sideways()).toBe(0);
    },
    TEST_MS_MAX,
  );

  test(
    "whom an order enrolled claims the joining points, once",
    async () => {
      const customer = await newCustomer();
      await buys(customer, { price: "40.00", daysAgo: 1 });
      await delivered();
      const frame = await visit({ customer, width: PHONE });
      await frame.getByRole("button", { name: "Claim your 100 points for joining" }).click();
      await frame.getByText("140 points").first().waitFor();
      expect(await frame.getByRole("button").count()).toBe(0);
      expect(await sideways()).toBe(0);
    },
    TEST_MS_MAX,
  );

  test(
    "more movements come when they are asked for, and only then",
    async () => {
      const customer = await newCustomer();
      for (let n = 1; n <= 7; n += 1) await buys(customer, { price: `${n}.00`, daysAgo: 8 - n });
      await delivered();
      const frame = await visit({ customer });
      const lines = frame.getByRole("listitem");
      await frame.getByText("28 points").waitFor();
      expect(await lines.count()).toBe(5);
      await frame.getByRole("button", { name: "Show more" }).click();
      await lines.nth(6).waitFor();
      expect(await lines.count()).toBe(7);
      expect(await frame.getByRole("button", { name: "Show more" }).count()).toBe(0);
    },
    TEST_MS_MAX,
  );

  test.each([
    { locale: "de", signs: ["Deine Punkte", "287 Punkte", "Noch 220 £ bis Gold"] },
    { locale: "ja", signs: ["287ポイント", "Goldまであと£220"] },
    { locale: "fr", signs: ["287 points", "Plus que 220 £GB avant Gold"] },
    { locale: "ar", signs: ["287 points", "£220 to Gold"] },
  ])(
    "in the shopper's language, or the nearest there is: $locale",
    async ({ locale, signs }) => {
      const { customer } = await regular();
      const frame = await visit({ customer, locale, width: PHONE });
      for (const sign of signs) await frame.getByText(sign, { exact: true }).first().waitFor();
      expect(await sideways()).toBe(0);
    },
    TEST_MS_MAX,
  );
});

describe("with the app away", () => {
  test(
    "the profile shows the metafield's numbers and says as of when",
    async () => {
      const { customer } = await regular();
      await writeMetafield(customer);
      const frame = await visit({ customer, appDown: true });
      const text = await textOf(frame, /^As of /);
      expect(text).toContain("287 points");
      expect(text).toContain("26% of the way to Gold");
      expect(await frame.getByRole("button").count()).toBe(0);
    },
    TEST_MS_MAX,
  );

  test(
    "an order shows what is known of it, and as of when",
    async () => {
      const { customer, refunded } = await regular();
      await writeMetafield(customer);
      const frame = await visit({ customer, order: refunded, appDown: true });
      const text = await textOf(frame, /^As of /);
      expect(text).toContain("You earned 37 points");
      expect(text).toContain("Your balance: 287 points");
    },
    TEST_MS_MAX,
  );

  test(
    "nothing known at all: it says so, and asks again when told to",
    async () => {
      const { customer } = await regular();
      const frame = await visit({ customer, appDown: true });
      await frame.getByText("Your points can't be shown right now").waitFor();
      await page.unroute(`http://127.0.0.1:${app.port}/**`);
      await frame.getByRole("button", { name: "Try again" }).click();
      expect(await textOf(frame, "£220 to Gold")).toContain("287 points");
    },
    TEST_MS_MAX,
  );
});

describe("order status block", () => {
  test(
    "what the order earned and why, what went back, and the balance after it",
    async () => {
      const { customer, refunded } = await regular();
      const frame = await visit({ customer, order: refunded, width: PHONE });
      const text = await textOf(frame, "You earned 37 points");
      expect(text).toContain(
        "1.25 points for every £1 as Silver, on £30 of goods without tax and shipping",
      );
      expect(text).toContain("13 of 50 points went back with what you returned.");
      expect(text).toContain("Your balance: 287 points");
      expect(await sideways()).toBe(0);
      expect(await problemsOfBlock()).toEqual([]);
    },
    TEST_MS_MAX,
  );

  test(
    "an order that awaits payment",
    async () => {
      const { customer, pending } = await regular();
      const frame = await visit({ customer, order: pending });
      await frame.getByText("11 points, counted when paid").waitFor();
    },
    TEST_MS_MAX,
  );

  test(
    "straight after checkout, before the app has heard of it: a word, then the points",
    async () => {
      const customer = await newCustomer();
      await control("deliveries", { loss: 1 });
      const { id } = await buys(customer, { price: "20.00" });
      const frame = await visit({ customer, order: id });
      await frame.getByText("Your points for this order will show here in a moment.").waitFor();
      await control("deliveries", {});
      await control(`orders/${id}`, { note: "told again" }, "PUT");
      await frame.getByText("You earned 20 points").waitFor();
      complaints = complaints.filter((line) => !/404/.test(line)); // not known yet
    },
    TEST_MS_MAX,
  );

  test(
    "someone who came by a mail's link is asked to log in, and sees nobody's points",
    async () => {
      const { refunded } = await regular();
      const frame = await visit({ customer: null, order: refunded });
      const text = await textOf(frame, "Log in to see what this order earned.");
      expect(text).not.toContain("287");
      await frame.getByRole("button", { name: "Log in" }).waitFor();
    },
    TEST_MS_MAX,
  );
});

/** A block is a part of a page: the page has the main landmark and the first heading. */
async function problemsOfBlock(): Promise<string[]> {
  const problems = await accessibilityProblems(page.frames()[1]!);
  return problems.filter((line) => !/^(landmark-one-main|page-has-heading-one):/.test(line));
}

/** By how many pixels the page scrolls sideways. */
function sideways(): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
