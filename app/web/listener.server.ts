/** What node:http asks first: webhooks, the app proxy, account pages and health; the rest is Remix's. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { App } from "../app.server.ts";
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
    const route = find((request.url ?? "/").split("?", 1)[0] ?? "/");
    if (!route) {
      pages(request, response);
      return;
    }
    response.on("finish", () => {
      app.metrics.answered(route.name, response.statusCode);
    });
    route.answer(request, response).catch((error: unknown) => {
      fail(app, { request, response, error, route: route.name });
    });
  };
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
