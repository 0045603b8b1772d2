import { PassThrough } from "node:stream";
import {
  createReadableStreamFromReadable,
  type AppLoadContext,
  type EntryContext,
  type LoaderFunctionArgs,
} from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";

/** A page that renders longer than this is given up: its reader has left. */
const RENDER_MS_MAX = 10_000;

// Remix calls this by position.
// eslint-disable-next-line @typescript-eslint/max-params
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  context: AppLoadContext,
): Promise<Response> {
  headers.set("content-type", "text/html; charset=utf-8");

  // A crawler gets the whole page at once; a browser gets the frame as soon as it is ready.
  const ready = isbot(request.headers.get("user-agent") ?? "") ? "onAllReady" : "onShellReady";
  return new Promise((resolve, reject) => {
    const { pipe, abort } = renderToPipeableStream(
      <RemixServer context={remixContext} url={request.url} abortDelay={RENDER_MS_MAX} />,
      {
        [ready]() {
          const body = new PassThrough();
          resolve(new Response(createReadableStreamFromReadable(body), { status, headers }));
          pipe(body);
        },
        onShellError(error: unknown) {
          reject(error instanceof Error ? error : new Error(String(error)));
        },
        onError(error: unknown) {
          if (!request.signal.aborted) context.app.reportError(error, whereOf(request));
        },
      },
    );
    setTimeout(abort, RENDER_MS_MAX).unref();
  });
}

export function handleError(error: unknown, { request, context }: LoaderFunctionArgs): void {
  // A page that doesn't exist is the asker's mistake, not a bug of ours.
  if (request.signal.aborted || (isRouteErrorResponse(error) && error.status < 500)) return;
  context.app.reportError(error, whereOf(request));
}

function whereOf(request: Request): string {
  return `${request.method} ${new URL(request.url).pathname}`;
}
