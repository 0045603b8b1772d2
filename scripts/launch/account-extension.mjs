/**
 * The customer account extension, one ES module per target into build/extensions/perennial-account,
 * from the same entry files as `shopify app build` takes: what the dev store shows and what the size
 * check weighs. Shopify's CLI makes what is deployed. With --watch again at every change.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { build } from "vite";
import { ROOT } from "./process.mjs";

const EXTENSION = join(ROOT, "extensions", "perennial-account");
const OUTPUT = join(ROOT, "build", "extensions", "perennial-account");

/** `[{ target, module }]` as shopify.extension.toml lists them. */
function targetsOf(folder) {
  const { extensions } = parse(readFileSync(join(folder, "shopify.extension.toml"), "utf8"));
  return extensions.flatMap((extension) => extension.targeting);
}

async function main() {
  const targets = targetsOf(EXTENSION);
  const missing = targets.find(({ module }) => !existsSync(join(EXTENSION, module)));
  if (missing) throw new Error(`${missing.target}: there is no ${missing.module}`);
  for (const [index, { target, module }] of targets.entries()) {
    await build({
      configFile: false,
      root: EXTENSION,
      logLevel: "warn",
      esbuild: { jsx: "automatic", jsxImportSource: "preact" },
      // An extension is no page: nothing of vite's own belongs in it.
      build: {
        outDir: OUTPUT,
        emptyOutDir: index === 0,
        target: "es2022",
        modulePreload: false,
        watch: process.argv.includes("--watch") ? {} : null,
        minify: "esbuild",
        rollupOptions: {
          input: join(EXTENSION, module),
          preserveEntrySignatures: "strict",
          output: { format: "es", entryFileNames: `${target}.js`, inlineDynamicImports: true },
        },
      },
    });
  }
}

await main();
