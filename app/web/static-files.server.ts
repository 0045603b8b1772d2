/** The files of the built pages (scripts, styles, images), straight from disk. */
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import type { IncomingMessage, ServerResponse } from "node:http";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};
const COMPRESSIBLE = new Set([".css", ".js", ".json", ".svg", ".txt"]);
/** 5 of 11: within a few per cent of the smallest, for tens of milliseconds once per file. */
const BROTLI_QUALITY = 5;

export interface StaticFiles {
  /** True when the request was for one of the files and has been answered. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
}

/** The list is read once: a path that isn't on it never reaches the disk. */
export function createStaticFiles(dir: string): StaticFiles {
  const files = new Map<string, string>();
  if (existsSync(dir)) {
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      files.set(`/${path.relative(dir, file).split(path.sep).join("/")}`, file);
    }
  }
  const compressed = new Map<string, Buffer>();

  return {
    serve(request, response) {
      const name = (request.url ?? "/").split("?", 1)[0] ?? "/";
      const file = files.get(name);
      if (!file || (request.method !== "GET" && request.method !== "HEAD")) return false;
      // A newer build may have taken it away while this process goes on.
      const found = statSync(file, { throwIfNoEntry: false });
      if (!found) return false;
      const extension = path.extname(file);
      response.setHeader("content-type", TYPES[extension] ?? "application/octet-stream");
      response.setHeader("x-content-type-options", "nosniff");
      // Vite puts a hash of the content into every name under /assets/.
      response.setHeader(
        "cache-control",
        name.startsWith("/assets/")
          ? "public, max-age=31536000, immutable"
          : "public, max-age=3600",
      );
      if (COMPRESSIBLE.has(extension)) response.setHeader("vary", "accept-encoding");
      const body = COMPRESSIBLE.has(extension) && takesBrotli(request) ? brotli(file) : null;
      if (body) response.setHeader("content-encoding", "br");
      response.setHeader("content-length", body ? body.length : found.size);
      if (request.method === "HEAD") response.end();
      else if (body) response.end(body);
      else {
        const content = createReadStream(file);
        content.on("error", () => response.destroy());
        content.pipe(response);
      }
      return true;
    },
  };

  function brotli(file: string): Buffer {
    const known = compressed.get(file);
    if (known) return known;
    const body = brotliCompressSync(readFileSync(file), {
      params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY },
    });
    compressed.set(file, body);
    return body;
  }
}

function takesBrotli(request: IncomingMessage): boolean {
  return /\bbr\b/.test(request.headers["accept-encoding"]?.toString() ?? "");
}
