/** `orders:import` as anybody would run it, watched from outside: its time, its phases, its memory. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { withClient } from "./database.ts";
import { SECRET } from "./deliveries.ts";
import { API_KEY } from "./servers.ts";

const PROGRAM = path.join(import.meta.dirname, "../scripts/commands/orders-import.ts");
const LOOK_MS = 200;
const SAY_EVERY_LOOKS = 50;
const KEY = "0".repeat(64);

export type Rows = Record<string, number>;
export type Imported = {
  /** From the start of the process to its end. */
  seconds: number;
  phases: Record<string, number>;
  /** The most memory that the process, its thread included, ever had resident (VmHWM). */
  peakMb: number;
  rows: Rows;
};
type Wish = { databaseUrl: string; shop: string; file: string; say: (line: string) => void };

export function runImport({ databaseUrl, shop, file, say }: Wish): Promise<Imported> {
  return withClient(databaseUrl, async (client) => {
    // The merchant's choice is made: past orders earn, and the import waits for nobody.
    await client.query("UPDATE shops SET earn_chosen_at = now()");
    await client.query("CHECKPOINT");
    const startedAt = performance.now();
    const child = spawn(process.execPath, [PROGRAM, "--shop", shop, "--file", file], {
      stdio: ["ignore", "ignore", "inherit"],
      env: environment(databaseUrl),
    });
    const killWithUs = (): void => void child.kill("SIGKILL");
    process.once("exit", killWithUs);
    const ended = once(child, "exit") as Promise<[number | null]>;
    const watch = new Watch(client, child.pid ?? 0, say);
    const over = new AbortController();
    const watched = watch.until(over.signal);
    const [code] = await ended;
    const seconds = (performance.now() - startedAt) / 1_000;
    process.off("exit", killWithUs);
    over.abort();
    await watched;
    if (code !== 0) throw new Error(`the import ended with ${code}`);
    const { peakMb, phases } = watch;
    return { seconds, phases, peakMb, rows: await rowsOf(client) };
  });
}

function environment(databaseUrl: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    NODE_ENV: "production",
    NODE_OPTIONS: process.env["BENCH_NODE_OPTIONS"] ?? "",
    DATABASE_URL: databaseUrl,
    SHOPIFY_API_KEY: API_KEY,
    SHOPIFY_API_SECRET: SECRET,
    SHOPIFY_APP_URL: "http://127.0.0.1",
    ENCRYPTION_KEY: KEY,
    SEAL_KEY: KEY,
    EARN_FROM: "all",
  };
}

class Watch {
  readonly #client: pg.Client;
  readonly #pid: number;
  readonly #say: (line: string) => void;
  peakMb = 0;
  readonly phases: Record<string, number> = {};

  constructor(client: pg.Client, pid: number, say: (line: string) => void) {
    this.#client = client;
    this.#pid = pid;
    this.#say = say;
  }

  async until(over: AbortSignal): Promise<void> {
    let since = performance.now();
    for (let look = 1; !over.aborted; look += 1) {
      this.#noteMemory();
      const phase = await this.#phase();
      const now = performance.now();
      this.phases[phase] = (this.phases[phase] ?? 0) + (now - since) / 1_000;
      since = now;
      if (look % SAY_EVERY_LOOKS === 0) this.#say(`  ${phase}, ${this.peakMb} MB so far`);
      await sleep(LOOK_MS, undefined, { signal: over }).catch(() => undefined);
    }
  }

  /** A process that has just ended has none left to read. */
  #noteMemory(): void {
    let status: string;
    try {
      status = readFileSync(`/proc/${this.#pid}/status`, "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
      throw error;
    }
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
    if (kilobytes) this.peakMb = Math.round(Number(kilobytes) / 1_024);
  }

  async #phase(): Promise<string> {
    const { rows } = await this.#client.query<{ state: string; whole: boolean }>(
      "SELECT state, whole_at IS NOT NULL AS whole FROM imports",
    );
    const [found] = rows;
    if (!found) return "starting";
    if (found.state === "reading") return found.whole ? "joining" : "reading";
    return found.state === "done" ? "ending" : found.state;
  }
}

/** What an import leaves, and how the sums of the ledger stand. */
export async function rowsOf(client: pg.Client): Promise<Rows> {
  const { rows } = await client.query<Rows>(
    `SELECT (SELECT count(*) FROM orders)::int AS orders, (SELECT count(*) FROM members)::int AS members,
       (SELECT count(*) FROM entries)::int AS entries, (SELECT count(*) FROM dirty_marks)::int AS dirty_marks,
       (SELECT sum(balance) FROM members)::float8 AS balances, (SELECT sum(points) FROM entries)::float8 AS points`,
  );
  const [found] = rows;
  if (!found || found["balances"] !== found["points"])
    throw new Error(`balances and entries differ: ${JSON.stringify(found)}`);
  return found;
}
