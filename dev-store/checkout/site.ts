import { readFileSync } from "node:fs";
import { markup } from "../http/html.ts";
import { dropCart, readCart, writeCart, type Cart } from "../cart/cart.ts";
import { withCode, withoutCode } from "../cart/change-cart.ts";
import { readInput, textOf, type Input } from "../cart/read-form.ts";
import { unprefixed } from "../cart/site.ts";
import type { ControlContext } from "../control/context.ts";
import { cookieOf, type Exchange } from "../http/exchange.ts";
import type { Site } from "../http/site.ts";
import { reasonText } from "../hosted/discount-words.ts";
import { hostedLanguage } from "../hosted/language.ts";
import { ASSETS_PATH, sendOn, sendPage } from "../hosted/page.ts";
import { Words } from "../hosted/words.ts";
import { LOGIN_COOKIE, loggedInCustomer } from "../proxy/login.ts";
import { codeKey } from "../shop/discounts/discount.ts";
import { localizationOf, type Language, type Localization } from "../shop/markets.ts";
import type { Customer } from "../shop/records.ts";
import { Refusal } from "../wire/refusal.ts";
import { checkoutContent, type CheckoutView } from "./checkout-page.ts";
import {
  checkEntries,
  firstEntries,
  readEntries,
  type Entries,
  type EntryErrors,
} from "./entries.ts";
import { confirmationOf, placeOrder } from "./place.ts";
import { quote, type Quote } from "./quote.ts";
import { thankYouContent } from "./thank-you.ts";

const THANK_YOU = /^\/checkout\/thank-you\/([0-9a-f]{32})$/;
const ASSETS: Readonly<Record<string, { file: URL; type: string }>> = {
  "hosted.css": {
    file: new URL("../hosted/assets/hosted.css", import.meta.url),
    type: "text/css; charset=utf-8",
  },
  "checkout.js": {
    file: new URL("./assets/checkout.js", import.meta.url),
    type: "text/javascript; charset=utf-8",
  },
};

interface Visit {
  exchange: Exchange;
  context: ControlContext;
  language: Language;
  words: Words;
  where: Localization;
  customer: Customer | null;
}

function visitOf(exchange: Exchange, context: ControlContext): Visit {
  const language = hostedLanguage(exchange);
  const { state } = context.shop;
  const cookie = cookieOf(exchange.request, LOGIN_COOKIE);
  const customerId = loggedInCustomer(cookie, context.keys.apiSecret);
  return {
    exchange,
    context,
    language,
    words: new Words(language.code, state.info.countryCode),
    where: localizationOf(exchange.request, exchange.url.pathname, state.info),
    customer: customerId === null ? null : (state.customers.get(customerId) ?? null),
  };
}

const quoteOf = ({ context, where, customer }: Visit, cart: Cart, entries: Entries): Quote =>
  quote(
    {
      state: context.shop.state,
      cart,
      where,
      customerId: customer?.id ?? null,
      now: context.clock.now(),
    },
    entries,
  );

interface Shown {
  cart: Cart;
  entries: Entries;
  errors?: EntryErrors;
  wrongCode?: string | null;
  wrongCodeText?: string | null;
  notice?: string | null;
}

function sendCheckout(visit: Visit, shown: Shown): void {
  const { exchange, context, words, where, customer, language } = visit;
  const { info } = context.shop.state;
  const errors = shown.errors ?? (new Map() as EntryErrors);
  const view: CheckoutView = {
    info,
    words,
    where,
    customer,
    entries: shown.entries,
    errors,
    quote: quoteOf(visit, shown.cart, shown.entries),
    checkoutToken: shown.cart.token,
    cartUrl: `${language.rootUrl}/cart`,
    wrongCode: shown.wrongCode ?? null,
    wrongCodeText: shown.wrongCodeText ?? null,
    notice: shown.notice ?? null,
  };
  const wrong = errors.size > 0 || view.wrongCodeText !== null;
  sendPage(exchange, {
    title: words.say("checkout"),
    shopName: info.name,
    language,
    words,
    wide: true,
    status: wrong ? 422 : 200,
    script: "checkout.js",
    header: markup`<a class="header-total" href="#summary">${words.say("total")} <strong>${words.money(view.quote.totalMinor, where.currency)}</strong></a>`,
    content: checkoutContent(view),
  });
}

function sendEmpty({ exchange, context, words, language }: Visit): void {
  sendPage(exchange, {
    title: words.say("checkout"),
    shopName: context.shop.state.info.name,
    language,
    words,
    header: null,
    content: markup`<div class="card lonely"><h1>${words.say("empty_title")}</h1><p>${words.say("empty_text")}</p><p><a class="button" href="${language.rootUrl || "/"}">${words.say("continue_shopping")}</a></p></div>`,
  });
}

/** A code that takes something off goes into the cart; one that doesn't stays in its field. */
function tryCode(visit: Visit, cart: Cart, entries: Entries, code: string): void {
  const { exchange, context, words, where } = visit;
  const tried = withCode(cart, code);
  const { codes } = quoteOf(visit, tried, entries).cart;
  const outcome = codes.find((item) => codeKey(item.code) === codeKey(code));
  if (outcome?.applied === true) {
    writeCart(exchange.response, tried);
    sendCheckout(visit, { cart: tried, entries });
    return;
  }
  const { timeZone } = context.shop.state.info;
  const place = { words, where, timeZone };
  sendCheckout(visit, {
    cart: withoutCode(cart, code),
    entries,
    wrongCode: code,
    wrongCodeText: outcome === undefined ? null : reasonText(outcome, place),
  });
}

function pay(visit: Visit, cart: Cart, entries: Entries, seen: string | null): void {
  const { exchange, context, words, where, customer } = visit;
  const found = quoteOf(visit, cart, entries);
  const errors = checkEntries(entries, {
    info: context.shop.state.info,
    requiresShipping: found.cart.requiresShipping,
    totalMinor: found.shopTotalMinor,
    now: context.clock.now(),
  });
  if (errors.size > 0) {
    sendCheckout(visit, { cart, entries, errors });
    return;
  }
  if (seen !== String(found.shopTotalMinor)) {
    sendCheckout(visit, { cart, entries, notice: words.say("total_changed") });
    return;
  }
  const confirmation = placeOrder(context, {
    entries,
    quote: found,
    where,
    customerId: customer?.id ?? null,
    locale: visit.language.code,
  });
  dropCart(exchange.response);
  sendOn(exchange, `/checkout/thank-you/${confirmation}`);
}

function act(visit: Visit, cart: Cart, input: Input): void {
  const { exchange, where, customer } = visit;
  const first = firstEntries(customer, where.country.code);
  const entries = readEntries(input, first, customer);
  const action = textOf(input["action"]) ?? "pay";
  const code = (textOf(input["discount"]) ?? "").trim();
  if (action.startsWith("remove:")) {
    const without = withoutCode(cart, action.slice("remove:".length));
    writeCart(exchange.response, without);
    sendCheckout(visit, { cart: without, entries });
  } else if (action === "update") sendCheckout(visit, { cart, entries });
  // A code that was typed and not applied yet: nobody should pay without what it takes off.
  else if (code !== "") tryCode(visit, cart, entries, code);
  else if (action === "discount") sendCheckout(visit, { cart, entries });
  else pay(visit, cart, entries, textOf(input["seen"]));
}

async function checkout(visit: Visit): Promise<void> {
  const { exchange, context, where, customer } = visit;
  const cart = readCart(exchange.request);
  const input = exchange.method === "POST" ? await readInput(exchange) : null;
  // Sent twice: the second time there is an order already, and the cart is empty.
  const done = input === null ? null : confirmationOf(context, textOf(input["checkout"]) ?? "");
  if (done !== null) {
    sendOn(exchange, `/checkout/thank-you/${done}`);
    return;
  }
  const entries = firstEntries(customer, where.country.code);
  if (quoteOf(visit, cart, entries).cart.lines.length === 0) sendEmpty(visit);
  else if (input === null) sendCheckout(visit, { cart, entries });
  else act(visit, cart, input);
}

function thankYou(visit: Visit, token: string): void {
  const { exchange, context, words, language } = visit;
  const { state } = context.shop;
  const id = state.orderOfConfirmation.get(token);
  const order = id === undefined ? undefined : state.orders.get(id);
  if (order === undefined) {
    sendMissing(visit);
    return;
  }
  sendPage(exchange, {
    title: words.say("order", { name: order.name }),
    shopName: state.info.name,
    language,
    words,
    wide: true,
    header: null,
    content: thankYouContent(state, order, words, language.rootUrl || "/"),
  });
}

function sendMissing({ exchange, context, words, language }: Visit): void {
  sendPage(exchange, {
    title: words.say("not_found"),
    shopName: context.shop.state.info.name,
    language,
    words,
    status: 404,
    header: null,
    content: markup`<div class="card lonely"><h1>${words.say("not_found")}</h1><p>${words.say("not_found_text")}</p><p><a class="button" href="${language.rootUrl || "/"}">${words.say("back_to_shop")}</a></p></div>`,
  });
}

function sendAsset({ response }: Exchange, name: string): void {
  const asset = ASSETS[name];
  if (asset === undefined) throw new Refusal(404, `There is no ${ASSETS_PATH}/${name}`);
  response.writeHead(200, { "Content-Type": asset.type, "Cache-Control": "no-cache" });
  response.end(readFileSync(asset.file));
}

/** The checkout: hosted by the shop, outside the theme, so that no theme can break it. */
export const checkoutSite: Site = {
  owns(pathname) {
    const path = unprefixed(pathname);
    return path === "/checkout" || path.startsWith("/checkout/");
  },

  async answer(exchange, context) {
    const { pathname } = exchange.url;
    if (pathname.startsWith(`${ASSETS_PATH}/`)) {
      sendAsset(exchange, pathname.slice(ASSETS_PATH.length + 1));
      return;
    }
    const path = unprefixed(pathname);
    const visit = visitOf(exchange, context);
    const [, token] = THANK_YOU.exec(path) ?? [];
    if (path !== pathname) sendOn(exchange, path);
    else if (path === "/checkout") await checkout(visit);
    else if (token !== undefined) thankYou(visit, token);
    else sendMissing(visit);
  },
};
