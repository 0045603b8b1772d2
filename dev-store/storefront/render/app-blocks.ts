import { isTruthy } from "liquidjs";
import { attributesOf, escapeText } from "../filters/html.ts";
import type { Page } from "../liquid/page.ts";
import { appObject, type PageKind } from "../objects/globals.ts";
import { appBlockOf, type Extension } from "../theme/extension.ts";
import { isObject } from "../theme/json.ts";
import { isAllowed, type Schema } from "../theme/schema.ts";
import { SettingsDrop } from "../theme/setting-values.ts";
import type { Theme } from "../theme/theme.ts";
import { BlockDrop } from "./drops.ts";
import type { BlockData } from "./saved-template.ts";
import { stageOf, type Stage } from "./situation.ts";
import { tolerant } from "./tolerant.ts";

export interface RenderGiven {
  theme: Theme;
  extensions: ReadonlyMap<string, Extension>;
  appKey: string;
  page: Page;
  kind: PageKind;
  objects: Record<string, unknown>;
}

/** Renders the blocks and embeds of apps, each by its own extension's files. */
export class AppBlocks {
  readonly #given: RenderGiven;
  #stage: Stage | null = null;
  readonly #stages = new Map<string, Stage>();

  constructor(given: RenderGiven) {
    this.#given = given;
  }

  use(stage: Stage): void {
    this.#stage = stage;
  }

  get #theme(): Stage {
    if (this.#stage === null) throw new Error("app blocks have no stage yet");
    return this.#stage;
  }

  /** The objects that an app's own blocks see: the page's, and what the app alone may read. */
  #appStage(extension: Extension): Stage {
    const known = this.#stages.get(extension.app);
    if (known !== undefined) return known;
    const { appKey, page, objects } = this.#given;
    const { settings } = this.#theme.globals;
    const stage = stageOf({
      engine: extension.engine,
      realm: extension.realm,
      page,
      appKey,
      objects: { ...objects, settings, app: appObject(page) },
      scheme: this.#theme.situation.scheme,
    });
    this.#stages.set(extension.app, stage);
    return stage;
  }

  /** An app block in its wrapper; nothing where the app isn't there or says that it isn't available. */
  block(data: BlockData, section: { id: string } | null, target: string): string {
    const { extensions, page, kind } = this.#given;
    const name = appBlockOf(data.type);
    const extension = name === null ? undefined : extensions.get(name.app);
    if (name === null || extension === undefined || !page.state.installation.installed) return "";
    const label = data.type;
    const schema = extension.schema(name.block);
    if (schema === null) return `Liquid error: Could not find app block ${escapeText(label)}`;
    const place = { template: kind.template.name, group: null };
    if (schemaTarget(schema) !== target || !isAllowed(schema, place)) return "";
    const stage = this.#appStage(extension);
    if (!this.#isAvailable(schema, stage)) return "";
    const block = new BlockDrop({
      data,
      type: label,
      settings: new SettingsDrop(schema.settings, data.settings, stage.situation),
      designMode: page.designMode,
      children: () => [],
    });
    const body = tolerant(label, () => {
      const templates = extension.engine.file(`blocks/${name.block}.liquid`) ?? [];
      const own = section === null ? null : { id: section.id };
      return extension.engine.run(templates, { block, section: own }, stage.globals);
    });
    this.#load(extension, schema);
    if (target === "head") return body;
    const tag = schema.tag ?? "div";
    const classes = ["shopify-block", "shopify-app-block", schema.class].filter(
      (item) => item !== "",
    );
    const attributes = {
      id: `shopify-block-${data.id}`,
      class: classes.join(" "),
      "data-block-handle": name.block,
    };
    const editor = block.shopify_attributes === "" ? "" : ` ${block.shopify_attributes}`;
    return `<${tag}${attributesOf(attributes)}${editor}>${body}</${tag}>`;
  }

  #isAvailable(schema: Schema, { situation }: Stage): boolean {
    if (schema.availableIf === null) return true;
    const value = situation.object(schema.availableIf);
    return isTruthy(value, { opts: {} } as never);
  }

  #load(extension: Extension, { javascript, stylesheet }: Schema): void {
    const { head } = this.#given.page;
    if (javascript !== null) head.scripts.add(extension.assetUrl(javascript));
    if (stylesheet !== null) head.stylesheets.add(extension.assetUrl(stylesheet));
  }

  /** The app embeds that the merchant switched on, for one place of the page. */
  embeds(target: "body" | "head"): string {
    const { embeds } = this.#given.theme.settings();
    return Object.entries(embeds)
      .flatMap(([id, block]) => {
        if (!isObject(block) || block["disabled"] === true) return [];
        const data = {
          id,
          type: String(block["type"]),
          name: null,
          settings: block["settings"] ?? {},
        };
        return [this.block({ ...data, blocks: [], static: false }, null, target)];
      })
      .join("");
  }
}

/** `compliance_head` is a head that loads before all others; here both stand in the head. */
function schemaTarget({ target }: Schema): string {
  return target === "compliance_head" ? "head" : target;
}
