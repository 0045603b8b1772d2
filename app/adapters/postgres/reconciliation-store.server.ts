/**
 * Runs that compare a shop with Shopify (`orders`) or prove its ledger (`proof`): one of a kind at a
 * time, taken up where they stopped. A claim only saves work; moving on is a compare-and-set.
 */
import type { Pool } from "pg";
import type { Finding } from "../../domain/orders/order-difference.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import { WriteConflict, type ShopId, type ShopTransaction } from "./shop-transaction.server.ts";

export type RunKind = "orders" | "proof";
export type RunTrigger = "nightly" | "by-hand" | "reinstallation" | "subscriptions";
export type RunState = "running" | "done" | "failed";

/** What a run says of itself beside its counts. */
export type RunDetail = Partial<{
  /** Of a proof: members there were when it began, and the first that didn't hold, in words. */
  membersAll: number;
  membersBroken: number;
  entries: number;
  seals: number;
  unsettled: number;
  firstBreak: string | null;
  /** Of a comparison: topics that weren't subscribed any more. */
  missingTopics: string[];
  /** Known orders that the listing left out, looked for because they may have been deleted. */
  lookedFor: number;
}>;

export type Run = {
  runId: string;
  kind: RunKind;
  trigger: RunTrigger;
  state: RunState;
  /** Orders that changed from then on; a proof has none. */
  fromAt: Instant | null;
  toAt: Instant | null;
  /** Where it stands: the last change compared (ms), or the last member proved. */
  cursor: string | null;
  compared: number;
  differing: number;
  repaired: number;
  /** The first of them, at most FINDINGS_MAX. */
  findings: Finding[];
  detail: RunDetail;
  attempts: number;
  remark: string | null;
  startedAt: Instant;
  movedAt: Instant;
  finishedAt: Instant | null;
};

/** Findings that a run keeps in words; `differing` counts all. */
export const FINDINGS_MAX = 200;

const FIELDS = `run_id::text AS "runId", kind, trigger, state, floor(extract(epoch FROM from_at) * 1000)::float8 AS "fromAt",
  floor(extract(epoch FROM to_at) * 1000)::float8 AS "toAt", cursor, compared, differing, repaired, findings, detail, attempts, remark,
  floor(extract(epoch FROM started_at) * 1000)::float8 AS "startedAt", floor(extract(epoch FROM moved_at) * 1000)::float8 AS "movedAt",
  floor(extract(epoch FROM finished_at) * 1000)::float8 AS "finishedAt"`;

export type NewRun = {
  kind: RunKind;
  trigger: RunTrigger;
  fromAt: Instant | null;
  detail?: RunDetail;
};

/**
 * Starts a run. Where one of the kind is under way, that one goes as far back as this would have
 * gone; `started` is false.
 */
export async function startRun(
  tx: ShopTransaction,
  { kind, trigger, fromAt, detail = {} }: NewRun,
): Promise<{ runId: string; started: boolean }> {
  const from = fromAt === null ? null : new Date(fromAt);
  const result = await tx.client.query<{ runId: string; started: boolean }>(
    `INSERT INTO reconciliations AS kept (shop_id, kind, trigger, from_at, cursor, detail) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (shop_id, kind) WHERE state = 'running' DO UPDATE SET
       from_at = least(kept.from_at, excluded.from_at),
       cursor = CASE WHEN kept.kind = 'orders' THEN least(kept.cursor::bigint, excluded.cursor::bigint)::text ELSE kept.cursor END,
       detail = kept.detail || excluded.detail
     RETURNING run_id::text AS "runId", xmax = 0 AS started`,
    [
      tx.shopId,
      kind,
      trigger,
      from,
      fromAt === null ? null : String(fromAt),
      JSON.stringify(detail),
    ],
  );
  const [row] = result.rows;
  if (!row) throw new Error("an insertion answers its row");
  return row;
}

/** Takes a run that nobody works on for `leaseMs`; null when there is none. */
export async function claimRun(
  tx: ShopTransaction,
  kind: RunKind,
  leaseMs: number,
): Promise<Run | null> {
  const result = await tx.client.query<Run>(
    `SELECT ${FIELDS} FROM reconciliations WHERE shop_id = $1 AND kind = $2 AND state = 'running' AND next_try_at <= clock_timestamp() FOR UPDATE SKIP LOCKED`,
    [tx.shopId, kind],
  );
  const [run] = result.rows;
  if (!run) return null;
  await holdRun(tx, run.runId, leaseMs);
  return run;
}

/** Nobody else takes the run for so long; 0 gives it back. */
export async function holdRun(tx: ShopTransaction, runId: string, ms: number): Promise<void> {
  await tx.client.query(
    `UPDATE reconciliations SET next_try_at = clock_timestamp() + $3 * interval '1 millisecond'
     WHERE shop_id = $1 AND run_id = $2 AND state = 'running'`,
    [tx.shopId, runId, ms],
  );
}

export type Step = {
  runId: string;
  /** As it was read: somebody who moved or rewound the run meanwhile makes this a conflict. */
  expectedCursor: string | null;
  cursor: string | null;
  compared: number;
  differing: number;
  repaired: number;
  findings: readonly Finding[];
  detail: RunDetail;
};

export async function moveRun(tx: ShopTransaction, step: Step): Promise<void> {
  const result = await tx.client.query(
    `UPDATE reconciliations SET cursor = $4, compared = compared + $5, differing = differing + $6, repaired = repaired + $7,
       findings = CASE WHEN $8::jsonb = '[]' THEN findings ELSE
         (SELECT jsonb_agg(x.finding ORDER BY x.n) FROM jsonb_array_elements(findings || $8::jsonb) WITH ORDINALITY AS x(finding, n)
          WHERE x.n <= $10) END,
       detail = detail || $9::jsonb, moved_at = clock_timestamp(), attempts = 0, remark = NULL
     WHERE shop_id = $1 AND run_id = $2 AND state = 'running' AND cursor IS NOT DISTINCT FROM $3`,
    [
      tx.shopId,
      step.runId,
      step.expectedCursor,
      step.cursor,
      step.compared,
      step.differing,
      step.repaired,
      JSON.stringify(step.findings),
      JSON.stringify(step.detail),
      FINDINGS_MAX,
    ],
  );
  if (result.rowCount !== 1) throw new WriteConflict("a run");
}

/** How far a shop was compared; it never goes back but where a run gives up. */
export async function moveWatermark(tx: ShopTransaction, to: Instant): Promise<void> {
  await tx.client.query(
    "UPDATE shops SET reconciled_to = greatest(reconciled_to, $2) WHERE shop_id = $1",
    [tx.shopId, new Date(to)],
  );
}

export async function finishRun(
  tx: ShopTransaction,
  runId: string,
  end: { state: "done" | "failed"; toAt: Instant; remark: string | null },
): Promise<void> {
  await tx.client.query(
    `UPDATE reconciliations SET state = $3, to_at = $4, remark = $5, finished_at = clock_timestamp(), moved_at = clock_timestamp()
     WHERE shop_id = $1 AND run_id = $2 AND state = 'running'`,
    [tx.shopId, runId, end.state, new Date(end.toAt), end.remark],
  );
  if (end.state === "failed") await rewindWatermark(tx, runId);
}

/** What a run that gave up didn't reach is the next one's. */
async function rewindWatermark(tx: ShopTransaction, runId: string): Promise<void> {
  await tx.client.query(
    `UPDATE shops SET reconciled_to = least(reconciled_to,
       (SELECT to_timestamp(r.cursor::bigint / 1000.0) FROM reconciliations r
        WHERE r.shop_id = $1 AND r.run_id = $2 AND r.kind = 'orders'))
     WHERE shop_id = $1`,
    [tx.shopId, runId],
  );
}

/** It failed for now; `attempts` counts failures in a row. */
export async function postponeRun(
  tx: ShopTransaction,
  runId: string,
  pause: { ms: number; remark: string },
): Promise<void> {
  await tx.client.query(
    `UPDATE reconciliations SET attempts = attempts + 1, remark = $4, next_try_at = clock_timestamp() + $3 * interval '1 millisecond'
     WHERE shop_id = $1 AND run_id = $2 AND state = 'running'`,
    [tx.shopId, runId, pause.ms, pause.remark],
  );
}

/** Newest first; `before` is the id of the last run of the page before. */
export async function runs(
  tx: ShopTransaction,
  query: { kind: RunKind; before: string | null; rowsMax: number },
): Promise<Run[]> {
  const result = await tx.client.query<Run>(
    `SELECT ${FIELDS} FROM reconciliations WHERE shop_id = $1 AND kind = $2 AND ($3::bigint IS NULL OR run_id < $3) ORDER BY run_id DESC LIMIT $4`,
    [tx.shopId, query.kind, query.before, query.rowsMax],
  );
  return result.rows;
}

export async function run(tx: ShopTransaction, runId: string): Promise<Run | null> {
  const result = await tx.client.query<Run>(
    `SELECT ${FIELDS} FROM reconciliations WHERE shop_id = $1 AND run_id = $2`,
    [tx.shopId, runId],
  );
  return result.rows[0] ?? null;
}

/** Forgets what nobody looks up any more: all but the newest `kept` of each kind. */
export async function forgetOldRuns(tx: ShopTransaction, kept: number): Promise<void> {
  await tx.client.query(
    `DELETE FROM reconciliations WHERE shop_id = $1 AND state <> 'running' AND run_id NOT IN (
       SELECT run_id FROM (SELECT run_id, row_number() OVER (PARTITION BY kind ORDER BY run_id DESC) AS nth
         FROM reconciliations WHERE shop_id = $1) AS ranked WHERE nth <= $2)`,
    [tx.shopId, kept],
  );
}

export async function shopsWithRuns(pool: Pool, shopsMax: number): Promise<ShopId[]> {
  const result = await pool.query<{ id: ShopId }>(
    "SELECT shops_with_reconciliations($1)::text AS id",
    [shopsMax],
  );
  return result.rows.map((row) => row.id);
}

/** Shops whose night has come, and those that have none yet. */
export async function shopsWithNights(
  pool: Pool,
  at: Instant,
  shopsMax: number,
): Promise<ShopId[]> {
  const result = await pool.query<{ id: ShopId }>("SELECT shops_with_nights($1, $2)::text AS id", [
    new Date(at),
    shopsMax,
  ]);
  return result.rows.map((row) => row.id);
}

export async function shopsWithUncheckedSubscriptions(
  pool: Pool,
  checkedBefore: Instant,
  shopsMax: number,
): Promise<ShopId[]> {
  const result = await pool.query<{ id: ShopId }>(
    "SELECT shops_with_unchecked_subscriptions($1, $2)::text AS id",
    [new Date(checkedBefore), shopsMax],
  );
  return result.rows.map((row) => row.id);
}
