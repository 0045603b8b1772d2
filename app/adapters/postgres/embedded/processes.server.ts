/**
 * What can be known of other processes of this machine: who is still alive, and which
 * of them serve a database cluster. Linux is read from /proc (small container images
 * have no `ps`), everything else through `ps`.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const LINUX = process.platform === "linux";

/** A process id alone is reused sooner or later; with its start time it names one process for good. */
export interface ProcessIdentity {
  pid: number;
  startedAt: string;
}

export function thisProcess(): ProcessIdentity {
  const startedAt = startOf(process.pid);
  if (startedAt === null) throw new Error("The start time of this process cannot be read.");
  return { pid: process.pid, startedAt };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return startOf(identity.pid) === identity.startedAt;
}

/** A zombie, which only waits to be reaped, runs no more. */
export function isRunning(pid: number): boolean {
  return startOf(pid) !== null;
}

/** Null when there is no such process, or only its zombie is left. */
function startOf(pid: number): string | null {
  return LINUX ? startOnLinux(pid) : startByPs(pid);
}

function startOnLinux(pid: number): string | null {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The command in parentheses may hold spaces and parentheses: fields are counted after the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const state = fields[0];
  const startTicks = fields[19];
  if (state === "Z" || state === "X" || startTicks === undefined) return null;
  const boot = readProc("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
  return `${boot}:${startTicks}`;
}

function startByPs(pid: number): string | null {
  const line = ps(["-o", "stat=,lstart=", "-p", String(pid)]).trim();
  if (line === "" || line.startsWith("Z")) return null;
  return line.replace(/^\S+\s+/, "");
}

/** Ids of the running processes whose command line holds this mark. */
export function processesMarked(mark: string): number[] {
  const lines = LINUX ? commandLinesOnLinux() : commandLinesByPs();
  return lines
    .filter(([pid, command]) => pid !== process.pid && command.includes(mark))
    .map(([pid]) => pid);
}

function commandLinesOnLinux(): [number, string][] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), readProc(`/proc/${name}/cmdline`) ?? ""]);
}

function commandLinesByPs(): [number, string][] {
  return ps(["-axo", "pid=,command="])
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => [Number(match[1]), match[2] ?? ""]);
}

/** Processes come and go while they are being read: one that has gone is no error. */
function readProc(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ESRCH", "EACCES")) return null;
    throw error;
  }
}

/** `ps` answers 1 with nothing on stdout when no process matches. */
function ps(args: string[]): string {
  try {
    return execFileSync("ps", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    if (error instanceof Error && "status" in error && error.status === 1) return "";
    throw error;
  }
}

/** True when the signal reached a process, false when there was none any more. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (isSystemError(error, "ESRCH")) return false;
    throw error;
  }
}

export function isSystemError(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
