/** The inbox: deliveries as they arrived, committed before they are answered, drained per shop. */
import type { Pool } from "pg";
import type { ShopId, ShopTransaction } from "./shop-transaction.server.ts";

export type NewDelivery = {
  webhookId: string;
  topic: string;
  /** 1: worked on though the shop isn't installed. */
  lane: 0 | 1;
  eventId: string | null;
  apiVersion: string | null;
  triggeredAt: Date | null;
  /** Bytes that the body had; more than `body` holds when it was above the limit. */
  size: number;
  /** As it is stored: encrypted with the key that `keyId` names. */
  body: Buffer;
  keyId: string;
};

/**
 * One statement, one commit, one shop, one trip: the statement sets the shop for the row-level
 * policies itself, before its first row is made. A webhook id that is known already changes nothing.
 *
 * The bodies travel as one binary value that the statement cuts up: an array of bytea would be sent
 * as hexadecimal text, and a tuple per row would be a new text to parse for every number of rows.
 */
const INSERT = `
INSERT INTO inbox (shop_id, webhook_id, topic, lane, event_id, api_version, triggered_at, size, body, key_id)
SELECT $1::bigint, x.webhook_id, x.topic, x.lane, x.event_id, x.api_version, x.triggered_at, x.size,
  substring($9::bytea FROM x.body_at FOR x.body_length), x.key_id
FROM (SELECT set_config('app.shop', $1::bigint::text, true)) AS walled,
  unnest($2::text[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::timestamptz[], $8::int[],
    $10::int[], $11::int[], $12::text[])
  AS x(webhook_id, topic, lane, event_id, api_version, triggered_at, size, body_at, body_length, key_id)
WHERE EXISTS (SELECT 1 FROM shops s WHERE s.shop_id = $1::bigint AND s.state <> 'redacted')
ON CONFLICT (shop_id, webhook_id) DO NOTHING`;

export async function insertDeliveries(
  pool: Pool,
  shopId: ShopId,
  rows: NewDelivery[],
): Promise<void> {
  let next = 1; // SQL counts from 1
  const bodiesAt = rows.map((row) => {
    const bodyAt = next;
    next += row.body.length;
    return bodyAt;
  });
  await pool.query({
    name: "insert-deliveries",
    text: INSERT,
    values: [
      shopId,
      rows.map((row) => row.webhookId),
      rows.map((row) => row.topic),
      rows.map((row) => row.lane),
      rows.map((row) => row.eventId),
      rows.map((row) => row.apiVersion),
      rows.map((row) => row.triggeredAt),
      rows.map((row) => row.size),
      Buffer.concat(rows.map((row) => row.body)),
      bodiesAt,
      rows.map((row) => row.body.length),
      rows.map((row) => row.keyId),
    ],
  });
}

export type Delivery = {
  webhookId: string;
  topic: string;
  triggeredAt: Date | null;
  receivedAt: Date;
  size: number;
  /** As it is stored: encrypted, or as it came where no key is named; null when it was dropped. */
  body: Buffer | null;
  keyId: string | null;
};

export type Claimed = {
  deliveries: Delivery[];
  /** Whether a limit, of rows or of bytes, was reached: others may be waiting. */
  more: boolean;
};

// Locked without their bodies first: what the limit of bytes leaves out is never loaded.
const CLAIM = `
WITH locked AS MATERIALIZED (
  SELECT webhook_id, lane, seq, octet_length(body) AS bytes FROM inbox
  WHERE shop_id = $1 AND state = 0 AND lane >= $2
  ORDER BY lane DESC, seq LIMIT $3 FOR UPDATE SKIP LOCKED
), measured AS (
  SELECT webhook_id, sum(coalesce(bytes, 0)) OVER (ORDER BY lane DESC, seq) - coalesce(bytes, 0) AS bytes_before
  FROM locked
)
SELECT d.webhook_id AS "webhookId", d.topic, d.triggered_at AS "triggeredAt", d.received_at AS "receivedAt",
  d.size, d.body, d.key_id AS "keyId", (SELECT count(*) FROM locked)::int AS locked
FROM measured m JOIN inbox d ON d.shop_id = $1 AND d.webhook_id = m.webhook_id
WHERE m.bytes_before < $4 ORDER BY d.lane DESC, d.seq`;

/**
 * Takes the oldest pending deliveries that nobody else works on; they stay locked until commit.
 * At most `rowsMax`, and none once those before it have `bytesMax` bytes of bodies: one at least.
 */
export async function claimDeliveries(
  tx: ShopTransaction,
  options: { installed: boolean; rowsMax: number; bytesMax: number },
): Promise<Claimed> {
  const result = await tx.client.query<Delivery & { locked: number }>({
    name: "claim-deliveries",
    text: CLAIM,
    values: [tx.shopId, options.installed ? 0 : 1, options.rowsMax, options.bytesMax],
  });
  const locked = result.rows[0]?.locked ?? 0;
  return {
    deliveries: result.rows,
    more: locked === options.rowsMax || locked > result.rows.length,
  };
}

/** A delivery as it is stored, whether it waits or is parked. `seq`: the order of arrival, a cursor. */
export type StoredDelivery = Pick<Delivery, "webhookId" | "topic" | "size" | "body" | "keyId"> & {
  seq: string;
};

/** Those that wait or are parked, by arrival, with bodies of `bytesMax` bytes in all or a little more. */
export async function waitingAfter(
  tx: ShopTransaction,
  page: { after: string; rowsMax: number; bytesMax: number },
): Promise<StoredDelivery[]> {
  const result = await tx.client.query<StoredDelivery>(
    `WITH page AS MATERIALIZED (
       SELECT seq, webhook_id, coalesce(octet_length(body), 0) AS bytes FROM inbox
       WHERE shop_id = $1 AND state IN (0, 2) AND seq > $2 ORDER BY seq LIMIT $3
     ), measured AS (
       SELECT webhook_id, sum(bytes) OVER (ORDER BY seq) - bytes AS bytes_before FROM page
     )
     SELECT d.seq::text, d.webhook_id AS "webhookId", d.topic, d.size, d.body, d.key_id AS "keyId"
     FROM measured m JOIN inbox d ON d.shop_id = $1 AND d.webhook_id = m.webhook_id
     WHERE m.bytes_before < $4 ORDER BY d.seq`,
    [tx.shopId, page.after, page.rowsMax, page.bytesMax],
  );
  return result.rows;
}

/** Takes one delivery, so that nobody else works on it; false when that is done or being done. */
export async function claimDelivery(tx: ShopTransaction, webhookId: string): Promise<boolean> {
  const result = await tx.client.query(
    "SELECT 1 FROM inbox WHERE shop_id = $1 AND webhook_id = $2 AND state = 0 FOR UPDATE SKIP LOCKED",
    [tx.shopId, webhookId],
  );
  return result.rowCount === 1;
}

export type Outcome = { webhookId: string; state: "done" | "parked"; remark: string | null };

const STATES = { done: 1, parked: 2 } as const;

// The newest is noted once a second at most: the row of the shop is not written for every batch.
const FINISH = `
WITH finished AS (
  UPDATE inbox SET state = x.state, remark = x.remark, done_at = clock_timestamp(), attempts = attempts + 1,
    body = CASE WHEN x.state = 2 THEN inbox.body END, key_id = CASE WHEN x.state = 2 THEN inbox.key_id END
  FROM unnest($2::text[], $3::smallint[], $4::text[]) AS x(webhook_id, state, remark)
  WHERE inbox.shop_id = $1 AND inbox.webhook_id = x.webhook_id
  RETURNING received_at
)
UPDATE shops s SET last_delivery_at = n.newest FROM (SELECT max(received_at) AS newest FROM finished) AS n
WHERE s.shop_id = $1 AND (s.last_delivery_at IS NULL OR s.last_delivery_at < n.newest - interval '1 second')`;

/** A delivery that has become facts needs its body no more; a parked one keeps it for the retry. */
export async function finishDeliveries(tx: ShopTransaction, outcomes: Outcome[]): Promise<void> {
  await tx.client.query({
    name: "finish-deliveries",
    text: FINISH,
    values: [
      tx.shopId,
      outcomes.map((outcome) => outcome.webhookId),
      outcomes.map((outcome) => STATES[outcome.state]),
      outcomes.map((outcome) => outcome.remark),
    ],
  });
}

/** Parked since before `before`: their bodies go, what was the matter stays. Answers with the bodies. */
export async function takeParkedBodies(
  tx: ShopTransaction,
  before: Date,
  rowsMax: number,
): Promise<StoredDelivery[]> {
  const result = await tx.client.query<StoredDelivery>(
    `WITH old AS (
       SELECT seq, webhook_id, topic, size, body, key_id FROM inbox
       WHERE shop_id = $1 AND state = 2 AND body IS NOT NULL AND received_at < $2
       ORDER BY seq LIMIT $3 FOR UPDATE SKIP LOCKED
     ), gone AS (
       UPDATE inbox SET body = NULL, key_id = NULL FROM old WHERE inbox.shop_id = $1 AND inbox.webhook_id = old.webhook_id
     )
     SELECT seq::text, webhook_id AS "webhookId", topic, size, body, key_id AS "keyId" FROM old ORDER BY seq`,
    [tx.shopId, before, rowsMax],
  );
  return result.rows;
}

/** Forgets that deliveries came that are done with since before `before`; how many. */
export async function forgetDone(
  tx: ShopTransaction,
  before: Date,
  rowsMax: number,
): Promise<number> {
  const result = await tx.client.query(
    `DELETE FROM inbox WHERE shop_id = $1 AND webhook_id IN (
       SELECT webhook_id FROM inbox WHERE shop_id = $1 AND state = 1 AND done_at < $2 LIMIT $3)`,
    [tx.shopId, before, rowsMax],
  );
  return result.rowCount ?? 0;
}

/** Forgets what waited since before `before` for an installation that didn't come. */
export async function dropWaiting(tx: ShopTransaction, before: Date): Promise<number> {
  const result = await tx.client.query(
    "DELETE FROM inbox WHERE shop_id = $1 AND state = 0 AND lane = 0 AND received_at < $2",
    [tx.shopId, before],
  );
  return result.rowCount ?? 0;
}

/** Shops with something to drain: the one question that crosses shops, answered by ids alone. */
export async function shopsWithDeliveries(pool: Pool, shopsMax: number): Promise<ShopId[]> {
  const result = await pool.query<{ id: ShopId }>({
    name: "shops-with-deliveries",
    text: "SELECT shops_with_deliveries($1)::text AS id",
    values: [shopsMax],
  });
  return result.rows.map((row) => row.id);
}
