import type { ControlContext } from "../control/context.ts";
import { readCart, type Cart } from "../cart/cart.ts";
import { priceCart } from "../cart/price-cart.ts";
import { cookieOf, type Exchange } from "../http/exchange.ts";
import { loggedInCustomer, LOGIN_COOKIE } from "../proxy/login.ts";
import { localizationOf } from "../shop/markets.ts";
import type { Page } from "./liquid/page.ts";
import { CartDrop } from "./objects/cart.ts";
import { CollectionDrop } from "./objects/collection.ts";
import { globalObjects } from "./objects/globals.ts";
import { findPage, type Found } from "./page-routes.ts";
import { renderSection, type Document } from "./render/document.ts";
import { Renderer } from "./render/renderer.ts";
import { themeStage } from "./render/situation.ts";

/** Shopify renders this many sections for one request. */
const SECTIONS_MAX = 5;

/** Where the page was asked for; a host that is no name is nowhere. */
function originOf({ headers }: Exchange["request"], domain: string): string {
  const asked = `http://${headers.host ?? domain}`;
  return URL.canParse(asked) ? new URL(asked).origin : `http://${domain}`;
}

/** What the page's objects and filters know of a request. */
export function pageFor({ request, url }: Exchange, context: ControlContext): Page {
  const { shop, clock, storefront, keys } = context;
  const origin = originOf(request, shop.state.info.domain);
  const page: Page = {
    state: shop.state,
    catalogue: storefront.catalogue,
    where: localizationOf(request, url.pathname, shop.state.info),
    now: clock.now(),
    origin,
    url: new URL(`${origin}${url.pathname}${url.search}`),
    designMode: url.searchParams.get("design") === "1",
    customerId: loggedInCustomer(cookieOf(request, LOGIN_COOKIE), keys.apiSecret),
    head: { scripts: new Set(), stylesheets: new Set() },
    renderer: null,
    collection: (record) => new CollectionDrop(page, record),
  };
  return page;
}

/** The template of a page: `page.rewards`, `?view=` of another suffix, else the plain one. */
function templateOf({ storefront }: ControlContext, { template }: Found, url: URL): string {
  const { theme } = storefront;
  const there = (name: string) =>
    ["json", "liquid"].some((kind) => theme.files.text(`templates/${name}.${kind}`) !== null);
  const view = url.searchParams.get("view");
  const names = [
    view === null ? null : `${template.name}.${view}`,
    template.valueOf(),
    template.name,
  ];
  const found = names.find((name) => name !== null && /^[\w.-]+$/.test(name) && there(name));
  return found ?? template.name;
}

/** What a request asks for, ready to be rendered; the cart is the request's unless told. */
export function documentOf(
  exchange: Exchange,
  context: ControlContext,
  cart: Cart = readCart(exchange.request),
): { document: Document; found: Found } {
  const { storefront, keys, shop, clock } = context;
  const page = pageFor(exchange, context);
  const found = findPage(page);
  const priced = new CartDrop(page, () =>
    priceCart(shop.state, cart, page.where, {
      customerId: page.customerId,
      now: clock.now(),
    }),
  );
  const objects = globalObjects(page, found, priced);
  const { theme, extensions } = storefront;
  const renderer = new Renderer({
    theme,
    extensions,
    appKey: keys.apiKey,
    page,
    kind: found,
    objects,
  });
  page.renderer = renderer;
  const stage = themeStage(theme, page, objects);
  renderer.use(stage);
  const template = templateOf(context, found, page.url);
  return { document: { theme, page, renderer, stage, template }, found };
}

/** Sections by their ids, as the page at `path` shows them with this cart: for who changes the cart. */
export function renderSections(
  exchange: Exchange,
  context: ControlContext,
  asked: { ids: readonly string[]; path: string; cart: Cart },
): Record<string, string | null> {
  const url = new URL(asked.path, "http://shop");
  const { document } = documentOf({ ...exchange, url }, context, asked.cart);
  return sectionsOf(document, asked.ids);
}

/** Sections of a page by their ids; null for one that it doesn't have. */
export function sectionsOf(
  document: Document,
  ids: readonly string[],
): Record<string, string | null> {
  const rendered = ids
    .slice(0, SECTIONS_MAX)
    .map((id) => [id, renderSection(document, id)] as const);
  return Object.fromEntries(rendered);
}
