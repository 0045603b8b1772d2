/** The project's own files, as data, so that a rule is a pure function and can be seen failing. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  path: string;
  text: string;
}

export interface Tree {
  files: SourceFile[];
}

export const PROJECT_DIR = path.join(import.meta.dirname, "..", "..");

const NOT_OURS = new Set([
  ".cache",
  ".data",
  ".git",
  "build",
  "coverage",
  "node_modules",
  "prisma-client",
  "screenshots",
]);
const TEXT =
  /\.(cjs|css|js|json|jsonl|liquid|md|mjs|prisma|sh|sql|svg|toml|ts|tsx|ya?ml)$|^\.[a-z]+$/;

export function readTree(root: string = PROJECT_DIR): Tree {
  const tree: Tree = { files: [] };
  visit("");
  return tree;

  function visit(folder: string): void {
    const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
    for (const entry of entries) {
      const here = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (NOT_OURS.has(entry.name) || entry.name === ".env") continue;
      if (entry.isDirectory()) visit(here);
      else if (TEXT.test(entry.name)) {
        tree.files.push({ path: here, text: readFileSync(path.join(root, here), "utf8") });
      }
    }
  }
}
