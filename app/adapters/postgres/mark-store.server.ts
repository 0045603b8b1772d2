/**
 * Dirty marks: what is shown elsewhere and may be out of date there. Whoever changes it marks it in
 * the same transaction (a member's settlement in the same statement); the sender claims marks,
 * reads the newest state, sends it and clears each mark if nothing changed meanwhile. Times are the
 * database's own: marks of several processes are compared, and none of it is the domain's.
 */
import type { Pool } from "pg";
import type { Shows } from "../../domain/settlement/batch-facts.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import type { ShopId, ShopTransaction } from "./shop-transaction.server.ts";

export const LANE_OF: Readonly<Record<Exclude<Shows, "nothing-new">, 0 | 1>> = {
  news: 0,
  history: 1,
};
const PROGRAM_OWNER = "0";

export async function markProgram(tx: ShopTransaction): Promise<void> {
  await tx.client.query(
    `INSERT INTO dirty_marks AS kept (shop_id, kind, owner_id, lane, marked_at)
     VALUES ($1, 'program', ${PROGRAM_OWNER}, 0, clock_timestamp())
     ON CONFLICT (shop_id, kind, owner_id) DO UPDATE
       SET rev = kept.rev + 1, marked_at = coalesce(kept.marked_at, excluded.marked_at)`,
    [tx.shopId],
  );
}

/** All members were marked for the version in force at `at`: a later one is still to follow. */
export async function noteVersion(tx: ShopTransaction, at: Instant): Promise<void> {
  await tx.client.query(
    `UPDATE dirty_marks SET version = (SELECT max(v.version) FROM program_versions v
       WHERE v.shop_id = $1 AND (v.starts_at IS NULL OR v.starts_at <= $2))
     WHERE shop_id = $1 AND kind = 'program'`,
    [tx.shopId, new Date(at)],
  );
}

/** Forgets what Shopify was known to hold: after an installation it may hold nothing. */
export async function forgetSent(tx: ShopTransaction): Promise<void> {
  await tx.client.query(
    `UPDATE dirty_marks SET sent_hash = NULL, digest = NULL, attempts = 0, next_try_at = clock_timestamp()
     WHERE shop_id = $1 AND (sent_hash IS NOT NULL OR digest IS NOT NULL OR attempts > 0)`,
    [tx.shopId],
  );
}

/** Marks members with ids above `after` as history; the last id marked, null when none is left. */
export async function markMembers(
  tx: ShopTransaction,
  page: { after: Id; rowsMax: number },
): Promise<Id | null> {
  const result = await tx.client.query<{ last: Id | null }>(
    `WITH page AS (
       SELECT customer_id FROM members WHERE shop_id = $1 AND customer_id > $2 ORDER BY customer_id LIMIT $3
     ), marked AS (
       INSERT INTO dirty_marks AS kept (shop_id, kind, owner_id, lane, marked_at)
       SELECT $1, 'member', customer_id, 1, clock_timestamp() FROM page ORDER BY customer_id
       ON CONFLICT (shop_id, kind, owner_id) DO UPDATE
         SET rev = kept.rev + 1, lane = CASE WHEN kept.marked_at IS NULL THEN 1 ELSE kept.lane END,
             marked_at = coalesce(kept.marked_at, excluded.marked_at)
     )
     SELECT max(customer_id)::text AS last FROM page`,
    [tx.shopId, page.after, page.rowsMax],
  );
  return result.rows[0]?.last ?? null;
}

export type Mark = {
  kind: "member" | "program";
  ownerId: Id;
  rev: number;
  /** What Shopify was known to hold before; from the claim on that is unknown. */
  sentHash: string | null;
  /** By which Shopify knows what it held last, as far as it was told; null: nothing. */
  digest: string | null;
  attempts: number;
  news: boolean;
  markedAt: Date;
  claimedAt: Date;
};

/** Of the marks in a claim so large a part is history, if any waits: it ends even under steady news. */
const HISTORY_SHARE = 1 / 8;

/**
 * The oldest marks that nobody else is at, news first; they are left alone until the lease ends.
 * From here on what Shopify holds counts as unknown: whoever dies in between has maybe sent.
 */
export async function claimMarks(
  tx: ShopTransaction,
  { rowsMax, leaseMs }: { rowsMax: number; leaseMs: number },
): Promise<Mark[]> {
  const result = await tx.client.query<Mark>({
    name: "claim-marks",
    text: `WITH news AS (
      SELECT kind, owner_id, sent_hash, marked_at FROM dirty_marks
      WHERE shop_id = $1 AND marked_at IS NOT NULL AND lane = 0 AND next_try_at <= clock_timestamp()
      ORDER BY marked_at LIMIT $2 FOR UPDATE SKIP LOCKED
    ), history AS (
      SELECT kind, owner_id, sent_hash, marked_at FROM dirty_marks
      WHERE shop_id = $1 AND marked_at IS NOT NULL AND lane = 1 AND next_try_at <= clock_timestamp()
      ORDER BY marked_at LIMIT $2 FOR UPDATE SKIP LOCKED
    ), waiting AS (
      SELECT 0 AS lane, row_number() OVER (ORDER BY marked_at) AS n, * FROM news
      UNION ALL SELECT 1, row_number() OVER (ORDER BY marked_at), * FROM history
    ), picked AS (
      SELECT * FROM waiting ORDER BY (lane = 1 AND n <= $3) DESC, lane, n LIMIT $2
    )
    UPDATE dirty_marks d SET next_try_at = clock_timestamp() + $4 * interval '1 millisecond', sent_hash = NULL
    FROM picked p WHERE d.shop_id = $1 AND d.kind = p.kind AND d.owner_id = p.owner_id
    RETURNING d.kind, d.owner_id::text AS "ownerId", d.rev, p.sent_hash AS "sentHash", d.digest, d.attempts, d.lane = 0 AS news,
      d.marked_at AS "markedAt", clock_timestamp() AS "claimedAt"`,
    values: [tx.shopId, rowsMax, Math.ceil(rowsMax * HISTORY_SHARE), leaseMs],
  });
  return result.rows;
}

/** What became of a claimed mark: what Shopify holds now, in both names; null when it holds nothing. */
export type Sent = {
  mark: Mark;
  hash: string | null;
  digest: string | null;
  remark: string | null;
};

/** Clears the marks. One that changed since it was claimed stays, and what Shopify holds is unknown. */
export async function clearMarks(tx: ShopTransaction, sent: readonly Sent[]): Promise<void> {
  await tx.client.query({
    name: "clear-marks",
    text: `UPDATE dirty_marks d SET
        marked_at = CASE WHEN d.rev = x.rev THEN NULL ELSE greatest(d.marked_at, x.claimed_at) END,
        sent_hash = CASE WHEN d.rev = x.rev THEN x.hash END, digest = x.digest,
        next_try_at = clock_timestamp(), attempts = 0, remark = x.remark, sent_at = clock_timestamp()
      FROM unnest($2::text[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::timestamptz[], $8::text[])
        AS x(kind, owner_id, rev, hash, remark, claimed_at, digest)
      WHERE d.shop_id = $1 AND d.kind = x.kind AND d.owner_id = x.owner_id`,
    values: [
      tx.shopId,
      ...keysOf(sent.map(({ mark }) => mark)),
      sent.map(({ hash }) => hash),
      sent.map(({ remark }) => remark),
      sent.map(({ mark }) => mark.claimedAt),
      sent.map(({ digest }) => digest),
    ],
  });
}

/** Not sent, or nobody knows whether: tried again after `pauseMs`. A remark makes it a failure. */
export async function postponeMarks(
  tx: ShopTransaction,
  marks: readonly Mark[],
  { pauseMs, remark }: { pauseMs: number; remark: string | null },
): Promise<void> {
  await tx.client.query({
    name: "postpone-marks",
    text: `UPDATE dirty_marks d SET
        marked_at = coalesce(d.marked_at, x.claimed_at), sent_hash = NULL, digest = x.digest,
        next_try_at = clock_timestamp() + $5 * interval '1 millisecond',
        attempts = CASE WHEN $6::text IS NULL THEN d.attempts ELSE least(d.attempts + 1, 1000) END,
        remark = coalesce($6, d.remark)
      FROM unnest($2::text[], $3::bigint[], $4::int[], $7::timestamptz[], $8::text[])
        AS x(kind, owner_id, rev, claimed_at, digest)
      WHERE d.shop_id = $1 AND d.kind = x.kind AND d.owner_id = x.owner_id`,
    values: [
      tx.shopId,
      ...keysOf(marks),
      pauseMs,
      remark?.replaceAll("\0", "").slice(0, 500) ?? null,
      marks.map((mark) => mark.claimedAt),
      marks.map((mark) => mark.digest),
    ],
  });
}

function keysOf(marks: readonly Mark[]): [string[], Id[], number[]] {
  return [
    marks.map((mark) => mark.kind),
    marks.map((mark) => mark.ownerId),
    marks.map((mark) => mark.rev),
  ];
}

export type WaitingMarks = {
  news: number;
  newsOldest: Date | null;
  history: number;
  failing: number;
  /** Why the oldest failing one isn't shown. */
  problem: string | null;
};

/** What of a shop is still to be shown. */
export async function waitingMarks(tx: ShopTransaction): Promise<WaitingMarks> {
  const result = await tx.client.query<WaitingMarks>(
    `SELECT count(*) FILTER (WHERE lane = 0)::int AS news, min(marked_at) FILTER (WHERE lane = 0) AS "newsOldest",
       count(*) FILTER (WHERE lane = 1)::int AS history, count(*) FILTER (WHERE attempts > 0)::int AS failing,
       (array_agg(remark ORDER BY marked_at) FILTER (WHERE attempts > 0))[1] AS problem
     FROM dirty_marks WHERE shop_id = $1 AND marked_at IS NOT NULL`,
    [tx.shopId],
  );
  const [row] = result.rows;
  if (!row) throw new Error("an aggregate answers one row");
  return row;
}

export async function shopsWithMarks(pool: Pool, shopsMax: number): Promise<ShopId[]> {
  const result = await pool.query<{ id: ShopId }>({
    name: "shops-with-marks",
    text: "SELECT shops_with_marks($1)::text AS id",
    values: [shopsMax],
  });
  return result.rows.map((row) => row.id);
}

export async function shopsWithStartedPrograms(
  pool: Pool,
  now: Instant,
  shopsMax: number,
): Promise<ShopId[]> {
  const result = await pool.query<{ id: ShopId }>(
    "SELECT shops_with_started_programs($1, $2)::text AS id",
    [new Date(now), shopsMax],
  );
  return result.rows.map((row) => row.id);
}
