import { fileURLToPath } from "node:url";
import type { DevStore, DevStoreOptions } from "../../dev-store/start.ts";
import { call, KEYS, startStore } from "./store.ts";

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const PLAIN_THEME = folder("themes/plain");
export const PLAIN_APP = folder("extensions/plain-app");

/** A store with a theme and an app of the tests' own, three products and two customers. */
export async function startPlainShop(options: Partial<DevStoreOptions> = {}): Promise<DevStore> {
  const store = await startStore({ theme: PLAIN_THEME, extension: PLAIN_APP, ...options });
  const at = store.clock.now();
  const product = (id: string, title: string, priceMinor: number, more: object = {}) => {
    const variants = [{ id: `${id}0`, title: "Default Title", sku: null, priceMinor }];
    const input = { id, title, variants, imageSeed: Number(id), collections: ["Table"], ...more };
    store.shop.execute({ kind: "product.put", at, product: input });
  };
  product("1", "Mug", 1_250, { vendor: "Ashdown" });
  product("2", "Tea & Coffee Pot", 4_800);
  product("3", "Leaf Tea", 650, {
    variants: [
      { id: "30", title: "100 g", sku: null, priceMinor: 650 },
      { id: "31", title: "250 g", sku: null, priceMinor: 1_430 },
    ],
  });
  const customer = (id: string, firstName: string) =>
    store.shop.execute({ kind: "customer.put", at, customer: { id, firstName, lastName: "Lee" } });
  customer("1001", "Ann");
  customer("1002", "Ben");
  return store;
}

export interface Visit {
  customer?: string;
  country?: string;
  cart?: string;
  headers?: Record<string, string>;
}

export async function cookieOf(store: DevStore, customerId: string): Promise<string> {
  const login = await call(store, "POST", "/control/login", { customerId });
  return String(login.body["cookie"]).split(";")[0] ?? "";
}

/** A page as a browser gets it, for who is logged in, lives somewhere, has a cart. */
export async function visit(store: DevStore, path: string, as: Visit = {}): Promise<string> {
  const cookies = [
    as.customer === undefined ? "" : await cookieOf(store, as.customer),
    as.country === undefined ? "" : `localization=${as.country}`,
    as.cart ?? "",
  ].filter((cookie) => cookie !== "");
  const headers = { ...as.headers, cookie: cookies.join("; ") };
  return (await fetch(`${store.url}${path}`, { headers, redirect: "manual" })).text();
}

/** What a piece of Liquid comes to in the theme, on some page. */
export async function liquid(
  store: DevStore,
  source: string,
  as: Visit & { path?: string } = {},
): Promise<string> {
  put(store, "sections/probe.liquid", `[[${source}]]`);
  const path = as.path ?? "/";
  const html = await visit(store, `${path}${path.includes("?") ? "&" : "?"}section_id=probe`, as);
  return /\[\[([\s\S]*)\]\]/.exec(html)?.[1] ?? html;
}

/** Changes a file of the theme as the theme editor does. */
export function put(store: DevStore, file: string, text: string | null): void {
  store.shop.execute({ kind: "theme.put", at: store.clock.now(), file, text });
}

export function setMetafield(
  store: DevStore,
  ownerGid: string,
  name: { namespace: string; key: string },
  value: unknown,
): void {
  const metafield = { ownerGid, ...name, type: "json", value: JSON.stringify(value) };
  store.shop.execute({ kind: "metafields.set", at: store.clock.now(), metafields: [metafield] });
}

/** The app's own namespace: what `$app` stands for. */
export const OWN = `app--${KEYS.apiKey}`;
export const INSTALLATION = (store: DevStore): string =>
  `gid://shopify/AppInstallation/${store.shop.state.info.id}`;
