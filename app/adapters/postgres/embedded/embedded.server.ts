/** The embedded PostgreSQL of one data directory, from lock to running server. */
import { mkdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../log.server.ts";
import { clusterHome, openCluster } from "./cluster.server.ts";
import { databaseUser } from "./database-user.server.ts";
import { currentHolder, lockDirectory } from "./directory-lock.server.ts";
import type { DirectoryLock, LockFile } from "./directory-lock.server.ts";
import { nativeTree } from "./native-tree.server.ts";
import { isAlive } from "./processes.server.ts";
import { startServer } from "./server.server.ts";

const JOIN_WAIT_MS = 60_000;
const JOIN_POLL_MS = 50;
const LOCK_ATTEMPTS_MAX = 5;

/**
 * Nothing is traded for speed that a power cut could cost. Statements and values stay out of
 * the server's log, since they are about shoppers.
 */
const SETTINGS: Record<string, string> = {
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  max_connections: "120",
  shared_buffers: "256MB",
  max_wal_size: "2GB",
  checkpoint_timeout: "15min",
  jit: "off",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_checkpoints: "off",
};

export interface EmbeddedOptions {
  log: Log;
  /** Names this application in the message to a second one. */
  label: string;
  /** What to do when another application runs on the same directory: commands join its server. */
  whenRunning: "refuse" | "join";
  /** Overrides, for the throw-away servers of tests and benches. */
  settings?: Record<string, string>;
  onLost?: (error: Error) => void;
}

export interface EmbeddedServer {
  socketDirectory: string;
  /** False when the server belongs to another application, which then stops it. */
  own: boolean;
  stop(): Promise<void>;
}

export async function startEmbedded(
  dataDir: string,
  options: EmbeddedOptions,
): Promise<EmbeddedServer> {
  mkdirSync(dataDir, { recursive: true });
  const root = realpathSync(resolve(dataDir));
  const locks = join(root, "locks");
  for (let attempt = 1; attempt <= LOCK_ATTEMPTS_MAX; attempt += 1) {
    const result = await lockDirectory(locks, options.label);
    if (result.kind === "held") return startHolding(root, result.lock, options);
    if (options.whenRunning === "refuse") throw new DirectoryInUse(root, result.holder);
    const socketDirectory = await serverOf(locks, result.holder);
    if (socketDirectory !== null) {
      return { socketDirectory, own: false, stop: () => Promise.resolve() };
    }
  }
  throw new Error(`Other applications take ${root} and leave it again: try once more.`);
}

async function startHolding(
  root: string,
  lock: DirectoryLock,
  options: EmbeddedOptions,
): Promise<EmbeddedServer> {
  try {
    const user = databaseUser(clusterHome(root));
    const programs = nativeTree(user, root);
    const cluster = await openCluster(root, user, programs);
    const server = await startServer(cluster, programs, {
      log: options.log,
      settings: { ...SETTINGS, ...options.settings },
      onLost: options.onLost ?? throwOn,
    });
    lock.announce(cluster.socketDirectory);
    return {
      socketDirectory: cluster.socketDirectory,
      own: true,
      async stop() {
        await server.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

export class DirectoryInUse extends Error {
  override name = "DirectoryInUse";
  constructor(directory: string, holder: LockFile) {
    super(
      `${directory} is in use by process ${holder.pid} (${holder.label}). Stop it first, set DATA_DIR to another directory, or use one PostgreSQL for both through DATABASE_URL.`,
    );
  }
}

/** An application without its database cannot go on. */
function throwOn(error: Error): never {
  throw error;
}

/** The other application may still be starting its server; null when it ended meanwhile. */
async function serverOf(locks: string, holder: LockFile): Promise<string | null> {
  const deadline = Date.now() + JOIN_WAIT_MS;
  while (isAlive(holder)) {
    const current = currentHolder(locks);
    if (current !== null && current.socketDirectory !== null) return current.socketDirectory;
    if (Date.now() > deadline) {
      throw new Error(
        `Process ${holder.pid} (${holder.label}) holds the data directory but has no running database.`,
      );
    }
    await delay(JOIN_POLL_MS);
  }
  return null;
}
