/**
 * `npm run check`: everything that can be known without running the app. All parts run even when
 * one fails, so that one run names all problems; `npm run check -- types lint` runs only those.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..", "..");
const OUTPUT_LINES_MAX = 200;

interface Part {
  name: string;
  what: string;
  /** One line per problem. */
  run: () => Promise<string[]>;
}

const PARTS: Part[] = [
  { name: "types", what: "TypeScript", run: tool("typescript/bin/tsc", "--noEmit") },
  { name: "lint", what: "ESLint", run: tool("eslint/bin/eslint.js", "--max-warnings", "0", ".") },
  {
    name: "format",
    what: "Prettier",
    run: tool("prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."),
  },
  {
    name: "dependencies",
    what: "direction of imports",
    run: tool(
      "dependency-cruiser/bin/dependency-cruise.mjs",
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "err-long",
      // It refuses a folder that isn't there yet.
      ...["app", "bench", "dev-store", "scripts", "tests"].filter((folder) =>
        existsSync(path.join(ROOT, folder)),
      ),
    ),
  },
  {
    name: "schema",
    what: "migrations lead to schema.prisma",
    run: async () => (await import("../check/schema-drift.ts")).run(),
  },
  {
    name: "graphql",
    what: "documents against Shopify's schema",
    run: async () => (await import("../check/graphql-documents.ts")).run(ROOT),
  },
  {
    name: "theme",
    what: "theme check, schemas, languages, limits",
    run: async () => (await import("../check/theme-extension.ts")).run(ROOT),
  },
  {
    name: "theme-types",
    what: "its script against the browser's types",
    run: tool("typescript/bin/tsc", "-p", "extensions/perennial-theme-script"),
  },
  {
    name: "account",
    what: "customer account extension: targets, texts, query, size",
    run: async () => (await import("../check/account-extension.ts")).run(ROOT),
  },
  {
    name: "account-types",
    what: "its components against Shopify's types",
    run: tool("typescript/bin/tsc", "-p", "extensions/perennial-account"),
  },
  {
    name: "container",
    what: "Dockerfile and compose file",
    run: async () => (await import("../check/container.ts")).run(ROOT),
  },
  {
    name: "sizes",
    what: "what a page loads",
    run: async () => (await import("../check/size-budgets.ts")).run(ROOT),
  },
];

process.exitCode = await main(process.argv.slice(2));

async function main(wanted: string[]): Promise<number> {
  const names = PARTS.map((part) => part.name);
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    console.error(`Unknown part "${unknown.join('", "')}". There are: ${names.join(", ")}.`);
    return 2;
  }
  const failed: string[] = [];
  for (const part of PARTS) {
    if (wanted.length > 0 && !wanted.includes(part.name)) continue;
    if (!(await passes(part))) failed.push(part.name);
  }
  console.log(failed.length === 0 ? "\nAll checks passed." : `\nFailed: ${failed.join(", ")}.`);
  return failed.length === 0 ? 0 : 1;
}

async function passes({ name, what, run }: Part): Promise<boolean> {
  const start = performance.now();
  const problems = await run().catch((error: unknown) => [
    `the check itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  ]);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const mark = problems.length === 0 ? "ok    " : "FAILED";
  console.log(`${mark} ${name.padEnd(13)} ${what} (${seconds} s)`);
  for (const problem of problems.slice(0, OUTPUT_LINES_MAX)) console.log(`       ${problem}`);
  if (problems.length > OUTPUT_LINES_MAX) {
    console.log(`       and ${problems.length - OUTPUT_LINES_MAX} more lines`);
  }
  return problems.length === 0;
}

/** A tool from node_modules, by its own file: the same on every system, without a shell. */
function tool(file: string, ...args: string[]): () => Promise<string[]> {
  return () =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [path.join(ROOT, "node_modules", file), ...args], {
        cwd: ROOT,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.once("error", reject);
      child.once("close", (code) => {
        const lines = output.split("\n").filter((line) => line.trim() !== "");
        resolve(code === 0 ? [] : [...lines, `(exit ${code ?? "by a signal"})`]);
      });
    });
}
