import type { ShopState } from "../../shop/state.ts";
import type { Storefront } from "../../storefront/storefront.ts";
import { appBlockOf } from "../../storefront/theme/extension.ts";
import { isObject, type JsonObject } from "../../storefront/theme/json.ts";
import { isAllowed, type Schema } from "../../storefront/theme/schema.ts";
import type { Theme } from "../../storefront/theme/theme.ts";
import type { Visit } from "../visit.ts";
import { appBlocks, type AppBlock } from "./app-blocks.ts";
import { draftOf, type ThemeDraft } from "./draft.ts";
import { SchemaWords } from "./schema-words.ts";
import type { BlockEntry, SectionEntry } from "./template-edits.ts";
import { readView, type View } from "./view.ts";

/** Blocks of one section, unless its schema says otherwise: Shopify's limit. */
const BLOCKS_MAX = 50;

/** What one request of the editor works on. */
export interface Editing {
  view: View;
  state: ShopState;
  storefront: Pick<Storefront, "theme" | "extensions" | "catalogue">;
  draft: ThemeDraft;
  /** As it would be after saving. */
  theme: Theme;
  words: SchemaWords;
  blocks: AppBlock[];
}

export function editingOf({ context, query }: Visit): Editing {
  const { shop, storefront } = context;
  const draft = draftOf(shop, storefront);
  const { theme } = draft;
  return {
    view: readView(query),
    state: shop.state,
    storefront,
    draft,
    theme,
    words: new SchemaWords(theme.files),
    blocks: appBlocks(storefront),
  };
}

export const templateFile = (view: View): string => `templates/${view.template}.json`;

/** A thing with settings, as the editor names and draws it. */
export interface Known {
  name: string;
  /** As the schema writes them. */
  definitions: readonly unknown[];
  words: SchemaWords;
  /** Of an app, not of the theme. */
  app: boolean;
}

const definitionsOf = (raw: JsonObject): readonly unknown[] =>
  Array.isArray(raw["settings"]) ? raw["settings"] : [];

const speaking = (type: string): string => {
  const words = type.replace(/[-_]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const sectionSchema = ({ theme }: Editing, section: BlockEntry): Schema | null =>
  theme.schema(`sections/${section.type}.liquid`);

export function knownSection(editing: Editing, section: BlockEntry): Known {
  const schema = sectionSchema(editing, section);
  return {
    name: editing.words.of(schema?.raw["name"]) || speaking(section.type),
    definitions: definitionsOf(schema?.raw ?? {}),
    words: editing.words,
    app: false,
  };
}

/** Settings of a theme's block stand in its section's schema, or in a file of its own. */
function rawThemeBlock(editing: Editing, section: BlockEntry, type: string): JsonObject {
  const listed = sectionSchema(editing, section)?.raw["blocks"];
  const inSection = (Array.isArray(listed) ? listed : [])
    .filter(isObject)
    .find((raw) => raw["type"] === type && raw["name"] !== undefined);
  return inSection ?? editing.theme.schema(`blocks/${type}.liquid`)?.raw ?? {};
}

export function knownBlock(editing: Editing, section: BlockEntry, block: BlockEntry): Known {
  const named = appBlockOf(block.type);
  if (named === null) {
    const raw = rawThemeBlock(editing, section, block.type);
    return {
      name: editing.words.of(raw["name"]) || speaking(block.type),
      definitions: definitionsOf(raw),
      words: editing.words,
      app: false,
    };
  }
  const found = editing.blocks.find((item) => item.app === named.app && item.block === named.block);
  return {
    name: found?.name ?? `${named.block} (gone from the app)`,
    definitions: definitionsOf(found?.schema.raw ?? {}),
    words: found?.words ?? editing.words,
    app: true,
  };
}

export interface Ground {
  /** `header` or `footer` for a group of sections, null on a template. */
  group: string | null;
}

const baseOf = (template: string): string => template.split(".")[0] ?? template;

/** The app blocks that may stand where sections of a file do. */
export const blocksFor = (editing: Editing, { group }: Ground): AppBlock[] =>
  editing.blocks.filter(
    (block) =>
      !block.embed && isAllowed(block.schema, { template: baseOf(editing.view.template), group }),
  );

export function takesAppBlocks(editing: Editing, section: SectionEntry): boolean {
  const schema = sectionSchema(editing, section);
  // Shopify brings a section for apps of its own to themes that have none.
  if (schema === null) return section.type === "apps";
  const max = Number(schema.raw["max_blocks"] ?? BLOCKS_MAX);
  return schema.blocks.some(({ type }) => type === "@app") && section.blocks.length < max;
}

/** The group that a file of sections is: `header`, `footer`, or null for a template. */
export function groupOf(editing: Editing, file: string): string | null {
  if (!file.startsWith("sections/")) return null;
  const type = editing.draft.json(file)["type"];
  return typeof type === "string" ? type : null;
}
