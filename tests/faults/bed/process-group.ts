/** A program as the leader of a process group of its own: what it says, how it ends, how it is killed. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { isSystemError } from "../../../app/adapters/postgres/embedded/processes.server.ts";

const POLL_MS = 20;
const LINES_SHOWN = 25;
const LINE_SHOWN = 400;
const END_MS_MAX = 30_000;

export interface ProcessGroup {
  pid: number;
  /** All that it printed, on both streams. */
  lines: string[];
  isOver(): boolean;
  /** Exit code of the leader; null after a signal. */
  ended: Promise<number | null>;
  /** Waits for a line that matches; fails when the program ends first. */
  untilLine(pattern: RegExp, msMax: number): Promise<string>;
  /** To the leader alone. */
  signal(name: NodeJS.Signals): void;
  /** kill -9 to everything in the group, at once. */
  kill(): Promise<void>;
  /** Ctrl-C to all; kill -9 to what is left of it after half a minute. */
  stop(): Promise<number | null>;
  /** The last lines, for messages. */
  tail(): string;
}

/** Whatever is left behind ends with the process that started it, however that ends. */
const open = new Set<number>();
process.on("exit", () => {
  for (const pid of open) signalGroup(pid, "SIGKILL");
});
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => process.exit(1));

export function startGroup(args: string[], env: Record<string, string>): ProcessGroup {
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      ...env,
    } as unknown as NodeJS.ProcessEnv,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${args.join(" ")} did not start`);
  open.add(pid);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", (line) => lines.push(line));
  let over = false;
  const ended = new Promise<number | null>((resolve) =>
    child.once("exit", (code) => {
      over = true;
      resolve(code);
    }),
  );
  const tail = (): string =>
    lines
      .slice(-LINES_SHOWN)
      .map((line) => line.slice(0, LINE_SHOWN))
      .join("\n");
  const kill = async (): Promise<void> => {
    signalGroup(pid, "SIGKILL");
    await ended;
    open.delete(pid);
  };
  return {
    pid,
    lines,
    ended,
    tail,
    kill,
    isOver: () => over,
    signal: (name) => void process.kill(pid, name),
    untilLine: (pattern, msMax) =>
      until(
        `the line ${pattern}`,
        () => {
          const found = lines.find((line) => pattern.test(line));
          if (found === undefined && over)
            throw new Error(`It ended before ${pattern}:\n${tail()}`);
          return found;
        },
        { msMax, tail },
      ),
    async stop() {
      signalGroup(pid, "SIGINT");
      const cut = setTimeout(() => signalGroup(pid, "SIGKILL"), END_MS_MAX);
      const code = await ended;
      clearTimeout(cut);
      signalGroup(pid, "SIGKILL");
      open.delete(pid);
      return code;
    },
  };
}

/** False when nobody is left in the group. */
export function signalGroup(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, name);
  } catch (error) {
    if (isSystemError(error, "ESRCH")) return false;
    throw error;
  }
}

export interface Patience {
  msMax: number;
  tail?: () => string;
  pollMs?: number;
}

/** Asks again and again until there is an answer; fails in words after `msMax`. */
export async function until<Found>(
  what: string,
  ask: () => Promise<Found | undefined | false> | Found | undefined | false,
  { msMax, tail, pollMs = POLL_MS }: Patience,
): Promise<Found> {
  const deadline = Date.now() + msMax;
  for (;;) {
    const found = await ask();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline)
      throw new Error(`Waited ${msMax} ms in vain for ${what}.\n${tail?.() ?? ""}`);
    await sleep(pollMs);
  }
}
