/**
 * `/proxy/*`: what Shopify's app proxy forwards from the storefront. The signed query says which
 * shop and which customer; nothing else in the request names anyone.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "../domain/shared/app-error.ts";
import { shownState } from "../domain/settlement/shown-state.ts";
import { changeMembership, type Membership } from "../use-cases/change-membership.ts";
import { learnProxyPrefix } from "../use-cases/learn-proxy-prefix.ts";
import { noteStorefront } from "../use-cases/note-storefront.ts";
import type { Ports, ShopId } from "../use-cases/ports.ts";
import { readActivity } from "../use-cases/read-activity.ts";
import { readShopperState } from "../use-cases/read-shopper-state.ts";
import { shopperLanguage, type ShopperLanguage } from "./i18n/shopper/language.ts";
import { sendJson, sendRefusal } from "./refusal.server.ts";
import { rewardsView } from "./rewards-view.ts";
import { activityView, shopperStateView, versionInForce } from "./shopper-state.ts";
import { proxyIdentity, type ProxyIdentity, type Secrets } from "./signatures.server.ts";

export type ProxyPorts = Ports & { secrets: Secrets; realClock: () => number };

/** No customer has it: asks for the program alone. */
const NOBODY = "0";

type Visit = {
  shopId: ShopId;
  currency: string;
  customerId: string | null;
  query: URLSearchParams;
  language: ShopperLanguage;
};
type Answer = (ports: ProxyPorts, visit: Visit) => Promise<unknown>;

const ROUTES: Readonly<Record<string, Readonly<Record<string, Answer>>>> = {
  "/proxy/member": { GET: member },
  "/proxy/activity": { GET: activity },
  "/proxy/rewards": { GET: rewards },
  "/proxy/membership": { POST: changing("join"), DELETE: changing("leave") },
};

export async function answerProxy(
  ports: ProxyPorts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    sendJson(response, 200, await answerOf(ports, request, response));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    sendRefusal(response, error);
  }
}

async function answerOf(
  ports: ProxyPorts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<unknown> {
  const url = new URL(request.url ?? "/", "http://app.invalid");
  const identity = proxyIdentity(url.searchParams, ports.secrets, ports.realClock());
  if (!identity) {
    throw new AppError(
      "bad-signature",
      "This address is reached through the shop's own domain only.",
    );
  }
  const methods = ROUTES[url.pathname];
  if (!methods) throw new AppError("not-found", `There is nothing at ${url.pathname}.`);
  const answer = methods[request.method ?? "GET"];
  if (!answer) {
    response.setHeader("allow", Object.keys(methods).join(", "));
    throw new AppError(
      "method-not-allowed",
      `${url.pathname} takes ${Object.keys(methods).join(", ")}.`,
    );
  }
  return answer(ports, await visitOf(ports, identity, url.searchParams));
}

async function visitOf(
  ports: ProxyPorts,
  identity: ProxyIdentity,
  query: URLSearchParams,
): Promise<Visit> {
  const shop = await ports.stores.shops.findRecent(identity.shop);
  if (shop?.state !== "installed") {
    throw new AppError("shop-unknown", `Perennial is not installed at ${identity.shop}.`);
  }
  await learnProxyPrefix(ports, shop, identity.pathPrefix);
  await noteStorefront(ports, shop);
  const { shopId, currency } = shop;
  const language = shopperLanguage(query.get("locale"));
  return { shopId, currency, customerId: identity.customerId, query, language };
}

async function member(ports: ProxyPorts, visit: Visit): Promise<unknown> {
  if (visit.customerId === null) {
    const { versions } = await ports.stores.readMember(visit.shopId, NOBODY);
    return shopperStateView(versionInForce(versions, ports.clock()), visit.currency, null);
  }
  const state = await readShopperState(ports, visit.shopId, visit.customerId);
  return shopperStateView(versionInForce(state.versions, state.now), visit.currency, state);
}

async function activity(ports: ProxyPorts, visit: Visit): Promise<unknown> {
  const customerId = loggedIn(visit);
  const { rows, nextCursor } = await readActivity(
    ports,
    visit.shopId,
    customerId,
    visit.query.get("cursor"),
  );
  return activityView(rows, nextCursor, visit.language);
}

/** For a visitor who isn't logged in too: what membership would give. */
async function rewards(ports: ProxyPorts, visit: Visit): Promise<unknown> {
  if (visit.customerId === null) {
    const { versions } = await ports.stores.readMember(visit.shopId, NOBODY);
    return rewardsView(versionInForce(versions, ports.clock()).rewards, null, visit);
  }
  const {
    member: held,
    versions,
    now,
  } = await readShopperState(ports, visit.shopId, visit.customerId);
  const version = versionInForce(versions, now);
  return rewardsView(version.rewards, shownState(version, held).spendable, visit);
}

function changing(wish: Membership): Answer {
  return async (ports, visit) => {
    await changeMembership(ports, visit.shopId, loggedIn(visit), wish);
    return member(ports, visit);
  };
}

function loggedIn(visit: Visit): string {
  if (visit.customerId === null) throw new AppError("not-logged-in", "Log in to the shop first.");
  return visit.customerId;
}
