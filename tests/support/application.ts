/** Starts `database-process.ts` as the leader of a process group of its own, and follows what it says. */
import { spawn } from "node:child_process";
import type { ChildProcess, SpawnOptions } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

const PROGRAM = join(import.meta.dirname, "database-process.ts");
const WAIT_MS = 20_000;
const POLL_MS = 10;

export interface Said {
  event: "ready" | "beat" | "missed" | "log" | "refused" | "stopped";
  own?: boolean;
  socketDirectory?: string;
  role?: string;
  message?: string;
  error?: string;
}

export interface Application {
  pid: number;
  said: Said[];
  until(event: Said["event"], after?: number): Promise<Said>;
  /** To the application alone. */
  signal(name: NodeJS.Signals): void;
  /** To all that it started as well. */
  signalGroup(name: NodeJS.Signals): void;
  ended: Promise<void>;
}

export interface StartOptions extends Pick<SpawnOptions, "uid" | "gid" | "env"> {
  whenRunning?: "refuse" | "join";
  program?: string;
  node?: string;
}

export function startApplication(dataDir: string, options: StartOptions = {}): Application {
  const { whenRunning = "refuse", program = PROGRAM, node = process.execPath, ...rest } = options;
  const child = spawn(node, [program, dataDir, whenRunning], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    ...rest,
  });
  return follow(child);
}

function follow(child: ChildProcess): Application {
  const { pid } = child;
  if (pid === undefined || child.stdout === null || child.stderr === null)
    throw new Error("The application did not start.");
  const said: Said[] = [];
  let complaint = "";
  let over = false;
  createInterface(child.stdout).on("line", (line) => said.push(JSON.parse(line) as Said));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const ended = new Promise<void>((resolve) =>
    child.on("close", () => resolve((over = true) as unknown as undefined)),
  );
  return {
    pid,
    said,
    ended,
    async until(event, after = 0) {
      const deadline = Date.now() + WAIT_MS;
      for (;;) {
        const found = said.slice(after).find((each) => each.event === event);
        if (found !== undefined) return found;
        if (over || Date.now() > deadline)
          throw new Error(
            `No "${event}" from the application: ${JSON.stringify(said.slice(-5))} ${complaint}`,
          );
        await delay(POLL_MS);
      }
    },
    signal: (name) => void process.kill(pid, name),
    signalGroup: (name) => void process.kill(-pid, name),
  };
}

/** The process of the database server, as the server itself wrote it down. */
export function serverPid(dataDir: string): number {
  return Number(
    readFileSync(join(dataDir, "postgres", "18", "postmaster.pid"), "utf8").split("\n")[0],
  );
}
