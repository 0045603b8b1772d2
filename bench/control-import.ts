/**
 * The control of the import: rows that are ready-made come in by COPY and merge. It has it easier than
 * any importer could: nothing is read from JSON lines, nothing worked out, and PostgreSQL reads the
 * files itself, as superuser (COPY FROM is refused to a role under row-level security).
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { withClient } from "./database.ts";
import { rowsOf, type Rows } from "./import-run.ts";

/** What an import writes; entry ids and the instant of posting are the table's own on both sides. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  orders: ["shop_id", "order_id", "customer_id", "placed_at", "rev", "facts"],
  members: [
    ...["shop_id", "member_id", "customer_id", "rev", "balance", "standing", "checkpoint"],
    ...["settled_at", "due_at"],
  ],
  entries: [
    ...["shop_id", "member_id", "kind", "cause", "n", "points", "reason", "occurred_at"],
    "arithmetic",
  ],
  dirty_marks: ["shop_id", "kind", "owner_id", "rev", "lane", "marked_at"],
};

export type Exported = { folder: string; remove: () => void };
export type Merged = { seconds: number; phases: Record<string, number>; rows: Rows };

/** The rows of a finished import as files, in the order in which they lie there. */
export async function exportRows(url: string): Promise<Exported> {
  const folder = mkdtempSync(join(tmpdir(), "perennial-rows-"));
  // The server writes and reads them, which runs as a user of its own.
  chmodSync(folder, 0o777);
  await withClient(url, async (client) => {
    for (const [table, columns] of Object.entries(TABLES))
      await client.query(`COPY ${table} (${columns.join(", ")}) TO '${fileOf(folder, table)}'`);
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function mergeRows(url: string, { folder }: Exported): Promise<Merged> {
  return withClient(url, async (client) => {
    await client.query("CHECKPOINT");
    const startedAt = performance.now();
    const phases: Record<string, number> = { copy: 0, merge: 0 };
    for (const [table, columns] of Object.entries(TABLES)) {
      phases["copy"] = (phases["copy"] ?? 0) + (await timed(() => stage(client, table, folder)));
      phases["merge"] = (phases["merge"] ?? 0) + (await timed(() => merge(client, table, columns)));
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    return { seconds, phases, rows: await rowsOf(client) };
  });
}

async function stage(client: pg.Client, table: string, folder: string): Promise<void> {
  const columns = (TABLES[table] ?? []).join(", ");
  await client.query(
    `CREATE UNLOGGED TABLE staged_${table} AS SELECT ${columns} FROM ${table} WITH NO DATA`,
  );
  await client.query(`COPY staged_${table} FROM '${fileOf(folder, table)}'`);
}

async function merge(client: pg.Client, table: string, columns: readonly string[]): Promise<void> {
  const named = columns.join(", ");
  await client.query(
    `INSERT INTO ${table} (${named}) SELECT ${named} FROM staged_${table} ON CONFLICT DO NOTHING`,
  );
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

function fileOf(folder: string, table: string): string {
  return join(folder, `${table}.copy`);
}
