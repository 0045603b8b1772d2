import { markup, trusted, type Html, type Piece } from "../http/html.ts";
import type { ControlContext } from "../control/context.ts";
import { cookieOf, type Exchange } from "../http/exchange.ts";
import { hostedLanguage } from "../hosted/language.ts";
import { sendPage } from "../hosted/page.ts";
import { Words } from "../hosted/words.ts";
import { LOGIN_COOKIE, loggedInCustomer } from "../proxy/login.ts";
import type { Language } from "../shop/markets.ts";
import type { Customer } from "../shop/records.ts";

export const ACCOUNTS = "/customer-accounts";

/** Someone on the account pages. */
export interface Visit {
  exchange: Exchange;
  context: ControlContext;
  language: Language;
  words: Words;
  customer: Customer | null;
}

export interface OwnVisit extends Visit {
  customer: Customer;
}

export function visitOf(exchange: Exchange, context: ControlContext): Visit {
  const language = hostedLanguage(exchange);
  const cookie = cookieOf(exchange.request, LOGIN_COOKIE);
  const id = loggedInCustomer(cookie, context.keys.apiSecret);
  const customer = id === null ? null : (context.shop.state.customers.get(id) ?? null);
  const words = new Words(language.code, context.shop.state.info.countryCode);
  return { exchange, context, language, words, customer };
}

export interface AccountPage {
  title: string;
  content: Html;
  status?: number;
  wide?: boolean;
  hasBlocks?: boolean;
}

const PLACES = [
  { path: `${ACCOUNTS}/orders`, word: "orders" },
  { path: `${ACCOUNTS}/profile`, word: "profile" },
] as const;

function menu({ exchange, words, customer }: Visit): Piece {
  if (customer === null) return null;
  const links = PLACES.map(({ path, word }) => {
    const here = exchange.url.pathname.startsWith(path) ? trusted(' aria-current="page"') : null;
    return markup`<li><a href="${path}"${here}>${words.say(word)}</a></li>`;
  });
  return markup`<div class="menu"><nav aria-label="${words.say("account")}"><ul>${links}</ul></nav><form method="post" action="${ACCOUNTS}/logout"><button class="plain-button">${words.say("log_out")}</button></form></div>`;
}

export function sendAccount(visit: Visit, page: AccountPage): void {
  const { exchange, context, language, words } = visit;
  sendPage(exchange, {
    ...page,
    shopName: context.shop.state.info.name,
    language,
    words,
    header: menu(visit),
  });
}

/** As for a page that isn't there: nobody learns whether somebody else's order exists. */
export function sendMissing(visit: Visit): void {
  const { words, language } = visit;
  sendAccount(visit, {
    title: words.say("not_found"),
    status: 404,
    content: markup`<div class="card lonely"><h1>${words.say("not_found")}</h1><p>${words.say("not_found_text")}</p><p><a class="button" href="${language.rootUrl || "/"}">${words.say("back_to_shop")}</a></p></div>`,
  });
}
