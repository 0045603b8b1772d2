/**
 * The customer account extension: what Shopify would refuse at a deploy (a target that it doesn't
 * have, a bundle too large) or show to a shopper (a text that a language lacks), and its query
 * against the Customer Account API.
 */
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { buildClientSchema, type IntrospectionQuery } from "graphql";
import { parse as parseToml } from "smol-toml";
import { z } from "zod";
import { MEMBER } from "../../extensions/perennial-account/src/member.graphql.ts";
import { graphqlProblems } from "./graphql-problems.ts";

const FOLDER = "extensions/perennial-account";
const TYPES = "node_modules/@shopify/ui-extensions/build/ts/surfaces/customer-account/targets";

/** Shopify refuses more than 64 KB compressed (Shopify/cli#6880); ours stays far below it, as it is. */
export const BUNDLE_BYTES_MAX = 25_000;

const toml = z.object({
  api_version: z.string(),
  extensions: z.array(
    z.object({ targeting: z.array(z.object({ target: z.string(), module: z.string() })) }),
  ),
});
const application = z.object({ application_url: z.string() });

/** Texts by key; a text that depends on a number is one per plural form. */
export interface Texts {
  [key: string]: string | Texts;
}

export async function run(root: string): Promise<string[]> {
  const folder = path.join(root, FOLDER);
  const settings = toml.parse(parse(await read(folder, "shopify.extension.toml")));
  const targets = settings.extensions.flatMap((extension) => extension.targeting);
  const known = (await readdir(path.join(root, TYPES))).map((name) => name.replace(/\.d\.ts$/, ""));
  const app = application.parse(parse(await read(root, "shopify.app.toml")));
  return [
    ...unknownTargets(
      targets.map(({ target }) => target),
      known,
    ),
    ...targets
      .filter(({ module }) => !existsSync(path.join(folder, module)))
      .map(({ target, module }) => `${target}: there is no ${module}`),
    ...(await sizes(root, targets)),
    ...(await texts(folder)),
    ...(await query(root, settings.api_version)),
    ...addressProblems(await read(folder, "src/app-url.ts"), app.application_url),
  ].map((problem) => `${FOLDER}: ${problem}`);
}

const read = (...parts: string[]): Promise<string> => readFile(path.join(...parts), "utf8");
const parse = (text: string): unknown => parseToml(text);

export function unknownTargets(targets: readonly string[], known: readonly string[]): string[] {
  return targets
    .filter((target) => !known.includes(target))
    .map((target) => `Shopify has no target ${target}`);
}

async function sizes(root: string, targets: readonly { target: string }[]): Promise<string[]> {
  const built = targets.map(async ({ target }) => {
    const file = path.join(root, "build", FOLDER, `${target}.js`);
    if (!existsSync(file)) return [`${target} is not built: npm run build`];
    const bundle = await readFile(file);
    return sizeProblems(target, { raw: bundle.length, gzip: gzipSync(bundle).length });
  });
  return (await Promise.all(built)).flat();
}

export function sizeProblems(target: string, bytes: { raw: number; gzip: number }): string[] {
  if (bytes.raw <= BUNDLE_BYTES_MAX) return [];
  return [
    `${target} weighs ${bytes.raw} bytes (${bytes.gzip} compressed), ${BUNDLE_BYTES_MAX} are allowed`,
  ];
}

async function texts(folder: string): Promise<string[]> {
  const names = await readdir(path.join(folder, "locales"));
  const languages = new Map<string, Texts>();
  for (const name of names) {
    const language = name.replace(/(\.default)?\.json$/, "");
    languages.set(language, JSON.parse(await read(folder, "locales", name)) as Texts);
  }
  return textProblems(languages, "en");
}

/** What a language lacks or has too much of beside the default one: keys, forms, placeholders. */
export function textProblems(languages: ReadonlyMap<string, Texts>, byDefault: string): string[] {
  const wanted = leavesOf(languages.get(byDefault) ?? {});
  return [...languages].flatMap(([language, its]) => {
    const found = leavesOf(its);
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    return [
      ...[...wanted.keys()]
        .filter((key) => !found.has(key))
        .map((key) => `${language} lacks ${key}`),
      ...[...found].flatMap(([key, text]) => {
        const model = wanted.get(key);
        if (model === undefined) return [`${language} has ${key}, which ${byDefault} has not`];
        return [...formProblems(text, forms), ...placeholderProblems(text, model)].map(
          (problem) => `${language} ${key}: ${problem}`,
        );
      }),
    ];
  });
}

type Forms = Readonly<Record<string, string>>;

/** A plain text counts as the one form "text". */
function leavesOf(texts: Texts, prefix = ""): Map<string, Forms> {
  const leaves = new Map<string, Forms>();
  for (const [name, value] of Object.entries(texts)) {
    const key = prefix + name;
    if (typeof value === "string") leaves.set(key, { text: value });
    else if (typeof value["other"] === "string") leaves.set(key, value as Forms);
    else for (const [inner, forms] of leavesOf(value, `${key}.`)) leaves.set(inner, forms);
  }
  return leaves;
}

function formProblems(text: Forms, forms: readonly string[]): string[] {
  if (text["text"] !== undefined) return [];
  return [
    ...forms.filter((form) => text[form] === undefined).map((form) => `lacks the form "${form}"`),
    ...Object.keys(text)
      .filter((form) => !forms.includes(form))
      .map((form) => `has the form "${form}", which the language has not`),
  ];
}

/** A placeholder of the model that a form leaves out would swallow a number or a name. */
function placeholderProblems(text: Forms, model: Forms): string[] {
  const names = (form: string): string[] =>
    [...form.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? "");
  const wanted = new Set(names(model["text"] ?? model["other"] ?? ""));
  return Object.entries(text).flatMap(([form, words]) => {
    const used = new Set(names(words));
    // "by tomorrow" says what "in 1 day" would.
    const needed = form === "one" ? [...wanted].filter((name) => name !== "number") : [...wanted];
    return [
      ...needed.filter((name) => !used.has(name)).map((name) => `leaves out {{${name}}}`),
      ...[...used].filter((name) => !wanted.has(name)).map((name) => `nobody fills {{${name}}}`),
    ];
  });
}

async function query(root: string, apiVersion: string): Promise<string[]> {
  const file = `node_modules/@shopify/dev-mcp/dist/data/customer_${apiVersion}.json.gz`;
  const published = JSON.parse(
    gunzipSync(await readFile(path.join(root, file))).toString("utf8"),
  ) as { data: IntrospectionQuery };
  const schema = buildClientSchema(published.data);
  return graphqlProblems({ text: MEMBER, granted: new Set() }, { schema, scopes: new Map() }).map(
    (problem) => `the query of the Customer Account API: ${problem}`,
  );
}

export function addressProblems(module: string, applicationUrl: string): string[] {
  return module.includes(`"${applicationUrl}"`)
    ? []
    : [`src/app-url.ts does not name the application_url of shopify.app.toml, ${applicationUrl}`];
}
