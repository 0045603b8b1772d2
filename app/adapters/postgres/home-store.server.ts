/** What Home asks of the tables that no other page has a reader for. */
import type { Instant } from "../../domain/shared/instant.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

export type OpenDataRequests = { open: number; oldestAt: Instant | null };

/** Files that customers asked for and that were not handed over yet. */
export async function openDataRequests(tx: ShopTransaction): Promise<OpenDataRequests> {
  const result = await tx.client.query<{ open: number; oldestAt: Date | null }>(
    `SELECT count(*)::int AS open, min(requested_at) AS "oldestAt" FROM privacy_requests
     WHERE shop_id = $1 AND topic = 'customers/data_request' AND handed_over_at IS NULL`,
    [tx.shopId],
  );
  const [row] = result.rows;
  return { open: row?.open ?? 0, oldestAt: row?.oldestAt?.getTime() ?? null };
}
