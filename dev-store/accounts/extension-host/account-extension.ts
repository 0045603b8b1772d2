/** The app's customer account extension as it would be deployed: its TOML, its texts, its bundles. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));
const NAME = join("extensions", "perennial-account");

export type Target =
  "customer-account.profile.block.render" | "customer-account.order-status.block.render";

/** A locale file: texts by key, nested. */
export type Texts = Record<string, unknown>;

export interface AccountExtension {
  apiVersion: string;
  targets: readonly string[];
  networkAccess: boolean;
  /** By language, as the files are named: `fr`, `zh-CN`. */
  texts: ReadonlyMap<string, Texts>;
  defaultLanguage: string;
}

interface Settings {
  api_version: string;
  extensions: {
    targeting: { target: string }[];
    capabilities?: { network_access?: boolean };
  }[];
}

/** Read anew each time: who works on the extension sees its changes at the next reload. */
export function readAccountExtension(): AccountExtension {
  const folder = join(PROJECT, NAME);
  const settings = parse(
    readFileSync(join(folder, "shopify.extension.toml"), "utf8"),
  ) as unknown as Settings;
  const files = readdirSync(join(folder, "locales"));
  const texts = new Map(
    files.map((file) => [
      languageOf(file),
      JSON.parse(readFileSync(join(folder, "locales", file), "utf8")) as Texts,
    ]),
  );
  return {
    apiVersion: settings.api_version,
    targets: settings.extensions.flatMap(({ targeting }) => targeting.map(({ target }) => target)),
    networkAccess: settings.extensions.some(({ capabilities }) => capabilities?.network_access),
    texts,
    defaultLanguage: languageOf(files.find((file) => file.endsWith(".default.json")) ?? ""),
  };
}

const languageOf = (file: string): string => file.replace(/(\.default)?\.json$/, "");

/** The extension's language for a shopper's: itself, else its base language, else the default one. */
export function extensionLanguage(extension: AccountExtension, language: string): string {
  const wanted = [language, language.split("-")[0] ?? ""];
  return wanted.find((each) => extension.texts.has(each)) ?? extension.defaultLanguage;
}

/** The built module of a target, or null before `npm run build`. */
export function bundleOf(target: string): Buffer | null {
  if (!readAccountExtension().targets.includes(target)) return null;
  const file = join(PROJECT, "build", NAME, `${target}.js`);
  return existsSync(file) ? readFileSync(file) : null;
}
