/**
 * The running database server: started, watched, started again when it dies while the
 * application lives, and stopped with it.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, fchownSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../log.server.ts";
import {
  SUPERUSER,
  removeShortSocketDirectory,
  serverEnvironment,
  stopOrphans,
} from "./cluster.server.ts";
import type { Cluster } from "./cluster.server.ts";
import { credentials } from "./database-user.server.ts";
import type { NativeTree } from "./native-tree.server.ts";
import { isSystemError } from "./processes.server.ts";

const READY_POLL_MS = 20;
/** Recovery after a crash replays at most max_wal_size, which takes seconds, not minutes. */
const READY_WAIT_MS = 300_000;
/** Ctrl-C reaches the server and the application at once: time for the application to say so. */
const RESTART_AFTER_MS = 150;
const RESTART_DELAY_MAX_MS = 5_000;
const RESTARTS_IN_A_ROW_MAX = 20;
/** A server that ran this long before it died starts a new row. */
const STEADY_AFTER_MS = 60_000;
const STOP_FAST_MS = 20_000;
const STOP_IMMEDIATE_MS = 5_000;
const LOG_BYTES_MAX = 10 * 1024 * 1024;
const LOG_TAIL_LINES = 12;

export interface ServerOptions {
  log: Log;
  settings: Record<string, string>;
  /** Called once when the server cannot be brought back. */
  onLost: (error: Error) => void;
}

export interface Server {
  stop(): Promise<void>;
}

export async function startServer(
  cluster: Cluster,
  programs: NativeTree,
  options: ServerOptions,
): Promise<Server> {
  if ((await stopOrphans(cluster)) === "stopped") {
    options.log("warn", "stopped a database server that an earlier, killed start had left running");
  }
  const server = new WatchedServer(cluster, programs, options);
  await server.start();
  return server;
}

class WatchedServer implements Server {
  readonly #cluster: Cluster;
  readonly #programs: NativeTree;
  readonly #options: ServerOptions;
  readonly #stop = new AbortController();
  #child: ChildProcess;
  /** Resolves when the server was stopped on purpose, or is lost for good. */
  #watched: Promise<void> = Promise.resolve();

  constructor(cluster: Cluster, programs: NativeTree, options: ServerOptions) {
    this.#cluster = cluster;
    this.#programs = programs;
    this.#options = options;
    this.#child = launch(cluster, programs, options.settings);
  }

  async start(): Promise<void> {
    try {
      await untilReady(this.#cluster, this.#child);
    } catch (error) {
      await endProcess(this.#child);
      throw error;
    }
    process.on("exit", this.#takeAlong);
    this.#watched = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await endProcess(this.#child);
    await this.#watched;
    // A restart may have been under way when the stop came.
    await endProcess(this.#child);
    process.off("exit", this.#takeAlong);
    removeShortSocketDirectory(this.#cluster);
  }

  /** An application that ends without stop() does not leave its server behind. */
  readonly #takeAlong = (): void => {
    this.#child.kill("SIGINT");
  };

  #isStopping(): boolean {
    return this.#stop.signal.aborted;
  }

  async #watch(): Promise<void> {
    const { log, onLost } = this.#options;
    let row = 0;
    for (;;) {
      const since = Date.now();
      const how = await ended(this.#child);
      if (this.#isStopping()) return;
      row = Date.now() - since > STEADY_AFTER_MS ? 1 : row + 1;
      if (row > RESTARTS_IN_A_ROW_MAX) {
        const tail = logTail(this.#cluster);
        onLost(new Error(`The database server died ${row} times in a row.\n${tail}`));
        return;
      }
      await delay(Math.min(RESTART_AFTER_MS * 2 ** (row - 1), RESTART_DELAY_MAX_MS));
      if (this.#isStopping()) return;
      log("error", `the database server ended (${how}); starting it again`, { attempt: row });
      await this.#restart();
    }
  }

  /** A start that fails is the server's end once more, and counts as one in `#watch`. */
  async #restart(): Promise<void> {
    const { log, settings } = this.#options;
    const since = Date.now();
    try {
      await stopOrphans(this.#cluster);
      if (this.#isStopping()) return;
      this.#child = launch(this.#cluster, this.#programs, settings);
      await untilReady(this.#cluster, this.#child);
      log("info", "the database server is back", { afterMs: Date.now() - since });
    } catch (error) {
      if (this.#isStopping()) return;
      log("error", "the database server did not start", { error: String(error) });
      await endProcess(this.#child);
    }
  }
}

function launch(
  cluster: Cluster,
  programs: NativeTree,
  settings: Record<string, string>,
): ChildProcess {
  const log = openLog(cluster);
  try {
    const all: Record<string, string> = {
      cluster_name: cluster.mark,
      listen_addresses: "",
      unix_socket_directories: cluster.socketName,
      unix_socket_permissions: "0700",
      ...settings,
    };
    const args = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const child = spawn(programs.postgres, ["-D", cluster.directoryName, ...args], {
      ...credentials(cluster.user),
      cwd: cluster.directory,
      env: serverEnvironment(),
      // A file, not a pipe: the server must be able to write when the application is gone.
      stdio: ["ignore", log, log],
    });
    // Without a listener a failed spawn would end the application; `ended` reports it.
    child.on("error", () => child.emit("close", null, null));
    return child;
  } finally {
    closeSync(log);
  }
}

function openLog(cluster: Cluster): number {
  const { logFile, user } = cluster;
  if (sizeOf(logFile) > LOG_BYTES_MAX) renameSync(logFile, `${logFile}.1`);
  const log = openSync(logFile, "a", 0o600);
  if (user !== null) fchownSync(log, user.uid, user.gid);
  return log;
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return 0;
    throw error;
  }
}

async function untilReady(cluster: Cluster, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_WAIT_MS;
  for (;;) {
    if (hasEnded(child)) throw new Error(`The database server did not start:\n${logTail(cluster)}`);
    if (await answers(cluster)) return;
    if (Date.now() > deadline)
      throw new Error(
        `The database server is not ready after ${READY_WAIT_MS / 1000} s:\n${logTail(cluster)}`,
      );
    await delay(READY_POLL_MS);
  }
}

async function answers(cluster: Cluster): Promise<boolean> {
  const client = new pg.Client({
    host: cluster.socketDirectory,
    user: SUPERUSER,
    database: "postgres",
  });
  // Refusals while starting arrive as a rejected connect, and some once more as an event.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
  await client.end();
  return true;
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function ended(child: ChildProcess): Promise<string> {
  if (!hasEnded(child)) await new Promise((resolve) => child.once("close", resolve));
  return child.signalCode ?? `exit code ${child.exitCode}`;
}

/** Fast shutdown first (a checkpoint, nothing to recover), then less and less politely. */
async function endProcess(child: ChildProcess): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ["SIGINT", STOP_FAST_MS],
    ["SIGQUIT", STOP_IMMEDIATE_MS],
    ["SIGKILL", STOP_IMMEDIATE_MS],
  ];
  for (const [name, waitMs] of steps) {
    if (hasEnded(child)) return;
    child.kill(name);
    const timer = new AbortController();
    await Promise.race([
      ended(child),
      delay(waitMs, undefined, { signal: timer.signal }).catch(ignoreAbort),
    ]);
    timer.abort();
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== "AbortError") throw error;
}

function logTail(cluster: Cluster): string {
  return readFileSync(cluster.logFile, "utf8")
    .trimEnd()
    .split("\n")
    .slice(-LOG_TAIL_LINES)
    .join("\n");
}
