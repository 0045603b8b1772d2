import type { ControlContext } from "../control/context.ts";
import { readBody, type Exchange } from "../http/exchange.ts";
import { matchPath, partsOf } from "../http/path-parts.ts";
import type { Site } from "../http/site.ts";
import { Refusal } from "../wire/refusal.ts";
import { serveAsset } from "./assets.ts";
import { sentence } from "./carry-out.ts";
import { flashCookie, NO_FLASH, takeFlash } from "./flash.ts";
import { markup } from "../http/html.ts";
import { requireOwnForm, requireOwnHost } from "../http/origin.ts";
import { page } from "./shell.ts";
import { PAGES } from "./pages.ts";
import { answerPreview, PREVIEW } from "./theme-editor/preview.ts";
import type { Flash, PageReply, Reply, Route } from "./visit.ts";

/** Under `/admin`, but Shopify's own interfaces and the app's frame. */
const ELSEWHERE = /^\/admin\/(api|apps|oauth|session-token)(\/|$)/;
const ASSETS = "/admin/assets/";

const HEADERS = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  // Nothing inline runs, and no other page may frame this one and catch a click on "Delete".
  "Content-Security-Policy":
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
};

function findRoute(method: string, pathname: string): { route: Route; parts: string[] } {
  const actual = partsOf(pathname);
  const known = PAGES.flatMap((route) => {
    const parts = matchPath(route.path, actual);
    return parts === null ? [] : [{ route, parts }];
  });
  const wanted = method === "HEAD" ? "GET" : method;
  const found = known.find(({ route }) => route.method === wanted);
  if (found !== undefined) return found;
  throw known.length === 0
    ? new Refusal(404, `There is no page ${pathname}`)
    : new Refusal(405, `${pathname} does not take ${method}`);
}

async function replyTo(
  exchange: Exchange,
  context: ControlContext,
  flash: Flash | null,
): Promise<Reply> {
  const { request, url, method } = exchange;
  const { route, parts } = findRoute(method, url.pathname);
  if (route.method === "POST") requireOwnForm(request);
  const body = route.method === "POST" ? (await readBody(request)).toString("utf8") : "";
  const form = new URLSearchParams(body);
  return route.answer({ context, parts, query: url.searchParams, form, flash });
}

function refusalPage(refusal: Refusal): PageReply {
  return {
    status: refusal.status,
    title: refusal.status === 404 ? "Nothing here" : "That can't be done",
    section: "overview",
    content: markup`<div class="empty"><p>${sentence(refusal.message)}</p><p><a class="button" href="/admin">Back to the overview</a></p></div>`,
  };
}

function send(exchange: Exchange, reply: Reply, flash: Flash | null, shopName: string): void {
  const { response } = exchange;
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if ("redirect" in reply) {
    const cookies = [
      ...(reply.flash === undefined ? [] : [flashCookie(reply.flash)]),
      ...(reply.cookie === undefined ? [] : [reply.cookie]),
    ];
    if (cookies.length > 0) response.setHeader("Set-Cookie", cookies);
    response.writeHead(303, { Location: reply.redirect }).end();
    return;
  }
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  if ("fragment" in reply) {
    response.end(reply.fragment.text);
    return;
  }
  if (flash !== null) response.setHeader("Set-Cookie", NO_FLASH);
  if ("whole" in reply) response.writeHead(reply.status ?? 200).end(reply.whole.text);
  else response.writeHead(reply.status ?? 200).end(page(reply, { shopName, flash }));
}

async function answer(exchange: Exchange, context: ControlContext): Promise<void> {
  const { request, url } = exchange;
  const { info } = context.shop.state;
  requireOwnHost(request, info.domain);
  if (url.pathname.startsWith(ASSETS)) {
    serveAsset(exchange, url.pathname.slice(ASSETS.length));
    return;
  }
  const flash = takeFlash(request);
  try {
    if (url.pathname === PREVIEW) {
      await answerPreview(exchange, context);
      return;
    }
    send(exchange, await replyTo(exchange, context, flash), flash, info.name);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    send(exchange, refusalPage(error), flash, info.name);
  }
}

/** The stand-in for the Shopify admin. */
export const BACK_OFFICE: Site = {
  owns: (pathname) =>
    pathname === "/admin" || (pathname.startsWith("/admin/") && !ELSEWHERE.test(pathname)),
  answer,
};
