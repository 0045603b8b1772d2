/**
 * A history on its way into `orders`: parts as they were read, then whole orders. New ones go by
 * one statement from table to table; what is known already comes back to be joined.
 */
import type { OrderFacts } from "../../domain/orders/order-facts.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import { int4s, int8s, jsonbs, timestamps } from "./binary-array.ts";
import { WriteConflict, type ShopTransaction } from "./shop-transaction.server.ts";

/** The part that says that the others are still there. */
const MARK = "0";

export type PartRows = {
  orderIds: Id[];
  customerIds: (Id | null)[];
  placedAt: (Instant | null)[];
  /** JSON. */
  facts: (string | null)[];
  loose: (string | null)[];
};

/** Whether what was read before is still there: after a crash of the server it isn't. */
export async function isKept(tx: ShopTransaction, importId: string): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `SELECT 1 FROM import_parts WHERE shop_id = $1 AND import_id = $2 AND order_id = ${MARK}`,
    [tx.shopId, importId],
  );
  return rowCount === 1;
}

/** Nothing was read yet. What older imports left is of no use to anybody. */
export async function beginParts(tx: ShopTransaction, importId: string): Promise<void> {
  await tx.client.query("DELETE FROM import_parts WHERE shop_id = $1", [tx.shopId]);
  await tx.client.query(
    `INSERT INTO import_parts (shop_id, import_id, order_id, at_byte) VALUES ($1, $2, ${MARK}, 0)`,
    [tx.shopId, importId],
  );
}

export async function endParts(tx: ShopTransaction, importId: string): Promise<void> {
  await tx.client.query("DELETE FROM import_parts WHERE shop_id = $1 AND import_id = $2", [
    tx.shopId,
    importId,
  ]);
}

export async function keepParts(
  tx: ShopTransaction,
  { importId, atByte }: { importId: string; atByte: number },
  rows: PartRows,
): Promise<void> {
  await tx.client.query({
    name: "keep-parts",
    text: `INSERT INTO import_parts (shop_id, import_id, order_id, at_byte, customer_id, placed_at, facts, loose)
      SELECT $1, $2, x.order_id, $3, x.customer_id, x.placed_at, x.facts, x.loose
      FROM unnest($4::bigint[], $5::bigint[], $6::timestamptz[], $7::jsonb[], $8::jsonb[])
        AS x(order_id, customer_id, placed_at, facts, loose)`,
    values: [
      tx.shopId,
      importId,
      atByte,
      int8s(rows.orderIds),
      int8s(rows.customerIds),
      timestamps(rows.placedAt),
      jsonbs(rows.facts),
      jsonbs(rows.loose),
    ],
  });
}

/** The last of the next `ordersMax` orders after `after`; null when there are none. */
export async function pageEnd(
  tx: ShopTransaction,
  importId: string,
  { after, partsMax }: { after: Id; partsMax: number },
): Promise<Id | null> {
  const { rows } = await tx.client.query<{ last: Id | null }>({
    name: "parts-page",
    text: `SELECT max(order_id)::text AS last FROM (
      SELECT order_id FROM import_parts WHERE shop_id = $1 AND import_id = $2 AND order_id > $3
      ORDER BY order_id LIMIT $4) AS page`,
    values: [tx.shopId, importId, after, partsMax],
  });
  return rows[0]?.last ?? null;
}

export type TakenPart = { facts: OrderFacts | null; loose: unknown[] };
export type Taken = {
  /** Orders that are whole and weren't known; they stand in `orders` now. */
  added: number;
  /** Their customers, where the shop has merged any: others may have to be settled for them. */
  customers: Id[];
  /** Everything else, by order. */
  others: Map<Id, TakenPart[]>;
};

// NOT IN is hashed; NOT EXISTS of a table that nobody has counted would compare each with each.
// An order in one part is whole; as it is known already word for word, there's nothing to do. Of a
// shop in which somebody was forgotten no order goes past the one place where they are stripped.
const TAKE = `
WITH taken AS (
  DELETE FROM import_parts WHERE shop_id = $1 AND import_id = $2 AND order_id > $3 AND order_id <= $4
  RETURNING order_id, customer_id, placed_at, facts, loose
), counted AS (
  SELECT *, count(*) OVER (PARTITION BY order_id) AS parts FROM taken
), added AS (
  INSERT INTO orders (shop_id, order_id, customer_id, placed_at, rev, facts)
  SELECT $1, c.order_id, c.customer_id, c.placed_at, 1, c.facts FROM counted c
  WHERE c.parts = 1 AND c.facts IS NOT NULL AND c.loose IS NULL
    AND NOT EXISTS (SELECT 1 FROM tombstones t WHERE t.shop_id = $1)
  ORDER BY c.order_id
  ON CONFLICT (shop_id, order_id) DO NOTHING RETURNING order_id, customer_id
), due AS (
  UPDATE members SET rev = rev + 1, due_at = $5
  WHERE shop_id = $1 AND customer_id = ANY (ARRAY(SELECT customer_id FROM added))
), others AS (
  SELECT c.order_id, c.facts, c.loose FROM counted c
  WHERE c.order_id NOT IN (SELECT order_id FROM added)
    AND NOT EXISTS (SELECT 1 FROM orders k WHERE k.shop_id = $1 AND k.order_id = c.order_id AND c.parts = 1 AND c.loose IS NULL
                      AND k.facts -> 'snapshot' = c.facts -> 'snapshot')
)
SELECT (SELECT count(*) FROM added)::int AS added,
  (SELECT array_agg(DISTINCT customer_id::text) FROM added
   WHERE customer_id IS NOT NULL AND EXISTS (SELECT 1 FROM customer_merges WHERE shop_id = $1)) AS customers,
  (SELECT json_agg(json_build_array(o.order_id::text, o.facts, o.loose)) FROM others o)::text AS others`;

export async function takeParts(
  tx: ShopTransaction,
  importId: string,
  page: { after: Id; upTo: Id; now: Instant },
): Promise<Taken> {
  const { rows } = await tx.client.query<{
    added: number;
    customers: Id[] | null;
    others: string | null;
  }>({
    name: "take-parts",
    text: TAKE,
    values: [tx.shopId, importId, page.after, page.upTo, new Date(page.now)],
  });
  const [found] = rows;
  const others = new Map<Id, TakenPart[]>();
  const listed = JSON.parse(found?.others ?? "[]") as [Id, OrderFacts | null, unknown[] | null][];
  for (const [orderId, facts, loose] of listed) {
    const parts = others.get(orderId) ?? [];
    others.set(orderId, parts);
    parts.push({ facts, loose: loose ?? [] });
  }
  return { added: found?.added ?? 0, customers: found?.customers ?? [], others };
}

export type KnownFacts = { facts: OrderFacts; rev: number };

export async function factsOf(
  tx: ShopTransaction,
  orderIds: readonly Id[],
): Promise<Map<Id, KnownFacts>> {
  const { rows } = await tx.client.query<KnownFacts & { orderId: Id }>(
    `SELECT order_id::text AS "orderId", rev, facts FROM orders WHERE shop_id = $1 AND order_id = ANY ($2::bigint[])`,
    [tx.shopId, int8s(orderIds)],
  );
  return new Map(rows.map(({ orderId, rev, facts }) => [orderId, { rev, facts }]));
}

/** All of them, or none: one that changed since it was read raises WriteConflict. Ascending by id. */
export async function writeFacts(
  tx: ShopTransaction,
  orders: readonly { facts: OrderFacts; expectedRev: number }[],
): Promise<void> {
  const { rowCount } = await tx.client.query(
    `INSERT INTO orders AS kept (shop_id, order_id, customer_id, placed_at, rev, facts)
     SELECT $1, x.order_id, x.customer_id, x.placed_at, x.expected + 1, x.facts
     FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[], $5::int[], $6::jsonb[])
       AS x(order_id, customer_id, placed_at, expected, facts)
     ON CONFLICT (shop_id, order_id) DO UPDATE
       SET customer_id = excluded.customer_id, placed_at = excluded.placed_at, rev = excluded.rev, facts = excluded.facts
       WHERE kept.rev = excluded.rev - 1`,
    [
      tx.shopId,
      int8s(orders.map(({ facts }) => facts.orderId)),
      int8s(orders.map(({ facts }) => facts.snapshot?.customerId ?? null)),
      timestamps(orders.map(({ facts }) => facts.snapshot?.placedAt ?? null)),
      int4s(orders.map(({ expectedRev }) => expectedRev)),
      jsonbs(orders.map(({ facts }) => JSON.stringify(facts))),
    ],
  );
  if (rowCount !== orders.length) throw new WriteConflict("an order");
}

/** These customers and those merged with them are settled again: what they hold isn't all that is known. */
export async function makeDue(
  tx: ShopTransaction,
  customerIds: readonly Id[],
  now: Instant,
): Promise<void> {
  await tx.client.query(
    `WITH RECURSIVE kin(customer_id) AS (
       SELECT unnest($2::bigint[])
       UNION
       SELECT other.customer_id FROM kin k CROSS JOIN LATERAL (
         SELECT c.kept_id AS customer_id FROM customer_merges c WHERE c.shop_id = $1 AND c.deleted_id = k.customer_id
         UNION ALL
         SELECT c.deleted_id FROM customer_merges c WHERE c.shop_id = $1 AND c.kept_id = k.customer_id
       ) AS other
     )
     UPDATE members SET rev = rev + 1, due_at = $3
     WHERE shop_id = $1 AND customer_id = ANY (ARRAY(SELECT customer_id FROM kin))`,
    [tx.shopId, int8s(customerIds), new Date(now)],
  );
}

export type Lacking = { orderId: Id; currency: string; refundIds: Id[] };

/** Orders whose snapshot lists refunds of which nothing else is known; ascending. */
export async function lackingRefunds(
  tx: ShopTransaction,
  { after, ordersMax }: { after: Id; ordersMax: number },
): Promise<Lacking[]> {
  const { rows } = await tx.client.query<{ orderId: Id; facts: OrderFacts }>(
    `SELECT order_id::text AS "orderId", facts FROM orders WHERE shop_id = $1 AND order_id > $2
       AND ${LACKING} ORDER BY order_id LIMIT $3`,
    [tx.shopId, after, ordersMax],
  );
  return rows.flatMap(({ orderId, facts: { snapshot, refunds } }) => {
    if (!snapshot) return [];
    const known = new Set(refunds.map((refund) => refund.id));
    const refundIds = snapshot.listedRefundIds.filter((id) => !known.has(id));
    return [{ orderId, currency: snapshot.currency, refundIds }];
  });
}

// Word for word the condition of the index orders_lacking_refunds.
const LACKING = `facts #> '{snapshot,listedRefundIds}' <> '[]'
  AND NOT jsonb_path_query_array(facts, '$.refunds[*].id') @> (facts #> '{snapshot,listedRefundIds}')`;

export async function countLackingRefunds(tx: ShopTransaction): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    `SELECT coalesce(sum(jsonb_array_length(facts #> '{snapshot,listedRefundIds}')), 0)::int AS count
     FROM orders WHERE shop_id = $1 AND ${LACKING}`,
    [tx.shopId],
  );
  return rows[0]?.count ?? 0;
}

/** Customers with orders, ascending, and how many each has. */
export async function customersAfter(
  tx: ShopTransaction,
  { after, customersMax }: { after: Id; customersMax: number },
): Promise<{ customerId: Id; orders: number }[]> {
  const { rows } = await tx.client.query<{ customerId: Id; orders: number }>({
    name: "customers-after",
    text: `SELECT customer_id::text AS "customerId", count(*)::int AS orders FROM orders
      WHERE shop_id = $1 AND customer_id > $2 GROUP BY customer_id ORDER BY orders.customer_id LIMIT $3`,
    values: [tx.shopId, after, customersMax],
  });
  return rows;
}

export async function countCustomers(tx: ShopTransaction): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT DISTINCT customer_id FROM orders
       WHERE shop_id = $1 AND customer_id IS NOT NULL) AS named`,
    [tx.shopId],
  );
  return rows[0]?.count ?? 0;
}
