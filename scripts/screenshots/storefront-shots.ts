/** Every surface of the storefront: for guests, members and newcomers, filled, empty and in error. */
import type { Page } from "playwright-core";
import type { Place, Shot, Who } from "./shot.ts";

/** Where the app's own words stand; the last is one that the theme speaks and the app doesn't. */
const LANGUAGES = [
  { code: "de", root: "/de" },
  { code: "ja", root: "/ja" },
  { code: "ar", root: "/ar" },
] as const;
/** Longer than the script waits before it asks the app. */
const REFRESHED_MS = 4_000;

type Surface = Omit<Shot, "url"> & { path: string };

const openPanel = (page: Page): Promise<void> =>
  page.locator("perennial-block button[aria-haspopup=dialog]").click();

const once = (name: string, path: string, who: Who, more: Partial<Surface> = {}): Surface => ({
  name,
  path,
  who,
  ...more,
});

/** A full cart for whoever is on the page: `path` is where to look at it. */
const withCart =
  ({ variant }: Place, path: string) =>
  async (page: Page): Promise<void> => {
    const { origin } = new URL(page.url());
    await page.request.post(`${origin}/cart/add.js`, { data: { id: variant, quantity: 2 } });
    await page.goto(origin + path);
  };

/** Taken in every language. */
function everyday(place: Place): Surface[] {
  const product = `/products/${place.product}`;
  return [
    once("home", "/", "guest"),
    once("product", product, "guest"),
    once("product", product, "member"),
    once("collection", "/collections/all", "guest"),
    once("cart-filled", "/cart", "member", { first: withCart(place, "/cart") }),
    once("rewards", "/pages/rewards", "guest"),
    once("rewards", "/pages/rewards", "newcomer"),
    once("rewards", "/pages/rewards", "member"),
    once("panel", "/", "guest", { first: openPanel, inView: true }),
    once("panel", "/", "newcomer", { first: openPanel, inView: true }),
    once("panel", "/", "member", { first: openPanel, inView: true }),
  ];
}

/** Taken in English only: the theme's rest, empty states and errors. */
function rare(place: Place): Surface[] {
  const failing = { appFails: true, expected: /apps\/perennial|502/ };
  const stale = { ...failing, first: (page: Page) => page.waitForTimeout(REFRESHED_MS) };
  return [
    once("collections", "/collections", "guest"),
    once("search", "/search?q=tea", "guest"),
    once("search-nothing", "/search?q=zeppelin", "guest"),
    once("cart-empty", "/cart", "guest"),
    once("not-found", "/products/nothing-here", "guest", { expected: /404/ }),
    once("product-dollars", `/products/${place.product}?country=US`, "member"),
    once("rewards-yen", "/pages/rewards?country=JP", "member"),
    once("rewards-app-down", "/pages/rewards", "member", { ...stale, shows: /^As of/ }),
    once("panel-app-down", "/", "member", {
      ...failing,
      first: async (page) => {
        await openPanel(page);
        await page.waitForTimeout(REFRESHED_MS);
      },
      shows: /^As of/,
      inView: true,
    }),
    once("join-fails", "/pages/rewards", "newcomer", {
      ...failing,
      first: (page) => page.locator("main perennial-block [data-join]").first().click(),
      shows: /didn’t go through/,
    }),
    once("history-fails", "/pages/rewards", "member", {
      ...failing,
      first: (page) => page.locator("main perennial-block [data-more]").first().click(),
      shows: /didn’t load/,
    }),
    once("history-more", "/pages/rewards", "member", {
      first: async (page) => {
        const more = page.locator("main perennial-block [data-more]").first();
        await more.click();
        await page.waitForTimeout(REFRESHED_MS / 4);
      },
    }),
  ];
}

export function storefrontShots(place: Place): Shot[] {
  const shot = (surface: Surface, root = "", code = "en"): Shot => ({
    ...surface,
    name: `shop-${surface.name}-${surface.who}-${code}`,
    url: `${place.store}${root}${surface.path}`,
  });
  const translated = LANGUAGES.flatMap(({ code, root }) =>
    everyday(place).map((surface) => {
      const moved = surface.name === "cart-filled" ? withCart(place, `${root}/cart`) : undefined;
      return shot(moved === undefined ? surface : { ...surface, first: moved }, root, code);
    }),
  );
  const english = [...everyday(place), ...rare(place)].map((surface) => shot(surface));
  return [...english, ...translated];
}
