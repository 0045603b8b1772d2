/** The entry of every npm script, run as npm runs it. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const LAUNCHER = join(ROOT, "scripts/run.mjs");
const PROCESS = join(ROOT, "scripts/launch/process.mjs");

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "perennial-launcher-"));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
  ms: number;
}

interface RunOptions {
  env?: Record<string, string>;
  onStdout?: (text: string, pid: number) => void;
}

function run(args: string[], options: RunOptions = {}): Promise<Outcome> {
  const start = performance.now();
  // With both set the command must not look for the machine's own database.
  const own = { DATABASE_URL: "", DATA_DIR: join(directory, "data") };
  const env = { ...process.env, ...own, ...options.env };
  const child = spawn(process.execPath, args, {
    cwd: directory,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    options.onStdout?.(text, child.pid!);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve) =>
    child.on("close", (code) => resolve({ code, stdout, stderr, ms: performance.now() - start })),
  );
}

test("migrate applies what is missing, says so on stdout, and ends at once", async () => {
  const first = await run([LAUNCHER, "migrate"]);
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout).toMatch(/^(applied \d{14}_\w+\n)+$/);
  const second = await run([LAUNCHER, "migrate"]);
  expect(second).toMatchObject({ code: 0, stdout: "nothing to apply\n", stderr: "" });
  expect(second.ms).toBeLessThan(9_000);
});

test.each([
  {
    what: "an unknown command",
    args: ["no-such-thing"],
    says: /Unknown command "no-such-thing"\. There are: demo, /,
  },
  { what: "an argument too many", args: ["migrate", "--now"], says: /^Usage: npm run migrate/ },
  {
    what: "a name that no migration may have",
    args: ["migration:new", "Bad Name"],
    says: /^Usage: npm run migration:new/,
  },
])("$what: exit 2, one line on stderr, nothing on stdout", async ({ args, says }) => {
  const { code, stdout, stderr } = await run([LAUNCHER, ...args]);
  expect({ code, stdout, lines: stderr.trim().split("\n").length }).toEqual({
    code: 2,
    stdout: "",
    lines: 1,
  });
  expect(stderr).toMatch(says);
});

test("a failure is one clear message, not a stack", async () => {
  const env = { DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" };
  const { code, stdout, stderr } = await run([LAUNCHER, "migrate"], { env });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^The database of DATABASE_URL cannot be reached: .*\n$/);
});

/** The launcher around a child of a few words. */
function launching(child: string): string[] {
  const code = `import { runToEnd } from ${JSON.stringify(PROCESS)};
    process.exitCode = await runToEnd(process.execPath, ["-e", ${JSON.stringify(child)}]);`;
  return ["--input-type=module", "-e", code];
}

test("the child's exit code is the launcher's", async () => {
  expect((await run(launching("process.exit(7)"))).code).toBe(7);
  expect((await run(launching("process.kill(process.pid, 'SIGKILL')"))).code).toBe(128 + 9);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s is passed on, and the child ends in its own way",
  async (signal) => {
    const child = `process.on("${signal}", () => { console.log("closing"); process.exit(3); }); setInterval(() => {}, 1000); console.log("up");`;
    const onStdout = (text: string, pid: number): void => {
      if (text.includes("up")) process.kill(pid, signal);
    };
    const outcome = await run(launching(child), { onStdout });
    expect(outcome).toMatchObject({ code: 3, stdout: "up\nclosing\n" });
  },
);

test.runIf(process.platform === "linux")(
  "children stay in the launcher's process group",
  async () => {
    const child = `const { execFileSync } = require("node:child_process");
    const group = (pid) => require("node:fs").readFileSync("/proc/" + pid + "/stat", "utf8").split(") ")[1].split(" ")[2];
    console.log(group(process.pid) === group(process.ppid));`;
    expect((await run(launching(child))).stdout).toBe("true\n");
  },
);
