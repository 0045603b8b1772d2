import { isObject, parseThemeJson, type JsonObject } from "./json.ts";

/** A file's translations: keys joined by dots, a text or its plural forms. */
export interface Locale {
  code: string;
  translations: JsonObject;
  /** Asked where the language has no such text. */
  fallback: Locale | null;
}

export interface LocaleFiles {
  text: (file: string) => string | null;
  list: (folder: string) => string[];
}

interface Known {
  text: string;
  translations: JsonObject;
}

/** Reads `locales/*.json`: a language's own file over the default one. */
export class Locales {
  readonly #files: LocaleFiles;
  readonly #known = new Map<string, Known>();
  #default: { file: string; code: string } | null | undefined;

  constructor(files: LocaleFiles) {
    this.#files = files;
  }

  #read(file: string): JsonObject | null {
    const text = this.#files.text(file);
    if (text === null) return null;
    const known = this.#known.get(file);
    if (known?.text === text) return known.translations;
    const parsed = parseThemeJson(text, file);
    const translations = isObject(parsed) ? parsed : {};
    this.#known.set(file, { text, translations });
    return translations;
  }

  #defaultFile(): { file: string; code: string } | null {
    if (this.#default !== undefined && this.#default !== null) return this.#default;
    const name = this.#files.list("locales").find((item) => /^[\w-]+\.default\.json$/.test(item));
    this.#default =
      name === undefined
        ? null
        : { file: `locales/${name}`, code: name.slice(0, -".default.json".length) };
    return this.#default;
  }

  /** What `t:…` in a schema says, in the default language of `locales/*.default.schema.json`. */
  schemaText(value: unknown): unknown {
    if (typeof value !== "string" || !value.startsWith("t:")) return value;
    const name = this.#files.list("locales").find((item) => item.endsWith(".default.schema.json"));
    const texts = name === undefined ? null : this.#read(`locales/${name}`);
    const found = texts === null ? undefined : lookUp(texts, value.slice("t:".length).split("."));
    return typeof found === "string" ? found : value;
  }

  /** A language's texts; what it lacks comes from its parent (`fr` of `fr-CA`) and the default. */
  of(code: string): Locale {
    const byDefault = this.#defaultFile();
    const root: Locale = {
      code: byDefault?.code ?? "en",
      translations: byDefault === null ? {} : (this.#read(byDefault.file) ?? {}),
      fallback: null,
    };
    if (code === root.code) return root;
    const parent = code.split("-")[0] ?? code;
    return [...new Set([parent, code])].reduce<Locale>((fallback, name) => {
      const translations = this.#read(`locales/${name}.json`);
      return translations === null ? fallback : { code: name, translations, fallback };
    }, root);
  }
}

function lookUp(translations: JsonObject, path: readonly string[]): unknown {
  let found: unknown = translations;
  for (const step of path) {
    if (!isObject(found)) return undefined;
    found = found[step];
  }
  return found;
}

const rules = new Map<string, Intl.PluralRules>();

/** Which plural form a language has for a number; making the rules is slow, so they are kept. */
function pluralForm(code: string, count: number): string {
  const known = rules.get(code) ?? new Intl.PluralRules(code);
  rules.set(code, known);
  return known.select(count);
}

const PLURALS = ["zero", "one", "two", "few", "many", "other"];

function isText(value: unknown): boolean {
  return typeof value === "string" || (isObject(value) && PLURALS.some((form) => form in value));
}

/** The text of a key for a count, in the first language that has it; null if none does. */
export function translationOf(
  locale: Locale,
  key: string,
  count: number | null,
): { text: string; code: string } | null {
  const found = lookUp(locale.translations, key.split("."));
  if (!isText(found))
    return locale.fallback === null ? null : translationOf(locale.fallback, key, count);
  if (typeof found === "string") return { text: found, code: locale.code };
  const forms = found as Record<string, unknown>;
  const rule = pluralForm(locale.code, count ?? 0);
  const text = (count === 0 ? forms["zero"] : undefined) ?? forms[rule] ?? forms["other"];
  return typeof text === "string" ? { text, code: locale.code } : null;
}
