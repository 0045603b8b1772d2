import type { Context } from "liquidjs";
import type { Localization } from "../../shop/markets.ts";
import type { Collection } from "../../shop/records.ts";
import type { ShopState } from "../../shop/state.ts";
import type { Catalogue } from "../objects/catalogue.ts";
import type { LiquidObject } from "./object.ts";
import type { Locale } from "../theme/locale.ts";

/** One request's page, as tags, filters and objects need to know it. */
export interface Page {
  state: ShopState;
  catalogue: Catalogue;
  where: Localization;
  now: number;
  /** The origin of the request, such as `http://127.0.0.1:3001`. */
  origin: string;
  url: URL;
  designMode: boolean;
  customerId: string | null;
  /** Makes a collection's object; products can't import it, since collections list products. */
  collection: (collection: Collection) => LiquidObject;
  /** What the page's app blocks ask to be loaded in its head, once each. */
  head: { scripts: Set<string>; stylesheets: Set<string> };
  /** What renders sections and blocks for the tags; null where nothing has any. */
  renderer: PageRenderer | null;
}

export interface PageRenderer {
  staticSection(type: string): string;
  sectionGroup(name: string): string;
  /** One block of a section, by its `{% render block %}` or `{% content_for 'block' %}`. */
  block(context: Context, block: unknown): string;
  blocks(context: Context): string;
  staticBlock(context: Context, options: { type: string; id: string; rest: object }): string;
}

/** Where a file's snippets, assets and translations come from: the theme or an app's extension. */
export interface Realm {
  locale: (page: Page) => Locale;
  /** What `t:…` in a schema says. */
  schemaText: (value: unknown) => unknown;
  assetUrl: (name: string) => string;
  assetText: (name: string) => string | null;
}

const PAGE = Symbol("page");
const REALM = Symbol("realm");
const APP_KEY = Symbol("app key");

export type Globals = Record<string | symbol, unknown>;

/** Liquid's globals with what its tags and filters go by; `appKey` is null in a theme. */
export function globalsOf(
  page: Page,
  { realm, appKey }: { realm: Realm; appKey: string | null },
  objects: Record<string, unknown>,
): Globals {
  return { ...objects, [PAGE]: page, [REALM]: realm, [APP_KEY]: appKey };
}

/** The API key of the app whose code is running; null where it is the theme's. */
export function appKeyOf(context: Context): string | null {
  return ((context.globals as Globals)[APP_KEY] as string | null | undefined) ?? null;
}

export function pageOf(context: Context): Page {
  return (context.globals as Globals)[PAGE] as Page;
}

export function rendererOf(context: Context): PageRenderer {
  const { renderer } = pageOf(context);
  if (renderer === null) throw new Error("there are no sections here");
  return renderer;
}

export function realmOf(context: Context): Realm {
  return (context.globals as Globals)[REALM] as Realm;
}
