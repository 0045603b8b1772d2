import type { Context } from "liquidjs";
import { escapeText } from "../filters/html.ts";
import type { Globals, PageRenderer } from "../liquid/page.ts";
import { appBlockOf } from "../theme/extension.ts";
import { isObject } from "../theme/json.ts";
import type { Schema } from "../theme/schema.ts";
import { SettingsDrop } from "../theme/setting-values.ts";
import type { Theme } from "../theme/theme.ts";
import { AppBlocks, type RenderGiven } from "./app-blocks.ts";
import { BlockDrop, SectionDrop } from "./drops.ts";
import { sectionData, templateData, type BlockData, type SectionData } from "./saved-template.ts";
import type { Stage } from "./situation.ts";
import { tolerant } from "./tolerant.ts";

const CONTAINER = Symbol("the section or block whose blocks are rendered");

/** Where a section stands: on the template, in a group, or in the theme's code. */
export interface Place {
  location: string;
  group: string | null;
  index: number | null;
  classes: string;
}

/** A number for a name, as Shopify puts it into the ids of sections. */
export function numberOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** Renders a page's sections and blocks: the theme's by its engine, an app's by the extension's. */
export class Renderer implements PageRenderer {
  readonly #given: RenderGiven;
  #stage: Stage | null = null;
  readonly #apps: AppBlocks;

  constructor(given: RenderGiven) {
    this.#given = given;
    this.#apps = new AppBlocks(given);
  }

  /** The theme's stage holds the page, the page holds this: so it comes after both. */
  use(stage: Stage): void {
    this.#stage = stage;
    this.#apps.use(stage);
  }

  /** The app embeds that the merchant switched on, for one place of the page. */
  embeds(target: "body" | "head"): string {
    return this.#apps.embeds(target);
  }

  get #theme(): Stage {
    if (this.#stage === null) throw new Error("the renderer has no stage yet");
    return this.#stage;
  }

  section(data: SectionData, place: Place): string {
    const { theme } = this.#given;
    const file = `sections/${data.type}.liquid`;
    const body = tolerant(file, () => {
      const schema = theme.schema(file);
      if (schema === null)
        throw new Error(`Error in tag 'section' - '${data.type}' is not a valid section type`);
      const drop = this.#sectionDrop(data, schema, place);
      const globals = { ...this.#theme.globals, section: drop, [CONTAINER]: drop };
      return theme.engine.run(theme.engine.file(file) ?? [], {}, globals);
    });
    const schema = knownSchema(theme, file);
    const classes = ["shopify-section", place.classes, schema?.class ?? ""].filter(
      (name) => name !== "",
    );
    const tag = schema?.tag ?? "div";
    const attributes = this.#given.page.designMode
      ? ` data-shopify-editor-section="${escapeText(JSON.stringify({ id: data.id, type: data.type }))}"`
      : "";
    return `<${tag} id="shopify-section-${escapeText(data.id)}" class="${classes.join(" ")}"${attributes}>${body}</${tag}>`;
  }

  #sectionDrop(data: SectionData, schema: Schema, place: Place): SectionDrop {
    const { situation } = this.#theme;
    return new SectionDrop({
      data,
      settings: new SettingsDrop(schema.settings, data.settings, situation),
      blocks: () =>
        data.blocks.filter((block) => !block.static).map((block) => this.#blockDrop(block, schema)),
      index: place.index,
      location: place.location,
    });
  }

  #blockDrop(data: BlockData, section: Schema | null): BlockDrop {
    const { theme, page } = this.#given;
    const isApp = appBlockOf(data.type) !== null;
    const own = section?.blocks.find(({ type }) => type === data.type)?.settings ?? [];
    const file = isApp ? null : theme.schema(`blocks/${data.type}.liquid`);
    const definitions = own.length > 0 ? own : (file?.settings ?? []);
    return new BlockDrop({
      data,
      type: isApp ? "@app" : data.type,
      settings: new SettingsDrop(definitions, data.settings, this.#theme.situation),
      designMode: page.designMode,
      children: () =>
        data.blocks.filter((block) => !block.static).map((block) => this.#blockDrop(block, null)),
    });
  }

  staticSection(type: string): string {
    const saved = this.#given.theme.settings().values["sections"];
    const found = isObject(saved) ? saved[type] : undefined;
    const data = sectionData(type, isObject(found) ? { ...found, type } : { type });
    const schema = knownSchema(this.#given.theme, `sections/${type}.liquid`);
    const withDefaults =
      isObject(found) || schema?.default === undefined || schema.default === null
        ? data
        : sectionData(type, defaultsOf(type, schema.default));
    return this.section(withDefaults, {
      location: "static",
      group: null,
      index: null,
      classes: "",
    });
  }

  sectionGroup(name: string): string {
    return this.groupSections(name)
      .map(({ data, place }) => this.section(data, place))
      .join("");
  }

  /** A group's sections with the ids that the page gives them. */
  groupSections(name: string): { data: SectionData; place: Place }[] {
    const json = this.#given.theme.json(`sections/${name}.json`);
    if (json === null) return [];
    const group = typeof json["type"] === "string" ? json["type"] : name;
    return templateData(json).sections.map((data, index) => ({
      data: { ...data, id: `sections--${numberOf(name)}__${data.id}` },
      place: {
        location: group,
        group,
        index: index + 1,
        classes: `shopify-section-group-${name}`,
      },
    }));
  }

  block(context: Context, block: unknown): string {
    if (!(block instanceof BlockDrop))
      throw new Error("'render' was given something that is no block");
    const section = context.getSync(["section"]);
    return this.#blockHtml(block.data(), section instanceof SectionDrop ? section : null, {});
  }

  blocks(context: Context): string {
    const container = (context.globals as Globals)[CONTAINER];
    const section = context.getSync(["section"]);
    if (!(container instanceof SectionDrop) && !(container instanceof BlockDrop)) return "";
    return container.blocks
      .items()
      .map((block) =>
        this.#blockHtml(block.data(), section instanceof SectionDrop ? section : null, {}),
      )
      .join("");
  }

  staticBlock(context: Context, options: { type: string; id: string; rest: object }): string {
    const container = (context.globals as Globals)[CONTAINER] as SectionDrop | BlockDrop;
    const section = context.getSync(["section"]);
    const known = container.data().blocks.find(({ id }) => id === options.id);
    const data: BlockData = known ?? {
      id: options.id,
      type: options.type,
      name: null,
      settings: {},
      blocks: [],
      static: true,
    };
    return this.#blockHtml(data, section instanceof SectionDrop ? section : null, options.rest);
  }

  #blockHtml(data: BlockData, section: SectionDrop | null, given: object): string {
    if (appBlockOf(data.type) !== null) return this.#apps.block(data, section, "section");
    const { theme } = this.#given;
    const file = `blocks/${data.type}.liquid`;
    const drop = this.#blockDrop(data, null);
    const body = tolerant(file, () => {
      const templates = theme.engine.file(file);
      if (templates === null) throw new Error(`'${data.type}' is not a valid block type`);
      const globals = { ...this.#theme.globals, section, block: drop, [CONTAINER]: drop };
      return theme.engine.run(templates, { ...given }, globals);
    });
    const schema = knownSchema(theme, file);
    if (schema?.tag === null) return body;
    const classes = ["shopify-block", schema?.class ?? ""].filter((name) => name !== "").join(" ");
    const tag = schema?.tag ?? "div";
    const attributes = drop.shopify_attributes === "" ? "" : ` ${drop.shopify_attributes}`;
    return `<${tag} id="shopify-block-${escapeText(data.id)}" class="${classes}"${attributes}>${body}</${tag}>`;
  }
}

function knownSchema(theme: Theme, file: string): Schema | null {
  try {
    return theme.schema(file);
  } catch {
    // The section itself tells what is wrong with its schema.
    return null;
  }
}

/** A static section's `default`: its blocks stand in a list there. */
function defaultsOf(type: string, byDefault: Record<string, unknown>): Record<string, unknown> {
  const listed = Array.isArray(byDefault["blocks"]) ? byDefault["blocks"] : [];
  const blocks = Object.fromEntries(
    listed.map((block, index) => [`${type}-${index}`, block as unknown]),
  );
  return { type, settings: byDefault["settings"] ?? {}, blocks, block_order: Object.keys(blocks) };
}
