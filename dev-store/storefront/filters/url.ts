import { isBlank, textOf, type Filters } from "../liquid/filter.ts";
import { pageOf, realmOf } from "../liquid/page.ts";
import { LiquidObject } from "../liquid/object.ts";
import { escapeText } from "./html.ts";
import { handleOf } from "./text.ts";

const link = (url: string, text: unknown): string =>
  `<a href="${escapeText(url)}">${escapeText(textOf(text))}</a>`;

/** A payment badge, a login button and their like: the dev store has none, themes may ask. */
const nothing = () => "";

/** The page links of `{{ paginate | default_pagination }}`. */
function defaultPagination(value: unknown): string {
  const { parts, previous, next } = value as {
    parts: { title: string; url: string; is_link: boolean }[];
    previous: { url: string } | null;
    next: { url: string } | null;
  };
  const pages = parts.map((part) =>
    part.is_link
      ? `<span class="page">${link(part.url, part.title)}</span>`
      : `<span class="page current">${escapeText(part.title)}</span>`,
  );
  const before =
    previous === null
      ? ""
      : `<span class="prev"><a href="${escapeText(previous.url)}">&laquo; Previous</a></span>`;
  const after =
    next === null
      ? ""
      : `<span class="next"><a href="${escapeText(next.url)}">Next &raquo;</a></span>`;
  return `${before} ${pages.join(" ")} ${after}`.trim();
}

interface Address {
  name?: unknown;
  address1?: unknown;
  city?: unknown;
  zip?: unknown;
  country?: unknown;
}

function formatAddress(value: unknown): string {
  const { name, address1, city, zip, country } = (value ?? {}) as Address;
  const lines = [name, address1, [zip, city].map(textOf).join(" ").trim(), country];
  return `<p>${lines
    .filter((line) => !isBlank(line))
    .map((line) => escapeText(textOf(line)))
    .join("<br>")}</p>`;
}

function metafieldText(value: unknown): string {
  const { value: held, type } = (value ?? {}) as { value?: unknown; type?: unknown };
  if (isBlank(held)) return "";
  return `<span class="metafield-${escapeText(textOf(type))}">${escapeText(textOf(held))}</span>`;
}

export const URL_FILTERS: Filters = {
  asset_url(name) {
    return realmOf(this.context).assetUrl(textOf(name));
  },
  asset_img_url(name) {
    return realmOf(this.context).assetUrl(textOf(name));
  },
  file_url: (name) => `/cdn/shop/files/${textOf(name)}`,
  file_img_url: (name) => `/cdn/shop/files/${textOf(name)}`,
  global_asset_url: (name) => `/cdn/s/global/${textOf(name)}`,
  shopify_asset_url: (name) => `/cdn/shopifycloud/${textOf(name)}`,
  within(url, collection) {
    const { where } = pageOf(this.context);
    const handle =
      collection instanceof LiquidObject
        ? (collection as unknown as { handle: unknown }).handle
        : null;
    const path = textOf(url).slice(where.rootUrl.length);
    return isBlank(handle) ? textOf(url) : `${where.rootUrl}/collections/${textOf(handle)}${path}`;
  },
  url_for_type(type) {
    return `${pageOf(this.context).where.rootUrl}/collections/types?q=${encodeURIComponent(textOf(type))}`;
  },
  url_for_vendor(vendor) {
    return `${pageOf(this.context).where.rootUrl}/collections/vendors?q=${encodeURIComponent(textOf(vendor))}`;
  },
  link_to_type(type) {
    return link(`/collections/types?q=${encodeURIComponent(textOf(type))}`, type);
  },
  link_to_vendor(vendor) {
    return link(`/collections/vendors?q=${encodeURIComponent(textOf(vendor))}`, vendor);
  },
  link_to_tag: (label, tag) => link(`?constraint=${handleOf(tag)}`, label),
  sort_by(url, order) {
    const [path = "", query = ""] = textOf(url).split("?");
    const asked = new URLSearchParams(query);
    asked.set("sort_by", textOf(order));
    return `${path}?${asked}`;
  },
  customer_login_link: (text) => link("/account/login", text),
  customer_logout_link: (text) => link("/account/logout", text),
  customer_register_link: (text) => link("/account/register", text),
  default_pagination: defaultPagination,
  format_address: formatAddress,
  metafield_tag: metafieldText,
  metafield_text: (value) => textOf((value as { value?: unknown } | null)?.value),
  payment_type_img_url: nothing,
  payment_type_svg_tag: nothing,
  payment_button: nothing,
  payment_terms: nothing,
  login_button: nothing,
  avatar: nothing,
  format_code: (code) => (textOf(code).match(/.{1,4}/g) ?? []).join(" "),
  weight_with_unit(weight, unit) {
    const kilograms = Number(textOf(weight)) / 1_000;
    return `${kilograms} ${isBlank(unit) ? "kg" : textOf(unit)}`;
  },
};
