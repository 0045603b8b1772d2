import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { StartRefused } from "../start-refused.ts";

const TRIES_MAX = 3;

/**
 * When the process started, so that a pid handed out anew is not taken for its old holder; null
 * where /proc does not tell, and for a process that is dead and only waits to be reaped.
 */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? null : (fields[19] ?? null);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return null;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The process that uses a data directory, by its lock; null if there is none, or it is dead. */
export function lockHolder(path: string): number | null {
  try {
    return holderOf(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function holderOf(path: string): number | null {
  const [pid, start] = readFileSync(path, "utf8").split(" ");
  const holder = Number(pid);
  if (!Number.isInteger(holder) || holder <= 0 || !isAlive(holder)) return null;
  // Where starts are known (Linux) a holder must still have the one that it wrote down.
  return start !== undefined && start !== "" && startOf(holder) !== start ? null : holder;
}

/**
 * One dev store per data directory: two writers would tear the journal apart. The lock names its
 * holder, so one left behind by a killed process is taken over.
 */
export function takeLock(path: string): () => void {
  mkdirSync(dirname(path), { recursive: true });
  for (let attempt = 1; attempt <= TRIES_MAX; attempt += 1) {
    try {
      writeFileSync(path, `${process.pid} ${startOf(process.pid) ?? ""}`, { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = holderOf(path);
    if (holder !== null) {
      throw new StartRefused(
        `A dev store (process ${holder}) already uses ${dirname(path)}; stop it or choose another DATA_DIR`,
      );
    }
    rmSync(path, { force: true });
  }
  throw new Error(`The lock ${path} could not be taken`);
}
