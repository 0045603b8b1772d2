import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extensionSite } from "../accounts/extension-host/extension-site.ts";
import { accountsSite } from "../accounts/site.ts";
import type { AdminApi } from "../admin-api/admin-api.ts";
import { bulkSite } from "../admin-api/bulk/site.ts";
import { BACK_OFFICE } from "../back-office/site.ts";
import { cartSite } from "../cart/site.ts";
import { checkoutSite } from "../checkout/site.ts";
import type { ControlContext } from "../control/context.ts";
import { control } from "../control/router.ts";
import { ROUTES } from "../control/routes.ts";
import { accessToken } from "../oauth/access-token.ts";
import { adminPage } from "../oauth/admin-page.ts";
import { appBridgeScript } from "../oauth/app-bridge.ts";
import { makeSessionToken } from "../oauth/session-token.ts";
import { staffMember } from "../oauth/staff.ts";
import { chooseVisitor, visitorOf } from "../oauth/visitor.ts";
import { forward } from "../proxy/forward.ts";
import { readFields } from "../wire/fields.ts";
import { Refusal } from "../wire/refusal.ts";
import { readBody, readJsonBody, sendJson, sendText, shopOf, type Exchange } from "./exchange.ts";
import { storefrontSite } from "../storefront/site.ts";
import type { Site } from "./site.ts";

const GRAPHQL = /^\/admin\/api\/([^/]+)\/graphql\.json$/;
const EMBEDDED = /^\/admin\/apps\/perennial(\/.*)?$/;

/** Asked in this order, after the app proxy and Shopify's APIs. */
const SITES: readonly Site[] = [
  extensionSite,
  bulkSite,
  BACK_OFFICE,
  cartSite,
  checkoutSite,
  accountsSite,
  storefrontSite,
];

/** A call of Shopify's APIs must be for this shop; a browser on loopback may come without a name. */
function requireShop(exchange: Exchange, context: ControlContext): void {
  const asked = shopOf(exchange.request);
  if (asked !== null && asked !== context.shop.state.info.domain)
    throw new Refusal(404, `There is no shop ${asked} here`);
}

async function graphql(exchange: Exchange, adminApi: AdminApi, apiVersion: string): Promise<void> {
  const { request, response } = exchange;
  const token = request.headers["x-shopify-access-token"];
  const answer = await adminApi.receive({
    apiVersion,
    token: typeof token === "string" ? token : null,
    body: await readJsonBody(request),
  });
  if (answer.lost) {
    // The caller sees a broken connection and can't know that the call took effect.
    response.destroy();
    return;
  }
  response.setHeader("X-Shopify-API-Version", apiVersion);
  sendJson(response, answer.status, answer.body);
}

async function oauth(exchange: Exchange, context: ControlContext): Promise<void> {
  const { request, response } = exchange;
  const form =
    request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  const fields = form
    ? Object.fromEntries(new URLSearchParams((await readBody(request)).toString("utf8")))
    : readFields(await readJsonBody(request), "the request");
  const answer = accessToken(context, fields);
  sendJson(response, answer.status, answer.body);
}

/** Opening the app from the admin installs it if it isn't, as Shopify's managed installation does. */
function openApp(exchange: Exchange, context: ControlContext, rest: string): void {
  const { shop, clock, configuration, keys, appUrl } = context;
  const goOn = chooseVisitor(exchange);
  if (goOn !== null) {
    exchange.response.writeHead(303, { Location: goOn }).end();
    return;
  }
  if (!shop.state.installation.installed)
    shop.execute({ kind: "app.install", at: clock.now(), scopes: configuration.scopes });
  const path = `/app${rest === "/" ? "" : rest}${exchange.url.search}`;
  const { domain, name } = shop.state.info;
  sendText(
    exchange.response,
    "text/html",
    adminPage({
      ...visitorOf(exchange.request),
      ...{ keys, shop: domain, shopName: name, appUrl, path },
    }),
  );
}

function sessionToken(exchange: Exchange, context: ControlContext): void {
  const { response } = exchange;
  // The app's page asks from its own origin; nothing else has a use for the token.
  response.setHeader("Access-Control-Allow-Origin", new URL(context.appUrl).origin);
  response.setHeader("Cache-Control", "no-store");
  const { domain } = context.shop.state.info;
  sendJson(response, 200, {
    token: makeSessionToken(context.keys, {
      shop: domain,
      userId: staffMember(exchange.url.searchParams.get("staff")).id,
    }),
  });
}

function page(exchange: Exchange): void {
  const { pathname } = exchange.url;
  if (pathname === "/app-bridge.js") {
    sendText(
      exchange.response,
      "text/javascript",
      appBridgeScript(`http://${exchange.request.headers.host ?? ""}`),
    );
  } else if (pathname === "/healthz") sendJson(exchange.response, 200, { status: "ok" });
  else throw new Refusal(404, `There is no page ${pathname}`);
}

async function route(exchange: Exchange, context: ControlContext): Promise<void> {
  const { pathname } = exchange.url;
  const { prefix, subpath, path } = context.configuration.proxy;
  const storefront = `/${prefix}/${subpath}`;
  if (pathname === "/control" || pathname.startsWith("/control/"))
    return control(exchange, context, ROUTES);
  if (pathname === storefront || pathname.startsWith(`${storefront}/`)) {
    const { domain } = context.shop.state.info;
    return forward(exchange, {
      appUrl: context.appUrl,
      path,
      prefix: storefront,
      shop: domain,
      secret: context.keys.apiSecret,
    });
  }
  const api = GRAPHQL.exec(pathname);
  if (api !== null || pathname === "/admin/oauth/access_token") {
    requireShop(exchange, context);
    if (exchange.method !== "POST") throw new Refusal(405, `${pathname} takes POST only`);
    return api === null
      ? oauth(exchange, context)
      : graphql(exchange, context.adminApi, api[1] ?? "");
  }
  const site = SITES.find(({ owns }) => owns(pathname, exchange.method));
  if (site !== undefined) return site.answer(exchange, context);
  if (exchange.method !== "GET" && exchange.method !== "HEAD")
    throw new Refusal(405, `${pathname} takes GET only`);
  const embedded = EMBEDDED.exec(pathname);
  if (embedded !== null) {
    openApp(exchange, context, embedded[1] ?? "");
    return;
  }
  if (pathname === "/admin/session-token") sessionToken(exchange, context);
  else page(exchange);
}

/** The path as it was sent: `//x` is one that begins with two slashes, not a host. */
function addressOf({ url = "/" }: IncomingMessage): URL {
  const address = url.startsWith("/") ? `http://dev-store${url}` : url;
  if (!URL.canParse(address)) throw new Refusal(400, "The address can't be read");
  return new URL(address);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  context: ControlContext,
): Promise<void> {
  const method = request.method ?? "GET";
  try {
    await route({ request, response, method, url: addressOf(request) }, context);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : null;
    if (refusal === null)
      process.stderr.write(
        `dev store: ${method} ${request.url ?? ""}: ${String(error instanceof Error ? error.stack : error)}\n`,
      );
    if (response.headersSent) response.destroy();
    else
      sendJson(response, refusal?.status ?? 500, {
        error: { message: refusal?.message ?? "the dev store failed; see its log" },
      });
  }
}

export function serve(context: ControlContext): Server {
  return createServer((request, response) => {
    void answer(request, response, context);
  });
}
