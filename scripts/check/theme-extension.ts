/**
 * The theme app extension: Shopify's theme check, the limits that Shopify enforces only when an
 * extension is deployed, our own budget, and what theme check doesn't read: schemas and locales.
 * https://shopify.dev/docs/apps/build/online-store/theme-app-extensions/configuration
 */
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { themeCheckRun } from "@shopify/theme-check-node";
import {
  flat,
  localeProblems,
  unusedLabels,
  unusedTexts,
  type Texts,
} from "./theme-extension-locales.ts";
import { schemaProblems } from "./theme-extension-schemas.ts";
import { scriptProblems } from "./theme-extension-script.ts";

const BLOCKS_MAX = 30;
const LIQUID_BYTES_MAX = 100_000;
const LOCALE_BYTES_MAX = 15_000;
/** What Shopify allows is 10 and 100 KB; this is what a shop should not notice. */
const SCRIPT_GZIP_BYTES_MAX = 5_000;
const STYLE_GZIP_BYTES_MAX = 5_000;
const ALL_BYTES_MAX = 10_000_000;

export interface ExtensionFile {
  /** From the extension's folder, with forward slashes. */
  path: string;
  bytes: Buffer;
}

const FOLDER = "extensions/perennial-theme";
const LANGUAGES = ["en", "zh-CN", "zh-TW", "ja", "de", "fr", "es"];

export async function run(root: string): Promise<string[]> {
  const dir = path.join(root, FOLDER);
  const { offenses } = await themeCheckRun(dir, "theme-check:theme-app-extension");
  const files = await filesOf(dir);
  return [
    ...offenses.map(
      ({ uri, start, check, message }) =>
        `${decodeURI(uri).split("/extensions/").at(-1) ?? uri}:${start.line + 1}: ${check}: ${message}`,
    ),
    ...[...limitProblems(files), ...textProblems(files)].map((problem) => `${FOLDER}: ${problem}`),
    ...(await scriptProblems(root)),
  ];
}

/** Schemas and locales. */
export function textProblems(files: readonly ExtensionFile[]): string[] {
  const liquid = files.filter((file) => file.path.endsWith(".liquid"));
  const all = liquid.map(({ bytes }) => bytes.toString()).join("\n");
  const locales = (isSchema: boolean) =>
    new Map(
      files
        .filter(({ path }) => path.startsWith("locales/"))
        .filter(({ path }) => path.endsWith(".schema.json") === isSchema)
        .map(({ path, bytes }) => [
          path.slice("locales/".length),
          JSON.parse(bytes.toString()) as Texts,
        ]),
    );
  const [texts, labels] = [locales(false), locales(true)];
  const around = {
    assets: files.flatMap(({ path }) => (path.startsWith("assets/") ? path.slice(7) : [])),
    locales: new Map([...labels].map(([file, own]) => [file, flat(own)])),
  };
  return [
    ...liquid
      .filter(({ path }) => path.startsWith("blocks/"))
      .flatMap(({ path, bytes }) => schemaProblems({ path, text: bytes.toString() }, around)),
    ...localeProblems(texts, LANGUAGES),
    ...localeProblems(labels, LANGUAGES),
    ...unusedTexts(texts.get("en.default.json") ?? {}, all),
    ...unusedLabels(labels.get("en.default.schema.json") ?? {}, all),
  ];
}

/** What a deploy would refuse, and more than our budget of scripts and styles. */
export function limitProblems(files: readonly ExtensionFile[]): string[] {
  const liquid = files.filter((file) => file.path.endsWith(".liquid"));
  const blocks = liquid.filter((file) => file.path.startsWith("blocks/"));
  const scripts = files.filter((file) => file.path.endsWith(".js"));
  const styles = [
    ...files.filter((file) => file.path.endsWith(".css")).map(({ bytes }) => bytes.toString()),
    ...liquid.flatMap(({ bytes }) => bytes.toString().match(/<style>[\s\S]*?<\/style>/g) ?? []),
  ];
  const compressed = (bytes: Buffer | string): number => gzipSync(bytes, { level: 9 }).length;
  return [
    ...over("blocks", blocks.length, BLOCKS_MAX),
    ...over("bytes of Liquid", sum(liquid), LIQUID_BYTES_MAX),
    ...over("bytes in all", sum(files), ALL_BYTES_MAX),
    ...files
      .filter((file) => file.path.startsWith("locales/"))
      .flatMap(({ path, bytes }) => over(`bytes in ${path}`, bytes.length, LOCALE_BYTES_MAX)),
    ...over(
      "compressed bytes of scripts",
      scripts.reduce((total, { bytes }) => total + compressed(bytes), 0),
      SCRIPT_GZIP_BYTES_MAX,
    ),
    ...over(
      "compressed bytes of styles",
      styles.length === 0 ? 0 : compressed(styles.join("\n")),
      STYLE_GZIP_BYTES_MAX,
    ),
  ];
}

function over(what: string, actual: number, max: number): string[] {
  return actual > max ? [`${actual} ${what}, ${max} are allowed`] : [];
}

function sum(files: readonly ExtensionFile[]): number {
  return files.reduce((total, file) => total + file.bytes.length, 0);
}

async function filesOf(dir: string): Promise<ExtensionFile[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return {
          path: path.relative(dir, file).split(path.sep).join("/"),
          bytes: await readFile(file),
        };
      }),
  );
}
