/** The servers under measurement, each a process of its own on a free port of the loopback. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SECRET } from "./deliveries.ts";

const PROJECT_DIRECTORY = path.join(import.meta.dirname, "..");
const READY_WAIT_MS = 60_000;
const READY_POLL_MS = 50;
const STOP_WAIT_MS = 20_000;
/** The 32 bytes of keys that guard nothing here. */
const KEY = "0".repeat(64);

export type RunningServer = { port: number; stop: () => Promise<void> };

/** The app as production runs it; without its worker nothing is drained. */
export function startApp(
  databaseUrl: string,
  part: "web" | "web and worker",
): Promise<RunningServer> {
  return start(["scripts/commands/start.ts", ...(part === "web" ? ["--part=web"] : [])], {
    DATABASE_URL: databaseUrl,
    LISTEN_HOST: "127.0.0.1",
    SHOPIFY_API_KEY: "bench-key",
    SHOPIFY_API_SECRET: SECRET,
    SHOPIFY_APP_URL: "http://127.0.0.1",
    ENCRYPTION_KEY: KEY,
    SEAL_KEY: KEY,
    LOG_LEVEL: "warn",
    EARN_FROM: "all",
  });
}

export type ControlKind = "group-commit" | "one-insert-each" | "plain-apply";

export function startControl(databaseUrl: string, kind: ControlKind): Promise<RunningServer> {
  return start(["bench/control-server.ts", kind], { DATABASE_URL: databaseUrl });
}

async function start(args: string[], settings: Record<string, string>): Promise<RunningServer> {
  const port = await freePort();
  const child = spawn(process.execPath, args, {
    cwd: PROJECT_DIRECTORY,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      NODE_OPTIONS: process.env["BENCH_NODE_OPTIONS"] ?? "",
      PORT: String(port),
      ...settings,
    },
  });
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  child.once("exit", () => process.off("exit", killWithUs));
  const server = { port, stop: () => stop(child) };
  try {
    await ready(child, port);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function ready(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + READY_WAIT_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error("a server under measurement ended at its start");
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await sleep(READY_POLL_MS);
  }
  throw new Error("a server under measurement was not ready in time");
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), STOP_WAIT_MS);
  await ended;
  clearTimeout(kill);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
