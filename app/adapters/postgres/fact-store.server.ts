/** Facts beside orders: gaps to be asked for, the catalogue, and what the law asks for. */
import type { Pool } from "pg";
import type { Gap } from "../../domain/orders/gaps.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import type { ShopId, ShopTransaction } from "./shop-transaction.server.ts";

/** Asks for the orders; a question asked already keeps the sooner time and the stricter need. */
export async function askForOrders(
  tx: ShopTransaction,
  gaps: readonly Gap[],
  now: Instant,
): Promise<void> {
  await tx.client.query(
    `INSERT INTO order_fetches AS kept (shop_id, order_id, reason, needs_at, due_at)
     SELECT $1, x.order_id, x.reason, x.needs_at, x.due_at
     FROM unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::timestamptz[]) AS x(order_id, reason, needs_at, due_at)
     ON CONFLICT (shop_id, order_id) DO UPDATE SET due_at = least(kept.due_at, excluded.due_at),
       needs_at = CASE WHEN excluded.needs_at IS NULL OR kept.needs_at IS NULL THEN NULL
                       ELSE greatest(kept.needs_at, excluded.needs_at) END`,
    [
      tx.shopId,
      gaps.map((gap) => gap.orderId),
      gaps.map((gap) => gap.reason),
      gaps.map((gap) => (gap.needsAt === null ? null : new Date(gap.needsAt))),
      gaps.map((gap) => new Date(now + gap.patience)),
    ],
  );
}

export type DueFetch = { orderId: Id; reason: string; needsAt: Instant | null; attempts: number };

export async function dueFetches(
  tx: ShopTransaction,
  now: Instant,
  rowsMax: number,
): Promise<DueFetch[]> {
  const result = await tx.client.query<DueFetch & { needsAt: Date | null }>(
    `SELECT order_id::text AS "orderId", reason, needs_at AS "needsAt", attempts FROM order_fetches
     WHERE shop_id = $1 AND due_at <= $2 ORDER BY due_at LIMIT $3`,
    [tx.shopId, new Date(now), rowsMax],
  );
  return result.rows.map((row) => ({ ...row, needsAt: row.needsAt?.getTime() ?? null }));
}

export async function closeFetches(tx: ShopTransaction, orderIds: readonly Id[]): Promise<void> {
  await tx.client.query(
    "DELETE FROM order_fetches WHERE shop_id = $1 AND order_id = ANY($2::bigint[])",
    [tx.shopId, orderIds],
  );
}

export async function postponeFetch(
  tx: ShopTransaction,
  orderId: Id,
  later: { dueAt: Instant; remark: string },
): Promise<void> {
  await tx.client.query(
    `UPDATE order_fetches SET attempts = attempts + 1, due_at = $3, remark = $4 WHERE shop_id = $1 AND order_id = $2`,
    [tx.shopId, orderId, new Date(later.dueAt), later.remark],
  );
}

export async function shopsWithDueFetches(
  pool: Pool,
  now: Instant,
  shopsMax: number,
): Promise<ShopId[]> {
  const result = await pool.query<{ id: ShopId }>(
    "SELECT shops_with_due_fetches($1, $2)::text AS id",
    [new Date(now), shopsMax],
  );
  return result.rows.map((row) => row.id);
}

export type CatalogItem = {
  kind: "product" | "collection";
  id: Id;
  updatedAt: Instant | null;
  facts: Record<string, unknown>;
};

/** The newest telling of each item stands; a deletion (no time of its own) is above every other. */
export async function keepCatalog(
  tx: ShopTransaction,
  items: readonly CatalogItem[],
): Promise<void> {
  for (const item of items) {
    await tx.client.query(
      `INSERT INTO catalog_items AS kept (shop_id, kind, item_id, updated_at, deleted, facts)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (shop_id, kind, item_id) DO UPDATE
         SET updated_at = excluded.updated_at, deleted = excluded.deleted,
             facts = CASE WHEN excluded.deleted THEN kept.facts ELSE excluded.facts END
         WHERE NOT kept.deleted
           AND (excluded.deleted OR (excluded.updated_at, excluded.facts::text) > (kept.updated_at, kept.facts::text))`,
      [
        tx.shopId,
        item.kind,
        item.id,
        new Date(item.updatedAt ?? 0),
        item.updatedAt === null,
        JSON.stringify(item.facts),
      ],
    );
  }
}

export type PrivacyRequest = {
  webhookId: string;
  topic: string;
  customerId: Id | null;
  orderIds: Id[];
  requestedAt: Date;
};

export async function keepPrivacyRequests(
  tx: ShopTransaction,
  requests: readonly PrivacyRequest[],
): Promise<void> {
  for (const request of requests) {
    await tx.client.query(
      `INSERT INTO privacy_requests (shop_id, webhook_id, topic, customer_id, order_ids, requested_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [
        tx.shopId,
        request.webhookId,
        request.topic,
        request.customerId,
        request.orderIds,
        request.requestedAt,
      ],
    );
  }
}
