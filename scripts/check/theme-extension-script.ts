/**
 * The blocks' script: extensions/perennial-theme-script, bundled and minified into the extension's
 * assets. The result is committed, since Shopify's CLI deploys the folder as it stands; the check
 * says when it is older than its source, and `node scripts/check/theme-extension-script.ts --write`
 * makes it anew.
 */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { build, type Rollup } from "vite";

const SOURCE = "extensions/perennial-theme-script/perennial.ts";
export const SCRIPT = "extensions/perennial-theme/assets/perennial.js";
const COMMAND = "node scripts/check/theme-extension-script.ts --write";

/** An ordinary deferred script, not a module: that is how Shopify loads what a schema names. */
export async function builtScript(root: string): Promise<string> {
  const result = (await build({
    configFile: false,
    root,
    logLevel: "warn",
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      minify: "esbuild",
      rollupOptions: { input: path.join(root, SOURCE), output: { format: "iife" } },
    },
  })) as Rollup.RollupOutput;
  return result.output[0].code;
}

export async function scriptProblems(root: string): Promise<string[]> {
  const file = path.join(root, SCRIPT);
  const committed = existsSync(file) ? await readFile(file, "utf8") : null;
  if (committed === (await builtScript(root))) return [];
  return [`${SCRIPT} is not what ${SOURCE} makes: ${COMMAND}`];
}

if (import.meta.filename === process.argv[1]) {
  const root = path.join(import.meta.dirname, "..", "..");
  if (process.argv[2] === "--write")
    await writeFile(path.join(root, SCRIPT), await builtScript(root));
  const problems = await scriptProblems(root);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
