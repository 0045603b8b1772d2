import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Exchange } from "../../http/exchange.ts";
import type { Site } from "../../http/site.ts";
import type { BulkOperation } from "../../shop/bulk-operation.ts";
import { Refusal } from "../../wire/refusal.ts";
import { RESULT_PATH, type BulkOperations } from "./bulk-operations.ts";

const ADDRESS = /^\/bulk-operation-outputs\/([0-9a-f]+)-(?:final|partial)$/;
const RANGE = /^bytes=(\d*)-(\d*)$/;

interface Range {
  from: number;
  /** Not included. */
  to: number;
}

/** The part that is asked for; null for the whole, also if several parts are. */
function rangeOf(header: string | undefined, size: number): Range | "unsatisfiable" | null {
  const [, first, last] = RANGE.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || first + last === "") return null;
  if (first === "") return { from: Math.max(0, size - Number(last)), to: size };
  const range = {
    from: Number(first),
    to: last === "" ? size : Math.min(size, Number(last) + 1),
  };
  if (last !== "" && Number(last) < Number(first)) return null;
  return range.from >= size ? "unsatisfiable" : range;
}

const acceptsGzip = (header: unknown): boolean =>
  typeof header === "string" &&
  /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))[^,]*)?\s*(,|$)/.test(header);

interface Result {
  operation: BulkOperation;
  size: number;
}

/** A part is always of the plain bytes: of a packed file nobody could resume. */
async function send({ request, response, method }: Exchange, bulk: BulkOperations, result: Result) {
  const { operation, size } = result;
  const tag = `"${operation.fileKey.slice(0, 16)}-${size}"`;
  const unchanged =
    request.headers["if-range"] === undefined || request.headers["if-range"] === tag;
  const range = unchanged ? rangeOf(request.headers.range, size) : null;
  response.setHeader("Accept-Ranges", "bytes");
  response.setHeader("Vary", "Accept-Encoding");
  if (range === "unsatisfiable") {
    response.writeHead(416, { "Content-Range": `bytes */${size}` }).end();
    return;
  }
  const packed = range === null && acceptsGzip(request.headers["accept-encoding"]);
  const { from, to } = range ?? { from: 0, to: size };
  response.setHeader("Content-Type", "application/jsonl");
  response.setHeader("Content-Disposition", `attachment; filename="bulk-${operation.id}.jsonl"`);
  response.setHeader("ETag", packed ? `${tag.slice(0, -1)}-gzip"` : tag);
  if (packed) response.setHeader("Content-Encoding", "gzip");
  else response.setHeader("Content-Length", to - from);
  if (range !== null) response.setHeader("Content-Range", `bytes ${from}-${to - 1}/${size}`);
  response.statusCode = range === null ? 200 : 206;
  if (method === "HEAD") {
    response.end();
    return;
  }
  const bytes = bulk.files.read(operation.fileKey, from, to);
  if (packed) await pipeline(bytes, createGzip(), response);
  else await pipeline(bytes, response);
}

const isGone = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === "ERR_STREAM_PREMATURE_CLOSE";

/** Where results of bulk operations are fetched, by whoever has the address. */
export const bulkSite: Site = {
  owns: (pathname) => pathname.startsWith(RESULT_PATH),
  async answer(exchange, { bulk }) {
    const key = ADDRESS.exec(exchange.url.pathname)?.[1];
    if (exchange.method !== "GET" && exchange.method !== "HEAD")
      throw new Refusal(405, "results of bulk operations take GET only");
    const operation = key === undefined ? undefined : bulk.ofKey(key);
    if (operation === undefined) throw new Refusal(404, "There is no such result");
    if (bulk.hasExpired(operation)) throw new Refusal(403, "This result has expired");
    const size = await bulk.files.size(operation.fileKey);
    if (size === null) throw new Refusal(404, "There is no such result");
    try {
      await send(exchange, bulk, { operation, size });
    } catch (error) {
      // Whoever asked has gone, as they may; anything else is a fault of ours.
      if (!isGone(error)) throw error;
    }
  },
};
