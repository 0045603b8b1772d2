/**
 * Prisma's schema engine without its download: the WebAssembly build from npm, tied together
 * by hand because Node does not import a .wasm file by itself.
 */
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import type {
  MigrationDirectory,
  MigrationList,
  SchemaEngine,
  SchemaFilter,
} from "@prisma/schema-engine-wasm/schema_engine_bg";

export type { MigrationList, SchemaEngine };

/** Every table is ours to compare. */
export const NO_FILTER: SchemaFilter = { externalTables: [], externalEnums: [] };

export interface SchemaFile {
  path: string;
  content: string;
}

let ready: Promise<void> | null = null;

export async function createSchemaEngine(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  schema: SchemaFile,
): Promise<SchemaEngine> {
  ready ??= instantiate();
  await ready;
  return bindings.SchemaEngine.new(
    { datamodels: [[schema.path, schema.content]] },
    ignoreLog,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

/** Its log repeats what its errors say. */
function ignoreLog(): void {}

/** What wasm-bindgen's own loader does for bundlers. */
async function instantiate(): Promise<void> {
  const script = createRequire(import.meta.url).resolve(
    "@prisma/schema-engine-wasm/schema_engine_bg",
  );
  const binary = await readFile(script.replace(/\.js$/, ".wasm"));
  const imports = { "./schema_engine_bg.js": { ...bindings, ...patientTimers() } };
  const { instance } = await WebAssembly.instantiate(binary, imports);
  const loader = bindings as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void };
  loader.__wbg_set_wasm(instance.exports);
  (instance.exports as unknown as { __wbindgen_start(): void }).__wbindgen_start();
}

/**
 * The engine bounds its wait for a lock by a timer of 10 s and forgets it once it has the
 * lock; a command that is done must not wait for it.
 */
function patientTimers(): WebAssembly.ModuleImports {
  const setTimers = Object.keys(bindings).filter((name) => name.startsWith("__wbg_setTimeout_"));
  const start = (callback: () => void, ms: number): NodeJS.Timeout =>
    setTimeout(callback, ms).unref();
  return Object.fromEntries(setTimers.map((name) => [name, start]));
}

export async function readSchema(prismaDirectory: string): Promise<SchemaFile> {
  const path = "schema.prisma";
  return { path, content: await readFile(join(prismaDirectory, path), "utf8") };
}

/** The migrations in the order of their names, which begin with the time they were made. */
export async function readMigrations(
  prismaDirectory: string,
  shadowDbInitScript = "",
): Promise<MigrationList> {
  const baseDir = join(prismaDirectory, "migrations");
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories = await Promise.all(
    names.map(async (name): Promise<MigrationDirectory> => {
      const value = await readFile(join(baseDir, name, "migration.sql"), "utf8");
      return {
        path: name,
        migrationFile: { path: "migration.sql", content: { tag: "ok", value } },
      };
    }),
  );
  const lockfile = {
    path: "migration_lock.toml",
    content: await readFile(join(baseDir, "migration_lock.toml"), "utf8"),
  };
  return { baseDir, lockfile, shadowDbInitScript, migrationDirectories };
}

/** The SQL of one migration in the list. */
export function sqlOf(migration: MigrationDirectory): string {
  const { content } = migration.migrationFile;
  if (content.tag === "error")
    throw new Error(`${migration.path} cannot be read: ${content.value}`);
  return content.value;
}
