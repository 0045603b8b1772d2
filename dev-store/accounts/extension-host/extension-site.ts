/** What an extension's frame and its page load and ask: files, session tokens, the Customer Account API. */
import { readFileSync } from "node:fs";
import { readFields } from "../../wire/fields.ts";
import type { ControlContext } from "../../control/context.ts";
import {
  cookieOf,
  escapeHtml,
  readJsonBody,
  sendJson,
  sendText,
  type Exchange,
} from "../../http/exchange.ts";
import type { Site } from "../../http/site.ts";
import { LOGIN_COOKIE, loggedInCustomer } from "../../proxy/login.ts";
import { Refusal } from "../../wire/refusal.ts";
import { bundleOf, type Target } from "./account-extension.ts";
import { callCustomerApi } from "./customer-api.ts";
import { makeCustomerToken } from "./customer-token.ts";
import { EXTENSIONS_PATH, extensionBlocks } from "./extension-blocks.ts";

const BROWSER = /^\/browser\/(host|frame|define-components|components|component-styles|i18n)\.js$/;
const BUNDLE = /^\/perennial-account\/([a-z.-]+)\.js$/;
const CUSTOMER_API = /^\/customer-api\/([^/]+)\/graphql\.json$/;

export const extensionSite: Site = {
  owns: (pathname) => pathname.startsWith(`${EXTENSIONS_PATH}/`),
  answer: async (exchange, context) => {
    const path = exchange.url.pathname.slice(EXTENSIONS_PATH.length);
    const api = CUSTOMER_API.exec(path);
    if (api !== null) return customerApi(exchange, context, api[1] ?? "");
    if (path === "/session-token") sessionToken(exchange, context);
    else if (path === "/preview") preview(exchange, context);
    else sendScript(exchange, scriptAt(path));
  },
};

function scriptAt(path: string): Buffer {
  const browser = BROWSER.exec(path);
  if (browser !== null)
    return readFileSync(new URL(`browser/${browser[1] ?? ""}.js`, import.meta.url));
  const target = BUNDLE.exec(path)?.[1];
  if (target === undefined) throw new Refusal(404, `There is no page ${EXTENSIONS_PATH}${path}`);
  const bundle = bundleOf(target);
  if (bundle === null) throw new Refusal(404, `The extension has no ${target}, or isn't built`);
  return bundle;
}

/** The frame has no origin: to a browser everything that it loads comes from elsewhere. */
function sendScript({ response }: Exchange, script: Buffer): void {
  response.writeHead(200, {
    "Content-Type": "text/javascript; charset=utf-8",
    "Cache-Control": "no-store",
    "Access-Control-Allow-Origin": "*",
  });
  response.end(script);
}

function customerOf({ request }: Exchange, { keys, shop }: ControlContext): string | null {
  const id = loggedInCustomer(cookieOf(request, LOGIN_COOKIE), keys.apiSecret);
  return id !== null && shop.state.customers.has(id) ? id : null;
}

const PREVIEW_STYLE =
  "body{margin:0;background:#f5f5f6;font:15px/1.5 system-ui,sans-serif}h1{font-size:22px;margin:12px 0 16px}main{max-width:680px;margin:0 auto;padding:16px}";

/** One block by itself, for whoever works on it: `?target=profile` or `?target=order-status&order=1`. */
function preview(exchange: Exchange, context: ControlContext): void {
  const query = exchange.url.searchParams;
  const target: Target = `customer-account.${query.get("target") === "order-status" ? "order-status" : "profile"}.block.render`;
  const customerId = customerOf(exchange, context);
  const order = context.shop.state.orders.get(query.get("order") ?? "");
  if (order && customerId !== null && order.customerId !== customerId)
    throw new Refusal(404, "There is no such order of yours");
  const locale = query.get("locale") ?? "en";
  const block = extensionBlocks(context, {
    target,
    customerId,
    orderId: order?.id ?? null,
    locale,
  });
  sendText(
    exchange.response,
    "text/html",
    `<!doctype html><html lang="${escapeHtml(locale)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${target}</title>
<style>${PREVIEW_STYLE}</style></head><body><main><h1>Preview</h1>${block}</main></body></html>`,
  );
}

function requirePost({ method, url }: Exchange): void {
  if (method !== "POST") throw new Refusal(405, `${url.pathname} takes POST only`);
}

function sessionToken(exchange: Exchange, context: ControlContext): void {
  requirePost(exchange);
  const { domain } = context.shop.state.info;
  const customerId = customerOf(exchange, context);
  exchange.response.setHeader("Cache-Control", "no-store");
  sendJson(exchange.response, 200, {
    token: makeCustomerToken(context.keys, { shop: domain, customerId }),
  });
}

async function customerApi(
  exchange: Exchange,
  context: ControlContext,
  version: string,
): Promise<void> {
  requirePost(exchange);
  const body = readFields(await readJsonBody(exchange.request), "the request");
  const { query, variables } = body;
  if (typeof query !== "string") throw new Refusal(400, "the request has no query");
  const answer = callCustomerApi(context, {
    version,
    customerId: customerOf(exchange, context),
    query,
    variables: (variables ?? {}) as Record<string, unknown>,
  });
  if (answer === null) throw new Refusal(404, `There is no Customer Account API ${version}`);
  sendJson(exchange.response, 200, answer);
}
