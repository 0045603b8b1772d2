import { LANGUAGES } from "../../shop/markets.ts";
import { escapeText } from "../filters/html.ts";
import { scriptJson } from "../filters/text.ts";
import type { Page } from "../liquid/page.ts";
import type { Theme } from "../theme/theme.ts";

/** Stands in the head until the page is done and it is known which assets its blocks ask for. */
export const ASSETS_MARK = "<!-- app assets -->";

function shopScript(page: Page): string {
  const { where, state, designMode } = page;
  const rate = Number.isInteger(where.rate) ? where.rate.toFixed(1) : String(where.rate);
  const lines = [
    "var Shopify = Shopify || {};",
    `Shopify.shop = ${scriptJson(state.info.domain)};`,
    `Shopify.locale = ${scriptJson(where.language.code)};`,
    `Shopify.currency = ${scriptJson({ active: where.currency, rate })};`,
    `Shopify.country = ${scriptJson(where.country.code)};`,
    'Shopify.theme = {"name":"Dev store","id":1,"schema_name":"Dev store","role":"main"};',
    `Shopify.routes = Shopify.routes || {}; Shopify.routes.root = ${scriptJson(`${where.rootUrl}/`)};`,
    ...(designMode ? ["Shopify.designMode = true;"] : []),
  ];
  return `<script>${lines.join("\n")}</script>`;
}

/** The page in the shop's other languages. */
function alternates({ origin, where }: Page): string {
  const path = where.path === "/" ? "" : where.path;
  const link = (code: string, rootUrl: string) =>
    `<link rel="alternate" hreflang="${code}" href="${escapeText(`${origin}${rootUrl}${path === "" && rootUrl === "" ? "/" : path}`)}">`;
  return [link("x-default", ""), ...LANGUAGES.map(({ code, rootUrl }) => link(code, rootUrl))].join(
    "\n",
  );
}

function compiled(theme: Theme): string {
  const assets = [
    theme.compiled("stylesheet") === ""
      ? ""
      : '<link rel="stylesheet" href="/cdn/shop/t/1/compiled_assets/styles.css">',
    theme.compiled("javascript") === ""
      ? ""
      : '<script src="/cdn/shop/t/1/compiled_assets/scripts.js" defer="defer"></script>',
  ];
  return assets.filter((asset) => asset !== "").join("\n");
}

/** What Shopify puts into every page's head. */
export function contentForHeader(page: Page, theme: Theme): string {
  return [shopScript(page), alternates(page), compiled(theme), ASSETS_MARK]
    .filter((part) => part !== "")
    .join("\n");
}

/** The scripts and stylesheets of the page's app blocks, each once. */
export function appAssets({ head }: Page): string {
  const styles = [...head.stylesheets].map(
    (url) => `<link href="${escapeText(url)}" rel="stylesheet" media="all">`,
  );
  const scripts = [...head.scripts].map(
    (url) => `<script src="${escapeText(url)}" type="text/javascript" defer="defer"></script>`,
  );
  return [...scripts, ...styles].join("\n");
}
