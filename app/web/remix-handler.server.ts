/**
 * Remix behind plain node:http: the one request listener for everything that server.ts doesn't
 * answer itself. In production it serves the built pages and their files; in development Vite
 * compiles both as they are asked for.
 */
import { pathToFileURL } from "node:url";
import path from "node:path";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import type { ViteDevServer } from "vite";
import type { AppContext } from "./app-context.ts";
import { documentHeaders } from "./document-headers.ts";
import { BodyTooLarge, sendResponse, toRequest } from "./node-web.server.ts";
import { createStaticFiles } from "./static-files.server.ts";

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

interface RemixListenerOptions {
  app: AppContext;
  /** The built pages (see loadBuild), or the dev server that compiles them. */
  pages: { build: ServerBuild; clientDir: string } | { viteDevServer: ViteDevServer };
}

export function createRemixListener({ app, pages }: RemixListenerOptions): Listener {
  if ("viteDevServer" in pages) {
    const { viteDevServer } = pages;
    const handle = createRequestHandler(() => devBuild(viteDevServer), "development");
    return (request, response) => {
      viteDevServer.middlewares(request, response, () => answer(request, response, handle));
    };
  }
  const handle = createRequestHandler(pages.build, "production");
  const files = createStaticFiles(pages.clientDir);
  return (request, response) => {
    if (files.serve(request, response)) return;
    answer(request, response, handle);
  };

  function answer(
    request: IncomingMessage,
    response: ServerResponse,
    handle: ReturnType<typeof createRequestHandler>,
  ): void {
    respond(request, response, handle).catch((error: unknown) => {
      if (!(error instanceof BodyTooLarge)) {
        app.reportError(error, `${request.method ?? "GET"} ${pathOf(request)}`);
      }
      if (response.headersSent) {
        response.destroy();
        return;
      }
      response.statusCode = error instanceof BodyTooLarge ? 413 : 500;
      response.setHeader("content-type", "text/plain; charset=utf-8");
      response.end(
        error instanceof BodyTooLarge
          ? `${error.message}\n`
          : "This page failed. Nothing was changed; try again.\n",
      );
    });
  }

  async function respond(
    request: IncomingMessage,
    response: ServerResponse,
    handle: ReturnType<typeof createRequestHandler>,
  ): Promise<void> {
    const webRequest = toRequest(request, response, app.settings.appUrl);
    const page = await handle(webRequest, { app });
    // Here and not in entry.server: the pages of Shopify's library (auth.$) don't pass there.
    if (page.headers.get("content-type")?.startsWith("text/html")) {
      const headers = documentHeaders({ url: webRequest.url, ...app.settings });
      for (const [name, value] of Object.entries(headers)) page.headers.set(name, value);
    }
    await sendResponse(page, request, response);
  }
}

/** The pages that `npm run build` wrote, with the folder of their public files. */
export async function loadBuild(
  projectDir: string,
): Promise<{ build: ServerBuild; clientDir: string }> {
  const serverFile = path.join(projectDir, "build", "server", "index.js");
  const build = (await import(pathToFileURL(serverFile).href)) as ServerBuild;
  return { build, clientDir: path.join(projectDir, "build", "client") };
}

async function devBuild(viteDevServer: ViteDevServer): Promise<ServerBuild> {
  return (await viteDevServer.ssrLoadModule("virtual:remix/server-build")) as ServerBuild;
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?", 1)[0] ?? "/";
}
