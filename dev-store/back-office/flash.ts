import { cookieOf } from "../http/exchange.ts";
import type { IncomingMessage } from "node:http";
import type { Flash } from "./visit.ts";

const COOKIE = "back_office_message";
/** A message that no page showed within this time is old news. */
const SECONDS_KEPT = 30;
const ATTRIBUTES = "Path=/admin; HttpOnly; SameSite=Strict";

export const flashCookie = (flash: Flash): string =>
  `${COOKIE}=${encodeURIComponent(`${flash.kind}:${flash.text}`)}; ${ATTRIBUTES}; Max-Age=${SECONDS_KEPT}`;

export const NO_FLASH = `${COOKIE}=; ${ATTRIBUTES}; Max-Age=0`;

/** The message that the action before left for this page. */
export function takeFlash(request: IncomingMessage): Flash | null {
  const value = cookieOf(request, COOKIE);
  if (value === null || !/^(?:[\w!'()*.~-]|%[0-9A-F]{2})+$/i.test(value)) return null;
  try {
    const text = decodeURIComponent(value);
    const at = text.indexOf(":");
    const kind = text.slice(0, at) === "refused" ? "refused" : "done";
    return { kind, text: text.slice(at + 1) };
  } catch (error) {
    // A cookie that is no UTF-8 is none of ours.
    if (error instanceof URIError) return null;
    throw error;
  }
}
