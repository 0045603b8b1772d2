import { createHmac } from "node:crypto";
import { shell } from "../back-office/shell.ts";
import { markup, trusted, type Html } from "../http/html.ts";
import { makeSessionToken, type AppKeys } from "./session-token.ts";
import { ADMIN_LOCALES, STAFF, type AdminLocale, type StaffMember } from "./staff.ts";

interface EmbeddedInput {
  keys: AppKeys;
  shop: string;
  appUrl: string;
  /** Path and query inside the app, such as `/app/tiers`. */
  path: string;
  staff: StaffMember;
  locale: AdminLocale;
}

export interface AdminPageInput extends EmbeddedInput {
  shopName: string;
}

/** `host` as App Bridge and the app know it: the admin's address, base64 without padding. */
export function hostParameter(shop: string): string {
  const store = shop.replace(/\.myshopify\.com$/, "");
  return Buffer.from(`admin.shopify.com/store/${store}`).toString("base64url");
}

/** The address that Shopify's admin opens in the frame, signed over its sorted query. */
export function embeddedUrl(input: EmbeddedInput): string {
  const { keys, shop, appUrl, path, staff, locale } = input;
  const url = new URL(path, appUrl);
  const query = new Map<string, string>([
    ...url.searchParams,
    ["embedded", "1"],
    ["host", hostParameter(shop)],
    ["id_token", makeSessionToken(keys, { shop, userId: staff.id })],
    ["locale", locale],
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

/**
 * The app in its frame, where the merchant finds it: beside the back office's navigation. What the
 * App Bridge stand-in asks for (menu, title, save bar, toasts) is drawn here by assets/app-frame.js.
 */
export function adminPage(input: AdminPageInput): string {
  const src = embeddedUrl(input);
  return shell({
    title: "Perennial",
    section: "app",
    shopName: input.shopName,
    fill: true,
    assets: "app-frame",
    body: markup`<div class="framed">
<div class="frame-note"><h1>Perennial<span id="app-title"></span></h1><div id="app-actions" class="app-actions"></div>${visitor(input)}<a href="${src}" target="_blank" rel="noopener">open without the frame</a></div>
<div id="save-bar" class="save-bar" role="region" aria-label="Unsaved changes" hidden><p>Unsaved changes</p><button type="button" class="button" data-answer="discard">Discard</button><button type="button" class="button button-primary" data-answer="save">Save</button></div>
<div id="app-loading" class="app-loading" hidden></div>
<iframe title="Perennial" src="${src}" allow="clipboard-write"></iframe>
<div id="toasts" class="toasts" role="status" aria-live="polite"></div>
<dialog id="leave" class="leave" aria-labelledby="leave-title"><h2 id="leave-title">Leave page with unsaved changes?</h2><p>Leaving this page will delete all unsaved changes.</p><form method="dialog"><button class="button" value="stay">Stay</button><button class="button button-danger" value="leave">Leave page</button></form></dialog>
<dialog id="scopes" class="leave" aria-labelledby="scopes-title"><h2 id="scopes-title">Perennial asks for more access</h2><ul id="scopes-list"></ul><form method="dialog"><button class="button" value="decline">Cancel</button><button class="button button-primary" value="allow">Allow</button></form></dialog>
</div>`,
  });
}

/** Who is logged in to this admin, and in which language they read it. */
function visitor({ staff, locale }: AdminPageInput): Html {
  return markup`<form class="visitor" method="get" action="">
<label><span>Staff</span><select name="admin-staff" data-submit-on-change>${STAFF.map((each) =>
    option(each.id, `${each.firstName} ${each.lastName}`, each.id === staff.id),
  )}</select></label>
<label><span>Language</span><select name="admin-locale" data-submit-on-change>${Object.entries(
    ADMIN_LOCALES,
  ).map(([code, name]) => option(code, name, code === locale))}</select></label>
<button data-without-script class="button button-small">Go</button></form>`;
}

const option = (value: string, text: string, chosen: boolean): Html =>
  markup`<option value="${value}"${trusted(chosen ? " selected" : "")}>${text}</option>`;
