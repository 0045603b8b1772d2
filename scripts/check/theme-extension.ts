/**
 * The theme app extension: Shopify's theme check, and the limits that Shopify enforces only when
 * an extension is deployed.
 * https://shopify.dev/docs/apps/build/online-store/theme-app-extensions/configuration
 */
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { themeCheckRun } from "@shopify/theme-check-node";

const BLOCKS_MAX = 30;
const LIQUID_BYTES_MAX = 100_000;
const LOCALE_BYTES_MAX = 15_000;
const SCRIPT_GZIP_BYTES_MAX = 10_000;
const STYLE_GZIP_BYTES_MAX = 100_000;
const ALL_BYTES_MAX = 10_000_000;

export interface ExtensionFile {
  /** From the extension's folder, with forward slashes. */
  path: string;
  bytes: Buffer;
}

export async function run(root: string): Promise<string[]> {
  const extensions = path.join(root, "extensions");
  const problems: string[] = [];
  for (const name of await readdir(extensions)) {
    const dir = path.join(extensions, name);
    const settings = await readFile(path.join(dir, "shopify.extension.toml"), "utf8");
    if (!/^type = "theme"$/m.test(settings)) continue;
    const { offenses } = await themeCheckRun(dir, "theme-check:theme-app-extension");
    problems.push(
      ...offenses.map(
        ({ uri, start, check, message }) =>
          `${decodeURI(uri).split("/extensions/").at(-1) ?? uri}:${start.line + 1}: ${check}: ${message}`,
      ),
      ...limitProblems(await filesOf(dir)).map((problem) => `extensions/${name}: ${problem}`),
    );
  }
  return problems;
}

/** What a deploy would refuse. */
export function limitProblems(files: readonly ExtensionFile[]): string[] {
  const liquid = files.filter((file) => file.path.endsWith(".liquid"));
  const blocks = liquid.filter((file) => file.path.startsWith("blocks/"));
  return [
    ...over("blocks", blocks.length, BLOCKS_MAX),
    ...over("bytes of Liquid", sum(liquid), LIQUID_BYTES_MAX),
    ...over("bytes in all", sum(files), ALL_BYTES_MAX),
    ...files.flatMap((file) => {
      if (file.path.startsWith("locales/")) {
        return over(`bytes in ${file.path}`, file.bytes.length, LOCALE_BYTES_MAX);
      }
      const compressed = gzipSync(file.bytes).length;
      const where = `compressed bytes in ${file.path}`;
      if (file.path.endsWith(".js")) return over(where, compressed, SCRIPT_GZIP_BYTES_MAX);
      if (file.path.endsWith(".css")) return over(where, compressed, STYLE_GZIP_BYTES_MAX);
      return [];
    }),
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
