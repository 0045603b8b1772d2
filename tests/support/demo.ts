/** `npm run demo` with a small shop on free ports and a folder of its own, as a user starts it. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

const PROJECT_DIR = path.join(import.meta.dirname, "..", "..");
/** A build of the pages may come first. */
export const DEMO_START_MS_MAX = 120_000;
const STOP_MS_MAX = 20_000;
const LAST_LINES = 30;

export interface Demo {
  appUrl: string;
  adminUrl: string;
  /** Without a slash at its end. */
  storefrontUrl: string;
  /** All that it printed. */
  lines: string[];
  /** Ctrl-C; the exit code. */
  stop(): Promise<number | null>;
}

export async function startDemo(customers: number): Promise<Demo> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "perennial-demo-"));
  const [appPort, storePort] = [await freePort(), await freePort()];
  const child = spawn(
    process.execPath,
    [path.join(PROJECT_DIR, "scripts/run.mjs"), "demo", "--customers", String(customers)],
    {
      cwd: PROJECT_DIR,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        PORT: String(appPort),
        DEV_STORE_PORT: String(storePort),
        DATA_DIR: dataDir,
        NODE_ENV: "development",
      },
    },
  );
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const lines: string[] = [];
  const stop = async (): Promise<number | null> => {
    const code = await stopGroup(child, ended);
    rmSync(dataDir, { recursive: true, force: true });
    return code;
  };
  try {
    const ready = await readyLine(child, lines, ended);
    const [, adminUrl = "", storefrontUrl = "", appUrl = ""] =
      /admin (\S+) storefront (\S+)\/ app (\S+)/.exec(ready) ?? [];
    return { appUrl, adminUrl, storefrontUrl, lines, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function readyLine(
  child: ChildProcess,
  lines: string[],
  ended: Promise<number | null>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const giveUp = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`${why}\n${lines.slice(-LAST_LINES).join("\n")}`));
    };
    const timer = setTimeout(() => giveUp("The demo is not ready in time."), DEMO_START_MS_MAX);
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface(stream).on("line", (line) => {
        lines.push(line);
        if (!line.startsWith("Demo ready:")) return;
        clearTimeout(timer);
        resolve(line);
      });
    }
    void ended.then((code) => giveUp(`The demo ended with ${code ?? "a signal"}.`));
  });
}

async function stopGroup(
  child: ChildProcess,
  ended: Promise<number | null>,
): Promise<number | null> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null) return child.exitCode;
  process.kill(-pid, "SIGINT");
  const cut = setTimeout(() => process.kill(-pid, "SIGKILL"), STOP_MS_MAX);
  const code = await ended;
  clearTimeout(cut);
  return code;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
