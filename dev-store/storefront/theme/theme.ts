import { Engine } from "../liquid/engine.ts";
import type { Realm } from "../liquid/page.ts";
import { FolderFiles } from "./files.ts";
import { isObject, parseThemeJson, type JsonObject } from "./json.ts";
import { Locales, type Locale } from "./locale.ts";
import { readSchema, settingDefinitions, type Schema, type SettingDefinition } from "./schema.ts";
import { schemeGroup, type SchemeGroup } from "./color-schemes.ts";

interface Kept<Value> {
  text: string;
  value: Value;
}

/** Remembers what was read out of a file for as long as the file's text stays the same. */
class Readings<Value> {
  readonly #known = new Map<string, Kept<Value>>();

  of(file: string, text: string, read: (text: string, file: string) => Value): Value {
    const known = this.#known.get(file);
    if (known?.text === text) return known.value;
    const value = read(text, file);
    this.#known.set(file, { text, value });
    return value;
  }
}

interface ThemeSettings {
  definitions: SettingDefinition[];
  schemes: SchemeGroup | null;
  values: JsonObject;
  /** App embeds as the merchant set them: by id. */
  embeds: JsonObject;
}

const COMPILED = {
  javascript: /\{%-?\s*javascript\s*-?%\}([\s\S]*?)\{%-?\s*endjavascript\s*-?%\}/g,
  stylesheet: /\{%-?\s*stylesheet\s*-?%\}([\s\S]*?)\{%-?\s*endstylesheet\s*-?%\}/g,
} as const;

const codeOf = (kind: keyof typeof COMPILED) => (text: string) =>
  [...text.matchAll(COMPILED[kind])]
    .map(([, code]) => (code ?? "").trim())
    .filter((code) => code !== "")
    .join("\n");

/** A theme in Shopify's layout of folders, with what the merchant changed laid over it. */
export class Theme {
  readonly files: FolderFiles;
  readonly engine: Engine;
  readonly realm: Realm;
  readonly #locales: Locales;
  readonly #json = new Readings<unknown>();
  readonly #schemas = new Readings<Schema>();
  readonly #code = new Readings<string>();

  constructor(root: string, overlay: ReadonlyMap<string, string>) {
    this.files = new FolderFiles(root, overlay);
    this.engine = new Engine(this.files);
    this.#locales = new Locales(this.files);
    this.realm = {
      locale: ({ where }) => this.locale(where.language.code),
      schemaText: (value) => this.#locales.schemaText(value),
      assetUrl: (name) => this.assetUrl(name),
      assetText: (name) => this.files.text(`assets/${name}`),
    };
  }

  locale(code: string): Locale {
    return this.#locales.of(code);
  }

  /** An asset's address with a digest of its content, so that a browser may keep it for ever. */
  assetUrl(name: string): string {
    return `/cdn/shop/t/1/assets/${name}?v=${this.files.digest(`assets/${name}`)}`;
  }

  json(file: string): JsonObject | null {
    const text = this.files.text(file);
    if (text === null) return null;
    const value = this.#json.of(file, text, parseThemeJson);
    return isObject(value) ? value : {};
  }

  /** The schema of `sections/x.liquid` or `blocks/x.liquid`; null if there is no such file. */
  schema(file: string): Schema | null {
    const text = this.files.text(file);
    return text === null ? null : this.#schemas.of(file, text, readSchema);
  }

  #schemaGroups(): JsonObject[] {
    const text = this.files.text("config/settings_schema.json");
    if (text === null) return [];
    const groups = this.#json.of("config/settings_schema.json", text, parseThemeJson);
    return (Array.isArray(groups) ? groups : []).filter(isObject);
  }

  settings(): ThemeSettings {
    const raw = this.#schemaGroups().flatMap((group) =>
      Array.isArray(group["settings"]) ? group["settings"].filter(isObject) : [],
    );
    const saved = this.json("config/settings_data.json") ?? {};
    const presets = isObject(saved["presets"]) ? saved["presets"] : {};
    const { current } = saved;
    const chosen = typeof current === "string" ? presets[current] : current;
    const values = isObject(chosen) ? chosen : {};
    return {
      definitions: settingDefinitions(raw),
      schemes: schemeGroup(raw),
      values,
      embeds: isObject(values["blocks"]) ? values["blocks"] : {},
    };
  }

  /** What the theme's `{% javascript %}` or `{% stylesheet %}` tags come to, each file's once. */
  compiled(kind: keyof typeof COMPILED): string {
    const files = ["sections", "blocks", "snippets"].flatMap((folder) =>
      this.files.list(folder).map((name) => `${folder}/${name}`),
    );
    return files
      .filter((file) => file.endsWith(".liquid"))
      .map((file) => this.#code.of(`${kind} ${file}`, this.files.text(file) ?? "", codeOf(kind)))
      .filter((code) => code !== "")
      .join("\n");
  }
}
