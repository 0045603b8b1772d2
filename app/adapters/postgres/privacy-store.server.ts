/** What the law asks for, as it was asked and what became of it. */
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import type { Pool } from "pg";
import type { ShopId, ShopTransaction } from "./shop-transaction.server.ts";

export type PrivacyTopic = "customers/data_request" | "customers/redact" | "shop/redact";

export type StoredRequest = {
  webhookId: string;
  topic: PrivacyTopic;
  /** Null once the request was answered by forgetting them. */
  customerId: Id | null;
  orderIds: Id[];
  requestedAt: Instant;
  completedAt: Instant | null;
  handedOverAt: Instant | null;
  report: Record<string, unknown> | null;
  remark: string | null;
  attempts: number;
};

const FIELDS = `webhook_id AS "webhookId", topic, customer_id::text AS "customerId", coalesce(order_ids, '{}')::text[] AS "orderIds",
  floor(extract(epoch FROM requested_at) * 1000)::float8 AS "requestedAt",
  floor(extract(epoch FROM completed_at) * 1000)::float8 AS "completedAt",
  floor(extract(epoch FROM handed_over_at) * 1000)::float8 AS "handedOverAt", report, remark, attempts`;

/** What a job answers, in the order in which it was asked; files wait for the merchant. */
export async function dueRequests(tx: ShopTransaction, rowsMax: number): Promise<StoredRequest[]> {
  const result = await tx.client.query<StoredRequest>(
    `SELECT ${FIELDS} FROM privacy_requests
     WHERE shop_id = $1 AND completed_at IS NULL AND topic <> 'customers/data_request' AND next_try_at <= clock_timestamp()
     ORDER BY requested_at, webhook_id LIMIT $2`,
    [tx.shopId, rowsMax],
  );
  return result.rows;
}

export async function findRequest(
  tx: ShopTransaction,
  webhookId: string,
): Promise<StoredRequest | null> {
  const result = await tx.client.query<StoredRequest>(
    `SELECT ${FIELDS} FROM privacy_requests WHERE shop_id = $1 AND webhook_id = $2`,
    [tx.shopId, webhookId],
  );
  return result.rows[0] ?? null;
}

/** Not answered yet: tried again after `pauseMs`. */
export async function postponeRequest(
  tx: ShopTransaction,
  webhookId: string,
  { pauseMs, remark }: { pauseMs: number; remark: string },
): Promise<void> {
  await tx.client.query(
    `UPDATE privacy_requests SET attempts = least(attempts + 1, 32767), remark = $4,
       next_try_at = clock_timestamp() + $3 * interval '1 millisecond'
     WHERE shop_id = $1 AND webhook_id = $2 AND completed_at IS NULL`,
    [tx.shopId, webhookId, pauseMs, remark.replaceAll("\0", "").slice(0, 500)],
  );
}

/** Answered without anything to do. */
export async function closeRequest(
  tx: ShopTransaction,
  webhookId: string,
  remark: string,
): Promise<void> {
  await tx.client.query(
    `UPDATE privacy_requests SET completed_at = clock_timestamp(), remark = $3
     WHERE shop_id = $1 AND webhook_id = $2 AND completed_at IS NULL`,
    [tx.shopId, webhookId, remark],
  );
}

/** The merchant took the file; the first time counts. False when there is no such request. */
export async function noteHandedOver(tx: ShopTransaction, webhookId: string): Promise<boolean> {
  const result = await tx.client.query(
    `UPDATE privacy_requests SET handed_over_at = coalesce(handed_over_at, clock_timestamp()),
       completed_at = coalesce(completed_at, clock_timestamp())
     WHERE shop_id = $1 AND webhook_id = $2 AND topic = 'customers/data_request'`,
    [tx.shopId, webhookId],
  );
  return result.rowCount === 1;
}

export async function shopsWithPrivacyRequests(pool: Pool, shopsMax: number): Promise<ShopId[]> {
  const result = await pool.query<{ id: ShopId }>(
    "SELECT shops_with_privacy_requests($1)::text AS id",
    [shopsMax],
  );
  return result.rows.map((row) => row.id);
}

/** Requests that wait: for the merchant to take a file, for the eraser. */
export type PrivacyHealth = {
  files: number;
  oldestFile: Date | null;
  erasures: number;
  oldestErasure: Date | null;
};

export async function privacyHealth(pool: Pool): Promise<PrivacyHealth> {
  const result = await pool.query<{
    files: string;
    oldest_file: Date | null;
    erasures: string;
    oldest_erasure: Date | null;
  }>("SELECT files, oldest_file, erasures, oldest_erasure FROM privacy_health()");
  const [row] = result.rows;
  if (!row) throw new Error("privacy_health answers one row");
  return {
    files: Number(row.files),
    oldestFile: row.oldest_file,
    erasures: Number(row.erasures),
    oldestErasure: row.oldest_erasure,
  };
}
