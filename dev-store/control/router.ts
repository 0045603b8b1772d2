import { readJsonBody, sendJson, type Exchange } from "../http/exchange.ts";
import { refuseForeignPage, requireOwnHost } from "../http/origin.ts";
import { matchPath, partsOf } from "../http/path-parts.ts";
import { Refusal } from "../wire/refusal.ts";
import type { ControlContext } from "./context.ts";

export interface ControlRequest {
  context: ControlContext;
  /** The parts of the path that the route leaves open. */
  parts: readonly string[];
  query: URLSearchParams;
  body: unknown;
}

export interface ControlAnswer {
  status?: number;
  body: unknown;
  cookie?: string;
}

export interface ControlRoute {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Words and, for parts that vary, `:name`. */
  path: string;
  /** One line for the list of routes. */
  does: string;
  answer: (request: ControlRequest) => ControlAnswer | Promise<ControlAnswer>;
}

/** Undelivered webhooks above which the shop takes no more: an app that is down must not fill memory. */
export const PENDING_MAX = 100_000;
const MAKES_WEBHOOKS = /^\/control\/(orders|customers|products|collections|webhooks)(\/|$)/;

function refuseOverload(method: string, pathname: string, context: ControlContext): void {
  if (method === "GET" || !MAKES_WEBHOOKS.test(pathname)) return;
  if (context.deliverer.counts().pending >= PENDING_MAX)
    throw new Refusal(503, `${PENDING_MAX} webhooks are undelivered: let the app take some first`);
}

export interface ControlCall {
  method: string;
  pathname: string;
  query: URLSearchParams;
  /** Read once the route is known to exist. */
  body: () => unknown;
}

/** Carries out a call of the control API; the back office's forms come to the same calls. */
export async function carryOut(
  call: ControlCall,
  context: ControlContext,
  routes: readonly ControlRoute[],
): Promise<ControlAnswer> {
  const { method, pathname, query } = call;
  const actual = partsOf(pathname);
  const known = routes.flatMap((route) => {
    const parts = matchPath(route.path, actual);
    return parts === null ? [] : [{ route, parts }];
  });
  const found = known.find(({ route }) => route.method === method);
  if (found === undefined) {
    const status = known.length === 0 ? 404 : 405;
    throw new Refusal(
      status,
      `${method} ${pathname} is no route of the control API; GET /control lists them`,
    );
  }
  refuseOverload(method, pathname, context);
  return found.route.answer({ context, parts: found.parts, query, body: await call.body() });
}

/** Answers `/control/*` by its table of routes. */
export async function control(
  exchange: Exchange,
  context: ControlContext,
  routes: readonly ControlRoute[],
): Promise<void> {
  const { request, response, url, method } = exchange;
  const { domain } = context.shop.state.info;
  requireOwnHost(request, domain);
  refuseForeignPage(request, domain);
  const answer = await carryOut(
    {
      method,
      pathname: url.pathname,
      query: url.searchParams,
      body: () => (method === "GET" ? {} : readJsonBody(request)),
    },
    context,
    routes,
  );
  if (answer.cookie !== undefined) response.setHeader("Set-Cookie", answer.cookie);
  sendJson(response, answer.status ?? 200, answer.body);
}
