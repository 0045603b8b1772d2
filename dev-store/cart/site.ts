import type { ControlContext } from "../control/context.ts";
import { cookieOf, sendJson, type Exchange } from "../http/exchange.ts";
import { localPath } from "../http/local-path.ts";
import { decodedPart } from "../http/path-parts.ts";
import type { Site } from "../http/site.ts";
import { LOGIN_COOKIE, loggedInCustomer } from "../proxy/login.ts";
import { LANGUAGES, localizationOf, type Localization } from "../shop/markets.ts";
import { Refusal } from "../wire/refusal.ts";
import { bundledSections } from "./bundled-sections.ts";
import { cartJson, lineJson, type CartView } from "./cart-json.ts";
import { readCart, writeCart, type Cart } from "./cart.ts";
import { CartRefusal, refuseForm, refuseScript } from "./refusals.ts";
import { addToCart, cartOfLink, changeLine, updateCart, withCode } from "./change-cart.ts";
import { keyOf, priceCart } from "./price-cart.ts";
import { readInput, textOf, type Input } from "./read-form.ts";

const ACTION = /^\/cart\/(add|change|update|clear)(?:\.(?:js|json))?$/;
const LINK = /^\/cart\/([1-9]\d*:\d+(?:,[1-9]\d*:\d+)*)$/;
const DISCOUNT = /^\/discount\/([^/]+)$/;

/** The path without the language that it begins with. */
export function unprefixed(pathname: string): string {
  const prefix = LANGUAGES.find(
    ({ rootUrl }) => rootUrl !== "" && pathname.startsWith(`${rootUrl}/`),
  );
  return pathname.slice(prefix?.rootUrl.length ?? 0);
}

interface Visit {
  exchange: Exchange;
  context: ControlContext;
  where: Localization;
  /** Whether a script asked, which wants JSON, or a form, which wants a page. */
  scripted: boolean;
}

function isScripted({ request, url }: Exchange): boolean {
  const accepted = request.headers.accept ?? "";
  return (
    /\.js(on)?$/.test(url.pathname) ||
    /javascript|json/.test(accepted) ||
    request.headers["x-requested-with"] === "XMLHttpRequest"
  );
}

function priced({ exchange, context, where }: Visit, cart: Cart) {
  const customerId = loggedInCustomer(
    cookieOf(exchange.request, LOGIN_COOKIE),
    context.keys.apiSecret,
  );
  return priceCart(context.shop.state, cart, where, { customerId, now: context.clock.now() });
}

const viewOf = ({ context, where }: Visit): CartView => ({
  state: context.shop.state,
  rootUrl: where.rootUrl,
});

function redirect({ exchange }: Visit, path: string): void {
  exchange.response.writeHead(302, { Location: path, "Cache-Control": "no-store" }).end();
}

function answerCart(visit: Visit, cart: Cart, input: Input = {}): void {
  sendJson(visit.exchange.response, 200, {
    ...cartJson(viewOf(visit), priced(visit, cart)),
    ...bundledSections(visit, cart, input),
  });
}

function add(visit: Visit, cart: Cart, input: Input): void {
  const { exchange, context, where } = visit;
  const { cart: next, added, several } = addToCart(context.shop.state, cart, input);
  writeCart(exchange.response, next);
  if (!visit.scripted) {
    redirect(visit, localPath(textOf(input["return_to"]), `${where.rootUrl}/cart`));
    return;
  }
  const shown = priced(visit, next);
  const items = added.flatMap((line) => {
    const found = shown.lines.find((other) => other.key === keyOf(line));
    return found === undefined ? [] : [lineJson(viewOf(visit), found, shown)];
  });
  sendJson(exchange.response, 200, {
    ...(several ? { items } : items[0]),
    ...bundledSections(visit, next, input),
  });
}

type Change = "change" | "update" | "clear";

function changed(visit: Visit, kind: Change, cart: Cart, input: Input): Cart {
  if (kind === "change") return changeLine(cart, input);
  if (kind === "update") return updateCart(visit.context.shop.state, cart, input);
  return { ...cart, lines: [] };
}

function change(visit: Visit, kind: Change, cart: Cart, input: Input): void {
  const { exchange, where } = visit;
  const next = changed(visit, kind, cart, input);
  writeCart(exchange.response, next);
  if (visit.scripted) answerCart(visit, next, input);
  else redirect(visit, localPath(textOf(input["return_to"]), `${where.rootUrl}/cart`));
}

/** The cart page's own form: its buttons say whether it goes on to the checkout. */
function postCart(visit: Visit, cart: Cart, input: Input): void {
  const { exchange, context, where } = visit;
  writeCart(exchange.response, updateCart(context.shop.state, cart, input));
  redirect(visit, `${where.rootUrl}/${input["checkout"] === undefined ? "cart" : "checkout"}`);
}

function decoded(part: string): string {
  const code = decodedPart(part);
  if (code === null) throw new Refusal(404, `There is no discount ${part}`);
  return code;
}

/** A discount as a link: the code is in the cart from here on, whatever the shopper buys. */
function useLink(visit: Visit, cart: Cart, code: string): void {
  const { exchange, where } = visit;
  writeCart(exchange.response, withCode(cart, decoded(code)));
  redirect(visit, localPath(exchange.url.searchParams.get("redirect"), where.rootUrl || "/"));
}

/** A cart as a link leads to the checkout, as at Shopify. */
function openLink(visit: Visit, cart: Cart, link: string): void {
  const { exchange, context, where } = visit;
  const made = cartOfLink(context.shop.state, cart, link);
  const code = exchange.url.searchParams.get("discount");
  writeCart(exchange.response, code === null ? made : withCode(made, code));
  redirect(visit, `${where.rootUrl}/checkout`);
}

async function route(visit: Visit): Promise<void> {
  const { exchange, where } = visit;
  const cart = readCart(exchange.request);
  if (/^\/cart\.js(on)?$/.test(where.path)) {
    answerCart(visit, cart);
    return;
  }
  const [, code] = DISCOUNT.exec(where.path) ?? [];
  if (code !== undefined) {
    useLink(visit, cart, code);
    return;
  }
  const [, link] = LINK.exec(where.path) ?? [];
  if (link !== undefined) {
    openLink(visit, cart, link);
    return;
  }
  const input = await readInput(exchange);
  const [, action] = ACTION.exec(where.path) ?? [];
  if (action === undefined) postCart(visit, cart, input);
  else if (action === "add") add(visit, cart, input);
  else change(visit, action as Change, cart, input);
}

/** The AJAX cart API with Shopify's shapes, its forms for pages without scripts, and its links. */
export const cartSite: Site = {
  owns(pathname, method) {
    const path = unprefixed(pathname);
    return (
      /^\/cart\.js(on)?$/.test(path) ||
      ACTION.test(path) ||
      LINK.test(path) ||
      DISCOUNT.test(path) ||
      (path === "/cart" && method === "POST")
    );
  },

  async answer(exchange, context) {
    const { info } = context.shop.state;
    const where = localizationOf(exchange.request, exchange.url.pathname, info);
    const scripted = isScripted(exchange);
    exchange.response.setHeader("Cache-Control", "no-store");
    try {
      await route({ exchange, context, where, scripted });
    } catch (error) {
      if (!(error instanceof CartRefusal) && !(error instanceof Refusal)) throw error;
      if (scripted) refuseScript(exchange, error);
      else refuseForm(exchange, error, { info, language: where.language });
    }
  },
};
