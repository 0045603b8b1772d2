/** The ledger as it is proved: hours of entries, seals, and every member's sums. */
import type { ErasedEntry, SealContent, SealedEntry } from "../../domain/ledger/seal.ts";
import type { Standing } from "../../domain/settlement/settlement.ts";
import type { Action, CustomerMerge } from "../../domain/members/member-facts.ts";
import type { OrderFacts } from "../../domain/orders/order-facts.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

export const SEALED_ENTRY = `entry_id::text AS "entryId", member_id::text AS "memberId", kind, cause, n, points::text,
  reason, to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt",
  to_char(posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "postedAt", arithmetic::text`;

const ERASED = `entry_id::text AS "entryId", points::text,
  to_char(posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "postedAt", encode(leaf_hash, 'hex') AS "leafHash"`;

// What is left of erased entries stands among the others, in the order of their ids.
const POSTED = `
SELECT piece FROM (
  SELECT e.entry_id, (SELECT row_to_json(x) FROM (SELECT ${SEALED_ENTRY} FROM (SELECT e.*) AS e) AS x)::text AS piece FROM entries e
  WHERE e.shop_id = $1 AND e.posted_at >= $2 AND e.posted_at < $3
  UNION ALL
  SELECT g.entry_id, (SELECT row_to_json(x) FROM (SELECT ${ERASED} FROM (SELECT g.*) AS g) AS x)::text FROM erased_entries g
  WHERE g.shop_id = $1 AND g.posted_at >= $2 AND g.posted_at < $3
) AS pieces ORDER BY entry_id`;

/** Rows of an hour held in memory at a time: an hour into which a history was read in has a million. */
const POSTED_PAGE = 5_000;

/** Entries posted in [from, to), by id; of erased ones what is left. Within a transaction. */
export async function* entriesPosted(
  tx: ShopTransaction,
  from: Instant,
  to: Instant,
): AsyncGenerator<SealedEntry | ErasedEntry> {
  await tx.client.query(`DECLARE posted NO SCROLL CURSOR FOR ${POSTED}`, [
    tx.shopId,
    new Date(from),
    new Date(to),
  ]);
  for (let rows = POSTED_PAGE; rows === POSTED_PAGE;) {
    const page = await tx.client.query<{ piece: string }>(`FETCH ${POSTED_PAGE} FROM posted`);
    for (const { piece } of page.rows) yield JSON.parse(piece) as SealedEntry | ErasedEntry;
    rows = page.rows.length;
  }
  await tx.client.query("CLOSE posted");
}

/** A page of what is left of erased entries, by id, for the export. */
export async function erasedAfter(
  tx: ShopTransaction,
  after: string,
  rowsMax: number,
): Promise<ErasedEntry[]> {
  const result = await tx.client.query<ErasedEntry>(
    `SELECT ${ERASED} FROM erased_entries WHERE shop_id = $1 AND entry_id > $2 ORDER BY entry_id LIMIT $3`,
    [tx.shopId, after, rowsMax],
  );
  return result.rows;
}

/** A page of entries by id, for the export. */
export async function entriesAfter(
  tx: ShopTransaction,
  after: string,
  rowsMax: number,
): Promise<SealedEntry[]> {
  const result = await tx.client.query<SealedEntry>(
    `SELECT ${SEALED_ENTRY} FROM entries WHERE shop_id = $1 AND entry_id > $2 ORDER BY entry_id LIMIT $3`,
    [tx.shopId, after, rowsMax],
  );
  return result.rows;
}

/** Hours before `before` (starts) that have entries and no seal, ascending. */
export async function unsealedHours(
  tx: ShopTransaction,
  before: Instant,
  hoursMax: number,
): Promise<Instant[]> {
  const result = await tx.client.query<{ hour: Date }>(
    `SELECT hour FROM (
       SELECT to_timestamp(floor(extract(epoch FROM posted_at) / 3600) * 3600) AS hour FROM entries
       WHERE shop_id = $1 AND posted_at < $2
         AND posted_at >= coalesce((SELECT max(hour) + interval '1 hour' FROM seals WHERE shop_id = $1), '-infinity')
       UNION
       SELECT to_timestamp(floor(extract(epoch FROM posted_at) / 3600) * 3600) FROM erased_entries
       WHERE shop_id = $1 AND posted_at < $2
         AND posted_at >= coalesce((SELECT max(hour) + interval '1 hour' FROM seals WHERE shop_id = $1), '-infinity')
     ) AS hours ORDER BY hour LIMIT $3`,
    [tx.shopId, new Date(before), hoursMax],
  );
  return result.rows.map((row) => row.hour.getTime());
}

/** An entry posted before `before` into an hour that has no seal; null if there is none. */
export async function unsealedBefore(tx: ShopTransaction, before: Instant): Promise<string | null> {
  const result = await tx.client.query<{ id: string }>(
    `SELECT entry_id::text AS id FROM entries e WHERE shop_id = $1 AND posted_at < $2 AND NOT EXISTS (
       SELECT 1 FROM seals s WHERE s.shop_id = $1 AND e.posted_at >= s.hour AND e.posted_at < s.hour + interval '1 hour')
     ORDER BY entry_id LIMIT 1`,
    [tx.shopId, new Date(before)],
  );
  return result.rows[0]?.id ?? null;
}

export type Seal = SealContent & { keyId: string; signature: string };

type SealRow = Omit<Seal, "hour" | "points"> & { hour: Date; points: string };

export async function seals(tx: ShopTransaction): Promise<Seal[]> {
  const result = await tx.client.query<SealRow>(
    `SELECT hour, entries, points, last_entry_id::text AS "lastEntryId", hash, previous_hash AS "previousHash",
       key_id AS "keyId", signature, form FROM seals WHERE shop_id = $1 ORDER BY hour`,
    [tx.shopId],
  );
  return result.rows.map(sealOf);
}

export async function lastSeal(tx: ShopTransaction): Promise<Seal | null> {
  const result = await tx.client.query<SealRow>(
    `SELECT hour, entries, points, last_entry_id::text AS "lastEntryId", hash, previous_hash AS "previousHash",
       key_id AS "keyId", signature, form FROM seals WHERE shop_id = $1 ORDER BY hour DESC LIMIT 1`,
    [tx.shopId],
  );
  const [row] = result.rows;
  return row ? sealOf(row) : null;
}

function sealOf(row: SealRow): Seal {
  return { ...row, hour: row.hour.getTime(), points: Number(row.points) };
}

/** Two workers may seal the same hour: they seal the same content, and the first stays. */
export async function addSeal(tx: ShopTransaction, seal: Seal): Promise<void> {
  await tx.client.query(
    `INSERT INTO seals (shop_id, hour, entries, points, last_entry_id, hash, previous_hash, key_id, signature, form)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
    [
      tx.shopId,
      new Date(seal.hour),
      seal.entries,
      seal.points,
      seal.lastEntryId,
      seal.hash,
      seal.previousHash,
      seal.keyId,
      seal.signature,
      seal.form,
    ],
  );
}

export type MemberToProve = {
  memberId: Id;
  customerId: Id;
  balance: number;
  standing: Standing;
  settledAt: Instant;
  dueAt: Instant | null;
};

/** A page of members by id. */
export async function membersAfter(
  tx: ShopTransaction,
  after: Id,
  rowsMax: number,
): Promise<MemberToProve[]> {
  type Row = {
    memberId: Id;
    customerId: Id;
    balance: string;
    standing: Standing;
    settledAt: Date;
    dueAt: Date | null;
  };
  const result = await tx.client.query<Row>(
    `SELECT member_id::text AS "memberId", customer_id::text AS "customerId", balance, standing,
       settled_at AS "settledAt", due_at AS "dueAt"
     FROM members WHERE shop_id = $1 AND member_id > $2 ORDER BY member_id LIMIT $3`,
    [tx.shopId, after, rowsMax],
  );
  return result.rows.map((row) => ({
    ...row,
    balance: Number(row.balance),
    settledAt: row.settledAt.getTime(),
    dueAt: row.dueAt?.getTime() ?? null,
  }));
}

export type CauseSum = {
  memberId: Id;
  cause: string;
  points: number;
  entries: number;
  highestN: number;
};

/** An order that is filed under another customer or instant than its facts say; null if none is. */
export async function misfiledOrder(tx: ShopTransaction): Promise<string | null> {
  const result = await tx.client.query<{ id: string }>(
    `SELECT order_id::text AS id FROM orders WHERE shop_id = $1 AND (
       customer_id IS DISTINCT FROM (facts #>> '{snapshot,customerId}')::bigint
       OR floor(extract(epoch FROM placed_at) * 1000) IS DISTINCT FROM (facts #>> '{snapshot,placedAt}')::bigint
       OR order_id IS DISTINCT FROM (facts ->> 'orderId')::bigint) LIMIT 1`,
    [tx.shopId],
  );
  return result.rows[0]?.id ?? null;
}

/** What every cause of these members holds, by their entries. */
export async function causeSums(
  tx: ShopTransaction,
  memberIds: readonly Id[],
): Promise<CauseSum[]> {
  const result = await tx.client.query<Omit<CauseSum, "points"> & { points: string }>(
    `SELECT member_id::text AS "memberId", cause, sum(points)::text AS points, count(*)::int AS entries, max(n) AS "highestN"
     FROM entries WHERE shop_id = $1 AND member_id = ANY($2::bigint[]) GROUP BY member_id, cause ORDER BY member_id, cause`,
    [tx.shopId, memberIds],
  );
  return result.rows.map((row) => ({ ...row, points: Number(row.points) }));
}

export type ShopCounts = {
  members: number;
  orders: number;
  entries: number;
  erased: number;
  seals: number;
  pointsOutstanding: number;
  pointsEarned: number;
};

export async function counts(tx: ShopTransaction): Promise<ShopCounts> {
  const result = await tx.client.query<Record<keyof ShopCounts, string>>(
    `SELECT (SELECT count(*) FROM members WHERE shop_id = $1 AND standing ->> 'enrolledAt' IS NOT NULL) AS members,
            (SELECT count(*) FROM orders WHERE shop_id = $1) AS orders,
            (SELECT count(*) FROM entries WHERE shop_id = $1) AS entries,
            (SELECT count(*) FROM erased_entries WHERE shop_id = $1) AS erased,
            (SELECT count(*) FROM seals WHERE shop_id = $1) AS seals,
            (SELECT coalesce(sum(greatest(balance, 0)), 0) FROM members WHERE shop_id = $1) AS "pointsOutstanding",
            (SELECT coalesce(sum((standing ->> 'lifetimeEarned')::bigint), 0) FROM members WHERE shop_id = $1) AS "pointsEarned"`,
    [tx.shopId],
  );
  const [row] = result.rows;
  if (!row) throw new Error("counts answer one row");
  return {
    members: Number(row.members),
    orders: Number(row.orders),
    entries: Number(row.entries),
    erased: Number(row.erased),
    seals: Number(row.seals),
    pointsOutstanding: Number(row.pointsOutstanding),
    pointsEarned: Number(row.pointsEarned),
  };
}

/** A page of orders by id. */
export async function ordersAfter(
  tx: ShopTransaction,
  after: Id,
  rowsMax: number,
): Promise<OrderFacts[]> {
  const result = await tx.client.query<{ facts: OrderFacts }>(
    "SELECT facts FROM orders WHERE shop_id = $1 AND order_id > $2 ORDER BY order_id LIMIT $3",
    [tx.shopId, after, rowsMax],
  );
  return result.rows.map((row) => row.facts);
}

export async function merges(tx: ShopTransaction): Promise<CustomerMerge[]> {
  const result = await tx.client.query<CustomerMerge>(
    `SELECT deleted_id::text AS "deletedId", kept_id::text AS "keptId" FROM customer_merges WHERE shop_id = $1
     ORDER BY deleted_id, kept_id`,
    [tx.shopId],
  );
  return result.rows;
}

export async function actionsOf(
  tx: ShopTransaction,
  customerIds: readonly Id[],
): Promise<({ customerId: Id } & Action)[]> {
  const result = await tx.client.query<{
    customerId: Id;
    key: string;
    kind: Action["kind"];
    at: Date;
    points: string;
  }>(
    `SELECT customer_id::text AS "customerId", key, kind, at, points FROM actions
     WHERE shop_id = $1 AND customer_id = ANY($2::bigint[]) ORDER BY customer_id, at, key`,
    [tx.shopId, customerIds],
  );
  return result.rows.map((row) => ({ ...row, at: row.at.getTime(), points: Number(row.points) }));
}
