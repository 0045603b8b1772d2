/**
 * `npm run image:try -- --database-url URL`: no image can be built without a Docker daemon, but its
 * steps are plain commands. Carries the Dockerfile out in a scratch folder, starts what it starts
 * against the PostgreSQL named, asks its health check, and stops it as Docker would.
 */
import {
  execFileSync,
  spawn,
  spawnSync,
  type ChildProcess,
  type SpawnOptions,
} from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { carryOut, inside, type Stage } from "../image/steps.ts";
import { runCommand, UsageError } from "./run-command.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");
const PORT = "3999";
/** As the health check's start period, and compose.yaml's grace period. */
const START_MS = 60_000;
const STOP_MS = 30_000;
/** Who stands for the image's own user where root tries. */
const NOBODY = 65_534;

async function main(args: string[]): Promise<number> {
  const databaseUrl = databaseUrlOf(args);
  const scratch = mkdtempSync(path.join(tmpdir(), "perennial-image-"));
  chmodSync(scratch, 0o755); // for whoever the image runs as
  try {
    const context = path.join(scratch, "context");
    copyContext(context);
    const nodePath = [path.dirname(process.execPath), process.env["PATH"]].join(":");
    const stage = carryOut(readFileSync(path.join(ROOT, "Dockerfile"), "utf8"), {
      context,
      scratch,
      path: nodePath,
      tell,
    });
    await startAndStop(stage, { ...environment(databaseUrl), PATH: nodePath });
    tell("The image's steps, its start, its health check and its stop work.");
    return 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

function databaseUrlOf(args: string[]): string {
  try {
    const { values } = parseArgs({ args, options: { "database-url": { type: "string" } } });
    if (values["database-url"]) return values["database-url"];
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  throw new UsageError("Usage: npm run image:try -- --database-url postgresql://…");
}

/** What Docker would be sent: the files that git knows, without what .dockerignore names. */
function copyContext(target: string): void {
  const ignored = readFileSync(path.join(ROOT, ".dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith("!"));
  const isIgnored = (file: string): boolean =>
    ignored.some((pattern) => file.startsWith(`${pattern}/`) || path.matchesGlob(file, pattern));
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  }).split("\n");
  for (const file of files.filter((each) => each !== "" && !isIgnored(each))) {
    mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
    cpSync(path.join(ROOT, file), path.join(target, file));
  }
}

function environment(databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    PORT,
    LISTEN_HOST: "127.0.0.1",
    SHOPIFY_API_KEY: "tried",
    SHOPIFY_API_SECRET: "tried",
    SHOPIFY_APP_URL: `http://127.0.0.1:${PORT}`,
    ENCRYPTION_KEY: "11".repeat(32),
    SEAL_KEY: "22".repeat(32),
  };
}

async function startAndStop(stage: Stage, env: Record<string, string>): Promise<void> {
  const [file = "", ...args] = stage.command;
  const options: SpawnOptions = {
    cwd: inside(stage, stage.workdir),
    env: { ...env, ...stage.env } as NodeJS.ProcessEnv,
    // The image gives its rights up; nothing below the folder may need to be written.
    ...(stage.user && process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}),
  };
  tell(`start: ${stage.command.join(" ")}${options.uid ? " (as nobody)" : ""}`);
  const child = spawn(file, args, { ...options, stdio: ["ignore", 2, 2] });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  try {
    await untilHealthy(stage, options, child);
    for (const page of ["/healthz", "/metrics", "/"]) {
      const answer = await fetch(`http://127.0.0.1:${PORT}${page}`);
      if (!answer.ok) throw new Error(`${page} answered ${answer.status}`);
    }
    child.kill("SIGTERM");
    const code = await Promise.race([ended, sleep(STOP_MS, "late" as const)]);
    if (code !== 0) throw new Error(`after SIGTERM it ended with ${String(code)}`);
  } finally {
    child.kill("SIGKILL");
  }
}

async function untilHealthy(
  stage: Stage,
  options: SpawnOptions,
  child: ChildProcess,
): Promise<void> {
  const [file = "", ...args] = stage.health;
  const until = Date.now() + START_MS;
  while (spawnSync(file, args, { ...options, stdio: "ignore" }).status !== 0) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode} at its start`);
    if (Date.now() > until) throw new Error("its health check did not pass in time");
    await sleep(500);
  }
  tell("healthy");
}

runCommand(main);
