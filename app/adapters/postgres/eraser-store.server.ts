/**
 * What the eraser may do and nobody else: take a customer's rows out of every table, and leave what
 * a proof needs. Every function runs in a transaction of the eraser's own role.
 */
import type { ErasedEntry, SealedEntry } from "../../domain/ledger/seal.ts";
import type { OrderFacts } from "../../domain/orders/order-facts.ts";
import type { CustomerMerge } from "../../domain/members/member-facts.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import { SEALED_ENTRY } from "./ledger-store.server.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

/** Merges of everyone whom merges lead to from these customers, in both directions. */
export async function mergesAround(
  tx: ShopTransaction,
  customerIds: readonly Id[],
): Promise<CustomerMerge[]> {
  const result = await tx.client.query<CustomerMerge>(
    `WITH RECURSIVE kin(customer_id) AS (
       SELECT unnest($2::bigint[])
       UNION
       SELECT other.customer_id FROM kin k CROSS JOIN LATERAL (
         SELECT c.kept_id AS customer_id FROM customer_merges c WHERE c.shop_id = $1 AND c.deleted_id = k.customer_id
         UNION ALL
         SELECT c.deleted_id FROM customer_merges c WHERE c.shop_id = $1 AND c.kept_id = k.customer_id
       ) AS other
     )
     SELECT c.deleted_id::text AS "deletedId", c.kept_id::text AS "keptId" FROM customer_merges c
     WHERE c.shop_id = $1 AND (c.deleted_id = ANY (ARRAY(SELECT customer_id FROM kin)) OR c.kept_id = ANY (ARRAY(SELECT customer_id FROM kin)))`,
    [tx.shopId, customerIds],
  );
  return result.rows;
}

/** One row per customer, with the sums of what is about to go; a customer unknown here has one as well. */
export async function buryCustomers(
  tx: ShopTransaction,
  customerIds: readonly Id[],
): Promise<void> {
  await tx.client.query(
    `INSERT INTO tombstones (shop_id, subject_hash, redacted_at, sums)
     SELECT $1, sha256(s.tombstone_salt || convert_to(x.id::text, 'UTF8')), clock_timestamp(), jsonb_build_object(
       'entries', (SELECT count(*) FROM entries e JOIN members m ON m.shop_id = $1 AND m.member_id = e.member_id
                   WHERE e.shop_id = $1 AND m.customer_id = x.id),
       'pointsByKind', coalesce((SELECT jsonb_object_agg(k.kind, k.points) FROM (
           SELECT e.kind, sum(e.points) AS points FROM entries e JOIN members m ON m.shop_id = $1 AND m.member_id = e.member_id
           WHERE e.shop_id = $1 AND m.customer_id = x.id GROUP BY e.kind) AS k), '{}'),
       'orders', (SELECT count(*) FROM orders o WHERE o.shop_id = $1 AND o.customer_id = x.id))
     FROM shops s CROSS JOIN unnest($2::bigint[]) AS x(id) WHERE s.shop_id = $1
     ON CONFLICT (shop_id, subject_hash) DO NOTHING`,
    [tx.shopId, customerIds],
  );
}

export type NamedOrder = { orderId: Id; facts: OrderFacts };

/** Some of the orders that name these customers. */
export async function ordersNaming(
  tx: ShopTransaction,
  customerIds: readonly Id[],
  rowsMax: number,
): Promise<NamedOrder[]> {
  const result = await tx.client.query<NamedOrder>(
    `SELECT order_id::text AS "orderId", facts FROM orders
     WHERE shop_id = $1 AND customer_id = ANY($2::bigint[]) ORDER BY order_id LIMIT $3 FOR UPDATE`,
    [tx.shopId, customerIds, rowsMax],
  );
  return result.rows;
}

/** Their facts as nobody's. Whoever decided on them as they were must read again. */
export async function disownOrders(
  tx: ShopTransaction,
  orders: readonly NamedOrder[],
): Promise<void> {
  await tx.client.query(
    `UPDATE orders o SET customer_id = NULL, facts = x.facts, rev = o.rev + 1
     FROM unnest($2::bigint[], $3::jsonb[]) AS x(order_id, facts) WHERE o.shop_id = $1 AND o.order_id = x.order_id`,
    [
      tx.shopId,
      orders.map(({ orderId }) => orderId),
      orders.map(({ facts }) => JSON.stringify(facts)),
    ],
  );
}

/** Orders that are still being read in; how many named these customers. */
export async function disownImportParts(
  tx: ShopTransaction,
  customerIds: readonly Id[],
): Promise<number> {
  const result = await tx.client.query(
    `UPDATE import_parts SET customer_id = NULL,
       facts = jsonb_set(jsonb_set(facts, '{snapshot,customerId}', 'null'), '{snapshot,name}', 'null')
     WHERE shop_id = $1 AND customer_id = ANY($2::bigint[])`,
    [tx.shopId, customerIds],
  );
  return result.rowCount ?? 0;
}

/** Some of the entries of these customers that haven't been erased yet, by id. */
export async function entriesOf(
  tx: ShopTransaction,
  customerIds: readonly Id[],
  page: { after: string; rowsMax: number },
): Promise<SealedEntry[]> {
  const result = await tx.client.query<SealedEntry>(
    `SELECT ${SEALED_ENTRY} FROM entries WHERE shop_id = $1 AND entry_id > $3 AND member_id = ANY (ARRAY(
       SELECT m.member_id FROM members m WHERE m.shop_id = $1 AND m.customer_id = ANY($2::bigint[])))
     ORDER BY entries.entry_id LIMIT $4`,
    [tx.shopId, customerIds, page.after, page.rowsMax],
  );
  return result.rows;
}

/** What a seal needs of them stays. */
export async function eraseEntries(
  tx: ShopTransaction,
  entries: readonly ErasedEntry[],
): Promise<void> {
  const ids = entries.map(({ entryId }) => entryId);
  await tx.client.query(
    `INSERT INTO erased_entries (shop_id, entry_id, points, posted_at, leaf_hash)
     SELECT $1, x.entry_id, x.points, x.posted_at, decode(x.leaf_hash, 'hex')
     FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[], $5::text[]) AS x(entry_id, points, posted_at, leaf_hash)`,
    [
      tx.shopId,
      ids,
      entries.map(({ points }) => points),
      entries.map(({ postedAt }) => postedAt),
      entries.map(({ leafHash }) => leafHash),
    ],
  );
  await tx.client.query("DELETE FROM entries WHERE shop_id = $1 AND entry_id = ANY($2::bigint[])", [
    tx.shopId,
    ids,
  ]);
}

/** Rows taken out of each table that files them under the customer. Entries must have gone before. */
export async function eraseCustomers(
  tx: ShopTransaction,
  customerIds: readonly Id[],
): Promise<Record<"members" | "actions" | "names" | "merges", number>> {
  const erase = async (sql: string): Promise<number> =>
    (await tx.client.query(sql, [tx.shopId, customerIds])).rowCount ?? 0;
  await erase(
    "DELETE FROM dirty_marks WHERE shop_id = $1 AND kind = 'member' AND owner_id = ANY($2::bigint[])",
  );
  return {
    actions: await erase(
      "DELETE FROM actions WHERE shop_id = $1 AND customer_id = ANY($2::bigint[])",
    ),
    members: await erase(
      "DELETE FROM members WHERE shop_id = $1 AND customer_id = ANY($2::bigint[])",
    ),
    names: await erase(
      "DELETE FROM customer_names WHERE shop_id = $1 AND customer_id = ANY($2::bigint[])",
    ),
    merges: await erase(
      "DELETE FROM customer_merges WHERE shop_id = $1 AND (deleted_id = ANY($2::bigint[]) OR kept_id = ANY($2::bigint[]))",
    ),
  };
}

/** Ids as digits of their own in any text. */
const mentioning = (customerIds: readonly Id[]): string =>
  `(^|[^0-9])(${customerIds.join("|")})(?![0-9])`;

const FORGOTTEN_REMARK = "about a customer who was forgotten";

/** Where an id stands in words, figures or JSON of what isn't filed under the customer. */
export async function eraseMentions(
  tx: ShopTransaction,
  customerIds: readonly Id[],
): Promise<void> {
  const pattern = mentioning(customerIds);
  const subjects = customerIds.map((id) => `customer:${id}`);
  const erase = (sql: string, ...values: unknown[]) =>
    tx.client.query(sql, [tx.shopId, pattern, ...values]);
  await erase(
    `UPDATE team_log SET subject = CASE WHEN subject = ANY($3::text[]) THEN 'customer:forgotten' ELSE subject END,
       detail = '{"forgotten": true}'
     WHERE shop_id = $1 AND (subject = ANY($3::text[]) OR detail::text ~ $2)`,
    subjects,
  );
  await erase("DELETE FROM saved_filters WHERE shop_id = $1 AND query::text ~ $2");
  await erase(
    `UPDATE reconciliations SET
       findings = coalesce((SELECT jsonb_agg(f) FROM jsonb_array_elements(findings) AS f WHERE f::text !~ $2), '[]'),
       detail = regexp_replace(detail::text, $2, '\\10', 'g')::jsonb
     WHERE shop_id = $1 AND (findings::text ~ $2 OR detail::text ~ $2)`,
  );
  await erase("UPDATE inbox SET remark = $3 WHERE shop_id = $1 AND remark ~ $2", FORGOTTEN_REMARK);
  await erase("UPDATE order_fetches SET remark = NULL WHERE shop_id = $1 AND remark ~ $2");
  await leavePlaces(tx, customerIds);
}

/** The last before them of whom anything is left: going on from there does nothing twice. */
const PLACE_BEFORE = (place: string): string => `greatest(0,
  (SELECT max(o.customer_id) FROM orders o WHERE o.shop_id = $1 AND o.customer_id < ${place}),
  (SELECT max(m.customer_id) FROM members m WHERE m.shop_id = $1 AND m.customer_id < ${place}),
  (SELECT max(a.customer_id) FROM actions a WHERE a.shop_id = $1 AND a.customer_id < ${place}))`;

/** How far settling an import and trying a choice have come is told by a customer's number. */
async function leavePlaces(tx: ShopTransaction, customerIds: readonly Id[]): Promise<void> {
  // Locked first: a page that ends meanwhile is seen.
  await tx.client.query("SELECT FROM imports WHERE shop_id = $1 ORDER BY import_id FOR UPDATE", [
    tx.shopId,
  ]);
  await tx.client.query(
    `UPDATE imports i SET cursor_id = ${PLACE_BEFORE("i.cursor_id")}
     WHERE i.shop_id = $1 AND i.cursor_id = ANY($2::bigint[]) AND coalesce(i.stood_at, i.state) IN ('settling', 'done')`,
    [tx.shopId, customerIds],
  );
  await tx.client.query("SELECT FROM earn_trials WHERE shop_id = $1 FOR UPDATE", [tx.shopId]);
  await tx.client.query(
    `UPDATE earn_trials t SET after_customer = ${PLACE_BEFORE("t.after_customer")}
     WHERE t.shop_id = $1 AND t.after_customer = ANY($2::bigint[])`,
    [tx.shopId, customerIds],
  );
}

/** Other requests about them: there is no file to hand over any more, and their ids go as well. */
export async function closeRequestsOf(
  tx: ShopTransaction,
  customerIds: readonly Id[],
  but: string,
): Promise<void> {
  await tx.client.query(
    `UPDATE privacy_requests SET customer_id = NULL, order_ids = '{}',
       remark = CASE WHEN completed_at IS NULL THEN 'the customer was forgotten before the file was taken' ELSE remark END,
       completed_at = coalesce(completed_at, clock_timestamp())
     WHERE shop_id = $1 AND customer_id = ANY($2::bigint[]) AND webhook_id <> $3 AND topic = 'customers/data_request'`,
    [tx.shopId, customerIds, but],
  );
}

/** Deliveries that are not facts yet, or never will be: done with, without their bodies. */
export async function dropDeliveries(
  tx: ShopTransaction,
  webhookIds: readonly string[],
): Promise<number> {
  const result = await tx.client.query(
    `UPDATE inbox SET state = 1, done_at = clock_timestamp(), remark = $3, body = NULL, key_id = NULL
     WHERE shop_id = $1 AND webhook_id = ANY($2::text[]) AND state IN (0, 2)`,
    [tx.shopId, webhookIds, FORGOTTEN_REMARK],
  );
  return result.rowCount ?? 0;
}

export async function askInstead(
  tx: ShopTransaction,
  orderIds: readonly Id[],
  now: Instant,
): Promise<void> {
  await tx.client.query(
    `INSERT INTO order_fetches (shop_id, order_id, reason, due_at)
     SELECT $1, x.order_id, 'a delivery about a customer who was forgotten', $3
     FROM unnest($2::bigint[]) AS x(order_id) ON CONFLICT (shop_id, order_id) DO NOTHING`,
    [tx.shopId, orderIds, new Date(now)],
  );
}

export type Report = Record<string, unknown>;

/** What a request still needs after its first step, and nobody else may know any longer than that. */
export async function noteUnfinished(
  tx: ShopTransaction,
  webhookId: string,
  report: Report,
): Promise<void> {
  await tx.client.query(
    "UPDATE privacy_requests SET report = $3 WHERE shop_id = $1 AND webhook_id = $2",
    [tx.shopId, webhookId, JSON.stringify(report)],
  );
}

/** Done: the request itself names nobody any more. */
export async function completeRequest(
  tx: ShopTransaction,
  webhookId: string,
  { report, remark }: { report: Report | null; remark: string | null },
): Promise<void> {
  await tx.client.query(
    `UPDATE privacy_requests SET completed_at = clock_timestamp(), report = $3, remark = $4, customer_id = NULL, order_ids = '{}'
     WHERE shop_id = $1 AND webhook_id = $2`,
    [tx.shopId, webhookId, report && JSON.stringify(report), remark],
  );
}
