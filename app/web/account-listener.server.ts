/**
 * `/account/*`: what the customer account extension asks, from Shopify's pages in the shopper's
 * browser. Shopify's session token says which shop and which customer; nothing else names anyone.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "../domain/shared/app-error.ts";
import { isId, type Id } from "../domain/shared/ids.ts";
import { changeMembership } from "../use-cases/change-membership.ts";
import { explainOrder } from "../use-cases/explain-order.ts";
import type { Ports, ShopId } from "../use-cases/ports.ts";
import { readAccount } from "../use-cases/read-account.ts";
import { readActivity } from "../use-cases/read-activity.ts";
import { readShopperState } from "../use-cases/read-shopper-state.ts";
import { accountIdentity, type AccountIdentity, type TokenRules } from "./account-token.server.ts";
import { accountActivityView, accountView, orderWorthView } from "./account-view.ts";
import { shopperLanguage } from "./i18n/shopper/language.ts";
import { sendJson, sendRefusal } from "./refusal.server.ts";
import { versionInForce } from "./shopper-state.ts";

export type AccountPorts = Ports & TokenRules & { realClock: () => number };

type Visit = {
  shopId: ShopId;
  currency: string;
  customerId: Id;
  query: URLSearchParams;
  /** What the path's last part says. */
  named: string;
};
type Answer = (ports: AccountPorts, visit: Visit) => Promise<unknown>;

const ROUTES: readonly { path: RegExp; methods: Readonly<Record<string, Answer>> }[] = [
  { path: /^\/account\/(member)$/, methods: { GET: member } },
  { path: /^\/account\/(membership)$/, methods: { POST: join } },
  { path: /^\/account\/(activity)$/, methods: { GET: activity } },
  { path: /^\/account\/orders\/([^/]+)$/, methods: { GET: order } },
];

/** How long a browser need not ask again whether it may ask (s). */
const PREFLIGHT_SECONDS = 7_200;

export async function answerAccount(
  ports: AccountPorts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // An extension runs in a worker of Shopify's, whose origin is not told; no cookie is involved.
  response.setHeader("access-control-allow-origin", "*");
  try {
    const url = new URL(request.url ?? "/", "http://app.invalid");
    const { methods, named } = routeOf(url.pathname);
    if (request.method === "OPTIONS") {
      allow(response, Object.keys(methods));
      return;
    }
    const answer = methods[request.method ?? "GET"];
    if (!answer) throw notAllowed(response, url.pathname, Object.keys(methods));
    const identity = accountIdentity(request.headers.authorization, ports, ports.realClock());
    const visit = { ...(await visitOf(ports, identity)), query: url.searchParams, named };
    sendJson(response, 200, await answer(ports, visit));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    sendRefusal(response, error);
  }
}

function routeOf(pathname: string): { methods: Readonly<Record<string, Answer>>; named: string } {
  for (const { path, methods } of ROUTES) {
    const found = path.exec(pathname);
    if (found) return { methods, named: found[1] ?? "" };
  }
  throw new AppError("not-found", `There is nothing at ${pathname}.`);
}

function allow(response: ServerResponse, methods: readonly string[]): void {
  response.setHeader("access-control-allow-methods", [...methods, "OPTIONS"].join(", "));
  response.setHeader("access-control-allow-headers", "Authorization, Content-Type");
  response.setHeader("access-control-max-age", String(PREFLIGHT_SECONDS));
  response.statusCode = 204;
  response.end();
}

function notAllowed(
  response: ServerResponse,
  pathname: string,
  methods: readonly string[],
): AppError {
  response.setHeader("allow", [...methods, "OPTIONS"].join(", "));
  return new AppError("method-not-allowed", `${pathname} takes ${methods.join(", ")}.`);
}

async function visitOf(
  ports: AccountPorts,
  { shop: domain, customerId }: AccountIdentity,
): Promise<Pick<Visit, "shopId" | "currency" | "customerId">> {
  const shop = await ports.stores.shops.findRecent(domain);
  if (shop?.state !== "installed") {
    throw new AppError("shop-unknown", `Perennial is not installed at ${domain}.`);
  }
  return { shopId: shop.shopId, currency: shop.currency, customerId };
}

async function member(ports: AccountPorts, { shopId, customerId }: Visit): Promise<unknown> {
  return accountView(await readAccount(ports, shopId, customerId));
}

async function join(ports: AccountPorts, visit: Visit): Promise<unknown> {
  await changeMembership(ports, visit.shopId, visit.customerId, "join");
  return member(ports, visit);
}

async function activity(ports: AccountPorts, visit: Visit): Promise<unknown> {
  const { shopId, customerId, query } = visit;
  const page = await readActivity(ports, shopId, customerId, query.get("cursor"));
  return accountActivityView(page.rows, page.nextCursor, shopperLanguage(query.get("locale")));
}

/** Another customer's order and one that isn't there look the same from outside. */
async function order(ports: AccountPorts, visit: Visit): Promise<unknown> {
  const { shopId, customerId, currency, named } = visit;
  const worth = isId(named) ? await explainOrder(ports, shopId, customerId, named) : null;
  if (!worth) throw new AppError("not-found", "There is no such order of yours.");
  const state = await readShopperState(ports, shopId, customerId);
  return orderWorthView(worth, {
    program: versionInForce(state.versions, state.now).name,
    currency,
    available: state.member ? state.member.balance - state.member.held : 0,
  });
}
