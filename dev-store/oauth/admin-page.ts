import { createHmac } from "node:crypto";
import { escapeHtml } from "../http/exchange.ts";
import { makeSessionToken, type AppKeys } from "./session-token.ts";

/** The merchant who is logged in to the stand-in admin. */
export const MERCHANT_ID = "902541635";

export interface AdminPageInput {
  keys: AppKeys;
  shop: string;
  shopName: string;
  appUrl: string;
  /** Path and query inside the app, such as `/app/tiers`. */
  path: string;
}

/** `host` as App Bridge and the app know it: the admin's address, base64 without padding. */
export function hostParameter(shop: string): string {
  const store = shop.replace(/\.myshopify\.com$/, "");
  return Buffer.from(`admin.shopify.com/store/${store}`).toString("base64url");
}

/** The address that Shopify's admin opens in the frame, signed over its sorted query. */
export function embeddedUrl(input: Omit<AdminPageInput, "shopName">): string {
  const { keys, shop, appUrl, path } = input;
  const url = new URL(path, appUrl);
  const query = new Map<string, string>([
    ...url.searchParams,
    ["embedded", "1"],
    ["host", hostParameter(shop)],
    ["id_token", makeSessionToken(keys, { shop, userId: MERCHANT_ID })],
    ["locale", "en"],
    ["session", createHmac("sha256", keys.apiSecret).update(`session ${shop}`).digest("hex")],
    ["shop", shop],
    ["timestamp", String(Math.floor(Date.now() / 1000))],
  ]);
  const sorted = [...query].sort(([a], [b]) => (a < b ? -1 : 1));
  const message = sorted.map(([name, value]) => `${name}=${value}`).join("&");
  url.search = new URLSearchParams([
    ...sorted,
    ["hmac", createHmac("sha256", keys.apiSecret).update(message).digest("hex")],
  ]).toString();
  return url.toString();
}

export function adminPage(input: AdminPageInput): string {
  const src = escapeHtml(embeddedUrl(input));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(input.shopName)} · Perennial</title>
<style>
html,body{margin:0;height:100%;font:14px/1.4 system-ui,sans-serif;background:#1a1a1a}
body{display:flex;flex-direction:column}
header{display:flex;gap:16px;align-items:center;padding:8px 16px;color:#e3e3e3}
header a{color:#9bd1ff}
iframe{flex:1;border:0;background:#f1f1f1;border-radius:12px 12px 0 0}
</style>
</head>
<body>
<header><strong>${escapeHtml(input.shopName)}</strong><span>stand-in for the Shopify admin</span><a href="${src}" target="_blank" rel="noopener">open without the frame</a><a href="/">store</a></header>
<iframe title="Perennial" src="${src}" allow="clipboard-write"></iframe>
</body>
</html>`;
}
