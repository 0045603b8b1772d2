/**
 * One application per data directory.
 *
 * Each applicant creates a file of its own, exclusively, named by its process id and start
 * time, and only then looks for others: of two applicants at least one sees the other, so
 * two can never both hold. A holder that was killed leaves a file that names a process which
 * no longer exists; whoever comes next removes it. Since a file names one process for good,
 * removing a stale one can never hit a fresh one, which a single shared file cannot promise.
 */
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive, isSystemError, thisProcess } from "./processes.server.ts";
import type { ProcessIdentity } from "./processes.server.ts";

const CLAIM_WAIT_MS = 5_000;
const CLAIM_POLL_MS = 20;

export interface LockFile extends ProcessIdentity {
  /** What the holder is, for the message to the next one: "npm run demo". */
  label: string;
  state: "claiming" | "held";
  /** How to reach the holder's server, once there is one. */
  socketDirectory: string | null;
}

export type LockResult =
  { kind: "held"; lock: DirectoryLock } | { kind: "taken"; holder: LockFile };

export interface DirectoryLock {
  announce(socketDirectory: string): void;
  release(): void;
}

export async function lockDirectory(directory: string, label: string): Promise<LockResult> {
  mkdirSync(directory, { recursive: true });
  const self: LockFile = { ...thisProcess(), label, state: "claiming", socketDirectory: null };
  const name = lockName(self);
  const path = join(directory, name);
  createExclusively(path, self);
  try {
    const deadline = Date.now() + CLAIM_WAIT_MS;
    for (;;) {
      const others = livingLocks(directory).filter((other) => other.name !== name);
      const holder = others.find(({ file }) => file.state === "held");
      // Between two that claim at once the lower name waits for the other to give way or to hold.
      const rival = others.find((other) => other.name < name) ?? others[0];
      const taken = holder ?? (rival !== undefined && rival.name < name ? rival : undefined);
      if (taken !== undefined) {
        rmSync(path, { force: true });
        return { kind: "taken", holder: taken.file };
      }
      if (rival === undefined) break;
      if (Date.now() > deadline)
        throw new Error(`Process ${rival.file.pid} neither takes nor gives up ${directory}.`);
      await delay(CLAIM_POLL_MS);
    }
    const held: LockFile = { ...self, state: "held" };
    replace(path, held);
    return { kind: "held", lock: lockHandle(path, held) };
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

/** The application that holds this directory now, if there is one. */
export function currentHolder(directory: string): LockFile | null {
  return livingLocks(directory).find(({ file }) => file.state === "held")?.file ?? null;
}

function lockHandle(path: string, held: LockFile): DirectoryLock {
  return {
    announce: (socketDirectory) => replace(path, { ...held, socketDirectory }),
    release: () => rmSync(path, { force: true }),
  };
}

function lockName({ pid, startedAt }: ProcessIdentity): string {
  return `${pid}-${createHash("sha256").update(startedAt).digest("hex").slice(0, 12)}.lock`;
}

/** A link to a finished file: no reader ever meets a half-written lock. */
function createExclusively(path: string, file: LockFile): void {
  const draft = `${path}.draft`;
  writeFileSync(draft, JSON.stringify(file), { mode: 0o644 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (isSystemError(error, "EEXIST"))
      throw new Error("This process uses the data directory already.");
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function replace(path: string, file: LockFile): void {
  const draft = `${path}.draft`;
  writeFileSync(draft, JSON.stringify(file), { mode: 0o644 });
  renameSync(draft, path);
}

/** Reads all locks and removes those whose holder has died. */
function livingLocks(directory: string): { name: string; file: LockFile }[] {
  const living: { name: string; file: LockFile }[] = [];
  for (const name of readdirSync(directory).filter((entry) => entry.endsWith(".lock"))) {
    const path = join(directory, name);
    const file = readLock(path);
    if (file === "gone") continue;
    if (file !== "unreadable" && isAlive(file)) living.push({ name, file });
    else rmSync(path, { force: true });
  }
  return living;
}

/** Locks appear complete, so one that cannot be parsed was damaged from outside and holds nothing. */
function readLock(path: string): LockFile | "gone" | "unreadable" {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return "gone";
    throw error;
  }
  try {
    const parsed: unknown = JSON.parse(text);
    return isLockFile(parsed) ? parsed : "unreadable";
  } catch (error) {
    if (error instanceof SyntaxError) return "unreadable";
    throw error;
  }
}

function isLockFile(value: unknown): value is LockFile {
  return (
    typeof value === "object" &&
    value !== null &&
    "pid" in value &&
    typeof value.pid === "number" &&
    "startedAt" in value &&
    typeof value.startedAt === "string" &&
    "label" in value &&
    typeof value.label === "string" &&
    "state" in value &&
    (value.state === "claiming" || value.state === "held") &&
    "socketDirectory" in value &&
    (value.socketDirectory === null || typeof value.socketDirectory === "string")
  );
}
