/** Between node:http and the web's Request and Response, as Remix wants them. */
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Forms of the admin are small; webhooks, which are not, never come here. */
const PAGE_BODY_BYTES_MAX = 1024 * 1024;

export class BodyTooLarge extends Error {
  constructor() {
    super(`The body is over the ${PAGE_BODY_BYTES_MAX} bytes that a page accepts.`);
  }
}

/**
 * The URL is built on the app's own origin, not on the Host header: behind a proxy that ends TLS
 * the header would give http, and it is the sender's to choose.
 */
export function toRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
  appUrl: string,
): Request {
  const closed = new AbortController();
  response.once("close", () => closed.abort());
  const method = incoming.method ?? "GET";
  const init: RequestInit = { method, headers: headersOf(incoming), signal: closed.signal };
  if (method !== "GET" && method !== "HEAD") {
    if (Number(incoming.headers["content-length"] ?? 0) > PAGE_BODY_BYTES_MAX) {
      throw new BodyTooLarge();
    }
    init.body = Readable.toWeb(incoming.pipe(limitBytes())) as ReadableStream;
    init.duplex = "half";
  }
  return new Request(`${new URL(appUrl).origin}${pathAndQuery(incoming)}`, init);
}

export async function sendResponse(
  answer: Response,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) {
    if (name !== "set-cookie") response.setHeader(name, value);
  }
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  if (!answer.body || incoming.method === "HEAD") {
    response.end();
    return;
  }
  try {
    await pipeline(Readable.fromWeb(answer.body as never), response);
  } catch (error) {
    // The reader went away in the middle of the page: nobody is left to tell.
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  }
}

/** An absolute-form target ("GET http://other/x") must not choose the host either. */
function pathAndQuery(incoming: IncomingMessage): string {
  const target = incoming.url ?? "/";
  if (target.startsWith("/")) return target;
  const url = URL.canParse(target) ? new URL(target) : null;
  return url ? `${url.pathname}${url.search}` : "/";
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}

function limitBytes(): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > PAGE_BODY_BYTES_MAX) done(new BodyTooLarge());
      else done(null, chunk);
    },
  });
}
