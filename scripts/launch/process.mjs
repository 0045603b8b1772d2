import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { constants } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

export function say(line) {
  process.stderr.write(`${line}\n`);
}

export function hashOf(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}

/** Children find the installed programs, and Node 24 before the machine's own, by name. */
export function environment(extra = {}) {
  const bin = join(ROOT, "node_modules", ".bin");
  return { ...process.env, ...extra, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
}

/**
 * Runs a program in this process group, passes signals on and answers with its exit code. On a
 * terminal Ctrl-C reaches the child by itself; passed on it would count twice.
 */
export function runToEnd(program, args, options = {}) {
  return new Promise((resolveCode, reject) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: "inherit",
      env: environment(),
      ...options,
    });
    const passOn = (signal) => {
      if (signal === "SIGINT" && process.stdin.isTTY) return;
      child.kill(signal);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, passOn);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      for (const name of signals) process.off(name, passOn);
      resolveCode(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}
