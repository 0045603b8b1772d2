/**
 * A merchant with a theme of somebody else's sets the app up in the theme editor, and shoppers see
 * it: nothing of the extension knows the theme it stands in.
 */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { until } from "../faults/bed/process-group.ts";
import { LivingShop, SHOP_START_MS_MAX } from "../support/living-shop.ts";
import { DESK_WIDTH, PHONE_WIDTH, Shopper } from "../support/shopper.ts";
import { appTextWithoutScripts, launcherOf, openLauncher } from "../support/storefront-visit.ts";
import { FOREIGN_THEME, ThemeEditor } from "../support/theme-editor.ts";

vi.setConfig({ testTimeout: 60_000 });

const MEMBER = "7700000000002";
const REWARDS = "/pages/rewards";
const SHOWN_MS = 10_000;

let shop: LivingShop;
let merchant: Shopper;
let editor: ThemeEditor;
let cookie: string;
let product: string;

beforeAll(async () => {
  shop = await LivingShop.open({ customers: 12, theme: FOREIGN_THEME });
  await shop.control("PUT", `customers/${MEMBER}`, { email: "finn@example.com" });
  await shop.control("POST", "orders", {
    customer: { id: MEMBER },
    line_items: [{ title: "Kettle", price: "240.00", quantity: 1 }],
  });
  ({ cookie } = await shop.control<{ cookie: string }>("POST", "login", { customerId: MEMBER }));
  const { products } = await shop.control<{ products: { handle: string }[] }>(
    "GET",
    "products?limit=1",
  );
  product = `/products/${products[0]?.handle ?? ""}`;
  merchant = await Shopper.arrive(shop.browser, shop.url);
  editor = new ThemeEditor(merchant.page, shop.url);
}, SHOP_START_MS_MAX);

afterAll(() => shop.close(), SHOP_START_MS_MAX);

const appTexts = (path: string): Promise<string[]> =>
  appTextWithoutScripts(shop.url + path, cookie);

test("the merchant places the blocks and turns the launcher on; the storefront follows once it is saved", async () => {
  expect(await appTexts(product)).toEqual([]);
  await editor.open("product");
  await editor.switchLauncher(true);
  await editor.addBlock("Points for a product");
  expect(await appTexts(product)).toEqual([]);
  await editor.save();
  const [earn, launcher] = await appTexts(product);
  expect(earn).toMatch(/^Earn /);
  expect(launcher).toBeDefined();

  await editor.open("page.rewards");
  for (const block of ["Points balance", "Ways to earn", "Tiers", "Rewards", "Points history"])
    await editor.addSection(block);
  await editor.save();
  await until(
    "the numbers in the HTML",
    async () => (await appTexts(REWARDS)).join("\n").includes("240 points"),
    { msMax: SHOWN_MS, pollMs: 100 },
  );
  expect(await merchant.complaintsInUse()).toEqual([]);
});

test.each([DESK_WIDTH, PHONE_WIDTH])(
  "at %i px a member finds everything in the theme's own look, and nothing of it breaks",
  async (width) => {
    const options = { width, cookie, foreignTheme: true };
    const shopper = await Shopper.arrive(shop.browser, shop.url, options);
    for (const path of ["/", product, REWARDS, `/ar${REWARDS}`]) {
      await shopper.visit(path);
      expect(await shopper.complaints(), path).toEqual([]);
      expect(await launcherOf(shopper.page).innerText(), path).toContain("240 points");
    }
    await shopper.visit(REWARDS);
    const font = (selector: string): Promise<string> =>
      shopper.page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).fontFamily);
    expect(await font("main perennial-block p, [role=main] perennial-block p")).toBe(
      await font("body"),
    );
    await openLauncher(shopper.page);
    expect(await shopper.complaintsInUse()).toEqual([]);
    await shopper.close();
  },
);

test("a block moves up, and the launcher goes and comes back, as the merchant says", async () => {
  await editor.open("product");
  await editor.addBlock("Tiers");
  await editor.moveUp();
  await editor.switchLauncher(false);
  await editor.save();
  const [first, second, ...more] = await appTexts(product);
  expect(first).toMatch(/^Tiers /);
  expect(second).toMatch(/^Earn /);
  expect(more).toEqual([]);

  const shopper = await Shopper.arrive(shop.browser, shop.url, { cookie, foreignTheme: true });
  await shopper.visit("/");
  expect(await shopper.appBlocks()).toEqual([]);
  expect(await shopper.complaints()).toEqual([]);
  await editor.switchLauncher(true);
  await editor.save();
  await shopper.visit("/");
  expect(await launcherOf(shopper.page).innerText()).toContain("240 points");
  expect(await shopper.complaints()).toEqual([]);
});
