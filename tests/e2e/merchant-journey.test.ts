/**
 * A merchant's first day with Perennial, in a shop that has sold for two years: install, see the past
 * read in, let it earn, answer a customer, put points right and take that back, mend what is stuck,
 * leave, and come back.
 */
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../faults/bed/process-group.ts";
import { appFrame, WIDE } from "../support/admin-page.ts";
import { launchBrowser, openPage } from "../support/browser.ts";
import { FRESH_SHOP_START_MS_MAX, startFreshShop, type FreshShop } from "../support/fresh-shop.ts";

/** How long reading and settling the demo's past may take on a busy machine. */
const READ_MS_MAX = 90_000;
const STEP_MS_MAX = 60_000;

let shop: FreshShop;
let browser: Browser;
let page: Page;
let frame: Frame;
const complaints: string[] = [];

beforeAll(async () => {
  [shop, browser] = await Promise.all([startFreshShop({ customers: 60 }), launchBrowser()]);
  page = await openPage(browser, WIDE);
  page.on("pageerror", (error) => complaints.push(error.message));
}, FRESH_SHOP_START_MS_MAX);

afterAll(async () => {
  await browser.close();
  await shop.stop();
  expect(complaints).toEqual([]);
});

async function open(path = ""): Promise<void> {
  await page.goto(`${shop.adminUrl}${path}`);
  frame = await appFrame(page);
}

/** By the app's menu, as the admin shows it beside the frame. */
async function goTo(name: string): Promise<void> {
  await page.getByRole("link", { name, exact: true }).first().click();
  await frame.getByRole("heading", { level: 1, name }).waitFor();
}

const text = (): Promise<string> => frame.locator("main").innerText();

/** The member whose page is open, from its address, with the balance that it explains. */
async function openMember(): Promise<{ customerId: string; balance: number }> {
  const heading = frame.getByRole("heading", { name: /^Why / });
  await heading.waitFor();
  const customerId = /members\/(\d+)/.exec(frame.url())?.[1] ?? "";
  return {
    customerId,
    balance: Number(/[-−\d,]+/.exec(await heading.innerText())?.[0].replace(",", "")),
  };
}

const placeOrder = (customerId: string): Promise<unknown> =>
  shop.control("POST", "/control/orders", {
    customer: { id: customerId },
    taxes_included: false,
    line_items: [{ title: "Kettle", price: "40.00", quantity: 1 }],
  });

/** Points of an order that has just come in, at the base tier or above. */
const untilMemberHas = (points: number): Promise<unknown> =>
  until(
    `the member to have ${points} points`,
    async () => {
      await open(`/members/${member.customerId}`);
      member = await openMember();
      return member.balance >= points;
    },
    { msMax: STEP_MS_MAX, pollMs: 500 },
  );

const prove = async (): Promise<void> => {
  await goTo("Deliveries");
  await frame.getByRole("button", { name: "Prove now" }).click();
  await frame.getByText(/^All \d+ members proved/).waitFor({ timeout: STEP_MS_MAX });
};

let member: { customerId: string; balance: number };

test(
  "opening the app installs it, and it reads the past by itself, phase by phase",
  async () => {
    await open();
    await frame.getByRole("heading", { name: "Set up Perennial" }).waitFor();
    await frame.getByText("Your history is read").waitFor({ timeout: READ_MS_MAX });
    await frame.getByRole("button", { name: /Your history is read/ }).click();
    await frame.getByText(/Orders are known from/).waitFor();
    expect(await text()).toContain("That is your first order: nothing is missing.");
  },
  READ_MS_MAX + STEP_MS_MAX,
);

test(
  "each choice for past orders is told in points, money and tiers before it is made",
  async () => {
    const all = frame.getByRole("radio", { name: "All past orders earn" });
    await all.check();
    const told = await text();
    expect(told).toMatch(/[\d,]+ points are given to \d+ members: at most £[\d.,]+ in rewards/);
    await frame.getByRole("button", { name: "Give points for all past orders" }).click();
    await frame.getByText("Past orders: chosen").waitFor({ timeout: READ_MS_MAX });
    const promised = /([\d,]+) points are given/.exec(told)?.[1]?.replace(",", "");
    // What was promised is what the ledger then holds.
    const shopId = await shop.shopId();
    const { stores } = shop.running.app.ports;
    await until(
      "all members to be settled by the choice",
      async () => {
        const counts = await stores.inShop(shopId, (tx) => stores.ledger.counts(tx));
        return counts.pointsOutstanding === Number(promised);
      },
      { msMax: READ_MS_MAX, pollMs: 500 },
    );
  },
  2 * READ_MS_MAX,
);

test(
  "a member is found by e-mail, and the balance explains itself down to an order's lines",
  async () => {
    await goTo("Members");
    const email = frame.getByText(/@example\.(com|net|org)/).first();
    await email.waitFor();
    const address = await email.innerText();
    await frame.getByRole("button", { name: /Search and filter/i }).click();
    await frame.getByRole("textbox").first().fill(address);
    await until(
      "the search to leave one",
      async () => (await frame.getByText(/@example\./).count()) === 1,
      {
        msMax: STEP_MS_MAX,
        pollMs: 200,
      },
    );
    await frame
      .getByRole("link", { name: /.+/ })
      .filter({ hasText: /\w+ \w+/ })
      .first()
      .click();
    member = await openMember();
    await frame
      .getByRole("button", { name: /^Order #/ })
      .first()
      .click();
    await frame.getByText(/By the rules this order is worth/).waitFor();
  },
  STEP_MS_MAX * 2,
);

test(
  "points are put right by hand, and that is taken back",
  async () => {
    const { balance } = member;
    const why = (points: number) =>
      frame.getByRole("heading", { name: `Why ${points.toLocaleString("en")}?` });
    await frame.getByRole("button", { name: "Adjust points" }).click();
    await frame.getByLabel("Points", { exact: true }).fill("50");
    await frame.getByLabel("Reason").selectOption("goodwill");
    await frame.getByRole("button", { name: "Adjust", exact: true }).click();
    await why(balance + 50).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await why(balance).waitFor();
  },
  STEP_MS_MAX,
);

test(
  "a delivery that can't be read stands on Deliveries, and counts after it was tried again",
  async () => {
    await shop.control("POST", "/control/deliveries", { damage: 1 });
    await placeOrder(member.customerId);
    await goTo("Deliveries");
    await frame
      .getByRole("heading", { name: /set aside and need a look$/ })
      .waitFor({ timeout: STEP_MS_MAX });
    await shop.control("POST", "/control/deliveries", {});
    await frame.getByRole("button", { name: "Retry all" }).click();
    await frame
      .getByRole("heading", { name: "Nothing is stuck" })
      .waitFor({ timeout: STEP_MS_MAX });
    await untilMemberHas(member.balance + 40);
  },
  STEP_MS_MAX * 2,
);

test(
  "removed and installed again: nothing is lost, and what was sold meanwhile counts",
  async () => {
    await shop.control("POST", "/control/app/uninstall", {});
    const { shops } = shop.running.app.ports.stores;
    const state = async () => (await shops.byId(await shop.shopId()))?.state;
    await until(
      "the app to know that it was removed",
      async () => (await state()) === "uninstalled",
      {
        msMax: STEP_MS_MAX,
        pollMs: 100,
      },
    );
    await placeOrder(member.customerId);
    await shop.control("POST", "/control/app/install", {});
    await open();
    expect(await state()).toBe("installed");
    await untilMemberHas(member.balance + 40);
    await prove();
  },
  STEP_MS_MAX * 3,
);
