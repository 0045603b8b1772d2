/** Imports: where each stands, who carries it on, and what is kept with every step. */
import {
  NOTHING_COUNTED,
  type ImportCounts,
  type ImportSource,
  type ImportState,
  type LineProblem,
  type StateUnderWay,
} from "../../domain/imports/import-progress.ts";
import type { Pool } from "pg";
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import type { ShopId, ShopTransaction } from "./shop-transaction.server.ts";

/** Somebody else was faster, or it was stopped, or the app was removed: nothing of the step happened. */
export class ImportMoved extends Error {
  override name = "ImportMoved";
}

export type ImportRow = {
  importId: string;
  source: ImportSource;
  state: ImportState;
  operationId: string | null;
  file: string | null;
  fileMark: string | null;
  atByte: number;
  bytes: number | null;
  cursorId: Id;
  counts: ImportCounts;
  problems: LineProblem[];
  remark: string | null;
  attempts: number;
  stoodAt: StateUnderWay | null;
  /** Whether the file was read to its end. */
  isWhole: boolean;
  startedAt: Instant;
  movedAt: Instant;
  finishedAt: Instant | null;
};

const FIELDS = `import_id::text AS "importId", source, state, operation_id AS "operationId", file, file_mark AS "fileMark",
  at_byte::text AS "atByte", bytes::text AS bytes, cursor_id::text AS "cursorId", counts, problems, remark, attempts,
  stood_at AS "stoodAt", whole_at IS NOT NULL AS "isWhole", started_at AS "startedAt", moved_at AS "movedAt", finished_at AS "finishedAt"`;

type Row = Omit<
  ImportRow,
  "atByte" | "bytes" | "startedAt" | "movedAt" | "finishedAt" | "counts"
> & {
  atByte: string;
  bytes: string | null;
  counts: Partial<ImportCounts>;
  startedAt: Date;
  movedAt: Date;
  finishedAt: Date | null;
};

function importOf(row: Row | undefined): ImportRow | null {
  if (!row) return null;
  return {
    ...row,
    atByte: Number(row.atByte),
    bytes: row.bytes === null ? null : Number(row.bytes),
    counts: { ...NOTHING_COUNTED, ...row.counts },
    startedAt: row.startedAt.getTime(),
    movedAt: row.movedAt.getTime(),
    finishedAt: row.finishedAt?.getTime() ?? null,
  };
}

/** The shop's newest, whatever became of it. */
export async function newest(tx: ShopTransaction): Promise<ImportRow | null> {
  const { rows } = await tx.client.query<Row>(
    `SELECT ${FIELDS} FROM imports WHERE shop_id = $1 ORDER BY import_id DESC LIMIT 1`,
    [tx.shopId],
  );
  return importOf(rows[0]);
}

export type NewImport = Pick<ImportRow, "source" | "file" | "fileMark" | "bytes"> & {
  state: StateUnderWay;
};

/** Null when one is under way already, however close the other was. */
export async function open(tx: ShopTransaction, wanted: NewImport): Promise<string | null> {
  const { source, state, file, fileMark, bytes } = wanted;
  const { rows } = await tx.client.query<{ importId: string }>(
    `INSERT INTO imports (shop_id, source, state, file, file_mark, bytes) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (shop_id) WHERE finished_at IS NULL DO NOTHING RETURNING import_id::text AS "importId"`,
    [tx.shopId, source, state, file, fileMark, bytes],
  );
  return rows[0]?.importId ?? null;
}

/** What failed or was stopped goes on at `state`; false when it isn't the newest any more. */
export async function reopen(
  tx: ShopTransaction,
  importId: string,
  { state, file, bytes }: { state: StateUnderWay; file: string | null; bytes: number | null },
): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `UPDATE imports SET state = $3, stood_at = NULL, finished_at = NULL, remark = NULL, attempts = 0, file = $4, bytes = $5,
       next_try_at = clock_timestamp(), moved_at = clock_timestamp()
     WHERE shop_id = $1 AND import_id = $2 AND state IN ('failed', 'stopped')
       AND NOT EXISTS (SELECT 1 FROM imports n WHERE n.shop_id = $1 AND n.import_id > $2)`,
    [tx.shopId, importId, state, file, bytes],
  );
  return rowCount === 1;
}

/** Shops that wait for somebody to carry their import on. */
export async function shopsWithImports(pool: Pool, shopsMax: number): Promise<ShopId[]> {
  const { rows } = await pool.query<{ shopId: ShopId }>(
    `SELECT shops_with_imports($1)::text AS "shopId"`,
    [shopsMax],
  );
  return rows.map((row) => row.shopId);
}

/**
 * Who carries the import on, for so long (s). A lease only saves work: each step is a
 * compare-and-set, so two who hold one do no harm. Null: there is none that is due, or (`takeOver`)
 * none at all.
 */
export async function lease(
  tx: ShopTransaction,
  { seconds, takeOver }: { seconds: number; takeOver: boolean },
): Promise<ImportRow | null> {
  const { rows } = await tx.client.query<Row>(
    `UPDATE imports SET next_try_at = clock_timestamp() + make_interval(secs => $2)
     WHERE shop_id = $1 AND finished_at IS NULL AND state <> 'choosing' AND (next_try_at <= clock_timestamp() OR $3)
       AND EXISTS (SELECT 1 FROM shops s WHERE s.shop_id = $1 AND s.state = 'installed')
     RETURNING ${FIELDS}`,
    [tx.shopId, seconds, takeOver],
  );
  return importOf(rows[0]);
}

/** Whoever stops in an orderly way lets the next one begin at once. */
export async function release(tx: ShopTransaction, importId: string): Promise<void> {
  await tx.client.query(
    `UPDATE imports SET next_try_at = clock_timestamp() WHERE shop_id = $1 AND import_id = $2 AND finished_at IS NULL`,
    [tx.shopId, importId],
  );
}

/** What a step changes; what is left out stays. */
export type Move = {
  state?: StateUnderWay | "done";
  operationId?: string | null;
  file?: string | null;
  bytes?: number | null;
  atByte?: number;
  cursorId?: Id;
  counts?: ImportCounts;
  problems?: LineProblem[];
  remark?: string | null;
  isWhole?: boolean;
  /** Nobody else goes on for so long (s): the lease of whoever works, or a pause. */
  restSeconds: number;
};

/** The step's end, in the transaction of what it wrote; throws `ImportMoved`, or answers as it stands now. */
export async function move(
  tx: ShopTransaction,
  before: ImportRow,
  change: Move,
): Promise<ImportRow> {
  // What failed before has worked now: nobody needs to hear of it.
  const remark = before.attempts > 0 ? null : before.remark;
  const after = { ...before, remark, ...change };
  const { rows } = await tx.client.query<Row>(
    `UPDATE imports SET state = $6, operation_id = $7, file = $8, bytes = $9, at_byte = $10, cursor_id = $11, counts = $12,
       problems = $13, remark = $14, attempts = 0, moved_at = clock_timestamp(),
       next_try_at = clock_timestamp() + make_interval(secs => $15),
       whole_at = CASE WHEN $16 THEN coalesce(whole_at, clock_timestamp()) END,
       finished_at = CASE WHEN $6 = 'done' THEN clock_timestamp() END
     WHERE shop_id = $1 AND import_id = $2 AND state = $3 AND at_byte = $4 AND cursor_id = $5 AND finished_at IS NULL
       AND EXISTS (SELECT 1 FROM shops s WHERE s.shop_id = $1 AND s.state = 'installed')
     RETURNING ${FIELDS}`,
    [
      tx.shopId,
      before.importId,
      before.state,
      before.atByte,
      before.cursorId,
      after.state,
      after.operationId,
      after.file,
      after.bytes,
      after.atByte,
      after.cursorId,
      JSON.stringify(after.counts),
      JSON.stringify(after.problems),
      after.remark,
      change.restSeconds,
      after.isWhole,
    ],
  );
  const moved = importOf(rows[0]);
  if (!moved) throw new ImportMoved("the import was carried on, stopped or removed meanwhile");
  return moved;
}

/** What Shopify was to prepare came to nothing: it is asked anew. */
export async function forgetOperation(tx: ShopTransaction, importId: string): Promise<void> {
  await tx.client.query(
    "UPDATE imports SET operation_id = NULL WHERE shop_id = $1 AND import_id = $2 AND state = 'asking'",
    [tx.shopId, importId],
  );
}

/** A step that failed is tried again in a while; the import stands where it stood. */
export async function postpone(
  tx: ShopTransaction,
  importId: string,
  { seconds, remark, counts }: { seconds: number; remark: string | null; counts: boolean },
): Promise<void> {
  await tx.client.query(
    `UPDATE imports SET attempts = attempts + $5, remark = $4, next_try_at = clock_timestamp() + make_interval(secs => $3)
     WHERE shop_id = $1 AND import_id = $2 AND finished_at IS NULL`,
    [tx.shopId, importId, seconds, remark, Number(counts)],
  );
}

/** Given up, or stopped by somebody; false when there was nothing under way. */
export async function end(
  tx: ShopTransaction,
  importId: string,
  { state, remark }: { state: "failed" | "stopped"; remark: string | null },
): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `UPDATE imports SET stood_at = state, state = $3, remark = $4, finished_at = clock_timestamp(), moved_at = clock_timestamp()
     WHERE shop_id = $1 AND import_id = $2 AND finished_at IS NULL`,
    [tx.shopId, importId, state, remark],
  );
  return rowCount === 1;
}

/** The merchant has chosen whether past orders earn: everyone can be settled. */
export async function settleNow(tx: ShopTransaction): Promise<void> {
  await tx.client.query(
    `UPDATE imports SET state = 'settling', cursor_id = 0, moved_at = clock_timestamp(), next_try_at = clock_timestamp()
     WHERE shop_id = $1 AND finished_at IS NULL AND state IN ('trying', 'choosing')`,
    [tx.shopId],
  );
}

/** Shopify has told that it finished preparing a file: it isn't waited for any longer. */
export async function wake(tx: ShopTransaction): Promise<void> {
  await tx.client.query(
    `UPDATE imports SET next_try_at = clock_timestamp() WHERE shop_id = $1 AND finished_at IS NULL AND state = 'asking'
       AND operation_id IS NOT NULL`,
    [tx.shopId],
  );
}
