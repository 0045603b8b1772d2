import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Exchange } from "../http/exchange.ts";

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8",
  svg: "image/svg+xml; charset=utf-8",
  html: "text/html; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  ico: "image/x-icon",
  woff: "font/woff",
  woff2: "font/woff2",
};

const COMPRESSED = /^(css|js|json|svg|html|txt)$/;
/** What is smaller gains nothing by compression. */
const COMPRESS_FROM_BYTES = 512;

export const extensionOf = (name: string): string =>
  /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? "";

export interface Body {
  /** An ending that tells its type: `css`, `html`. */
  kind: string;
  content: Buffer;
  status?: number;
  /** For good if its address names its content; else it is asked for again each time. */
  immutable?: boolean;
}

interface Packed {
  content: Buffer;
  gzipped: Buffer;
}

const packed = new Map<string, Packed>();
/** Compressed assets that are kept; pages are as many as there are shoppers and aren't. */
const PACKED_MAX = 500;

function gzipOf(etag: string, { content, immutable }: Body): Buffer {
  const known = packed.get(etag);
  if (known !== undefined && known.content.equals(content)) return known.gzipped;
  const gzipped = gzipSync(content);
  if (immutable === true) {
    if (packed.size >= PACKED_MAX) packed.clear();
    packed.set(etag, { content, gzipped });
  }
  return gzipped;
}

/** Answers as Shopify's CDN and storefront do: typed, compressed, with a tag to ask again by. */
export function sendBody({ request, response }: Exchange, body: Body): void {
  const { kind, content, status = 200 } = body;
  const etag = `"${createHash("md5").update(content).digest("hex").slice(0, 16)}"`;
  const compresses = COMPRESSED.test(kind) && content.length >= COMPRESS_FROM_BYTES;
  const headers = {
    "Content-Type": TYPES[kind] ?? "application/octet-stream",
    "Cache-Control":
      body.immutable === true ? "public, max-age=31536000, immutable" : "private, no-cache",
    ETag: etag,
    "X-Content-Type-Options": "nosniff",
    ...(compresses ? { Vary: "Accept-Encoding" } : {}),
  };
  if (status === 200 && request.headers["if-none-match"]?.includes(etag) === true) {
    response.writeHead(304, headers);
    response.end();
    return;
  }
  const accepts = /\bgzip\b/.test(request.headers["accept-encoding"]?.toString() ?? "");
  const sent = compresses && accepts ? gzipOf(etag, body) : content;
  response.writeHead(status, {
    ...headers,
    "Content-Length": sent.length,
    ...(sent === content ? {} : { "Content-Encoding": "gzip" }),
  });
  response.end(sent);
}

export function sendPage(exchange: Exchange, html: string, status = 200): void {
  sendBody(exchange, { kind: "html", content: Buffer.from(html), status });
}

export function sendJsonBody(exchange: Exchange, value: unknown): void {
  sendBody(exchange, { kind: "json", content: Buffer.from(JSON.stringify(value)) });
}

export function redirect({ response }: Exchange, to: string): void {
  response.writeHead(302, { Location: to, "Cache-Control": "no-store" });
  response.end();
}
