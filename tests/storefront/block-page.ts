/**
 * Blocks on a page in a real browser, in themes that treat them well or badly, with an app behind
 * the shop's proxy address that answers as a test wants.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, BrowserContextOptions, Page, Route } from "playwright-core";
import { memberField, renderBlock, type MemberField, type Scene } from "./block-stage.ts";

const SCRIPT = path.join(
  import.meta.dirname,
  "../../extensions/perennial-theme/assets/perennial.js",
);
const SHOP = "http://shop.test";

export const THEMES = {
  plain: `body{font-family:system-ui;color:#222;background:#fff;margin:0}
    .button{background:#2b5d4b;color:#fff;border:0;border-radius:4px;padding:12px 24px;font:inherit}`,
  dark: "body{font-family:system-ui;color:#f3efe6;background:#17211c;margin:0}",
  /** A rem of 10px, letters apart and a button class of many properties. */
  smallRem: `html{font-size:62.5%;box-sizing:border-box}*,*::before,*::after{box-sizing:inherit}
    body{font:1.6rem/1.8 Georgia;letter-spacing:.06rem;color:rgba(18,18,18,.8);background:#fff;margin:0}
    .button{border:0;background:#121212;color:#fff;min-width:12rem;min-height:4.5rem;padding:0 3rem;
    font:inherit;font-size:1.5rem;display:inline-flex;justify-content:center;align-items:center}`,
  hostile: `html{font-size:62.5%}*{letter-spacing:.2em;margin:0;padding:0;line-height:1;text-transform:uppercase}
    button,a,input{all:unset}svg{width:100%;height:auto;fill:red}li{float:left;width:50%;margin:30px}
    ul,ol{list-style:square;padding-left:80px}p{margin:3em 0;color:purple;font-size:40px}b{color:red}
    i{background:lime;display:inline}div{max-width:600px}dialog{padding:80px;background:pink}
    span{font-size:9px}small,form{display:none}#main p,#main li{font-size:33px;color:green;margin:50px}
    body{font-family:serif;color:#333;background:#f5efe0}`,
} as const;

export type Theme = keyof typeof THEMES;

export interface Opened extends Scene {
  blocks: readonly string[];
  theme?: Theme;
  /** What else stands on the page, such as a product form. */
  html?: string;
  width?: number;
  context?: BrowserContextOptions;
  /** Answers what is asked of the app; without it the app never answers. */
  app?: (route: Route) => Promise<void> | void;
  /** The script comes before the document has been parsed. */
  early?: boolean;
  /** Runs in the page before anything else. */
  before?: () => void;
  /** The while that a page is left alone before the app is asked lasts as long as it does for shoppers. */
  unhurried?: boolean;
}

function documentOf({ blocks, theme = "plain", html = "", early, ...scene }: Opened): string {
  const language = scene.language ?? "en";
  const placed = blocks.filter((block) => block !== "launcher");
  const block = (name: string) =>
    `<div class="shopify-block shopify-app-block">${renderBlock(name, scene)}</div>`;
  return `<!doctype html><html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}"><head>
    <meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shop</title>
    <style>${THEMES[theme]}</style><script src="/perennial.js"${early ? "" : " defer"}></script></head>
    <body><main id="main" style="display:grid;gap:24px;padding:16px"><h1>Shop</h1>${html}
    ${placed.map(block).join("\n")}</main>
    ${blocks.includes("launcher") ? block("launcher") : ""}</body></html>`;
}

export interface BlockPage {
  page: Page;
  /** What was asked of the app, such as `GET /member`. */
  asked: string[];
  /** What went wrong in the page. */
  errors: string[];
  layoutShift: () => Promise<number>;
  /** Changes of the document since it was parsed. */
  changes: () => Promise<string[]>;
}

export async function openBlocks(browser: Browser, opened: Opened): Promise<BlockPage> {
  const width = opened.width ?? 1_280;
  const page = await browser.newPage({ viewport: { width, height: 900 }, ...opened.context });
  const asked: string[] = [];
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.route("**/*", async (route) => {
    const { pathname, search } = new URL(route.request().url());
    if (pathname === "/perennial.js") {
      await route.fulfill({ contentType: "text/javascript", body: readFileSync(SCRIPT, "utf8") });
    } else if (pathname.startsWith("/apps/perennial")) {
      asked.push(
        `${route.request().method()} ${pathname.slice("/apps/perennial".length)}${search}`,
      );
      await opened.app?.(route);
    } else if (pathname === "/") {
      await route.fulfill({ contentType: "text/html", body: documentOf(opened) });
    } else await route.fulfill({ contentType: "text/html", body: `<title>${pathname}</title>` });
  });
  if (opened.context?.javaScriptEnabled !== false) await page.addInitScript(watch);
  if (opened.unhurried !== true) await page.addInitScript(hurry);
  if (opened.before) await page.addInitScript(opened.before);
  await page.goto(SHOP);
  const told = <T>(key: string) =>
    page.evaluate((name) => (globalThis as unknown as Record<string, T>)[name] as T, key);
  return {
    page,
    asked,
    errors,
    layoutShift: () => told<number>("shifted"),
    changes: () => told<string[]>("changed"),
  };
}

/** Runs in the page: its two seconds of rest are over at once, or every test would sit through them. */
function hurry(): void {
  const wait = window.setTimeout.bind(window);
  const quick = (then: () => void, ms?: number) => wait(then, ms === 2_000 ? 0 : ms);
  Object.assign(window, { setTimeout: quick });
}

interface Shift {
  value: number;
  hadRecentInput: boolean;
}

/** Runs in the page: remembers every layout shift and every change after the document was parsed. */
function watch(): void {
  const told = globalThis as unknown as { shifted: number; changed: string[] };
  told.shifted = 0;
  told.changed = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, hadRecentInput } = entry as unknown as Shift;
      // What answers a shopper's own tap isn't a shift, by the metric's definition.
      if (!hadRecentInput) told.shifted += value;
    }
  }).observe({ type: "layout-shift", buffered: true });
  addEventListener("DOMContentLoaded", () => {
    const options = { subtree: true, childList: true, attributes: true, characterData: true };
    new MutationObserver((records) => {
      told.changed.push(...records.map(({ type, attributeName }) => attributeName ?? type));
    }).observe(document, options);
  });
}

/** What `GET /member` answers for someone whose metafield says `field`. */
export function memberReply(field: MemberField = memberField()): object {
  const { available, pending, held, lifetime, expiring, tier, next } = field;
  return {
    program: { name: "Rewards", currency: "GBP", pointsName: "points" },
    member: {
      id: "gid://shopify/Customer/1001",
      enrolledAt: field.enrolled ? "2026-05-01T10:00:00.000Z" : null,
      joined: field.joined,
      points: {
        available,
        pending,
        held,
        lifetimeEarned: lifetime,
        expiring: expiring ? [{ ...expiring, at: new Date(expiring.at).toISOString() }] : [],
      },
      tier: { id: tier.id, name: tier.name, since: tier.since, until: tier.until },
      nextTier: next && { id: next.id, name: next.name, remaining: { spendMinor: next.remaining } },
    },
  };
}

export const answer =
  (body: object) =>
  (route: Route): Promise<void> =>
    route.fulfill({ contentType: "application/json; charset=utf-8", body: JSON.stringify(body) });
