/**
 * The app, its embedded PostgreSQL and the dev store as real processes on a directory and ports of
 * their own. Each part can be started, killed and started again.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { SUPERUSER } from "../../../app/adapters/postgres/embedded/cluster.server.ts";
import { currentHolder } from "../../../app/adapters/postgres/embedded/directory-lock.server.ts";
import { querySignature, type QueryPairs } from "../../support/signing.ts";
import { startGroup, until, type ProcessGroup } from "./process-group.ts";

export const SHOP = "perennial-demo.myshopify.com";
export const SECRET = "demo-secret";
const ROOT = path.join(import.meta.dirname, "..", "..", "..");
const START_MS_MAX = 60_000;
const DRAIN_MS_MAX = 120_000;
const COMMAND_MS_MAX = 60_000;
/** Shopify's library turns away what looks like a bot. */
const BROWSER =
  "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const KEYS = { ENCRYPTION_KEY: "1b".repeat(32), SEAL_KEY: "2c".repeat(32) };

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

export type Variables = Record<string, string>;

export class Bed {
  readonly dataDir: string;
  readonly appUrl: string;
  readonly storeUrl: string;
  readonly env: Variables;
  readonly #groups: ProcessGroup[] = [];
  #closed = false;

  private constructor(dataDir: string, appPort: number, storePort: number) {
    this.dataDir = dataDir;
    this.appUrl = `http://127.0.0.1:${appPort}`;
    this.storeUrl = `http://127.0.0.1:${storePort}`;
    this.env = {
      DATA_DIR: dataDir,
      PORT: String(appPort),
      DEV_STORE_PORT: String(storePort),
    };
  }

  static async open(): Promise<Bed> {
    const dataDir = mkdtempSync(path.join(tmpdir(), "perennial-faults-"));
    return new Bed(dataDir, await freePort(), await freePort());
  }

  /** What `npm start` runs, as for a real shop but for the dev store's address. */
  get appEnv(): Variables {
    return {
      ...this.env,
      ...KEYS,
      NODE_ENV: "production",
      LISTEN_HOST: "127.0.0.1",
      SHOPIFY_API_KEY: "demo-key",
      SHOPIFY_API_SECRET: SECRET,
      SHOPIFY_APP_URL: this.appUrl,
      DEV_STORE_URL: this.storeUrl,
      EARN_FROM: "all",
      LOG_LEVEL: "warn",
    };
  }

  launch(program: string, args: string[], env: Variables): ProcessGroup {
    // A test that ran out of time goes on for a while after its clean-up.
    if (this.#closed) throw new Error("The bed is closed.");
    const group = startGroup([path.join(ROOT, program), ...args], env);
    this.#groups.push(group);
    return group;
  }

  launchApp(env: Variables = {}): ProcessGroup {
    return this.launch("scripts/commands/start.ts", [], { ...this.appEnv, ...env });
  }

  async startApp(env: Variables = {}): Promise<ProcessGroup> {
    const app = this.launchApp(env);
    await until("the app to be ready", () => isOk(`${this.appUrl}/readyz`, app), {
      msMax: START_MS_MAX,
      tail: app.tail,
    });
    return app;
  }

  async startStore(args: string[] = ["--empty"], env: Variables = {}): Promise<ProcessGroup> {
    const store = this.launch("dev-store/main.ts", args, { ...this.appEnv, ...env });
    await this.untilStoreIsUp(store);
    return store;
  }

  untilStoreIsUp(group: ProcessGroup): Promise<true> {
    return until("the dev store to be up", () => isOk(`${this.storeUrl}/control/clock`, group), {
      msMax: START_MS_MAX,
      tail: group.tail,
    });
  }

  /** `npm run demo`, without npm: everything in one group. */
  launchDemo(args: string[]): ProcessGroup {
    return this.launch("scripts/commands/demo.ts", args, this.env);
  }

  /** Installs the app at the shop, as a merchant who opens it. */
  async install(): Promise<void> {
    const { url } = await this.control<{ url: string }>("GET", "/control/embedded-url?path=/app");
    const response = await fetch(url, { headers: { "user-agent": BROWSER, accept: "text/html" } });
    if (!response.ok) throw new Error(`The admin answered ${response.status}.`);
    await response.body?.cancel();
  }

  async control<Answer>(method: string, resource: string, body?: unknown): Promise<Answer> {
    const response = await fetch(this.storeUrl + resource, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${resource}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  }

  /** A storefront request as Shopify forwards it for a shopper who is logged in. */
  async proxy(resource: string, customerId: string, method = "GET"): Promise<Response> {
    const pairs: QueryPairs = [
      ["shop", SHOP],
      ["logged_in_customer_id", customerId],
      ["path_prefix", "/apps/perennial"],
      ["timestamp", String(Math.floor(Date.now() / 1_000))],
    ];
    const query = new URLSearchParams([...pairs, ["signature", querySignature(pairs, SECRET)]]);
    return fetch(`${this.appUrl}${resource}?${query.toString()}`, { method });
  }

  async member(customerId: string): Promise<MemberView> {
    const response = await this.proxy("/proxy/member", customerId);
    if (!response.ok) throw new Error(`/proxy/member: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { member: MemberView }).member;
  }

  /** Asks the database past the app, as nobody but a test does. */
  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const host = currentHolder(path.join(this.dataDir, "locks"))?.socketDirectory;
    if (host == null) throw new Error("No app holds the data directory.");
    const client = new pg.Client({ host, user: SUPERUSER, database: "perennial" });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Every webhook is delivered and every delivery worked on. */
  async drained(group: ProcessGroup): Promise<void> {
    let seen = "";
    await until(
      "everything to be delivered and worked on",
      async () => {
        if (group.isOver()) throw new Error(`It ended meanwhile:\n${group.tail()}`);
        const { pending } = await this.control<{ pending: number }>(
          "POST",
          "/control/deliveries/retry",
          {},
        );
        const [row] = await this.query<{ waiting: number }>(
          "SELECT count(*)::int AS waiting FROM inbox WHERE state = 0",
        );
        seen = `${pending} webhooks to deliver, ${row?.waiting} to work on`;
        return pending === 0 && row?.waiting === 0;
      },
      { msMax: DRAIN_MS_MAX, tail: () => `${seen}\n${group.tail()}`, pollMs: 250 },
    );
  }

  command(name: "ledger-verify" | "ledger-export", args: string[] = []): Promise<CommandResult> {
    const program = path.join(ROOT, "scripts", "commands", `${name}.ts`);
    // A demo has keys of its own, which the command finds by itself.
    const keys = existsSync(path.join(this.dataDir, "demo.json")) ? {} : KEYS;
    return runToEnd([program, ...args], { ...keys, ...this.env });
  }

  async close(): Promise<void> {
    this.#closed = true;
    // The app last: it stops the database that others may still use.
    for (const group of this.#groups.reverse()) await group.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

export interface MemberView {
  enrolledAt: string | null;
  points: { available: number; pending: number; held: number; lifetimeEarned: number };
  tier: { id: string; since: string | null; until: string | null };
}

function runToEnd(args: string[], env: Variables): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      {
        env: { PATH: process.env["PATH"] ?? "", ...env } as unknown as NodeJS.ProcessEnv,
        timeout: COMMAND_MS_MAX,
        maxBuffer: 256 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}

async function isOk(url: string, group: ProcessGroup): Promise<true | undefined> {
  if (group.isOver()) throw new Error(`It ended while it started:\n${group.tail()}`);
  return (await statusOf(url)) === 200 ? true : undefined;
}

/** Null when nobody answers. */
export async function statusOf(url: string): Promise<number | null> {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    if (error instanceof TypeError) return null; // "fetch failed": refused, reset
    throw error;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
