import type { ControlContext } from "../control/context.ts";
import { readCart } from "../cart/cart.ts";
import { priceCart } from "../cart/price-cart.ts";
import { cookieOf, readBody, type Exchange } from "../http/exchange.ts";
import type { Site } from "../http/site.ts";
import { loggedInCustomer, LOGIN_COOKIE } from "../proxy/login.ts";
import { countriesOf, countryCookie, LANGUAGES, localizationOf } from "../shop/markets.ts";
import { Refusal } from "../wire/refusal.ts";
import { redirect, sendJsonBody, sendPage } from "./answer.ts";
import { serveAsset } from "./assets.ts";
import type { Page } from "./liquid/page.ts";
import { CartDrop } from "./objects/cart.ts";
import { CollectionDrop } from "./objects/collection.ts";
import { customerOf, globalObjects } from "./objects/globals.ts";
import { PredictiveSearchDrop } from "./objects/search.ts";
import { ProductDrop } from "./objects/product.ts";
import type { RecommendationsDrop } from "./objects/recommendations.ts";
import { findPage, type Found } from "./page-routes.ts";
import { renderDocument, renderSection, type Document } from "./render/document.ts";
import { Renderer } from "./render/renderer.ts";
import { themeStage } from "./render/situation.ts";

/** Shopify renders this many sections for one request. */
const SECTIONS_MAX = 5;

function pageFor({ request, url }: Exchange, context: ControlContext): Page {
  const { shop, clock, storefront, keys } = context;
  const page: Page = {
    state: shop.state,
    catalogue: storefront.catalogue,
    where: localizationOf(request, url.pathname, shop.state.info),
    now: clock.now(),
    origin: `http://${request.headers.host ?? shop.state.info.domain}`,
    url: new URL(`${url.pathname}${url.search}`, `http://${request.headers.host ?? "shop"}`),
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

function documentOf(
  exchange: Exchange,
  context: ControlContext,
): { document: Document; found: Found } {
  const { storefront, keys, shop, clock } = context;
  const page = pageFor(exchange, context);
  const found = findPage(page);
  const cart = new CartDrop(page, () =>
    priceCart(shop.state, readCart(exchange.request), page.where, {
      customerId: page.customerId,
      now: clock.now(),
    }),
  );
  const objects = {
    ...globalObjects(page, found, cart),
    customer: customerOf(page, { appKey: null }),
  };
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

/** Sections by their ids, as a page of `path` would show them: for who changes the cart. */
export function renderSections(
  exchange: Exchange,
  context: ControlContext,
  { ids, path }: { ids: readonly string[]; path: string },
): Record<string, string | null> {
  const url = new URL(path, "http://shop");
  const { document } = documentOf({ ...exchange, url }, context);
  const rendered = ids
    .slice(0, SECTIONS_MAX)
    .map((id) => [id, renderSection(document, id)] as const);
  return Object.fromEntries(rendered);
}

function answerPage(exchange: Exchange, context: ControlContext): void {
  const { document, found } = documentOf(exchange, context);
  const { searchParams } = document.page.url;
  const section = searchParams.get("section_id");
  const sections = searchParams.get("sections");
  const country = searchParams.get("country");
  if (country !== null && document.page.where.country.code === country.toUpperCase())
    exchange.response.appendHeader("Set-Cookie", countryCookie(country.toUpperCase()));
  if (section !== null) {
    const html = renderSection(document, section);
    if (html === null) throw new Refusal(404, `There is no section ${section} on this page`);
    sendPage(exchange, html, found.status);
  } else if (sections !== null) {
    const ids = sections.split(",").slice(0, SECTIONS_MAX);
    sendJsonBody(exchange, Object.fromEntries(ids.map((id) => [id, renderSection(document, id)])));
  } else sendPage(exchange, renderDocument(document), found.status);
}

/** Pages' data as scripts ask for it: a product, recommendations, suggestions. */
function answerJson(exchange: Exchange, context: ControlContext, path: string): boolean {
  const page = pageFor(exchange, context);
  const handle = /^\/(?:collections\/[^/]+\/)?products\/([^/]+)\.js$/.exec(path)?.[1];
  if (handle !== undefined) {
    const product = page.catalogue.byHandle.get(decodeURIComponent(handle));
    if (product === undefined) throw new Refusal(404, `There is no product ${handle}`);
    sendJsonBody(exchange, new ProductDrop(page, product).ajaxJson());
    return true;
  }
  if (path === "/recommendations/products.json") {
    page.where = { ...page.where, path: "/recommendations/products" };
    const { recommendations } = findPage(page).objects as { recommendations: RecommendationsDrop };
    const products = recommendations.products.map((product) => product.ajaxJson());
    sendJsonBody(exchange, { intent: recommendations.intent, products });
    return true;
  }
  if (path !== "/search/suggest.json") return false;
  const limit = Number(page.url.searchParams.get("resources[limit]") ?? 10);
  const found = new PredictiveSearchDrop(page, page.url.searchParams.get("q") ?? "", limit);
  sendJsonBody(exchange, { resources: { results: found.resources } });
  return true;
}

/** Where a shopper goes after choosing a language: the same page, there. */
function inLanguage(returnTo: string, code: string | undefined, rootUrl: string): string {
  const url = new URL(returnTo, "http://shop");
  const known = LANGUAGES.find(
    (item) =>
      item.rootUrl !== "" &&
      (url.pathname === item.rootUrl || url.pathname.startsWith(`${item.rootUrl}/`)),
  );
  const path = url.pathname.slice(known?.rootUrl.length ?? 0);
  const chosen = LANGUAGES.find((item) => item.code.toLowerCase() === code?.toLowerCase());
  const root = chosen?.rootUrl ?? known?.rootUrl ?? rootUrl;
  const there = `${root}${path === "/" ? "" : path}`;
  return `${there === "" ? "/" : there}${url.search}`;
}

async function fieldsOf({ request }: Exchange): Promise<Record<string, string>> {
  const body = await readBody(request);
  const type = request.headers["content-type"] ?? "application/x-www-form-urlencoded";
  const form = await new Response(new Uint8Array(body), { headers: { "Content-Type": type } })
    .formData()
    .catch(() => {
      throw new Refusal(400, "the body is no form");
    });
  return Object.fromEntries(
    [...form].map(([name, value]) => [name, typeof value === "string" ? value : ""]),
  );
}

/** Only a path of this shop: a form could name any address to go back to. */
const ownPath = (path: string | undefined, fallback: string): string =>
  path !== undefined && /^\/(?![/\\])/.test(path) ? path : fallback;

async function changeLocalization(exchange: Exchange, context: ControlContext): Promise<void> {
  const fields = await fieldsOf(exchange);
  const { info } = context.shop.state;
  const country = countriesOf(info).find(
    ({ code }) => code === fields["country_code"]?.toUpperCase(),
  );
  if (country !== undefined)
    exchange.response.appendHeader("Set-Cookie", countryCookie(country.code));
  const { rootUrl } = localizationOf(exchange.request, exchange.url.pathname, info);
  const language = fields["language_code"] ?? fields["locale_code"];
  const back = ownPath(fields["return_to"], rootUrl === "" ? "/" : rootUrl);
  redirect(exchange, inLanguage(back, language, rootUrl));
}

async function takeContact(exchange: Exchange): Promise<void> {
  const fields = await fieldsOf(exchange);
  const kind = fields["form_type"] === "customer" ? "customer" : "contact";
  const from = URL.canParse(exchange.request.headers.referer ?? "")
    ? new URL(exchange.request.headers.referer ?? "").pathname
    : "/";
  redirect(exchange, `${from}?${kind}_posted=true`);
}

async function answer(exchange: Exchange, context: ControlContext): Promise<void> {
  const { pathname } = exchange.url;
  const { info } = context.shop.state;
  const { path } = localizationOf(exchange.request, pathname, info);
  const reads = exchange.method === "GET" || exchange.method === "HEAD";
  if (path === "/localization" && !reads) return changeLocalization(exchange, context);
  if (path === "/contact" && !reads) return takeContact(exchange);
  if (!reads) throw new Refusal(405, `${pathname} takes GET only`);
  if (pathname.startsWith("/cdn/")) serveAsset(exchange, context);
  else if (!answerJson(exchange, context, path)) answerPage(exchange, context);
}

/** Not the shop's pages, but the program's own. */
const ELSEWHERE = /^\/(admin(\/|$)|app-bridge\.js$|healthz$)/;

export const storefrontSite: Site = {
  owns: (pathname) => !ELSEWHERE.test(pathname),
  answer,
};
