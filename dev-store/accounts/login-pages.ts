import { markup, type Html, type Piece } from "../http/html.ts";
import { textOf, type Input } from "../cart/read-form.ts";
import { isEmail } from "../checkout/entries.ts";
import { customerByEmail } from "../checkout/quote.ts";
import { localPath } from "../http/local-path.ts";
import { errorText, stateOf, textField } from "../hosted/fields.ts";
import { sendOn } from "../hosted/page.ts";
import { LOGIN_COOKIE, loginValue } from "../proxy/login.ts";
import type { Customer } from "../shop/records.ts";
import type { ShopState } from "../shop/state.ts";
import { isLoginCode, loginCode } from "./login-code.ts";
import { ACCOUNTS, sendAccount, type Visit } from "./visit.ts";

const HOME = `${ACCOUNTS}/orders`;
const NAMES_OF_RETURN = ["return_to", "return_url", "checkout_url"] as const;

/** Where a login leads: a page of this shop and no other. */
export function returnPath(input: Input): string {
  const wanted = NAMES_OF_RETURN.map((name) => textOf(input[name])).find((text) => text !== null);
  return localPath(wanted ?? null, HOME);
}

const hiddenReturn = (path: string): Html =>
  markup`<input type="hidden" name="return_to" value="${path}">`;

export function logIn(visit: Visit, customerId: string, path: string): void {
  const value = loginValue(customerId, visit.context.keys.apiSecret);
  visit.exchange.response.appendHeader(
    "Set-Cookie",
    `${LOGIN_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax`,
  );
  sendOn(visit.exchange, path);
}

export function logOut({ exchange, language }: Visit): void {
  exchange.response.appendHeader("Set-Cookie", `${LOGIN_COOKIE}=; Path=/; Max-Age=0`);
  sendOn(exchange, language.rootUrl || "/");
}

/** Whom the dev store offers: places among its customers by their number of orders. */
const DEMO_PLACES = [0, 0.02, 0.1, 0.3, 1] as const;

/** A few whose orders differ in number, from the best customer to one who came once. */
function demoCustomers(state: ShopState): { customer: Customer; orders: number }[] {
  const counts = new Map<string, number>();
  for (const { customerId } of state.orders.values())
    if (customerId !== null) counts.set(customerId, (counts.get(customerId) ?? 0) + 1);
  const ranked = [...counts]
    .flatMap(([id, orders]) => {
      const customer = state.customers.get(id);
      return customer === undefined || customer.email === null ? [] : [{ customer, orders }];
    })
    .sort((a, b) => b.orders - a.orders);
  const places = DEMO_PLACES.map((place) => Math.ceil(place * (ranked.length - 1)));
  return [...new Set(places)].flatMap((place) => ranked[place] ?? []);
}

const nameOf = ({ firstName, lastName, email }: Customer): string =>
  [firstName, lastName].filter((part) => part !== null).join(" ") || (email ?? "");

function demoList({ context, words }: Visit, path: string): Piece {
  const people = demoCustomers(context.shop.state);
  if (people.length === 0) return null;
  const rows = people.map(
    ({ customer, orders }) =>
      markup`<li><button class="person" name="customer" value="${customer.id}"><span>${nameOf(customer)}</span><span class="quiet">${words.say("demo_orders", { count: orders })}</span></button></li>`,
  );
  return markup`<section class="card" aria-labelledby="demo-title"><h2 id="demo-title">${words.say("demo_title")}</h2><p class="demo-note">${words.say("demo_text")}</p><form method="post" action="${ACCOUNTS}/login/demo">${hiddenReturn(path)}<ul class="people">${rows}</ul></form></section>`;
}

export function sendLogin(visit: Visit, path: string, wrongEmail: string | null = null): void {
  const { words } = visit;
  const field = textField({
    id: "email",
    label: words.say("email"),
    value: wrongEmail ?? "",
    error: wrongEmail === null ? null : words.say("error_email"),
    focus: true,
    type: "email",
    autocomplete: "email",
    maxLength: 254,
    required: true,
  });
  sendAccount(visit, {
    title: words.say("log_in_title"),
    status: wrongEmail === null ? 200 : 422,
    content: markup`<div class="login stack"><section class="card"><h1>${words.say("log_in_title")}</h1><p>${words.say("log_in_text")}</p>
<form method="post" action="${ACCOUNTS}/login" novalidate>${hiddenReturn(path)}${field}<button class="button">${words.say("continue")}</button></form></section>
${demoList(visit, path)}</div>`,
  });
}

function sendCode(visit: Visit, entry: { email: string; path: string; wrong: boolean }): void {
  const { words, context } = visit;
  const { email, path } = entry;
  const code = loginCode(email, context.keys.apiSecret, context.clock.now());
  const error = entry.wrong ? words.say("error_code") : null;
  const back = `${ACCOUNTS}/login?${new URLSearchParams({ return_to: path }).toString()}`;
  sendAccount(visit, {
    title: words.say("code_title"),
    status: entry.wrong ? 422 : 200,
    content: markup`<div class="login stack"><section class="card"><h1>${words.say("code_title")}</h1>
<div class="demo-note"><p>${words.say("code_text", { email })}</p><p class="login-code">${code}</p></div>
<form method="post" action="${ACCOUNTS}/login/code" novalidate>${hiddenReturn(path)}<input type="hidden" name="email" value="${email}">
<div class="field${error === null ? "" : " wrong"}"><label for="code">${words.say("code")}</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12"${stateOf({ id: "code", error, focus: true })}>${errorText("code", error)}</div>
<button class="button">${words.say("log_in")}</button></form><p><a href="${back}">${words.say("other_email")}</a></p></section></div>`,
  });
}

/** The first step: an e-mail address, known to the shop or not. */
export function takeEmail(visit: Visit, input: Input): void {
  const email = (textOf(input["email"]) ?? "").trim();
  const path = returnPath(input);
  if (isEmail(email)) sendCode(visit, { email, path, wrong: false });
  else sendLogin(visit, path, email);
}

/** The second step. An address that the shop didn't know makes a customer, as at Shopify. */
export function takeCode(visit: Visit, input: Input): void {
  const { context, language } = visit;
  const { shop, clock, keys } = context;
  const email = (textOf(input["email"]) ?? "").trim();
  const path = returnPath(input);
  if (!isEmail(email)) {
    sendLogin(visit, path, email);
    return;
  }
  const code = textOf(input["code"]) ?? "";
  if (!isLoginCode({ email, code }, keys.apiSecret, clock.now())) {
    sendCode(visit, { email, path, wrong: true });
    return;
  }
  const customer = { email, locale: language.code, state: "enabled" };
  const id =
    customerByEmail(shop.state, email) ??
    shop.execute({ kind: "customer.put", at: clock.now(), customer });
  if (id !== null) logIn(visit, id, path);
}

/** The dev store's own short cut. */
export function takeDemoCustomer(visit: Visit, input: Input): void {
  const id = textOf(input["customer"]) ?? "";
  const path = returnPath(input);
  const offered = demoCustomers(visit.context.shop.state).some(
    ({ customer }) => customer.id === id,
  );
  if (offered) logIn(visit, id, path);
  else sendLogin(visit, path);
}
