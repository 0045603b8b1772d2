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
export const API_KEY = "bench-key";
/** The 32 bytes of keys that guard nothing here. */
const KEY = "0".repeat(64);

export type RunningServer = { port: number; stop: () => Promise<void> };

/** The app as production runs it; without its worker nothing is drained. `at`: beside a dev store. */
export async function startApp(
  databaseUrl: string,
  part: "web" | "web and worker",
  at?: { port: number; storeUrl: string },
): Promise<RunningServer> {
  const port = at?.port ?? (await freePort());
  return startServer(["scripts/commands/start.ts", ...(part === "web" ? ["--part=web"] : [])], {
    port,
    readyPath: "/readyz",
    settings: {
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      LISTEN_HOST: "127.0.0.1",
      SHOPIFY_API_KEY: API_KEY,
      SHOPIFY_API_SECRET: SECRET,
      SHOPIFY_APP_URL: at ? `http://127.0.0.1:${port}` : "http://127.0.0.1",
      ENCRYPTION_KEY: KEY,
      SEAL_KEY: KEY,
      // Without a Shopify nothing can be shown, of which the app warns again and again, for every shop.
      LOG_LEVEL: at ? "warn" : "error",
      EARN_FROM: "all",
      ...(at ? { DEV_STORE_URL: at.storeUrl } : {}),
    },
  });
}

export type ControlKind = "group-commit" | "one-insert-each" | "plain-apply";

export async function startControl(databaseUrl: string, kind: ControlKind): Promise<RunningServer> {
  const port = await freePort();
  return startServer(["bench/control-server.ts", kind], {
    port,
    readyPath: "/readyz",
    settings: { DATABASE_URL: databaseUrl, PORT: String(port) },
  });
}

type ServerOptions = { port: number; readyPath: string; settings: Record<string, string> };

/** A program of the project that will listen on `port`; ready when it answers at `readyPath`. */
export async function startServer(
  args: string[],
  { port, readyPath, settings }: ServerOptions,
): Promise<RunningServer> {
  const child = spawn(process.execPath, args, {
    cwd: PROJECT_DIRECTORY,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      NODE_OPTIONS: process.env["BENCH_NODE_OPTIONS"] ?? "",
      ...settings,
    },
  });
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  child.once("exit", () => process.off("exit", killWithUs));
  const server = { port, stop: () => stop(child) };
  try {
    await ready(child, `http://127.0.0.1:${port}${readyPath}`);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + READY_WAIT_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error("a server under measurement ended at its start");
    const answer = await fetch(url).catch(() => null);
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
