/**
 * The extension's texts: every language has what the default has, with the same values in it, in the
 * plural forms that this language needs, and nothing that no file asks for.
 */
const PLURALS = ["zero", "one", "two", "few", "many", "other"];
const VALUE = /\{\{\s*(\w+)\s*\}\}/g;

export interface Texts {
  [key: string]: string | Texts;
}

/** A locale file's name tells its language: `de.json`, `en.default.schema.json`. */
export const languageOf = (file: string): string =>
  file.replace(/(\.default)?(\.schema)?\.json$/, "");

const isPlural = (texts: Texts): boolean =>
  Object.keys(texts).every((key) => PLURALS.includes(key));

/** Texts by their keys, joined by dots; a plural's forms are texts of their own. */
export function flat(texts: Texts, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]): [string, string][] =>
      typeof value === "string" ? [[prefix + key, value]] : [...flat(value, `${prefix}${key}.`)],
    ),
  );
}

/** Keys as Liquid asks for them: a plural is one. */
function keysOf(texts: Texts, prefix = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" || isPlural(value)
      ? [prefix + key]
      : keysOf(value, `${prefix}${key}.`),
  );
}

function valueOf(texts: Texts, key: string): string | Texts | undefined {
  return key
    .split(".")
    .reduce<string | Texts | undefined>(
      (found, step) => (typeof found === "object" ? found[step] : undefined),
      texts,
    );
}

export function localeProblems(
  files: ReadonlyMap<string, Texts>,
  wanted: readonly string[],
): string[] {
  const [defaultFile, byDefault] = [...files].find(([file]) => file.includes(".default.")) ?? [];
  if (defaultFile === undefined || byDefault === undefined) return ["there is no default locale"];
  const languages = [...files.keys()].map(languageOf);
  return [
    ...wanted.filter((one) => !languages.includes(one)).map((one) => `there is no locale ${one}`),
    ...[...files].flatMap(([file, texts]) =>
      [
        ...differences(keysOf(byDefault), keysOf(texts)),
        ...keysOf(texts).flatMap((key) => textProblems(file, key, [texts, byDefault])),
      ].map((problem) => `locales/${file}: ${problem}`),
    ),
  ];
}

function differences(wanted: readonly string[], present: readonly string[]): string[] {
  return [
    ...wanted.filter((key) => !present.includes(key)).map((key) => `${key} is missing`),
    ...present
      .filter((key) => !wanted.includes(key))
      .map((key) => `${key} is in no other language`),
  ];
}

function textProblems(file: string, key: string, [texts, byDefault]: [Texts, Texts]): string[] {
  const [text, model] = [valueOf(texts, key), valueOf(byDefault, key)];
  if (text === undefined || model === undefined) return [];
  const forms = typeof text === "string" ? [text] : [...flat(text).values()];
  const values = valuesIn(typeof model === "string" ? model : (flat(model).get("other") ?? ""));
  const odd = forms.filter((form) => valuesIn(form) !== values);
  const problems = odd.map((form) => `${key}: "${form}" lacks one of: ${values}`);
  if (typeof model !== "string" && typeof text === "string") problems.push(`${key} has no plurals`);
  if (typeof text !== "string") problems.push(...pluralProblems(languageOf(file), key, text));
  return [...problems, ...forms.filter((form) => form.trim() === "").map(() => `${key} is empty`)];
}

function pluralProblems(language: string, key: string, forms: Texts): string[] {
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const present = Object.keys(forms);
  return [
    ...needed.filter((form) => !present.includes(form)).map((form) => `${key} lacks "${form}"`),
    ...present
      .filter((form) => !(needed as string[]).includes(form))
      .map((form) => `${key}: the language has no "${form}"`),
  ];
}

const valuesIn = (text: string): string =>
  [...text.matchAll(VALUE)]
    .map(([, name]) => name ?? "")
    .sort()
    .join(", ");

/** Texts that nobody shows. */
export function unusedTexts(texts: Texts, liquid: string): string[] {
  return keysOf(texts)
    .filter((key) => !liquid.includes(`'${key}'`))
    .map((key) => `no Liquid asks for ${key}`);
}

/** Labels that no schema names. */
export function unusedLabels(texts: Texts, liquid: string): string[] {
  return keysOf(texts)
    .filter((key) => !liquid.includes(`"t:${key}"`))
    .map((key) => `no schema names t:${key}`);
}
