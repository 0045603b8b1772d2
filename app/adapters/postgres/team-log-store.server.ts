/** The team log: what staff did, and to what. It only grows; names of customers never stand in it. */
import type { Instant } from "../../domain/shared/instant.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

/** What the merchant's staff can do that is written down. */
export const STAFF_DEEDS = [
  "adjustment",
  "adjustment-undone",
  "settings-changed",
  "delivery-retried",
  "delivery-dismissed",
  "reconciliation-started",
  "import-started",
  "import-stopped",
  "earn-from-chosen",
  "data-file-taken",
  "members-exported",
  "filter-saved",
  "filter-deleted",
  "names-kept",
  "names-forgotten",
  "members-enrolled",
] as const;
export type StaffDeed = (typeof STAFF_DEEDS)[number];

export type Logged = {
  /** Null: nobody's name was told with the request. */
  staff: { id: string; name: string | null } | null;
  what: StaffDeed;
  /** "customer:1001", "delivery:…", "import:7"; null where the shop itself is meant. */
  subject: string | null;
  /** Figures and ids alone, so that whoever was forgotten isn't found here. */
  detail: Record<string, unknown>;
};

export type LogEntry = Logged & { logId: string; at: Instant };

/** All that is given must hold; `before` is the cursor: the id of the last entry of the page before. */
export type LogQuery = {
  before: string | null;
  rowsMax: number;
  what: StaffDeed | null;
  staffId: string | null;
  subject: string | null;
};

/** Within the transaction of what was done: either both happened or neither. */
export async function append(
  tx: ShopTransaction,
  { staff, what, subject, detail }: Logged,
): Promise<void> {
  await tx.client.query(
    `INSERT INTO team_log (shop_id, staff_id, staff_name, what, subject, detail) VALUES ($1, $2, $3, $4, $5, $6)`,
    [tx.shopId, staff?.id ?? null, staff?.name ?? null, what, subject, JSON.stringify(detail)],
  );
}

type Row = {
  logId: string;
  at: Date;
  staffId: string | null;
  staffName: string | null;
  what: StaffDeed;
  subject: string | null;
  detail: Record<string, unknown>;
};

/** Newest first. */
export async function page(tx: ShopTransaction, query: LogQuery): Promise<LogEntry[]> {
  const { before, rowsMax, what, staffId, subject } = query;
  const result = await tx.client.query<Row>(
    `SELECT log_id::text AS "logId", at, staff_id AS "staffId", staff_name AS "staffName", what, subject, detail
     FROM team_log WHERE shop_id = $1 AND ($2::bigint IS NULL OR log_id < $2) AND ($3::text IS NULL OR what = $3)
       AND ($4::text IS NULL OR staff_id = $4) AND ($5::text IS NULL OR subject = $5)
     ORDER BY log_id DESC LIMIT $6`,
    [tx.shopId, before, what, staffId, subject, rowsMax],
  );
  return result.rows.map(({ staffId: id, staffName: name, at, ...row }) => ({
    ...row,
    at: at.getTime(),
    staff: id === null ? null : { id, name },
  }));
}

/**
 * Everybody who did something, by their newest name; at most `rowsMax`. Goes from person to person
 * along the index: the log itself is as long as the shop is old.
 */
export async function staffSeen(
  tx: ShopTransaction,
  rowsMax: number,
): Promise<{ id: string; name: string | null }[]> {
  const result = await tx.client.query<{ id: string; name: string | null }>(
    `WITH RECURSIVE people AS (
       (SELECT staff_id FROM team_log WHERE shop_id = $1 AND staff_id IS NOT NULL ORDER BY staff_id LIMIT 1)
       UNION ALL
       SELECT (SELECT t.staff_id FROM team_log t WHERE t.shop_id = $1 AND t.staff_id > p.staff_id ORDER BY t.staff_id LIMIT 1)
       FROM people p WHERE p.staff_id IS NOT NULL
     )
     SELECT p.staff_id AS id, newest.staff_name AS name FROM people p CROSS JOIN LATERAL (
       SELECT t.staff_name, t.log_id FROM team_log t WHERE t.shop_id = $1 AND t.staff_id = p.staff_id
       ORDER BY t.log_id DESC LIMIT 1) AS newest
     ORDER BY newest.log_id DESC LIMIT $2`,
    [tx.shopId, rowsMax],
  );
  return result.rows;
}

/** Points that this person adjusted since, up and down alike; undone ones count as they were made. */
export async function pointsAdjusted(
  tx: ShopTransaction,
  staffId: string,
  since: Instant,
): Promise<number> {
  const result = await tx.client.query<{ points: string }>(
    `SELECT coalesce(sum(abs((detail ->> 'points')::bigint)), 0)::text AS points FROM team_log
     WHERE shop_id = $1 AND staff_id = $2 AND what = 'adjustment' AND at >= $3`,
    [tx.shopId, staffId, new Date(since)],
  );
  return Number(result.rows[0]?.points ?? 0);
}
