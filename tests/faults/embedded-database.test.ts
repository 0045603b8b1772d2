/** The embedded database as real processes: killed, orphaned, started twice. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { databaseUser } from "../../app/adapters/postgres/embedded/database-user.server.ts";
import { isRunning } from "../../app/adapters/postgres/embedded/processes.server.ts";
import { serverPid, startApplication } from "../support/application.ts";
import type { Application, StartOptions } from "../support/application.ts";

const AS_ROOT = process.getuid?.() === 0;

let template: string;
let parent: string;
let dataDir: string;
let running: Application[] = [];

beforeAll(async () => {
  // Making a cluster takes a second or two: most tests begin with a copy of this one.
  template = mkdtempSync(join(tmpdir(), "perennial-cluster-"));
  await stop(await ready(template));
});

afterAll(() => rmSync(template, { recursive: true, force: true }));

beforeEach(() => {
  // What mkdtemp makes only its owner may enter: as root the database user cannot.
  parent = mkdtempSync(join(tmpdir(), "perennial-faults-"));
  dataDir = join(parent, "data");
  execFileSync("cp", ["-a", template, dataDir]);
  running = [];
});

afterEach(async () => {
  for (const application of running) {
    if (isRunning(application.pid)) application.signal("SIGTERM");
    await application.ended;
  }
  // Servers that a test orphaned on purpose are stopped by starting once more, as in life.
  if (existsSync(join(dataDir, "postgres", "18", "postmaster.pid")))
    await stop(await ready(dataDir));
  rmSync(parent, { recursive: true, force: true });
});

async function ready(directory: string, options?: StartOptions): Promise<Application> {
  const application = start(directory, options);
  await application.until("ready");
  return application;
}

function start(directory: string, options?: StartOptions): Application {
  const application = startApplication(directory, options);
  running.push(application);
  return application;
}

async function stop(application: Application): Promise<void> {
  application.signal("SIGTERM");
  await application.until("stopped");
  await application.ended;
}

async function asSuperuser<T extends pg.QueryResultRow>(
  application: Application,
  sql: string,
): Promise<T[]> {
  const host = (await application.until("ready")).socketDirectory!;
  const client = new pg.Client({ host, user: "postgres", database: "perennial" });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

test("the application works as a role that is neither owner nor superuser", async () => {
  const application = await ready(dataDir);
  expect((await application.until("beat")).role).toBe("perennial_app");
  const rights = await asSuperuser(
    application,
    "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb AS may, pg_has_role('perennial_app', 'perennial_owner', 'MEMBER') AS owns FROM pg_roles WHERE rolname = 'perennial_app'",
  );
  expect(rights).toEqual([{ may: false, owns: false }]);
});

test("it listens on no network, only on a socket that nobody else may reach, and waits for the disk", async () => {
  const application = await ready(dataDir);
  const settings = await asSuperuser<{ name: string; setting: string }>(
    application,
    "SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'fsync', 'synchronous_commit', 'full_page_writes') ORDER BY name",
  );
  expect(settings.map(({ setting }) => setting)).toEqual(["on", "on", "", "on"]);
  expect(statSync((await application.until("ready")).socketDirectory!).mode & 0o777).toBe(0o700);
});

test("a second application on the same directory is refused, and told who holds it", async () => {
  const first = await ready(dataDir);
  const second = start(dataDir);
  expect((await second.until("refused")).message).toMatch(
    new RegExp(`in use by process ${first.pid} \\(a test application\\)[\\s\\S]*DATABASE_URL`),
  );
  await second.ended;
  await first.until("beat", first.said.length);
});

test("of many that start at once exactly one gets the directory", async () => {
  const all = Array.from({ length: 5 }, () => start(dataDir));
  const answers = await Promise.all(
    all.map((each) => Promise.any([each.until("ready"), each.until("refused")])),
  );
  expect(answers.map(({ event }) => event).sort()).toEqual([
    "ready",
    "refused",
    "refused",
    "refused",
    "refused",
  ]);
  for (const { event, message } of answers) {
    if (event === "refused") expect(message).toMatch(/is in use by process/);
  }
});

test("a command joins the server of a running application and leaves it running", async () => {
  const first = await ready(dataDir);
  const command = await ready(dataDir, { whenRunning: "join" });
  expect((await command.until("ready")).own).toBe(false);
  await stop(command);
  await first.until("beat", first.said.length);
});

test("the lock of a killed application is taken over", async () => {
  const first = await ready(dataDir);
  first.signalGroup("SIGKILL");
  await first.ended;
  expect(readdirSync(join(dataDir, "locks"))).toHaveLength(1);
  const second = await ready(dataDir);
  await second.until("beat");
  expect(readdirSync(join(dataDir, "locks"))).toHaveLength(1);
});

test("a lock whose process id now belongs to another program is stale", async () => {
  mkdirSync(join(dataDir, "locks"), { recursive: true });
  const lock = {
    pid: process.pid,
    startedAt: "another-boot:1",
    label: "long gone",
    state: "held",
    socketDirectory: null,
  };
  writeFileSync(join(dataDir, "locks", `${process.pid}-000000000000.lock`), JSON.stringify(lock));
  await ready(dataDir);
});

test("a server orphaned by a killed application is stopped and started anew", async () => {
  const first = await ready(dataDir);
  await asSuperuser(first, "CREATE TABLE kept AS SELECT 1 AS id");
  const orphan = serverPid(dataDir);
  first.signal("SIGKILL");
  await first.ended;
  expect(isRunning(orphan)).toBe(true);
  const second = await ready(dataDir);
  expect(isRunning(orphan)).toBe(false);
  expect(serverPid(dataDir)).not.toBe(orphan);
  expect(await asSuperuser(second, "SELECT id FROM kept")).toEqual([{ id: 1 }]);
});

test("after kill -9 of the whole group everything committed is there", async () => {
  const first = await ready(dataDir);
  await asSuperuser(first, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS id");
  first.signalGroup("SIGKILL");
  await first.ended;
  const second = await ready(dataDir);
  expect(await asSuperuser(second, "SELECT count(*)::int AS n FROM kept")).toEqual([{ n: 1000 }]);
});

test("when the server alone is killed with -9 the application gets it back without a restart", async () => {
  const application = await ready(dataDir);
  await asSuperuser(application, "CREATE TABLE kept AS SELECT 1 AS id");
  for (let round = 1; round <= 2; round += 1) {
    const killed = serverPid(dataDir);
    const before = application.said.length;
    process.kill(killed, "SIGKILL");
    await application.until("missed", before);
    await expect
      .poll(
        () =>
          application.said
            .slice(before)
            .some(({ message }) => message === "the database server is back"),
        { timeout: 15_000 },
      )
      .toBe(true);
    await application.until("beat", application.said.length);
    expect(serverPid(dataDir)).not.toBe(killed);
  }
  expect(await asSuperuser(application, "SELECT id FROM kept")).toEqual([{ id: 1 }]);
  await stop(application);
});

test("Ctrl-C, which reaches application and server at once, ends both and leaves nothing", async () => {
  const application = await ready(dataDir);
  const server = serverPid(dataDir);
  application.signalGroup("SIGINT");
  await application.until("stopped");
  await application.ended;
  expect(isRunning(server)).toBe(false);
  expect(readdirSync(join(dataDir, "locks"))).toEqual([]);
  expect(existsSync(join(dataDir, "postgres", "18", "postmaster.pid"))).toBe(false);
});

test("a start that was killed while the cluster was being made begins afresh", async () => {
  rmSync(join(dataDir, "postgres", "18"), { recursive: true });
  mkdirSync(join(dataDir, "postgres", "18.draft", "base"), { recursive: true });
  writeFileSync(join(dataDir, "postgres", "18.draft", "PG_VERSION"), "18\n");
  await ready(dataDir);
});

test("a data directory with a long path gets a short socket", async () => {
  const long = join(parent, "a-long-directory-name".repeat(5), "data");
  const application = await ready(long);
  const { socketDirectory } = await application.until("ready");
  expect(socketDirectory).toMatch(/^\/tmp\/perennial-[0-9a-f]{12}$/);
  await application.until("beat");
  await stop(application);
  expect(existsSync(socketDirectory!)).toBe(false);
});

describe.runIf(AS_ROOT)("as root", () => {
  test("the server runs as another user, on data that this user could not reach by name", async () => {
    chmodSync(parent, 0o700);
    await ready(dataDir);
    expect(statSync(`/proc/${serverPid(dataDir)}`).uid).not.toBe(0);
    expect(statSync(join(dataDir, "postgres", "18")).uid).not.toBe(0);
  });

  test("a directory that root made is refused to others with a clear message", async () => {
    await stop(await ready(dataDir));
    // In this process: another user could not even read the program from a closed checkout.
    vi.spyOn(process as { getuid: () => number }, "getuid").mockReturnValue(65_534);
    expect(() => databaseUser(join(dataDir, "postgres"))).toThrow(
      /belongs to another user \(uid \d+\)/,
    );
  });
});
