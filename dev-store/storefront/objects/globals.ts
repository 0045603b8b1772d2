import { LiquidObject } from "../liquid/object.ts";
import type { Page } from "../liquid/page.ts";
import { gid } from "../../wire/gid.ts";
import { CollectionDrop } from "./collection.ts";
import { LazyList } from "../liquid/object.ts";
import { MenusDrop, PageDrop } from "./content.ts";
import { CustomerDrop } from "./customer.ts";
import { LanguageDrop, LocalizationDrop } from "./localization.ts";
import { MetafieldsDrop } from "./metafields.ts";
import { ProductDrop } from "./product.ts";
import { ShopDrop } from "./shop.ts";

/** Looks something up by its handle: `all_products['mug']`. */
class Finder extends LiquidObject {
  readonly #find: (handle: string) => unknown;

  constructor(find: (handle: string) => unknown) {
    super();
    this.#find = find;
  }
  override liquidMethodMissing(handle: string): unknown {
    return this.#find(handle);
  }
}

/** `collections`: a list of all, and each by its handle. */
class CollectionsDrop extends LazyList<CollectionDrop> {
  readonly #page: Page;

  constructor(page: Page) {
    super(() => page.catalogue.collections.map((item) => new CollectionDrop(page, item)));
    this.#page = page;
  }
  override liquidMethodMissing(key: string | number): unknown {
    if (typeof key === "number") return this.items().at(key);
    return CollectionDrop.find(this.#page, key);
  }
}

export class TemplateDrop extends LiquidObject {
  readonly #name: string;
  readonly #suffix: string | null;

  constructor(name: string, suffix: string | null) {
    super();
    this.#name = name;
    this.#suffix = suffix;
  }
  get name(): string {
    return this.#name;
  }
  get suffix(): string | null {
    return this.#suffix;
  }
  get directory(): string | null {
    return null;
  }
  override valueOf(): string {
    return this.#suffix === null ? this.#name : `${this.#name}.${this.#suffix}`;
  }
  override toString(): string {
    return this.valueOf();
  }
}

const ROUTES: Readonly<Record<string, string>> = {
  account_url: "/account",
  account_login_url: "/account/login",
  account_logout_url: "/account/logout",
  account_profile_url: "/account/profile",
  account_register_url: "/account/register",
  account_recover_url: "/account/recover",
  account_addresses_url: "/account/addresses",
  all_products_collection_url: "/collections/all",
  collections_url: "/collections",
  cart_url: "/cart",
  cart_add_url: "/cart/add",
  cart_change_url: "/cart/change",
  cart_clear_url: "/cart/clear",
  cart_update_url: "/cart/update",
  search_url: "/search",
  predictive_search_url: "/search/suggest",
  product_recommendations_url: "/recommendations/products",
};

function routesOf({ where, url }: Page): Record<string, string> {
  const routes: Record<string, string> = { root_url: where.rootUrl === "" ? "/" : where.rootUrl };
  for (const [name, path] of Object.entries(ROUTES)) routes[name] = `${where.rootUrl}${path}`;
  routes["storefront_login_url"] = `${where.rootUrl}/customer_authentication/login?${backTo(url)}`;
  return routes;
}

/** The storefront's login leads back to the page it was begun on; the account's leads into the account. */
function backTo(url: URL): string {
  const query = new URLSearchParams(url.search);
  for (const name of ["section_id", "sections"]) query.delete(name);
  const search = query.size > 0 ? `?${query.toString()}` : "";
  return new URLSearchParams({ return_to: `${url.pathname}${search}` }).toString();
}

export interface PageKind {
  template: TemplateDrop;
  title: string;
  description: string;
  /** What the template is about: `product`, `collection`, `page`, `search`. */
  objects: Record<string, unknown>;
}

function customerOf(page: Page): CustomerDrop | undefined {
  const customer = page.customerId === null ? undefined : page.state.customers.get(page.customerId);
  return customer === undefined ? undefined : new CustomerDrop(page, customer);
}

function requestOf(page: Page, kind: PageKind): Record<string, unknown> {
  const { host, pathname } = page.url;
  return {
    design_mode: page.designMode,
    visual_preview_mode: false,
    host,
    origin: page.origin,
    path: pathname,
    page_type: kind.template.name,
    locale: new LanguageDrop(page.where.language),
  };
}

/** Liquid's global objects on a page, but those of sections and blocks and the theme's settings. */
export function globalObjects(page: Page, kind: PageKind, cart: unknown): Record<string, unknown> {
  const { catalogue } = page;
  const canonical = `${page.origin}${page.url.pathname.replace(/^(.*)\/collections\/[^/]+(\/products\/.*)$/, "$1$2")}`;
  const number = Number(page.url.searchParams.get("page"));
  return {
    shop: new ShopDrop(page),
    customer: customerOf(page),
    cart,
    request: requestOf(page, kind),
    routes: routesOf(page),
    localization: new LocalizationDrop(page),
    template: kind.template,
    all_products: new Finder((handle) => {
      const product = catalogue.byHandle.get(handle);
      return product === undefined ? undefined : new ProductDrop(page, product);
    }),
    collections: new CollectionsDrop(page),
    pages: new Finder((handle) => PageDrop.find(page, handle)),
    linklists: new MenusDrop(page),
    blogs: new Finder(() => undefined),
    articles: new Finder(() => undefined),
    images: new Finder(() => undefined),
    canonical_url: canonical,
    page_title: kind.title.replace(/[<>]/g, ""),
    page_description: kind.description === "" ? undefined : kind.description,
    current_page: Number.isInteger(number) && number > 0 ? number : 1,
    current_tags: undefined,
    handle: page.where.path.split("/").at(-1),
    powered_by_link: "",
    additional_checkout_buttons: false,
    content_for_additional_checkout_buttons: "",
    ...kind.objects,
  };
}

/** `app` as an extension's own blocks see it, with the metafields of its installation. */
export function appObject(page: Page): Record<string, unknown> {
  const owner = gid("AppInstallation", page.state.info.id);
  return { metafields: new MetafieldsDrop(page.state, owner) };
}
