import { basename } from "node:path";
import { Engine } from "../liquid/engine.ts";
import type { Realm } from "../liquid/page.ts";
import { FolderFiles } from "./files.ts";
import { Locales } from "./locale.ts";
import { readSchema, type Schema } from "./schema.ts";

/** How a template names an app's block: `shopify://apps/perennial/blocks/balance/{uuid}`. */
const BLOCK = /^shopify:\/\/apps\/([\w-]+)\/blocks\/([\w.-]+)\/[\w-]+$/;

export interface AppBlockName {
  app: string;
  block: string;
}

export function appBlockOf(type: string): AppBlockName | null {
  const [, app, block] = BLOCK.exec(type) ?? [];
  return app === undefined || block === undefined ? null : { app, block };
}

/** A theme app extension: its blocks, snippets, assets and locales, apart from the theme's. */
export class Extension {
  readonly app: string;
  /** Its folder's name, which its assets' addresses carry. */
  readonly name: string;
  readonly files: FolderFiles;
  readonly engine: Engine;
  readonly realm: Realm;
  readonly #schemas = new Map<string, { text: string; schema: Schema }>();

  constructor(root: string, app: string) {
    this.app = app;
    this.name = basename(root);
    this.files = new FolderFiles(root);
    this.engine = new Engine(this.files);
    const locales = new Locales(this.files);
    this.realm = {
      locale: ({ where }) => locales.of(where.language.code),
      schemaText: (value) => locales.schemaText(value),
      assetUrl: (name) => this.assetUrl(name),
      assetText: (name) => this.files.text(`assets/${name}`),
    };
  }

  assetUrl(name: string): string {
    return `/cdn/extensions/${this.name}/assets/${name}?v=${this.files.digest(`assets/${name}`)}`;
  }

  /** A block's schema; null where the extension has no such block. */
  schema(block: string): Schema | null {
    const file = `blocks/${block}.liquid`;
    const text = this.files.text(file);
    if (text === null) return null;
    const known = this.#schemas.get(block);
    if (known?.text === text) return known.schema;
    const schema = readSchema(text, file);
    this.#schemas.set(block, { text, schema });
    return schema;
  }

  /** Names of its blocks. */
  blocks(): string[] {
    return this.files
      .list("blocks")
      .filter((name) => name.endsWith(".liquid"))
      .map((name) => name.slice(0, -".liquid".length));
  }
}
