/** What the app knows of orders that are compared with Shopify, beside the facts themselves. */
import type { OrderFacts } from "../../domain/orders/order-facts.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

/** What each of these orders is worth to these customers and to whom they were merged, by entries. */
export async function pointsOfOrders(
  tx: ShopTransaction,
  orderIds: readonly Id[],
  customerIds: readonly Id[],
): Promise<Map<Id, number>> {
  const result = await tx.client.query<{ orderId: Id; points: string }>(
    `WITH RECURSIVE kin(customer_id) AS (
       SELECT unnest($3::bigint[])
       UNION SELECT c.kept_id FROM kin k JOIN customer_merges c ON c.shop_id = $1 AND c.deleted_id = k.customer_id
     )
     SELECT split_part(e.cause, ':', 2) AS "orderId", sum(e.points)::text AS points FROM entries e
     WHERE e.shop_id = $1
       AND e.member_id = ANY (ARRAY(SELECT m.member_id FROM members m WHERE m.shop_id = $1
         AND m.customer_id = ANY (ARRAY(SELECT customer_id FROM kin))))
       AND e.cause = ANY ($2::text[])
     GROUP BY e.cause`,
    [tx.shopId, orderIds.map((id) => `order:${id}`), customerIds],
  );
  return new Map(result.rows.map((row) => [row.orderId, Number(row.points)]));
}

export type KnownRecently = { orderId: Id; placedAt: Instant; deleted: boolean };

/** The newest known orders by id, which ascend as Shopify makes them. */
export async function newestOrders(tx: ShopTransaction, rowsMax: number): Promise<KnownRecently[]> {
  const result = await tx.client.query<KnownRecently>(
    `SELECT order_id::text AS "orderId", floor(extract(epoch FROM placed_at) * 1000)::float8 AS "placedAt",
       (facts ->> 'deleted')::boolean AS deleted
     FROM orders WHERE shop_id = $1 AND placed_at IS NOT NULL ORDER BY order_id DESC LIMIT $2`,
    [tx.shopId, rowsMax],
  );
  return result.rows;
}

/** Orders that are being asked for already, with why that didn't succeed yet. */
export async function askedFor(
  tx: ShopTransaction,
  orderIds: readonly Id[],
): Promise<Map<Id, string | null>> {
  const result = await tx.client.query<{ orderId: Id; remark: string | null }>(
    `SELECT order_id::text AS "orderId", remark FROM order_fetches WHERE shop_id = $1 AND order_id = ANY($2::bigint[])`,
    [tx.shopId, orderIds],
  );
  return new Map(result.rows.map((row) => [row.orderId, row.remark]));
}

/** What is known of these orders. */
export async function factsOf(
  tx: ShopTransaction,
  orderIds: readonly Id[],
): Promise<Map<Id, OrderFacts>> {
  const result = await tx.client.query<{ id: Id; facts: OrderFacts }>(
    `SELECT order_id::text AS id, facts FROM orders WHERE shop_id = $1 AND order_id = ANY($2::bigint[])`,
    [tx.shopId, orderIds],
  );
  return new Map(result.rows.map((row) => [row.id, row.facts]));
}

export type UnfinishedDelivery = {
  webhookId: string;
  topic: string;
  parked: boolean;
  remark: string | null;
  body: Buffer | null;
  keyId: string | null;
};

/** Deliveries about orders that wait or are parked, the newest first. */
export async function unfinishedDeliveries(
  tx: ShopTransaction,
  { rowsMax, bodyBytesMax }: { rowsMax: number; bodyBytesMax: number },
): Promise<UnfinishedDelivery[]> {
  const result = await tx.client.query<UnfinishedDelivery>(
    `SELECT webhook_id AS "webhookId", topic, state = 2 AS parked, remark, key_id AS "keyId",
       CASE WHEN octet_length(body) <= $3 THEN body END AS body
     FROM inbox WHERE shop_id = $1 AND state IN (0, 2) AND (topic LIKE 'orders/%' OR topic LIKE 'refunds/%')
     ORDER BY seq DESC LIMIT $2`,
    [tx.shopId, rowsMax, bodyBytesMax],
  );
  return result.rows;
}

/** All rows, of those merged into others too: what a proof goes through. */
export async function countMembers(tx: ShopTransaction): Promise<number> {
  const result = await tx.client.query<{ members: number }>(
    "SELECT count(*)::int AS members FROM members WHERE shop_id = $1",
    [tx.shopId],
  );
  return result.rows[0]?.members ?? 0;
}
