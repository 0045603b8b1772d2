/** Names and e-mail addresses that the merchant wants kept, sealed: the database never sees them. */
import type { Pool } from "pg";
import type { Id } from "../../domain/shared/ids.ts";
import type { ShopId, ShopTransaction } from "./shop-transaction.server.ts";

export type SealedName = { customerId: Id; keyId: string; sealed: Buffer };

export async function readNames(
  tx: ShopTransaction,
  customerIds: readonly Id[],
): Promise<SealedName[]> {
  const result = await tx.client.query<SealedName>(
    `SELECT customer_id::text AS "customerId", key_id AS "keyId", sealed FROM customer_names
     WHERE shop_id = $1 AND customer_id = ANY($2::bigint[])`,
    [tx.shopId, customerIds],
  );
  return result.rows;
}

/**
 * Whether names are to be kept at all, so that it stays so until this transaction ends: whoever turns it
 * off waits for it, and then empties what it wrote.
 */
export async function mayKeep(tx: ShopTransaction): Promise<boolean> {
  const result = await tx.client.query<{ kept: boolean }>(
    `SELECT state = 'installed' AND coalesce((settings ->> 'keepNames')::boolean, false) AS kept
     FROM shops WHERE shop_id = $1 FOR SHARE`,
    [tx.shopId],
  );
  return result.rows[0]?.kept ?? false;
}

export async function keepNames(tx: ShopTransaction, names: readonly SealedName[]): Promise<void> {
  await tx.client.query(
    `INSERT INTO customer_names (shop_id, customer_id, sealed, key_id)
     SELECT $1, x.customer_id, x.sealed, x.key_id FROM unnest($2::bigint[], $3::bytea[], $4::text[])
       AS x(customer_id, sealed, key_id) ORDER BY x.customer_id
     ON CONFLICT (shop_id, customer_id) DO UPDATE
       SET sealed = excluded.sealed, key_id = excluded.key_id, read_at = clock_timestamp()`,
    [
      tx.shopId,
      names.map(({ customerId }) => customerId),
      names.map(({ sealed }) => sealed),
      names.map(({ keyId }) => keyId),
    ],
  );
}

/** Of customers who changed or are gone: what was kept of them is out of date. */
export async function dropNames(tx: ShopTransaction, customerIds: readonly Id[]): Promise<void> {
  await tx.client.query(
    "DELETE FROM customer_names WHERE shop_id = $1 AND customer_id = ANY($2::bigint[])",
    [tx.shopId, customerIds],
  );
}

export async function keptCount(tx: ShopTransaction): Promise<number> {
  const result = await tx.client.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM customer_names WHERE shop_id = $1",
    [tx.shopId],
  );
  return result.rows[0]?.count ?? 0;
}

/** Members whose name isn't kept, out of the `windowMax` with numbers above `after`; `last` ends the window. */
export async function namelessMembers(
  tx: ShopTransaction,
  { after, windowMax }: { after: Id; windowMax: number },
): Promise<{ customerIds: Id[]; last: Id | null }> {
  const result = await tx.client.query<{ id: Id; kept: boolean }>(
    `SELECT m.customer_id::text AS id, EXISTS (SELECT 1 FROM customer_names n
       WHERE n.shop_id = $1 AND n.customer_id = m.customer_id) AS kept
     FROM members m WHERE m.shop_id = $1 AND m.customer_id > $2 AND (m.enrolled_at IS NOT NULL OR m.has_left) ORDER BY m.customer_id LIMIT $3`,
    [tx.shopId, after, windowMax],
  );
  return {
    customerIds: result.rows.filter(({ kept }) => !kept).map(({ id }) => id),
    last: result.rows.at(-1)?.id ?? null,
  };
}

/** Installed shops whose merchants want names kept. */
export async function shopsKeepingNames(
  pool: Pool,
  shopsMax: number,
): Promise<{ shopId: ShopId; shopDomain: string }[]> {
  const result = await pool.query<{ shopId: ShopId; shopDomain: string }>(
    `SELECT shop_id::text AS "shopId", domain AS "shopDomain" FROM shops
     WHERE state = 'installed' AND (settings ->> 'keepNames')::boolean ORDER BY shop_id LIMIT $1`,
    [shopsMax],
  );
  return result.rows;
}
