/** The dev store as a process of its own, as the demo and development run it. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lockHolder } from "../../dev-store/journal/lock.ts";
import { dataDirOf, type Variables } from "./environment.ts";

const PROGRAM = path.join(import.meta.dirname, "..", "..", "dev-store", "main.ts");
const START_MAX_MS = 120_000;
const STOP_MAX_MS = 10_000;
const STOP_POLL_MS = 50;

export type DevStoreProcess = {
  url: string;
  get(resource: string): Promise<unknown>;
  /** Resolves with an error if it ends by itself. */
  ended: Promise<Error>;
  stop(): Promise<void>;
};

export async function startDevStoreProcess(
  env: Variables,
  args: string[],
): Promise<DevStoreProcess> {
  const url = env["DEV_STORE_URL"] ?? "";
  await stopLeftOver(path.join(dataDirOf(env), "dev-store", "lock"));
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  const ended = once(child, "exit").then(
    ([code]) => new Error(`The dev store ended (${String(code)}):\n${said.trim()}`),
  );
  const get = async (resource: string): Promise<unknown> => {
    const response = await fetch(new URL(resource, url));
    if (!response.ok) throw new Error(`The dev store answered ${response.status} to ${resource}.`);
    return response.json();
  };
  await Promise.race([untilUp(get, child), ended.then((error) => Promise.reject(error))]);
  return { url, get, ended, stop: () => stop(child) };
}

/**
 * A start that was killed leaves its store running, which would answer in the new one's place. No
 * other start can be using it: the app was started on this data directory first, and refuses a second.
 */
async function stopLeftOver(lock: string): Promise<void> {
  const killAt = Date.now() + STOP_MAX_MS;
  const pid = lockHolder(lock);
  if (pid === null) return;
  process.kill(pid, "SIGTERM");
  while (lockHolder(lock) === pid) {
    if (Date.now() > killAt) process.kill(pid, "SIGKILL");
    await sleep(STOP_POLL_MS);
  }
}

async function untilUp(
  get: (resource: string) => Promise<unknown>,
  child: ChildProcess,
): Promise<void> {
  const until = Date.now() + START_MAX_MS;
  for (;;) {
    try {
      await get("/control/clock");
      return;
    } catch (error) {
      // Asking on would keep the whole demo from ending with the error that its store told.
      const over = child.exitCode !== null || child.signalCode !== null;
      if (over || Date.now() > until) throw error;
      await sleep(100);
    }
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const killed = setTimeout(() => child.kill("SIGKILL"), STOP_MAX_MS);
  await once(child, "exit");
  clearTimeout(killed);
}
