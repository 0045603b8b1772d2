import { markup, trusted, type Html, type Piece } from "../http/html.ts";
import { icon, type IconName } from "./icons.ts";
import type { Flash, PageReply, Section } from "./visit.ts";

interface NavItem {
  section: Section | null;
  href: string;
  label: string;
  icon: IconName;
}

const NAVIGATION: readonly { heading: string | null; items: readonly NavItem[] }[] = [
  {
    heading: null,
    items: [
      { section: "overview", href: "/admin", label: "Overview", icon: "overview" },
      { section: "orders", href: "/admin/orders", label: "Orders", icon: "orders" },
      { section: "products", href: "/admin/products", label: "Products", icon: "products" },
      { section: "customers", href: "/admin/customers", label: "Customers", icon: "customers" },
      { section: "discounts", href: "/admin/discounts", label: "Discounts", icon: "discounts" },
    ],
  },
  {
    heading: "Online store",
    items: [
      { section: null, href: "/", label: "Storefront", icon: "store" },
      { section: "theme", href: "/admin/themes/editor", label: "Theme editor", icon: "theme" },
    ],
  },
  {
    heading: "Apps",
    items: [{ section: "app", href: "/admin/apps/perennial", label: "Perennial", icon: "app" }],
  },
  {
    heading: "Behind the scenes",
    items: [
      {
        section: "deliveries",
        href: "/admin/deliveries",
        label: "Webhook deliveries",
        icon: "deliveries",
      },
      {
        section: "api-calls",
        href: "/admin/api-calls",
        label: "Admin API calls",
        icon: "api-calls",
      },
    ],
  },
];

function navigation(current: Section): Html {
  const item = (entry: NavItem) =>
    markup`<li><a href="${entry.href}"${trusted(entry.section === current ? ' aria-current="page"' : "")}>${icon(entry.icon)}<span>${entry.label}</span></a>${entry.section === "app" && current === "app" && markup`<ul id="app-menu" class="app-menu"></ul>`}</li>`;
  return markup`<nav id="navigation" class="navigation" popover aria-label="Back office">${NAVIGATION.map(
    ({ heading, items }) =>
      markup`${heading !== null && markup`<p class="navigation-heading">${heading}</p>`}<ul>${items.map(item)}</ul>`,
  )}</nav>`;
}

export interface Frame {
  title: string;
  section: Section;
  shopName: string;
  /** `fill`: the body takes the whole height, for frames and editors. */
  body: Piece;
  fill?: boolean;
  /** More of its own: a style sheet and a script by this name. */
  assets?: string;
}

/** What every page of the back office stands in: the head, the bar, the navigation. */
export function shell(frame: Frame): string {
  const assets = ["back-office", ...(frame.assets === undefined ? [] : [frame.assets])];
  return markup`${trusted("<!doctype html>")}
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${frame.title} · ${frame.shopName}</title>
<link rel="icon" href="/admin/assets/icon.svg" type="image/svg+xml">
${assets.map((name) => markup`<link rel="stylesheet" href="/admin/assets/${name}.css"><script src="/admin/assets/${name}.js" defer></script>`)}
</head>
<body${trusted(frame.fill === true ? ' class="fills"' : "")}>
<a class="skip" href="#main">Skip to the content</a>
<header class="bar">
<button type="button" class="menu" popovertarget="navigation" aria-label="Menu">${icon("menu")}</button>
<a class="shop" href="/admin"><span class="shop-mark" aria-hidden="true">${frame.shopName.charAt(0)}</span>${frame.shopName}</a>
<span class="bar-note">Stand-in for the Shopify admin</span>
</header>
${navigation(frame.section)}
<main id="main"${trusted(frame.fill === true ? ' class="fill"' : "")} tabindex="-1">
${frame.body}
</main>
</body>
</html>`.text;
}

export const message = (flash: Flash): Html =>
  markup`<p class="flash flash-${flash.kind}" role="${flash.kind === "refused" ? "alert" : "status"}">${flash.text}</p>`;

export function page(reply: PageReply, place: { shopName: string; flash: Flash | null }): string {
  const flash = reply.flash ?? place.flash;
  return shell({
    title: reply.title,
    section: reply.section,
    shopName: place.shopName,
    body: markup`${
      reply.back !== undefined &&
      markup`<a class="back" href="${reply.back.href}">${icon("back")}${reply.back.label}</a>`
    }<div class="heading"><h1>${reply.title}</h1>${reply.beside}<div class="heading-actions">${reply.actions}</div></div>
${flash !== null && message(flash)}
${reply.content}`,
  });
}
