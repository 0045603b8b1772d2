/** Deliveries set aside with their error, and questions put to Shopify: what a person looks at and decides. */
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

export type ParkedDelivery = {
  /** Order of arrival: the cursor. */
  seq: string;
  webhookId: string;
  topic: string;
  apiVersion: string | null;
  receivedAt: Date;
  parkedAt: Date | null;
  attempts: number;
  remark: string | null;
  size: number;
  /** As it is stored; null when it is larger than was asked for, or no longer there. */
  body: Buffer | null;
  keyId: string | null;
};

const COLUMNS = `seq::text, webhook_id AS "webhookId", topic, api_version AS "apiVersion", received_at AS "receivedAt",
  done_at AS "parkedAt", attempts, remark, size, key_id AS "keyId"`;

/** Newest first. `bodyBytesMax`: larger bodies stay where they are. */
export async function parkedPage(
  tx: ShopTransaction,
  query: { before: string | null; rowsMax: number; bodyBytesMax: number },
): Promise<ParkedDelivery[]> {
  const result = await tx.client.query<ParkedDelivery>(
    `SELECT ${COLUMNS}, CASE WHEN octet_length(body) <= $4 THEN body END AS body FROM inbox
     WHERE shop_id = $1 AND state = 2 AND ($2::bigint IS NULL OR seq < $2) ORDER BY inbox.seq DESC LIMIT $3`,
    [tx.shopId, query.before, query.rowsMax, query.bodyBytesMax],
  );
  return result.rows;
}

/** One of them, for whoever looks at its body; null when it is no longer parked. */
export async function findParked(
  tx: ShopTransaction,
  webhookId: string,
): Promise<ParkedDelivery | null> {
  const result = await tx.client.query<ParkedDelivery>(
    `SELECT ${COLUMNS}, body FROM inbox WHERE shop_id = $1 AND webhook_id = $2 AND state = 2`,
    [tx.shopId, webhookId],
  );
  return result.rows[0] ?? null;
}

/** Takes those of them that are still parked and that nobody else decides on. */
export async function claimParked(
  tx: ShopTransaction,
  { webhookIds, bodyBytesMax }: { webhookIds: readonly string[]; bodyBytesMax: number },
): Promise<ParkedDelivery[]> {
  const result = await tx.client.query<ParkedDelivery>(
    `SELECT ${COLUMNS}, CASE WHEN octet_length(body) <= $3 THEN body END AS body FROM inbox
     WHERE shop_id = $1 AND webhook_id = ANY($2::text[]) AND state = 2 ORDER BY inbox.seq FOR UPDATE SKIP LOCKED`,
    [tx.shopId, webhookIds, bodyBytesMax],
  );
  return result.rows;
}

/** The oldest parked after `after`, by their cursor. */
export async function parkedAfter(
  tx: ShopTransaction,
  { after, rowsMax }: { after: string; rowsMax: number },
): Promise<{ webhookId: string; seq: string }[]> {
  const result = await tx.client.query<{ webhookId: string; seq: string }>(
    `SELECT webhook_id AS "webhookId", seq::text FROM inbox
     WHERE shop_id = $1 AND state = 2 AND seq > $2 ORDER BY inbox.seq LIMIT $3`,
    [tx.shopId, after, rowsMax],
  );
  return result.rows;
}

/** Pending again, with the attempts that were made. */
export async function unpark(tx: ShopTransaction, webhookIds: readonly string[]): Promise<void> {
  await tx.client.query(
    `UPDATE inbox SET state = 0, done_at = NULL, remark = NULL
     WHERE shop_id = $1 AND webhook_id = ANY($2::text[]) AND state = 2`,
    [tx.shopId, webhookIds],
  );
}

/** Tried again and still parked. */
export async function countAttempt(
  tx: ShopTransaction,
  webhookIds: readonly string[],
): Promise<void> {
  await tx.client.query(
    `UPDATE inbox SET attempts = least(attempts + 1, 32767), done_at = clock_timestamp()
     WHERE shop_id = $1 AND webhook_id = ANY($2::text[]) AND state = 2`,
    [tx.shopId, webhookIds],
  );
}

/** Done with, by a person's decision: nothing more comes of its body, so that is dropped. */
export async function closeParked(
  tx: ShopTransaction,
  closed: readonly { webhookId: string; remark: string }[],
): Promise<void> {
  await tx.client.query(
    `UPDATE inbox SET state = 1, done_at = clock_timestamp(), remark = x.remark, body = NULL, key_id = NULL
     FROM unnest($2::text[], $3::text[]) AS x(webhook_id, remark)
     WHERE inbox.shop_id = $1 AND inbox.webhook_id = x.webhook_id AND inbox.state = 2`,
    [tx.shopId, closed.map((each) => each.webhookId), closed.map((each) => each.remark)],
  );
}

export type Fate = {
  webhookId: string;
  state: "pending" | "done" | "parked";
  remark: string | null;
};

const STATES = ["pending", "done", "parked"] as const;

/** What has become of deliveries that were tried again. */
export async function fatesOf(tx: ShopTransaction, webhookIds: readonly string[]): Promise<Fate[]> {
  const result = await tx.client.query<{
    webhookId: string;
    state: 0 | 1 | 2;
    remark: string | null;
  }>(
    `SELECT webhook_id AS "webhookId", state, remark FROM inbox
     WHERE shop_id = $1 AND webhook_id = ANY($2::text[])`,
    [tx.shopId, webhookIds],
  );
  return result.rows.map((row) => ({ ...row, state: STATES[row.state] }));
}

export type OpenQuestion = {
  orderId: Id;
  orderName: string | null;
  reason: string;
  dueAt: Instant;
  attempts: number;
  remark: string | null;
};

/** Orders that Shopify is being asked for, those that fail first; `total` counts all of them. */
export async function openQuestions(
  tx: ShopTransaction,
  rowsMax: number,
): Promise<{ questions: OpenQuestion[]; total: number; failing: number }> {
  const [rows, counts] = [
    await tx.client.query<Omit<OpenQuestion, "dueAt"> & { dueAt: Date }>(
      `SELECT f.order_id::text AS "orderId", o.facts #>> '{snapshot,name}' AS "orderName", f.reason,
         f.due_at AS "dueAt", f.attempts, f.remark
       FROM order_fetches f LEFT JOIN orders o ON o.shop_id = $1 AND o.order_id = f.order_id
       WHERE f.shop_id = $1 ORDER BY f.attempts DESC, f.due_at, f.order_id LIMIT $2`,
      [tx.shopId, rowsMax],
    ),
    await tx.client.query<{ total: number; failing: number }>(
      `SELECT count(*)::int AS total, count(*) FILTER (WHERE attempts > 0)::int AS failing
       FROM order_fetches WHERE shop_id = $1`,
      [tx.shopId],
    ),
  ];
  const questions = rows.rows.map((row) => ({ ...row, dueAt: row.dueAt.getTime() }));
  return { questions, total: counts.rows[0]?.total ?? 0, failing: counts.rows[0]?.failing ?? 0 };
}

/** Asks at once what waits for its next try. */
export async function askNow(tx: ShopTransaction, now: Instant): Promise<number> {
  const result = await tx.client.query(
    "UPDATE order_fetches SET due_at = $2 WHERE shop_id = $1 AND due_at > $2",
    [tx.shopId, new Date(now)],
  );
  return result.rowCount ?? 0;
}
