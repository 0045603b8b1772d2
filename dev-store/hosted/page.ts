import { markup, trusted, type Html, type Piece } from "../http/html.ts";
import type { Exchange } from "../http/exchange.ts";
import { LANGUAGES, type Language } from "../shop/markets.ts";
import type { Words } from "./words.ts";

export interface HostedPage {
  title: string;
  shopName: string;
  language: Language;
  words: Words;
  /** Beside the shop's name. */
  header: Piece;
  content: Piece;
  status?: number;
  /** A module of ours that the page loads; it works without. */
  script?: string;
  wide?: boolean;
  /** Whether blocks of the app are in it. */
  hasBlocks?: boolean;
}

/** Nothing inline runs, nobody frames the page, and its forms go nowhere else. */
const POLICY =
  "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
/** A block of the app is a frame written into the page, which styles itself and asks the app. */
const POLICY_WITH_BLOCKS = `${POLICY}; style-src 'self' 'unsafe-inline'; connect-src *`;

const HEADERS = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
};

export const ASSETS_PATH = "/checkout/assets";

/** Every language as a link to the same page. */
function languageMenu({ language, words }: HostedPage, { url }: Exchange): Html {
  const links = LANGUAGES.map((other) => {
    const query = new URLSearchParams(url.searchParams);
    query.set("locale", other.code);
    const current = other === language ? trusted(' aria-current="true"') : null;
    return markup`<li><a href="${url.pathname}?${query.toString()}" lang="${other.code}" hreflang="${other.code}"${current}>${other.endonym}</a></li>`;
  });
  return markup`<nav class="languages" aria-label="${words.say("language")}"><ul>${links}</ul></nav>`;
}

function document(page: HostedPage, exchange: Exchange): Html {
  const { language, words } = page;
  const script =
    page.script === undefined
      ? null
      : markup`<script type="module" src="${ASSETS_PATH}/${page.script}"></script>`;
  return markup`<!doctype html>
<html lang="${language.code}" dir="${language.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title} · ${page.shopName}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${ASSETS_PATH}/hosted.css">
${script}
</head>
<body class="${page.wide === true ? "wide" : "narrow"}">
<a class="skip" href="#main">${words.say("skip")}</a>
<header class="top"><div class="top-inner"><a class="shop-name" href="${language.rootUrl === "" ? "/" : language.rootUrl}">${page.shopName}</a>${page.header}</div></header>
<main id="main" tabindex="-1">${page.content}</main>
<footer class="foot">${languageMenu(page, exchange)}</footer>
</body>
</html>
`;
}

export function sendPage(exchange: Exchange, page: HostedPage): void {
  exchange.response.writeHead(page.status ?? 200, {
    ...HEADERS,
    "Content-Security-Policy": page.hasBlocks === true ? POLICY_WITH_BLOCKS : POLICY,
  });
  exchange.response.end(exchange.method === "HEAD" ? undefined : document(page, exchange).text);
}

/** To another page of the shop, as GET. */
export function sendOn({ response }: Exchange, path: string): void {
  response.writeHead(303, { Location: path, "Cache-Control": "no-store" }).end();
}
