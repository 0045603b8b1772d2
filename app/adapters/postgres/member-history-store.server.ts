/**
 * What happened to one member, for the page that answers "why": entries, orders that earned nothing,
 * and actions that moved no points, as one list by the instant at which they are told; and sums.
 */
import {
  BALANCE_PARTS,
  type BalancePart,
  type HistoryCursor,
  type HistoryQuery,
  type HistoryRow,
  type PartSum,
} from "../../domain/settlement/member-history.ts";
import type { EntryKind } from "../../domain/settlement/post.ts";
import type { OrderFacts } from "../../domain/orders/order-facts.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

/** One walk over the member's entries by their own index. */
export async function partSums(tx: ShopTransaction, memberId: Id): Promise<PartSum[]> {
  const result = await tx.client.query<{
    kind: EntryKind;
    takes: boolean;
    entries: number;
    points: string;
  }>(
    `SELECT kind, points < 0 AS takes, count(*)::int AS entries, sum(points)::text AS points
     FROM entries WHERE shop_id = $1 AND member_id = $2 GROUP BY 1, 2`,
    [tx.shopId, memberId],
  );
  return (Object.keys(BALANCE_PARTS) as BalancePart[])
    .map((part) => {
      const { kind, takes } = BALANCE_PARTS[part];
      const rows = result.rows.filter(
        (row) => row.kind === kind && (takes === null || row.takes === takes),
      );
      const entries = rows.reduce((sum, row) => sum + row.entries, 0);
      return { part, entries, points: rows.reduce((sum, row) => sum + Number(row.points), 0) };
    })
    .filter(({ entries }) => entries > 0);
}

// An undoing counts from what it undoes and is told when it was posted; so is every correction.
const HAPPENED = `CASE WHEN e.n = 0 AND e.cause NOT LIKE 'adjustment:undo:%' THEN e.occurred_at ELSE e.posted_at END`;
// Orders with entries are hashed in one walk: looked up one by one, the planner, to whom a member has two
// entries, would walk all of the member's for each order (30 s at 10,000 orders).
// The action's number within its instant is its key: there is no other.
const PAGE = `
WITH told AS (
  (SELECT ${HAPPENED} AS at, 3 AS rank, lpad(e.entry_id::text, 20, '0') AS id, 'entry' AS source, e.kind, e.cause, e.points, e.reason,
     e.posted_at, e.occurred_at, NULL::jsonb AS facts
   FROM entries e
   WHERE e.shop_id = $1 AND e.member_id = $2 AND ($8::text IS NULL OR (e.kind = $8 AND ($9::boolean IS NULL OR (e.points < 0) = $9)))
     AND ($4::timestamptz IS NULL OR (${HAPPENED}, 3, lpad(e.entry_id::text, 20, '0')) < ($4, $5::int, $6))
   ORDER BY 1 DESC, 3 DESC LIMIT $7)
  UNION ALL
  (SELECT o.placed_at, 2, lpad(o.order_id::text, 20, '0'), 'order', 'order', 'order:' || o.order_id, 0, 'none', NULL, o.placed_at, o.facts
   FROM orders o
   WHERE o.shop_id = $1 AND o.customer_id = ANY($3::bigint[]) AND $10
     AND ($4::timestamptz IS NULL OR (o.placed_at, 2, lpad(o.order_id::text, 20, '0')) < ($4, $5::int, $6))
     AND ($4::timestamptz IS NULL OR o.placed_at <= $4)
     AND o.order_id NOT IN (SELECT split_part(e.cause, ':', 2)::bigint FROM entries e
       WHERE e.shop_id = $1 AND e.member_id = $2 AND e.kind = 'order')
   ORDER BY 1 DESC, 3 DESC LIMIT $7)
  UNION ALL
  (SELECT a.at, 1, a.key, 'action', a.kind, a.key, 0, a.kind, NULL, a.at, NULL
   FROM actions a
   WHERE a.shop_id = $1 AND a.customer_id = ANY($3::bigint[]) AND a.points = 0 AND $11
     AND ($4::timestamptz IS NULL OR (a.at, 1, a.key) < ($4, $5::int, $6))
   ORDER BY 1 DESC, 3 DESC LIMIT $7)
  ORDER BY at DESC, rank DESC, id DESC LIMIT $7
)
SELECT t.*, a.detail,
  (SELECT u.key FROM actions u WHERE u.shop_id = $1 AND u.customer_id = ANY($3::bigint[]) AND t.kind = 'adjustment'
     AND u.key = 'adjustment:undo:' || split_part(t.cause, ':', 2) LIMIT 1) AS "undoneBy",
  (SELECT jsonb_build_object('id', o.order_id::text, 'name', o.facts #> '{snapshot,name}', 'customerId', o.facts #> '{snapshot,customerId}')
   FROM orders o WHERE o.shop_id = $1 AND o.order_id = CASE WHEN t.kind = 'order' THEN split_part(t.cause, ':', 2)::bigint END) AS order
FROM told t LEFT JOIN LATERAL (
  SELECT x.detail FROM actions x WHERE x.shop_id = $1 AND x.customer_id = ANY($3::bigint[]) AND t.kind = 'adjustment' AND x.key = t.cause LIMIT 1
) AS a ON true
ORDER BY t.at DESC, t.rank DESC, t.id DESC`;

/** As stored: of an order without entries all that is known of it, to be told why. */
export type StoredRow = Omit<HistoryRow, "nothing"> & { facts: OrderFacts | null };

type Row = Omit<StoredRow, "at" | "points" | "postedAt" | "occurredAt"> & {
  at: Date;
  points: string;
  posted_at: Date | null;
  occurred_at: Date;
};

/** Newest first by the instant at which a thing is told: happened, or, of a correction, posted. */
export async function historyPage(
  tx: ShopTransaction,
  { memberId, kin, before, rowsMax, part }: HistoryQuery,
): Promise<StoredRow[]> {
  const { kind, takes } =
    part === null || part === "nothing" ? { kind: null, takes: null } : BALANCE_PARTS[part];
  const result = await tx.client.query<Row>(PAGE, [
    tx.shopId,
    memberId,
    kin,
    before && new Date(before.at),
    before?.rank ?? null,
    before && paddedId(before),
    rowsMax,
    part === "nothing" ? NO_KIND : kind,
    takes,
    part === null || part === "nothing",
    part === null,
  ]);
  return result.rows.map(({ posted_at, occurred_at, ...row }) => ({
    ...row,
    id: row.source === "action" ? row.id : row.id.replace(/^0+/, ""),
    at: row.at.getTime(),
    points: Number(row.points),
    postedAt: posted_at?.getTime() ?? null,
    occurredAt: occurred_at.getTime(),
  }));
}

/** Of no entry: leaves orders without entries alone. */
const NO_KIND = "none";
const ID_DIGITS = 20;
const ACTION_RANK = 1;

function paddedId({ rank, id }: HistoryCursor): string {
  return rank === ACTION_RANK ? id : id.padStart(ID_DIGITS, "0");
}
