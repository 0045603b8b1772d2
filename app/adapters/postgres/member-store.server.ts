/** Members as they are read: the shopper's state, their activity, and who is due by time. */
import type { Pool } from "pg";
import type { Standing } from "../../domain/settlement/settlement.ts";
import type { ProgramVersion } from "../../domain/program/program.ts";
import type { EntryArithmetic, EntryKind } from "../../domain/settlement/post.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import { versionsOf, type StoredRules } from "./settlement-store.server.ts";
import { WriteConflict, type ShopId, type ShopTransaction } from "./shop-transaction.server.ts";

export type MemberRead = {
  /** The customer that this one lives on as, after merges. */
  customerId: Id;
  member: {
    memberId: Id;
    balance: number;
    held: number;
    standing: Standing;
    dueAt: Instant | null;
  } | null;
  versions: ProgramVersion[];
};

type Row = {
  member_id: string | null;
  customer_id: string;
  balance: string;
  held: string;
  standing: Standing;
  due_at: Date | null;
  versions:
    | {
        version: number;
        startsAt: string | null;
        rules: StoredRules;
      }[]
    | null;
};

/** One trip; the database function sets the shop for the statement before it reads. */
export async function readMember(pool: Pool, shopId: ShopId, customerId: Id): Promise<MemberRead> {
  const result = await pool.query<Row>({
    name: "read-member",
    text: "SELECT * FROM read_member($1, $2)",
    values: [shopId, customerId],
  });
  const [row] = result.rows;
  if (!row) throw new Error("read_member answers one row");
  return {
    customerId: row.customer_id,
    member:
      row.member_id === null
        ? null
        : {
            memberId: row.member_id,
            balance: Number(row.balance),
            held: Number(row.held),
            standing: row.standing,
            dueAt: row.due_at?.getTime() ?? null,
          },
    versions: versionsOf(
      (row.versions ?? []).map((each) => [
        each.version,
        each.startsAt === null ? null : Date.parse(each.startsAt),
        each.rules,
      ]),
    ),
  };
}

export type ActivityRow = {
  entryId: string;
  kind: EntryKind;
  cause: string;
  n: number;
  points: number;
  reason: string;
  occurredAt: Instant;
  postedAt: Instant;
  arithmetic: EntryArithmetic;
  orderName: string | null;
};

/** Entries of a member, newest first, from before `before` (an entry id) on. */
export async function readActivity(
  tx: ShopTransaction,
  memberId: Id,
  page: { before: string | null; rowsMax: number },
): Promise<ActivityRow[]> {
  const result = await tx.client.query<
    Omit<ActivityRow, "points" | "occurredAt" | "postedAt"> & {
      points: string;
      occurredAt: Date;
      postedAt: Date;
    }
  >(
    `SELECT e.entry_id::text AS "entryId", e.kind, e.cause, e.n, e.points, e.reason, e.occurred_at AS "occurredAt",
       e.posted_at AS "postedAt", e.arithmetic,
       (SELECT o.facts #>> '{snapshot,name}' FROM orders o WHERE o.shop_id = $1 AND e.kind = 'order'
          AND o.order_id = CASE WHEN e.kind = 'order' THEN split_part(e.cause, ':', 2)::bigint END) AS "orderName"
     FROM entries e
     WHERE e.shop_id = $1 AND e.member_id = $2 AND ($3::bigint IS NULL OR e.entry_id < $3)
     ORDER BY e.entry_id DESC LIMIT $4`,
    [tx.shopId, memberId, page.before, page.rowsMax],
  );
  return result.rows.map((row) => ({
    ...row,
    points: Number(row.points),
    occurredAt: row.occurredAt.getTime(),
    postedAt: row.postedAt.getTime(),
  }));
}

/** Customers whose standing time alone has changed, the most overdue first. */
export async function dueCustomers(
  tx: ShopTransaction,
  now: Instant,
  rowsMax: number,
): Promise<Id[]> {
  const result = await tx.client.query<{ id: Id }>(
    `SELECT customer_id::text AS id FROM members WHERE shop_id = $1 AND due_at <= $2 ORDER BY due_at LIMIT $3`,
    [tx.shopId, new Date(now), rowsMax],
  );
  return result.rows.map((row) => row.id);
}

/** Made due in one statement: settling in the shop waits no longer than for these. */
export const MADE_DUE_MAX = 2_000;

/**
 * A rule changed for everybody: the first of them are due at once, the others by `makeMoreDue`, and
 * until then by the shop's own mark.
 */
export async function makeAllDue(tx: ShopTransaction, now: Instant): Promise<void> {
  const dueAfter = await makeDueAfter(tx, now, "0");
  await tx.client.query("UPDATE shops SET due_after = $2 WHERE shop_id = $1", [
    tx.shopId,
    dueAfter,
  ]);
}

/** The next of them; false when nobody is left. */
export async function makeMoreDue(tx: ShopTransaction, now: Instant): Promise<boolean> {
  const after = await lastMadeDue(tx);
  if (after === null) return false;
  const dueAfter = await makeDueAfter(tx, now, after);
  const moved = await tx.client.query(
    "UPDATE shops SET due_after = $2 WHERE shop_id = $1 AND due_after = $3",
    [tx.shopId, dueAfter, after],
  );
  if (moved.rowCount !== 1) throw new WriteConflict("who is to be made due");
  return dueAfter !== null;
}

/** Members with greater numbers are due though their rows don't say so yet; null: there are none. */
export async function lastMadeDue(tx: ShopTransaction): Promise<Id | null> {
  const result = await tx.client.query<{ after: Id | null }>(
    "SELECT due_after::text AS after FROM shops WHERE shop_id = $1",
    [tx.shopId],
  );
  return result.rows[0]?.after ?? null;
}

/** Counts as a change: whoever settles a member by the rules of before must read again. */
async function makeDueAfter(tx: ShopTransaction, now: Instant, after: Id): Promise<Id | null> {
  const result = await tx.client.query<{ last: Id | null; members: number }>(
    `WITH page AS (
       SELECT member_id FROM members WHERE shop_id = $1 AND member_id > $2 ORDER BY member_id LIMIT $4
     ), due AS (
       UPDATE members SET due_at = least(due_at, $3), rev = rev + 1
       WHERE shop_id = $1 AND member_id = ANY (ARRAY(SELECT member_id FROM page))
     )
     SELECT max(member_id)::text AS last, count(*)::int AS members FROM page`,
    [tx.shopId, after, new Date(now), MADE_DUE_MAX],
  );
  const [page] = result.rows;
  return page && page.members === MADE_DUE_MAX ? page.last : null;
}

export async function shopsWithDueMembers(
  pool: Pool,
  now: Instant,
  shopsMax: number,
): Promise<ShopId[]> {
  const result = await pool.query<{ id: ShopId }>(
    "SELECT shops_with_due_members($1, $2)::text AS id",
    [new Date(now), shopsMax],
  );
  return result.rows.map((row) => row.id);
}
