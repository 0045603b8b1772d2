/**
 * `npm run bench -- NAME [--seed N] [--rounds N] [--orders N]`: one benchmark with its control in the same run; the table goes
 * to stderr, JSON alone to stdout. It brings a PostgreSQL of its own, with the settings of the
 * embedded one (fsync on), in a directory that is removed at the end.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { PoolConfig } from "pg";
import { withClient } from "../../app/adapters/postgres/connection.server.ts";
import { SUPERUSER } from "../../app/adapters/postgres/embedded/cluster.server.ts";
import { startEmbedded } from "../../app/adapters/postgres/embedded/embedded.server.ts";
import { migrate } from "../../app/adapters/postgres/migrate.server.ts";
import { OWNER_ROLE, createEmbeddedDatabase } from "../../app/adapters/postgres/roles.server.ts";
import { PRISMA_DIRECTORY } from "../../app/app.server.ts";
import { defaultProgram } from "../../app/domain/program/program.ts";
import type { Bed, Bench } from "../../bench/bed.ts";
import { BENCHES } from "../../bench/benches.ts";
import { table } from "../../bench/figures.ts";
import { runCommand, untilStopped, UsageError } from "./run-command.ts";

const SEED = 20_261_122;
const ROUNDS = 5;
const CURRENCY = "GBP";
const TIME_ZONE = "Europe/London";

async function main(args: string[]): Promise<number> {
  const { bench, ...options } = chosen(args);
  const dataDir = mkdtempSync(join(tmpdir(), "perennial-bench-"));
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const server = await startEmbedded(dataDir, {
    log: (level, message) => say(`${level}: ${message}`),
    label: "npm run bench",
    whenRunning: "refuse",
  });
  try {
    const bed = bedOn(server.socketDirectory, { ...options, say });
    const report = await Promise.race([bench.run(bed), interrupted()]);
    for (const { title, rows } of report.tables) say(`\n${title}\n${table(rows)}`);
    process.stdout.write(`${JSON.stringify(report.json, null, 2)}\n`);
    return 0;
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Ctrl-C ends the measurement; its servers are killed with this process, the database is stopped. */
async function interrupted(): Promise<never> {
  throw new Error(`stopped by ${await untilStopped()}`);
}

type Chosen = { bench: Bench } & Pick<Bed, "seed" | "rounds" | "orders">;

function chosen(args: string[]): Chosen {
  const usage = `usage: npm run bench -- NAME [--seed N] [--rounds N] [--orders N], NAME one of ${Object.keys(BENCHES).join(", ")}`;
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { seed: { type: "string" }, rounds: { type: "string" }, orders: { type: "string" } },
    });
    const bench = Object.hasOwn(BENCHES, positionals[0] ?? "")
      ? BENCHES[positionals[0] ?? ""]
      : null;
    const seed = Number(values.seed ?? SEED);
    const rounds = Number(values.rounds ?? ROUNDS);
    const orders = values.orders === undefined ? null : Number(values.orders);
    const good =
      Number.isSafeInteger(seed) &&
      [rounds, orders ?? 1].every((n) => Number.isSafeInteger(n) && n > 0);
    if (bench && positionals.length === 1 && good) return { bench, seed, rounds, orders };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}; ${usage}`);
  }
  throw new UsageError(usage);
}

function bedOn(
  socketDirectory: string,
  options: Pick<Bed, "seed" | "rounds" | "orders" | "say">,
): Bed {
  const as = (user: string, database: string): PoolConfig => ({
    host: socketDirectory,
    user,
    database,
  });
  const urlOf = (database: string): string =>
    `postgresql://${SUPERUSER}@localhost/${database}?host=${encodeURIComponent(socketDirectory)}`;
  return {
    ...options,
    emptyDatabase: async (name) => {
      await createEmbeddedDatabase(as(SUPERUSER, "postgres"), name);
      return urlOf(name);
    },
    appDatabase: async (name, shopDomains) => {
      await createEmbeddedDatabase(as(SUPERUSER, "postgres"), name);
      await migrate(as(OWNER_ROLE, name), PRISMA_DIRECTORY);
      await installShops(as(SUPERUSER, name), shopDomains);
      return urlOf(name);
    },
  };
}

/** As installing each would leave them, without asking a Shopify that isn't there. */
async function installShops(superuser: PoolConfig, domains: readonly string[]): Promise<void> {
  const { version, startsAt: _always, ...rules } = defaultProgram(CURRENCY);
  await withClient(superuser, (client) =>
    client.query(
      `WITH installed AS (
         INSERT INTO shops (domain, state, name, currency, time_zone, described, installed_at)
         SELECT domain, 'installed', domain, $2, $3, true, now() FROM unnest($1::text[]) AS domain
         RETURNING shop_id
       )
       INSERT INTO program_versions (shop_id, version, rules)
       SELECT shop_id, $4, $5::jsonb FROM installed`,
      [domains, CURRENCY, TIME_ZONE, version, JSON.stringify(rules)],
    ),
  );
}

runCommand(main);
