import { readInput, readPairs } from "../cart/read-form.ts";
import { unprefixed } from "../cart/site.ts";
import type { Site } from "../http/site.ts";
import { sendOn } from "../hosted/page.ts";
import { Refusal } from "../wire/refusal.ts";
import {
  logOut,
  returnPath,
  sendLogin,
  takeCode,
  takeDemoCustomer,
  takeEmail,
} from "./login-pages.ts";
import { sendOrder, sendOrders } from "./order-pages.ts";
import { saveName, sendProfile } from "./profile-page.ts";
import { ACCOUNTS, sendMissing, visitOf, type OwnVisit, type Visit } from "./visit.ts";

const ORDER = /^\/orders\/([1-9]\d*)$/;

/** What a theme links to: the hosted pages are behind it. */
function fromTheme(visit: Visit, path: string): void {
  const { exchange, customer } = visit;
  const input = readPairs(exchange.url.searchParams.entries());
  const query = new URLSearchParams({ return_to: returnPath(input) }).toString();
  if (/\/logout$/.test(path)) logOut(visit);
  else if (customer === null) sendOn(exchange, `${ACCOUNTS}/login?${query}`);
  else sendOn(exchange, returnPath(input));
}

async function login(visit: Visit, step: string): Promise<void> {
  const { exchange } = visit;
  const input = await readInput(exchange);
  if (exchange.method !== "POST") sendLogin(visit, returnPath(input));
  else if (step === "/login") takeEmail(visit, input);
  else if (step === "/login/code") takeCode(visit, input);
  else takeDemoCustomer(visit, input);
}

async function own(visit: OwnVisit, path: string): Promise<void> {
  const { exchange } = visit;
  const [, orderId] = ORDER.exec(path) ?? [];
  if (path === "/profile" && exchange.method === "POST") saveName(visit, await readInput(exchange));
  else if (path === "/profile") sendProfile(visit);
  else if (path === "/orders") sendOrders(visit);
  else if (orderId === undefined) sendMissing(visit);
  else sendOrder(visit, orderId);
}

async function hosted(visit: Visit, path: string): Promise<void> {
  const { exchange, customer } = visit;
  if (path === "/logout") {
    if (exchange.method !== "POST") throw new Refusal(405, `${ACCOUNTS}/logout takes POST only`);
    logOut(visit);
  } else if (/^\/login(\/code|\/demo)?$/.test(path)) await login(visit, path);
  else if (customer !== null) await own({ ...visit, customer }, path);
  else {
    const { pathname, search } = exchange.url;
    const query = new URLSearchParams({ return_to: `${pathname}${search}` }).toString();
    sendOn(exchange, `${ACCOUNTS}/login?${query}`);
  }
}

/** Logging in and what a customer sees of themselves: hosted by the shop, outside the theme. */
export const accountsSite: Site = {
  owns(pathname) {
    const path = unprefixed(pathname);
    return (
      /^\/account(\/|$)/.test(path) ||
      /^\/customer_authentication(\/|$)/.test(path) ||
      path === ACCOUNTS ||
      path.startsWith(`${ACCOUNTS}/`)
    );
  },

  async answer(exchange, context) {
    const { pathname, search } = exchange.url;
    const path = unprefixed(pathname);
    const visit = visitOf(exchange, context);
    if (!path.startsWith(ACCOUNTS)) fromTheme(visit, path);
    else if (path !== pathname) sendOn(exchange, `${path}${search}`);
    else if (path === ACCOUNTS) sendOn(exchange, `${ACCOUNTS}/orders`);
    else await hosted(visit, path.slice(ACCOUNTS.length));
  },
};
