import { ColorDrop } from "../filters/color.ts";
import { FontDrop } from "../filters/font.ts";
import { isBlank, textOf } from "../liquid/filter.ts";
import { LazyList, LiquidObject } from "../liquid/object.ts";
import type { Page } from "../liquid/page.ts";
import { CollectionDrop } from "../objects/collection.ts";
import { MenusDrop, PageDrop } from "../objects/content.ts";
import { fileImage } from "../objects/image.ts";
import { ProductDrop } from "../objects/product.ts";
import { isObject, textsOf, type JsonObject } from "./json.ts";
import type { SettingDefinition } from "./schema.ts";

/** What turning a setting's JSON into Liquid's value needs besides the JSON. */
export interface SettingSituation {
  page: Page;
  /** Evaluates `{{ product.title }}` in a setting: text for text, the object itself for the rest. */
  text: (source: string) => string;
  object: (source: string) => unknown;
  /** What a default written as `t:…` says. */
  schemaText: (value: unknown) => unknown;
  /** The theme's colour schemes, for settings that name one. */
  scheme: (id: string) => unknown;
  /** The resource of the page, for settings with `autofill`. */
  closest: (type: string) => unknown;
}

type Read = (raw: unknown, situation: SettingSituation) => unknown;

const DYNAMIC = /\{\{[\s\S]*\}\}/;

const handle = (raw: unknown): string =>
  textOf(raw).replace(/^shopify:\/\/(products|collections|pages|link_lists)\//, "");

const text: Read = (raw, { text: render }) =>
  typeof raw === "string" && DYNAMIC.test(raw) ? render(raw) : (raw ?? "");

const product = (raw: unknown, page: Page): ProductDrop | undefined => {
  const found = page.catalogue.byHandle.get(handle(raw)) ?? page.state.products.get(handle(raw));
  return found === undefined ? undefined : new ProductDrop(page, found);
};

const many =
  (find: (raw: unknown, page: Page) => unknown): Read =>
  (raw, { page }) =>
    new LazyList(() =>
      textsOf(raw)
        .map((item) => find(item, page))
        .filter((item) => item !== undefined),
    );

const collection = (raw: unknown, page: Page) => CollectionDrop.find(page, handle(raw));

/** An address as settings write it: `shopify://collections/all`, or any other. */
function address(raw: unknown, { page }: SettingSituation): string | undefined {
  if (isBlank(raw)) return undefined;
  const inShop = /^shopify:\/\/(.+)$/.exec(textOf(raw))?.[1];
  if (inShop === undefined) return textOf(raw);
  return `${page.where.rootUrl}/${inShop === "collections" ? "collections" : inShop}`;
}

const READERS: Readonly<Record<string, Read>> = {
  text,
  textarea: text,
  richtext: text,
  inline_richtext: text,
  html: text,
  liquid: text,
  color: (raw) => ColorDrop.of(raw) ?? undefined,
  color_background: (raw) => raw ?? "",
  color_scheme: (raw, { scheme }) => scheme(textOf(raw)),
  font_picker: (raw) => FontDrop.of(raw) ?? undefined,
  image_picker: (raw) => fileImage(raw) ?? undefined,
  url: address,
  product: (raw, { page }) => product(raw, page),
  product_list: many(product),
  collection: (raw, { page }) => collection(raw, page),
  collection_list: many(collection),
  page: (raw, { page }) => PageDrop.find(page, handle(raw)),
  link_list: (raw, { page }) => new MenusDrop(page).liquidMethodMissing(handle(raw)),
};

/** Types whose value is an object; what the dev store has none of is nil. */
const RESOURCES = new Set([
  "product",
  "collection",
  "page",
  "blog",
  "article",
  "image_picker",
  "metaobject",
  "video",
]);
const MISSING = new Set(["blog", "article", "video", "metaobject"]);

function valueOf(
  definition: SettingDefinition,
  given: unknown,
  situation: SettingSituation,
): unknown {
  const { type } = definition;
  const raw = given ?? situation.schemaText(definition.default);
  if (RESOURCES.has(type)) {
    if (typeof raw === "string" && DYNAMIC.test(raw)) return situation.object(raw);
    if (isBlank(raw) && definition.autofill) return situation.closest(type);
  }
  if (MISSING.has(type)) return undefined;
  const read = READERS[type];
  if (read !== undefined) return read(raw, situation);
  if (type === "checkbox") return raw === true;
  return raw ?? undefined;
}

/** `section.settings`, `block.settings` and `settings`: each value worked out when it is asked for. */
export class SettingsDrop extends LiquidObject {
  readonly #definitions: ReadonlyMap<string, SettingDefinition>;
  readonly #given: JsonObject;
  readonly #situation: SettingSituation;
  readonly #known = new Map<string, unknown>();

  constructor(
    definitions: readonly SettingDefinition[],
    given: unknown,
    situation: SettingSituation,
  ) {
    super();
    this.#definitions = new Map(definitions.map((definition) => [definition.id, definition]));
    this.#given = isObject(given) ? given : {};
    this.#situation = situation;
  }
  override liquidMethodMissing(key: string): unknown {
    const definition = this.#definitions.get(key);
    if (definition === undefined) return undefined;
    if (!this.#known.has(key))
      this.#known.set(key, valueOf(definition, this.#given[key], this.#situation));
    return this.#known.get(key);
  }
}
