import { isObject, parseThemeJson, type JsonObject } from "../../storefront/theme/json.ts";

interface Files {
  text: (file: string) => string | null;
  list: (folder: string) => string[];
}

/** The words of a theme's or an extension's editor, in English: its default schema locale. */
export class SchemaWords {
  readonly #words: JsonObject;

  constructor(files: Files) {
    const names = files.list("locales").filter((name) => name.endsWith(".schema.json"));
    const name =
      names.find((item) => item.startsWith("en")) ??
      names.find((item) => item.endsWith(".default.schema.json"));
    const text = name === undefined ? null : files.text(`locales/${name}`);
    const parsed = text === null ? {} : parseThemeJson(text, `locales/${name ?? ""}`);
    this.#words = isObject(parsed) ? parsed : {};
  }

  /** A text of a schema: `t:` and a key, words as they are, or words by language as themes once wrote them. */
  of(value: unknown): string {
    if (isObject(value)) return this.of(value["en"] ?? Object.values(value)[0]);
    if (typeof value !== "string") return "";
    if (!value.startsWith("t:")) return value;
    const key = value.slice(2);
    const found = key
      .split(".")
      .reduce<unknown>((node, step) => (isObject(node) ? node[step] : undefined), this.#words);
    return typeof found === "string" ? found : key;
  }
}
