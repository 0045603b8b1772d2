import type { Product } from "../../shop/records.ts";
import type { ShopState } from "../../shop/state.ts";
import { LANGUAGES } from "../../shop/markets.ts";
import type { Theme } from "../../storefront/theme/theme.ts";
import type { Choice } from "../parts.ts";
import type { View } from "./view.ts";

const NAMES: Readonly<Record<string, string>> = {
  index: "Home page",
  product: "Product",
  collection: "Collection",
  "list-collections": "All collections",
  cart: "Cart",
  "page.rewards": "Rewards page",
  page: "Page",
  search: "Search",
  "404": "Page not found",
};
// Not the keys of the names: an object puts 404 before all words.
const ORDER = [
  "index",
  "product",
  "collection",
  "list-collections",
  "cart",
  "page.rewards",
  "page",
  "search",
  "404",
];

const rankOf = (name: string): number => {
  const rank = ORDER.indexOf(name);
  return rank < 0 ? ORDER.length : rank;
};

const UNSHOWN = /^(customers|gift_card|password|article|blog|metaobject)/;

/** The theme's JSON templates that the storefront has a page for. */
export function templateChoices(theme: Theme): Choice[] {
  return theme.files
    .list("templates")
    .filter((name) => name.endsWith(".json") && !UNSHOWN.test(name))
    .map((name) => name.slice(0, -".json".length))
    .sort((a, b) => rankOf(a) - rankOf(b) || a.localeCompare(b))
    .map((value) => {
      const [base = "", suffix] = value.split(".");
      const known =
        NAMES[value] ?? (suffix === undefined ? base : `${NAMES[base] ?? base}: ${suffix}`);
      return { value, label: known };
    });
}

/** The groups of sections that stand on every page: the header's first, the footer's last. */
export function groupFiles(theme: Theme): string[] {
  const rank = (name: string) =>
    name.startsWith("header") ? 0 : name.startsWith("footer") ? 2 : 1;
  return theme.files
    .list("sections")
    .filter((name) => name.endsWith(".json"))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .map((name) => `sections/${name}`);
}

function firstProduct(state: ShopState): Product | undefined {
  for (const product of state.products.values()) if (product.status === "active") return product;
  return undefined;
}

/** A page of the storefront that has the template. */
export function pathOfTemplate(state: ShopState, template: string): string {
  const [base = "", suffix] = template.split(".");
  if (base === "page") return `/pages/${suffix ?? "rewards"}`;
  const [collection] = state.collections.values();
  const paths: Readonly<Record<string, string>> = {
    index: "/",
    product: `/products/${firstProduct(state)?.handle ?? ""}`,
    collection: `/collections/${collection?.handle ?? "all"}`,
    "list-collections": "/collections",
    cart: "/cart",
    search: "/search?q=tea",
  };
  const path = paths[base] ?? "/no-such-page";
  if (suffix === undefined) return path;
  return `${path}${path.includes("?") ? "&" : "?"}view=${suffix}`;
}

/** The same page in the language of the view. */
export function previewPath(state: ShopState, view: View): string {
  const path = pathOfTemplate(state, view.template);
  const root = LANGUAGES.find(({ code }) => code === view.language)?.rootUrl ?? "";
  return root !== "" && path === "/" ? root : `${root}${path}`;
}
