/** What one member's explanations are made from: their row, a cause's entries, orders, actions, merges. */
import type { Action } from "../../domain/members/member-facts.ts";
import type { OrderFacts } from "../../domain/orders/order-facts.ts";
import type { EntryArithmetic, EntryKind } from "../../domain/settlement/post.ts";
import type { Checkpoint, Standing } from "../../domain/settlement/settlement.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

export type MemberRow = {
  memberId: Id;
  balance: number;
  held: number;
  standing: Standing;
  checkpoint: Checkpoint;
};

export async function memberRow(tx: ShopTransaction, customerId: Id): Promise<MemberRow | null> {
  const result = await tx.client.query<
    Omit<MemberRow, "balance" | "held"> & { balance: string; held: string }
  >(
    `SELECT member_id::text AS "memberId", balance, held, standing, checkpoint FROM members
     WHERE shop_id = $1 AND customer_id = $2`,
    [tx.shopId, customerId],
  );
  const [row] = result.rows;
  return row ? { ...row, balance: Number(row.balance), held: Number(row.held) } : null;
}

export type StoredEntry = {
  entryId: string;
  kind: EntryKind;
  cause: string;
  n: number;
  points: number;
  reason: string;
  occurredAt: Instant;
  postedAt: Instant;
  arithmetic: EntryArithmetic;
};

type EntryRow = Omit<StoredEntry, "points" | "occurredAt" | "postedAt"> & {
  points: string;
  occurredAt: Date;
  postedAt: Date;
};

const ENTRY = `entry_id::text AS "entryId", kind, cause, n, points, reason, occurred_at AS "occurredAt",
  posted_at AS "postedAt", arithmetic`;

/** An entry of this member; null for another's, or none. */
export async function entryOf(
  tx: ShopTransaction,
  memberId: Id,
  entryId: string,
): Promise<StoredEntry | null> {
  const result = await tx.client.query<EntryRow>(
    `SELECT ${ENTRY} FROM entries WHERE shop_id = $1 AND entry_id = $2 AND member_id = $3`,
    [tx.shopId, entryId, memberId],
  );
  const [row] = result.rows;
  return row ? entryFrom(row) : null;
}

function entryFrom(row: EntryRow): StoredEntry {
  return {
    ...row,
    points: Number(row.points),
    occurredAt: row.occurredAt.getTime(),
    postedAt: row.postedAt.getTime(),
  };
}

/** All entries of one cause, first to last; at most `rowsMax`, the newest of them. */
export async function entriesOfCause(
  tx: ShopTransaction,
  memberId: Id,
  of: { cause: string; rowsMax: number },
): Promise<StoredEntry[]> {
  const result = await tx.client.query<EntryRow>(
    `SELECT ${ENTRY} FROM entries WHERE shop_id = $1 AND member_id = $2 AND cause = $3 ORDER BY n DESC LIMIT $4`,
    [tx.shopId, memberId, of.cause, of.rowsMax],
  );
  return result.rows.map(entryFrom).reverse();
}

export async function orderOf(tx: ShopTransaction, orderId: Id): Promise<OrderFacts | null> {
  const result = await tx.client.query<{ facts: OrderFacts }>(
    "SELECT facts FROM orders WHERE shop_id = $1 AND order_id = $2",
    [tx.shopId, orderId],
  );
  return result.rows[0]?.facts ?? null;
}

/** Orders of these customers placed in [from, to), oldest first; at most `rowsMax`. */
export async function ordersPlaced(
  tx: ShopTransaction,
  kin: readonly Id[],
  span: { from: Instant; to: Instant; rowsMax: number },
): Promise<OrderFacts[]> {
  const result = await tx.client.query<{ facts: OrderFacts }>(
    `SELECT facts FROM orders WHERE shop_id = $1 AND customer_id = ANY($2::bigint[]) AND placed_at >= $3 AND placed_at < $4
     ORDER BY placed_at LIMIT $5`,
    [tx.shopId, kin, new Date(span.from), new Date(span.to), span.rowsMax],
  );
  return result.rows.map((row) => row.facts);
}

/** Instants of the last orders before `before` that count as activity (test and deleted ones don't). */
export async function lastOrderBefore(
  tx: ShopTransaction,
  kin: readonly Id[],
  before: Instant,
): Promise<Instant | null> {
  const result = await tx.client.query<{ at: Date }>(
    `SELECT placed_at AS at FROM orders WHERE shop_id = $1 AND customer_id = ANY($2::bigint[]) AND placed_at < $3
       AND NOT (facts ->> 'deleted')::boolean AND NOT (facts #>> '{snapshot,test}')::boolean
     ORDER BY placed_at DESC LIMIT 1`,
    [tx.shopId, kin, new Date(before)],
  );
  return result.rows[0]?.at.getTime() ?? null;
}

export async function actionsOf(
  tx: ShopTransaction,
  kin: readonly Id[],
): Promise<(Action & { customerId: Id })[]> {
  const result = await tx.client.query<
    Omit<Action, "at" | "points"> & { customerId: Id; at: Date; points: string }
  >(
    `SELECT customer_id::text AS "customerId", key, kind, at, points, detail FROM actions
     WHERE shop_id = $1 AND customer_id = ANY($2::bigint[]) ORDER BY at, key`,
    [tx.shopId, kin],
  );
  return result.rows.map((row) => ({ ...row, at: row.at.getTime(), points: Number(row.points) }));
}

/** The order that was placed at the instant of enrolling, if it was one. */
export async function orderAt(
  tx: ShopTransaction,
  kin: readonly Id[],
  at: Instant,
): Promise<{ id: Id; name: string | null } | null> {
  const result = await tx.client.query<{ id: Id; name: string | null }>(
    `SELECT order_id::text AS id, facts #>> '{snapshot,name}' AS name FROM orders
     WHERE shop_id = $1 AND customer_id = ANY($2::bigint[]) AND placed_at = $3
       AND NOT (facts ->> 'deleted')::boolean AND NOT (facts #>> '{snapshot,test}')::boolean
     ORDER BY order_id LIMIT 1`,
    [tx.shopId, kin, new Date(at)],
  );
  return result.rows[0] ?? null;
}

/** Merges as they were told, of everyone who is kin of this customer; at most `rowsMax` of each step. */
export async function mergesAround(
  tx: ShopTransaction,
  customerId: Id,
): Promise<{ deletedId: Id; keptId: Id }[]> {
  const result = await tx.client.query<{ deletedId: Id; keptId: Id }>(
    `WITH RECURSIVE kin(customer_id) AS (
       SELECT $2::bigint
       UNION
       SELECT CASE WHEN c.deleted_id = k.customer_id THEN c.kept_id ELSE c.deleted_id END
       FROM kin k JOIN customer_merges c ON c.shop_id = $1 AND (c.deleted_id = k.customer_id OR c.kept_id = k.customer_id)
     )
     SELECT c.deleted_id::text AS "deletedId", c.kept_id::text AS "keptId" FROM customer_merges c
     WHERE c.shop_id = $1 AND c.deleted_id = ANY (ARRAY(SELECT customer_id FROM kin))`,
    [tx.shopId, customerId],
  );
  return result.rows;
}

/** How many entries and points were moved away from a merged customer, and when last. */
export async function movedFrom(
  tx: ShopTransaction,
  customerIds: readonly Id[],
): Promise<{ customerId: Id; points: number; at: Instant | null }[]> {
  const result = await tx.client.query<{ customerId: Id; points: string; at: Date | null }>(
    `SELECT m.customer_id::text AS "customerId", coalesce(-sum(e.points), 0)::text AS points, max(e.posted_at) AS at
     FROM members m LEFT JOIN entries e ON e.shop_id = $1 AND e.member_id = m.member_id AND e.reason = 'merged'
     WHERE m.shop_id = $1 AND m.customer_id = ANY($2::bigint[]) GROUP BY 1 ORDER BY 1`,
    [tx.shopId, customerIds],
  );
  return result.rows.map((row) => ({
    ...row,
    points: Number(row.points),
    at: row.at?.getTime() ?? null,
  }));
}

/** Titles of products as far as the catalogue is known. */
export async function productTitles(
  tx: ShopTransaction,
  productIds: readonly Id[],
): Promise<Map<Id, string>> {
  const result = await tx.client.query<{ id: Id; title: string }>(
    `SELECT item_id::text AS id, facts ->> 'title' AS title FROM catalog_items
     WHERE shop_id = $1 AND kind = 'product' AND item_id = ANY($2::bigint[]) AND facts ->> 'title' IS NOT NULL`,
    [tx.shopId, productIds],
  );
  return new Map(result.rows.map((row) => [row.id, row.title]));
}
