import type { IncomingMessage, ServerResponse } from "node:http";
import { parseJson } from "../wire/json.ts";
import { Refusal } from "../wire/refusal.ts";

/** Bodies of the control API may carry whole catalogues; nothing needs more. */
export const BODY_BYTES_MAX = 20 * 1024 * 1024;

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  url: URL;
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX)
      throw new Refusal(413, `a body may have ${BODY_BYTES_MAX} bytes at most`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A JSON body with its ids exact; no body at all reads as an empty object. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request)).toString("utf8");
  if (text.trim() === "") return {};
  try {
    return parseJson(text);
  } catch {
    throw new Refusal(400, "the body is not JSON");
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8" });
  response.end(text);
}

export function sendText(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, {
    "Content-Type": `${type}; charset=utf-8`,
    "Cache-Control": "no-store",
  });
  response.end(body);
}

/** Which shop a request is for: outside of a demo its host says it, in one a forwarded header. */
export function shopOf(request: IncomingMessage): string | null {
  const forwarded = request.headers["x-forwarded-host"];
  const host = (typeof forwarded === "string" ? forwarded : request.headers.host) ?? "";
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return name === "localhost" || name === "127.0.0.1" || name === "[::1]" ? null : name;
}

export function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
