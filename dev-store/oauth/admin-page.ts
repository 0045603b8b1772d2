import { createHmac } from "node:crypto";
import { markup } from "../http/html.ts";
import { shell } from "../back-office/shell.ts";
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

/** The app in its frame, where the merchant finds it: beside the back office's navigation. */
export function adminPage(input: AdminPageInput): string {
  const src = embeddedUrl(input);
  return shell({
    title: "Perennial",
    section: "app",
    shopName: input.shopName,
    fill: true,
    body: markup`<div class="framed"><div class="frame-note"><h1>Perennial</h1><a href="${src}" target="_blank" rel="noopener">open without the frame</a></div>
<iframe title="Perennial" src="${src}" allow="clipboard-write"></iframe></div>`,
  });
}
