/** Opens the data that is there, beside a running app or without one, for commands that read it. */
import type { Pool } from "pg";
import { startDatabase } from "../../app/adapters/postgres/database.server.ts";
import { migrate } from "../../app/adapters/postgres/migrate.server.ts";
import { createPool } from "../../app/adapters/postgres/pool.server.ts";
import { storesOn } from "../../app/adapters/postgres/stores.server.ts";
import { PRISMA_DIRECTORY, sealingOf } from "../../app/app.server.ts";
import type { Stores } from "../../app/use-cases/ports.ts";
import type { Sealing } from "../../app/use-cases/seal-ledger.ts";
import { keyBytes } from "../../app/env.server.ts";
import { UsageError } from "./run-command.ts";
import { dataDirOf, environmentOfData } from "../demo/environment.ts";

export type LedgerData = { stores: Stores; sealing: Sealing; pool: Pool };

/** A page of a proof reads much at once. */
const STATEMENT_MAX_MS = 10 * 60_000;

export async function withLedger<T>(
  label: string,
  work: (data: LedgerData) => Promise<T>,
): Promise<T> {
  const source = environmentOfData(process.env);
  const { SEAL_KEY = "", SEAL_KEY_PREVIOUS } = source;
  if (!keyBytes(SEAL_KEY))
    throw new UsageError("SEAL_KEY: needed to prove the seals; 32 bytes as hex or base64");
  const log = (level: string, message: string): void => {
    if (level !== "info") process.stderr.write(`${message}\n`);
  };
  const database = await startDatabase(
    { databaseUrl: source["DATABASE_URL"], dataDir: dataDirOf(source) },
    { log, label, whenRunning: "join" },
  );
  try {
    if (database.own) await migrate(database.ownerConfig, PRISMA_DIRECTORY);
    const pool = createPool(database.appConfig, {
      applicationName: label,
      log,
      connectionsMax: 2,
      statementTimeoutMs: STATEMENT_MAX_MS,
    });
    try {
      return await work({
        stores: storesOn(pool),
        sealing: sealingOf({ SEAL_KEY, SEAL_KEY_PREVIOUS }),
        pool,
      });
    } finally {
      await pool.end();
    }
  } finally {
    await database.stop();
  }
}

/** All shops, or the one that was named. */
export async function shopsNamed(stores: Stores, domain: string | undefined) {
  if (domain === undefined) return stores.shops.list();
  const shop = await stores.shops.find(domain);
  if (!shop) throw new UsageError(`--shop: no shop ${domain} is known here`);
  return [shop];
}
