import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, environment, hashOf, runToEnd, say } from "./process.mjs";

const STAMP = join(ROOT, "build", ".stamp");
const REMIX = join(ROOT, "node_modules", "@remix-run", "dev", "dist", "cli.js");
/** What the built application is made of; a change anywhere else needs no build. */
const SOURCES = [
  "app",
  "extensions/perennial-account",
  "public",
  "scripts/launch/account-extension.mjs",
  "package-lock.json",
  "vite.config.ts",
  "tsconfig.json",
];
const ACCOUNT_EXTENSION = join(import.meta.dirname, "account-extension.mjs");

export async function buildIfStale(node) {
  const installed = existsSync(REMIX);
  if (!installed && existsSync(STAMP)) return;
  if (!installed)
    throw new Error(
      "The application is not built, and its build tools are not installed: run npm ci, then npm run build.",
    );
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === sourcesHash()) return;
  say("Building the application …");
  const start = Date.now();
  // Its output is on stderr: the command that asked for the build owns stdout.
  await build(node, ["ignore", 2, 2]);
  say(`Built in ${((Date.now() - start) / 1000).toFixed(1)} s.`);
}

export async function build(node, stdio) {
  const stamp = sourcesHash();
  for (const command of [[REMIX, "vite:build"], [ACCOUNT_EXTENSION]]) {
    const code = await runToEnd(node.path, command, {
      env: environment({ NODE_ENV: "production" }),
      stdio,
    });
    if (code !== 0) throw new Error(`The build ended with ${code}; its messages are above.`);
  }
  writeFileSync(STAMP, stamp);
}

/** By content: a fresh clone has new times, and an edit that is taken back needs no build. */
function sourcesHash() {
  const files = SOURCES.flatMap((source) => filesUnder(source)).sort();
  return hashOf(...files.flatMap((file) => [file, readFileSync(join(ROOT, file))]));
}

function filesUnder(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  if (/\.test\.tsx?$/.test(path)) return [];
  const children = entriesOf(full);
  return children === null ? [path] : children.flatMap((name) => filesUnder(`${path}/${name}`));
}

function entriesOf(path) {
  try {
    return readdirSync(path);
  } catch (error) {
    if (error.code === "ENOTDIR") return null;
    throw error;
  }
}
