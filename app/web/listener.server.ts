/** What node:http asks first: webhooks, the app proxy, account pages and health; the rest is Remix's. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { App } from "../app.server.ts";
import { inLogContext } from "../log.server.ts";
import { AppError } from "../domain/shared/app-error.ts";
import { answerAccount } from "./account-listener.server.ts";
import { answerProxy } from "./proxy-listener.server.ts";
import { sendJson, sendRefusal } from "./refusal.server.ts";
import { acceptWebhook } from "./webhook-listener.server.ts";

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

type Route = {
  name: string;
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

export function createListener(app: App, pages: Listener): Listener {
  const find = routesOf(app);
  return (request, response) => {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    const route = find(path);
    const name = route?.name ?? (path.startsWith("/app") ? "/app" : "pages");
    const requestId = requestIdOf(request);
    response.setHeader("x-request-id", requestId);
    inLogContext({ requestId, route: name, ...deliveryOf(request) }, () => {
      watch(app, { request, response, route: name });
      if (!route) {
        try {
          pages(request, response);
        } catch (error) {
          fail(app, { request, response, error, route: name });
        }
        return;
      }
      route.answer(request, response).catch((error: unknown) => {
        fail(app, { request, response, error, route: name });
      });
    });
  };
}

/** The id that a proxy in front has given, so that its log and this one name a request alike; else a new one. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && /^[\w.-]{8,128}$/.test(given) ? given : randomUUID();
}

/** Which webhook it is, as Shopify's own log names it. */
function deliveryOf({ headers }: IncomingMessage): { webhookId?: string } {
  const webhookId = headers["x-shopify-webhook-id"];
  return typeof webhookId === "string" ? { webhookId: webhookId.slice(0, 64) } : {};
}

/** Answers slower than this (ms) are told of, though they succeeded. */
const SLOW_MS = 5_000;

/** Counts every answer; tells of those that failed on our side or were slow. Paths and queries may name people: not logged. */
function watch(app: App, { request, response, route }: Omit<Failure, "error">): void {
  const start = performance.now();
  response.on("finish", () => {
    const ms = performance.now() - start;
    app.metrics.answered(route, response.statusCode, ms / 1_000);
    const status = response.statusCode;
    const level = status >= 500 || ms > SLOW_MS ? "warn" : "debug";
    if (app.log.isLevelEnabled(level)) {
      app.log[level]({ status, method: request.method, ms: Math.round(ms) }, "answered");
    }
  });
}

function routesOf(app: App): (path: string) => Route | undefined {
  const proxy = { ...app.ports, secrets: app.secrets, realClock: Date.now };
  const account = { ...proxy, apiKey: app.env.SHOPIFY_API_KEY };
  const exact: Readonly<Record<string, Route["answer"]>> = {
    "/webhooks": (request, response) => acceptWebhook(app.webhooks, request, response),
    "/healthz": async (_request, response) => {
      sendJson(response, 200, { status: "up" });
    },
    "/readyz": (_request, response) => ready(app, response),
    "/metrics": (_request, response) => metrics(app, response),
  };
  return (path) => {
    const answer = exact[path];
    if (answer) return { name: path, answer };
    if (path.startsWith("/account/"))
      return { name: "/account", answer: (...exchange) => answerAccount(account, ...exchange) };
    if (path.startsWith("/proxy/"))
      return { name: "/proxy", answer: (...exchange) => answerProxy(proxy, ...exchange) };
    return undefined;
  };
}

async function ready(app: App, response: ServerResponse): Promise<void> {
  let database = "unreachable";
  try {
    database = (await app.isMigrated()) ? "migrated" : "not migrated";
  } catch (error) {
    app.log.warn({ error }, "not ready: the database can't be asked");
  }
  sendJson(response, database === "migrated" ? 200 : 503, { database });
}

async function metrics(app: App, response: ServerResponse): Promise<void> {
  const text = await app.metrics.registry.metrics();
  response.setHeader("content-type", app.metrics.registry.contentType);
  response.end(text);
}

type Failure = {
  request: IncomingMessage;
  response: ServerResponse;
  error: unknown;
  route: string;
};

function fail(app: App, { request, response, error, route }: Failure): void {
  if (request.destroyed && !request.complete) return; // the sender went away: nobody is left to answer
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof AppError) {
    sendRefusal(response, error);
    return;
  }
  app.log.error({ error, route, method: request.method }, "a request failed");
  if (app.ports.stores.isPassing(error)) {
    sendRefusal(
      response,
      new AppError("unavailable", "The database is away for a moment; try again."),
    );
    return;
  }
  sendJson(response, 500, {
    error: { code: "internal", message: "This failed on our side and was logged." },
  });
}
