/** All rows that are about one person, for the file that they may ask for. */
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

export type FileEntry = {
  entryId: string;
  kind: string;
  cause: string;
  points: number;
  reason: string;
  occurredAt: Instant;
  postedAt: Instant;
  arithmetic: Record<string, unknown>;
};

/** A page of what was posted for them, the oldest first. */
export async function entriesFor(
  tx: ShopTransaction,
  customerIds: readonly Id[],
  page: { after: string; rowsMax: number },
): Promise<FileEntry[]> {
  const result = await tx.client.query<FileEntry>(
    `SELECT entry_id::text AS "entryId", kind, cause, points::float8 AS points, reason,
       floor(extract(epoch FROM occurred_at) * 1000)::float8 AS "occurredAt",
       floor(extract(epoch FROM posted_at) * 1000)::float8 AS "postedAt", arithmetic
     FROM entries WHERE shop_id = $1 AND entry_id > $3 AND member_id = ANY (ARRAY(
       SELECT m.member_id FROM members m WHERE m.shop_id = $1 AND m.customer_id = ANY($2::bigint[])))
     ORDER BY entries.entry_id LIMIT $4`,
    [tx.shopId, customerIds, page.after, page.rowsMax],
  );
  return result.rows;
}

/** When Shopify was last told their standing, for the storefront. */
export async function shownOf(
  tx: ShopTransaction,
  customerIds: readonly Id[],
): Promise<{ customerId: Id; sentAt: Instant | null; waits: boolean }[]> {
  const result = await tx.client.query<{ customerId: Id; sentAt: Instant | null; waits: boolean }>(
    `SELECT owner_id::text AS "customerId", floor(extract(epoch FROM sent_at) * 1000)::float8 AS "sentAt",
       marked_at IS NOT NULL AS waits
     FROM dirty_marks WHERE shop_id = $1 AND kind = 'member' AND owner_id = ANY($2::bigint[])`,
    [tx.shopId, customerIds],
  );
  return result.rows;
}

export type Deed = { at: Instant; what: string; detail: Record<string, unknown> };

/** What staff did about them. Who of the staff it was is the staff's own. */
export async function deedsAbout(
  tx: ShopTransaction,
  customerIds: readonly Id[],
  rowsMax: number,
): Promise<Deed[]> {
  const result = await tx.client.query<Deed>(
    `SELECT floor(extract(epoch FROM at) * 1000)::float8 AS at, what, detail FROM team_log
     WHERE shop_id = $1 AND subject = ANY($2::text[]) ORDER BY log_id LIMIT $3`,
    [tx.shopId, customerIds.map((id) => `customer:${id}`), rowsMax],
  );
  return result.rows;
}
