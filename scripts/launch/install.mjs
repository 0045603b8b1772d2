import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ROOT, hashOf, runToEnd, say } from "./process.mjs";

const MODULES = join(ROOT, "node_modules");
const STAMP = join(MODULES, ".perennial-installed");
const TURN = join(ROOT, ".cache", "installing");
const TURN_WAIT_MS = 15 * 60_000;
const PROGRESS_MS = 5_000;

/** Runs `npm ci` unless what the lockfile names is there. */
export async function installIfMissing({ production }) {
  const stamp = stampNow();
  if (isInstalled(stamp, production)) return;
  await inTurn(async () => {
    // Another command may have installed while this one waited.
    if (isInstalled(stamp, production)) return;
    say("Installing packages (once, about a minute) …");
    const code = await withProgress(npmCi);
    if (code !== 0) throw new Error(`npm ci ended with ${code}; its messages are above.`);
    writeFileSync(STAMP, stamp);
    say("Packages installed.");
  });
}

function stampNow() {
  return hashOf(readFileSync(join(ROOT, "package-lock.json")), process.platform, process.arch);
}

function isInstalled(stamp, production) {
  if (!existsSync(MODULES)) return false;
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === stamp) return true;
  // Installed by hand, or the lockfile changed together with it: compare package by package.
  if (!matchesLockfile(production)) return false;
  if (!production) writeStampWhereAllowed(stamp);
  return true;
}

function matchesLockfile(production) {
  const hidden = join(MODULES, ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const wanted = packagesOf(join(ROOT, "package-lock.json"));
  const found = packagesOf(hidden);
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "" || entry.link === true) return true;
    const there = found[path];
    if (there !== undefined) return there.version === entry.version;
    // Packages for other platforms, and in production those for development, may be absent.
    if (production && (entry.dev === true || entry.devOptional === true)) return true;
    return entry.optional === true && !fitsHere(entry);
  });
}

function packagesOf(path) {
  return JSON.parse(readFileSync(path, "utf8")).packages ?? {};
}

function fitsHere({ os, cpu, libc }) {
  const lists = (list, value) => list === undefined || [list].flat().includes(value);
  // Optional peers carry neither: npm decides about them, and their absence breaks nothing.
  return (
    (os !== undefined || cpu !== undefined) &&
    lists(os, process.platform) &&
    lists(cpu, process.arch) &&
    (libc === undefined || lists(libc, libcHere()))
  );
}

/** On Linux npm chooses by it too: of the same os and cpu there are packages for either. */
function libcHere() {
  // Looking names up for the report's list of connections takes seconds without a network.
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime === undefined ? "musl" : "glibc";
}

/** A read-only installation simply compares again next time. */
function writeStampWhereAllowed(stamp) {
  try {
    writeFileSync(STAMP, stamp);
  } catch (error) {
    if (!["EACCES", "EROFS", "EPERM"].includes(error.code)) throw error;
  }
}

/** stdout of npm goes to stderr; at this log level it keeps quiet about the machine's older Node. */
function npmCi() {
  const args = [
    "ci",
    "--include=dev",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const options = { stdio: ["ignore", 2, 2] };
  const cli = process.env.npm_execpath;
  if (cli !== undefined && /\.c?js$/.test(cli))
    return runToEnd(process.execPath, [cli, ...args], options);
  return runToEnd("npm", args, { ...options, shell: process.platform === "win32" });
}

async function withProgress(action) {
  const start = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - start) / 1000);
    say(`  … ${seconds} s`);
  }, PROGRESS_MS);
  try {
    return await action();
  } finally {
    clearInterval(timer);
  }
}

/** Two commands started at once in a fresh clone install one after the other. */
async function inTurn(action) {
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  const deadline = Date.now() + TURN_WAIT_MS;
  while (!takeTurn()) {
    if (Date.now() > deadline)
      throw new Error(
        `Another command has been installing for too long; remove ${TURN} if it is gone.`,
      );
    await delay(200);
  }
  try {
    await action();
  } finally {
    rmSync(TURN, { force: true });
  }
}

function takeTurn() {
  try {
    const file = openSync(TURN, "wx");
    writeFileSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  if (holderIsGone()) rmSync(TURN, { force: true });
  return false;
}

function holderIsGone() {
  const pid = existsSync(TURN) ? Number(readFileSync(TURN, "utf8")) : 0;
  // Zero: just being written, or just removed.
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}
