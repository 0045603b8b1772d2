import { readFileSync } from "node:fs";
import type { Exchange } from "../http/exchange.ts";
import { Refusal } from "../wire/refusal.ts";

const TYPES = {
  "app-frame.css": "text/css",
  "app-frame.js": "text/javascript",
  "back-office.css": "text/css",
  "back-office.js": "text/javascript",
  "theme-editor.css": "text/css",
  "theme-editor.js": "text/javascript",
  "icon.svg": "image/svg+xml",
} as const;

const isAsset = (name: string): name is keyof typeof TYPES => Object.hasOwn(TYPES, name);

/** Read anew each time: they are small, and whoever changes one sees it at the next load. */
export function serveAsset(exchange: Exchange, name: string): void {
  if (!isAsset(name)) throw new Refusal(404, `There is no file ${name}`);
  exchange.response.writeHead(200, {
    "Content-Type": `${TYPES[name]}; charset=utf-8`,
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
  });
  exchange.response.end(readFileSync(new URL(`assets/${name}`, import.meta.url)));
}
