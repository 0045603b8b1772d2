/** What the law asked for and how far it is: as the merchant is shown it. */
import type { Id } from "../../domain/shared/ids.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

export type ListedRequest = {
  webhookId: string;
  topic: string;
  customerId: Id | null;
  requestedAt: Date;
  completedAt: Date | null;
  handedOverAt: Date | null;
  report: Record<string, unknown> | null;
  remark: string | null;
};

/** Newest first; `before` is when the last one of the page before was asked for, and its id. */
export async function privacyRequests(
  tx: ShopTransaction,
  query: { before: { at: Date; webhookId: string } | null; rowsMax: number },
): Promise<ListedRequest[]> {
  const result = await tx.client.query<ListedRequest>(
    `SELECT webhook_id AS "webhookId", topic, customer_id::text AS "customerId", requested_at AS "requestedAt",
       completed_at AS "completedAt", handed_over_at AS "handedOverAt", report, remark
     FROM privacy_requests
     WHERE shop_id = $1 AND ($2::timestamptz IS NULL OR (requested_at, webhook_id) < ($2, $3))
     ORDER BY requested_at DESC, webhook_id DESC LIMIT $4`,
    [tx.shopId, query.before?.at ?? null, query.before?.webhookId ?? null, query.rowsMax],
  );
  return result.rows;
}

/** Customers of whom a name is kept now. */
export async function namesKept(tx: ShopTransaction): Promise<number> {
  const result = await tx.client.query<{ kept: number }>(
    "SELECT count(*)::int AS kept FROM customer_names WHERE shop_id = $1",
    [tx.shopId],
  );
  return result.rows[0]?.kept ?? 0;
}
