import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, environment, hashOf, say } from "./process.mjs";

const SCHEMA = join(ROOT, "prisma", "schema.prisma");
const CLIENT = join(ROOT, "app", "adapters", "postgres", "prisma-client");
const STAMP = join(CLIENT, ".stamp");
const PRISMA = join(ROOT, "node_modules", "prisma");

/** Writes the Prisma client when the schema or Prisma itself changed; git ignores it. */
export function generateIfStale(node) {
  const installed = existsSync(join(PRISMA, "package.json"));
  if (!installed && existsSync(STAMP)) return;
  if (!installed)
    throw new Error(
      "The Prisma client is missing, and so is Prisma to generate it: run npm ci without --omit=dev.",
    );
  const stamp = hashOf(
    readFileSync(SCHEMA),
    JSON.parse(readFileSync(join(PRISMA, "package.json"), "utf8")).version,
  );
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === stamp) return;
  say("Generating the Prisma client …");
  // The client needs no schema engine, but Prisma would download one: any program that exists will do.
  const env = environment({
    PRISMA_SCHEMA_ENGINE_BINARY: node.path,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  });
  const args = [join(PRISMA, "build", "index.js"), "generate", "--schema", SCHEMA, "--no-hints"];
  const result = spawnSync(node.path, args, { cwd: ROOT, env, encoding: "utf8" });
  if (result.status !== 0) {
    throw new Error(
      `prisma generate ended with ${result.status}:\n${result.stdout}${result.stderr}`,
    );
  }
  writeFileSync(STAMP, stamp);
}
