/**
 * Which system user runs the database server. PostgreSQL refuses to run as root, so a root
 * application runs it as `postgres` where that user exists, else as `nobody`; anyone else
 * runs it as themselves.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { isSystemError } from "./processes.server.ts";

const CANDIDATES = ["postgres", "_postgres", "nobody"];

export interface DatabaseUser {
  uid: number;
  gid: number;
  name: string;
}

/** Null: the application's own user. An existing data directory keeps the user that owns it. */
export function databaseUser(dataDirectory: string): DatabaseUser | null {
  const self = process.getuid?.() ?? 0;
  const owner = ownerOf(dataDirectory);
  if (self !== 0) {
    if (owner === null || owner.uid === self) return null;
    throw new Error(
      `${dataDirectory} belongs to another user (uid ${owner.uid}): start Perennial as the user who created it, or set DATA_DIR to another directory.`,
    );
  }
  if (owner !== null && owner.uid !== 0) return { ...owner, name: `uid ${owner.uid}` };
  for (const name of CANDIDATES) {
    const user = lookUp(name);
    if (user !== null && user.uid !== 0) return user;
  }
  throw new Error(
    `PostgreSQL must not run as root, and this machine has none of the users ${CANDIDATES.join(", ")}: create one, start Perennial as another user, or set DATABASE_URL.`,
  );
}

/** What `spawn` needs to run a program as that user. */
export function credentials(
  user: DatabaseUser | null,
): { uid: number; gid: number } | Record<string, never> {
  return user === null ? {} : { uid: user.uid, gid: user.gid };
}

/** Asked of the system itself, as that user, since permissions are more than mode bits. */
export function canEnter(user: DatabaseUser | null, directory: string): boolean {
  const test = spawnSync("/bin/sh", ["-c", 'test -r "$1" && test -x "$1"', "sh", directory], {
    ...credentials(user),
    cwd: "/",
    stdio: "ignore",
  });
  return test.status === 0;
}

function ownerOf(directory: string): { uid: number; gid: number } | null {
  try {
    const { uid, gid } = statSync(directory);
    return { uid, gid };
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return null;
    throw error;
  }
}

function lookUp(name: string): DatabaseUser | null {
  const uid = id("-u", name);
  const gid = id("-g", name);
  return uid === null || gid === null ? null : { uid, gid, name };
}

/** `id` exits 1 for a user it does not know. */
function id(flag: "-u" | "-g", name: string): number | null {
  try {
    return Number(
      execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    );
  } catch (error) {
    if (error instanceof Error && "status" in error && error.status === 1) return null;
    throw error;
  }
}
