import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { cookieOf, readBody, sendJson, type Exchange } from "../http/exchange.ts";
import { LOGIN_COOKIE, loggedInCustomer } from "./login.ts";
import { signProxyQuery } from "./signature.ts";

export interface ProxyTarget {
  appUrl: string;
  /** Path of the app that takes the forwarded requests, such as `/proxy`. */
  path: string;
  /** What the storefront's address begins with, such as `/apps/perennial`. */
  prefix: string;
  shop: string;
  secret: string;
}

/** Shopify gives an app proxy ten seconds. */
export const PROXY_TIMEOUT_MS = 10_000;

/** Hop-by-hop headers, and cookies, which Shopify forwards in neither direction. */
const DROPPED = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "te",
  "trailer",
  "proxy-authorization",
  "host",
  "cookie",
  "set-cookie",
  "content-length",
  "authorization",
]);

/** Parameters that Shopify sets itself: a visitor's own are thrown away, not signed. */
const OWN = ["shop", "logged_in_customer_id", "path_prefix", "timestamp", "signature"];

export function forwardedUrl(url: URL, target: ProxyTarget, customerId: string | null): URL {
  const forwarded = new URL(
    `${target.path}${url.pathname.slice(target.prefix.length)}`,
    target.appUrl,
  );
  const query = new URLSearchParams(url.searchParams);
  for (const name of OWN) query.delete(name);
  query.append("shop", target.shop);
  query.append("logged_in_customer_id", customerId ?? "");
  query.append("path_prefix", target.prefix);
  query.append("timestamp", String(Math.floor(Date.now() / 1000)));
  query.append("signature", signProxyQuery(query, target.secret));
  forwarded.search = query.toString();
  return forwarded;
}

function keptHeaders(message: IncomingMessage): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined && !DROPPED.has(name)) kept[name] = value;
  }
  return kept;
}

/** Passes a storefront request on to the app with Shopify's signed query. */
export async function forward(exchange: Exchange, target: ProxyTarget): Promise<void> {
  const { request, response, url, method } = exchange;
  const customerId = loggedInCustomer(cookieOf(request, LOGIN_COOKIE), target.secret);
  const body = await readBody(request);
  const to = forwardedUrl(url, target, customerId);
  const send = to.protocol === "https:" ? httpsRequest : httpRequest;
  await new Promise<void>((resolve) => {
    const onward = send(to, {
      method,
      headers: {
        ...keptHeaders(request),
        "content-length": String(body.length),
        "x-forwarded-for": request.socket.remoteAddress ?? "127.0.0.1",
        "x-forwarded-host": target.shop,
      },
      timeout: PROXY_TIMEOUT_MS,
    });
    onward.once("timeout", () => onward.destroy(new Error("no answer within 10 s")));
    onward.once("error", (error) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 502, { error: `The app did not answer: ${error.message}` });
      resolve();
    });
    onward.once("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, keptHeaders(answer));
      answer.pipe(response);
      answer.once("close", resolve);
    });
    onward.end(body);
  });
}
