import type { ControlContext } from "../control/context.ts";
import type { Exchange } from "../http/exchange.ts";
import type { Site } from "../http/site.ts";
import { countryCookie, localizationOf } from "../shop/markets.ts";
import { Refusal } from "../wire/refusal.ts";
import { sendJsonBody, sendPage } from "./answer.ts";
import { serveAsset } from "./assets.ts";
import { changeLocalization, takeContact } from "./forms.ts";
import { renderDocument, renderSection } from "./render/document.ts";
import { answerScript } from "./script-answers.ts";
import { documentOf, sectionsOf } from "./visit.ts";

function answerPage(exchange: Exchange, context: ControlContext): void {
  const { document, found } = documentOf(exchange, context);
  const { searchParams } = document.page.url;
  const section = searchParams.get("section_id");
  const sections = searchParams.get("sections");
  const country = searchParams.get("country");
  if (country !== null && document.page.where.country.code === country.toUpperCase())
    exchange.response.appendHeader("Set-Cookie", countryCookie(country.toUpperCase()));
  if (section !== null) {
    const html = renderSection(document, section);
    if (html === null) throw new Refusal(404, `There is no section ${section} on this page`);
    sendPage(exchange, html, found.status);
  } else if (sections !== null) {
    sendJsonBody(exchange, sectionsOf(document, sections.split(",")));
  } else sendPage(exchange, renderDocument(document), found.status);
}

async function answer(exchange: Exchange, context: ControlContext): Promise<void> {
  const { pathname } = exchange.url;
  const { info } = context.shop.state;
  const { path } = localizationOf(exchange.request, pathname, info);
  const reads = exchange.method === "GET" || exchange.method === "HEAD";
  if (path === "/localization" && !reads) return changeLocalization(exchange, context);
  if (path === "/contact" && !reads) return takeContact(exchange);
  if (!reads) throw new Refusal(405, `${pathname} takes GET only`);
  if (pathname.startsWith("/cdn/")) serveAsset(exchange, context);
  else if (!answerScript(exchange, context, path)) answerPage(exchange, context);
}

/** Not the shop's pages, but the program's own. */
const ELSEWHERE = /^\/(admin(\/|$)|app-bridge\.js$|healthz$)/;

export const storefrontSite: Site = {
  owns: (pathname) => !ELSEWHERE.test(pathname),
  answer,
};
