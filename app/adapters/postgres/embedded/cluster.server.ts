/**
 * The database cluster on disk: where it lies, how it is made, and how a server that a
 * killed application left behind is stopped before a new one starts.
 *
 * Data always stays in DATA_DIR, even when the database user cannot reach it by name (a
 * checkout under /root): a root application on Linux starts the server inside the directory,
 * and the server calls it /proc/self/cwd, which needs no right on the directories above.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { credentials } from "./database-user.server.ts";
import type { DatabaseUser } from "./database-user.server.ts";
import type { NativeTree } from "./native-tree.server.ts";
import { isSystemError, processesMarked, signal } from "./processes.server.ts";

export const MAJOR_VERSION = "18";
export const SUPERUSER = "postgres";
const SOCKET_FILE = ".s.PGSQL.5432";
/** sockaddr_un.sun_path: 108 bytes on Linux, 104 on macOS, with the closing zero. */
const SOCKET_PATH_BYTES_MAX = process.platform === "linux" ? 107 : 103;
const ORPHAN_FAST_MS = 10_000;
const ORPHAN_IMMEDIATE_MS = 5_000;
const ORPHAN_POLL_MS = 20;

export interface Cluster {
  /** Runs inside this directory … */
  directory: string;
  /** … and is told these names for it and for its sockets. */
  directoryName: string;
  socketName: string;
  /** Where clients of this process find the sockets. */
  socketDirectory: string;
  /** Appears in the command line of the server and of all its processes. */
  mark: string;
  logFile: string;
  user: DatabaseUser | null;
}

export function clusterHome(dataDir: string): string {
  return join(dataDir, "postgres");
}

/** Makes the cluster if there is none; `initdb` works aside, so one that exists is whole. */
export async function openCluster(
  dataDir: string,
  user: DatabaseUser | null,
  programs: NativeTree,
): Promise<Cluster> {
  const home = clusterHome(dataDir);
  ownDirectory(home, user);
  const directory = join(realpathSync(home), MAJOR_VERSION);
  if (!existsSync(directory)) {
    const draft = `${directory}.draft`;
    rmSync(draft, { recursive: true, force: true });
    ownDirectory(draft, user);
    await initdb(programs, draft, user);
    renameSync(draft, directory);
  }
  const { dev, ino } = statSync(directory);
  const hash = createHash("sha256").update(`${dev}:${ino}`).digest("hex").slice(0, 12);
  const inside = namesFromInside(user);
  return {
    directory,
    directoryName: inside ? "/proc/self/cwd" : directory,
    ...sockets(join(realpathSync(home), "socket"), { user, hash, inside }),
    mark: `perennial_cluster_${hash}`,
    logFile: join(realpathSync(home), "server.log"),
    user,
  };
}

function namesFromInside(user: DatabaseUser | null): boolean {
  return user !== null && process.platform === "linux";
}

function sockets(
  preferred: string,
  { user, hash, inside }: { user: DatabaseUser | null; hash: string; inside: boolean },
): Pick<Cluster, "socketName" | "socketDirectory"> {
  if (Buffer.byteLength(join(preferred, SOCKET_FILE)) <= SOCKET_PATH_BYTES_MAX) {
    ownDirectory(preferred, user);
    return {
      socketDirectory: preferred,
      socketName: inside ? "../socket" : preferred,
    };
  }
  const short = `/tmp/perennial-${hash}`;
  ownDirectory(short, user);
  return { socketDirectory: short, socketName: short };
}

/** Takes a short socket directory away again; sockets within DATA_DIR stay where they are. */
export function removeShortSocketDirectory(cluster: Cluster): void {
  if (!cluster.socketDirectory.startsWith("/tmp/perennial-")) return;
  try {
    rmdirSync(cluster.socketDirectory);
  } catch (error) {
    if (!isSystemError(error, "ENOENT", "ENOTEMPTY", "EEXIST")) throw error;
  }
}

/** A directory that belongs to the database user and nobody else may enter. */
function ownDirectory(path: string, user: DatabaseUser | null): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  const self = process.getuid?.();
  const expected = user?.uid ?? self;
  if (!found.isDirectory() || (found.uid !== expected && found.uid !== self)) {
    throw new Error(
      `${path} belongs to another user (uid ${found.uid}): remove it, or set DATA_DIR to another directory.`,
    );
  }
  if (user !== null) chownSync(path, user.uid, user.gid);
  chmodSync(path, 0o700);
}

/** Texts compare by code point, the same on every machine; checksums on every page. */
async function initdb(
  programs: NativeTree,
  directory: string,
  user: DatabaseUser | null,
): Promise<void> {
  const name = namesFromInside(user) ? "/proc/self/cwd" : directory;
  const child = spawn(
    programs.initdb,
    [
      "-D",
      name,
      "-U",
      SUPERUSER,
      "--no-instructions",
      "--data-checksums",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      // Only the sockets, whose directory the database user alone may enter; nothing by network.
      "--auth-local=trust",
      "--auth-host=reject",
    ],
    {
      ...credentials(user),
      cwd: directory,
      env: serverEnvironment(),
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on("error", reject).on("close", resolve),
  );
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${complaint.trim()}`);
}

/** Nothing of the application's environment (its secrets) reaches the server. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: "production", PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}

/**
 * Stops what an earlier application left running on this cluster. The caller holds the lock
 * of the data directory, so nobody else uses it.
 */
export async function stopOrphans(cluster: Cluster): Promise<"none" | "stopped"> {
  const found = processesMarked(cluster.mark);
  if (found.length > 0) await endOrphans(cluster, found);
  removeLeftovers(cluster);
  return found.length > 0 ? "stopped" : "none";
}

async function endOrphans(cluster: Cluster, found: number[]): Promise<void> {
  const leader = leaderOf(cluster);
  const server = leader !== null && found.includes(leader) ? leader : null;
  if (server !== null) signal(server, "SIGINT");
  // Without their server the other processes end by themselves as soon as they look up.
  if (await allGone(cluster, ORPHAN_FAST_MS)) return;
  if (server !== null) signal(server, "SIGQUIT");
  if (await allGone(cluster, ORPHAN_IMMEDIATE_MS)) return;
  for (const pid of processesMarked(cluster.mark)) signal(pid, "SIGKILL");
  if (await allGone(cluster, ORPHAN_IMMEDIATE_MS)) return;
  const left = processesMarked(cluster.mark).join(", ");
  throw new Error(`A database server from an earlier start cannot be stopped (processes ${left}).`);
}

/**
 * PostgreSQL trusts the process ids that its lock files name. A dead server's id may belong to
 * another program by now, or to its own zombie where the first process of a container reaps
 * nobody; no process of this cluster is left, so the files are known to be stale.
 */
function removeLeftovers(cluster: Cluster): void {
  const socket = join(cluster.socketDirectory, SOCKET_FILE);
  rmSync(socket, { force: true });
  rmSync(`${socket}.lock`, { force: true });
  const leader = leaderOf(cluster);
  if (leader !== null && signalReaches(leader)) rmSync(pidFile(cluster));
}

async function allGone(cluster: Cluster, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (processesMarked(cluster.mark).length > 0) {
    if (Date.now() > deadline) return false;
    await delay(ORPHAN_POLL_MS);
  }
  return true;
}

function pidFile(cluster: Cluster): string {
  return join(cluster.directory, "postmaster.pid");
}

function leaderOf(cluster: Cluster): number | null {
  try {
    const pid = Number(readFileSync(pidFile(cluster), "utf8").split("\n")[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return null;
    throw error;
  }
}

function signalReaches(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (isSystemError(error, "ESRCH")) return false;
    if (isSystemError(error, "EPERM")) return true;
    throw error;
  }
}
