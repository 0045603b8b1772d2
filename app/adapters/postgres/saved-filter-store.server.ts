/** Views of the members' list that the team has saved, shop-wide. */
import type { FilterText } from "../../domain/members/member-filter.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

/** A filter as text, and the order if one was chosen. */
export type SavedQuery = { filter: FilterText; order: string | null };
export type SavedFilter = { filterId: Id; name: string; query: SavedQuery };

const FIELDS = `filter_id::text AS "filterId", name, query`;

export async function listFilters(tx: ShopTransaction, rowsMax: number): Promise<SavedFilter[]> {
  const result = await tx.client.query<SavedFilter>(
    `SELECT ${FIELDS} FROM saved_filters WHERE shop_id = $1 ORDER BY filter_id LIMIT $2`,
    [tx.shopId, rowsMax],
  );
  return result.rows;
}

/** Null when the name is taken or there are `filtersMax` already. */
export async function addFilter(
  tx: ShopTransaction,
  { name, query, filtersMax }: Omit<SavedFilter, "filterId"> & { filtersMax: number },
): Promise<Id | null> {
  const result = await tx.client.query<{ id: Id }>(
    `INSERT INTO saved_filters (shop_id, name, query)
     SELECT $1, $2, $3 WHERE (SELECT count(*) FROM saved_filters f WHERE f.shop_id = $1) < $4
     ON CONFLICT (shop_id, name) DO NOTHING RETURNING filter_id::text AS id`,
    [tx.shopId, name, JSON.stringify(query), filtersMax],
  );
  return result.rows[0]?.id ?? null;
}

export async function findFilter(tx: ShopTransaction, filterId: Id): Promise<SavedFilter | null> {
  const result = await tx.client.query<SavedFilter>(
    `SELECT ${FIELDS} FROM saved_filters WHERE shop_id = $1 AND filter_id = $2 FOR UPDATE`,
    [tx.shopId, filterId],
  );
  return result.rows[0] ?? null;
}

/** False when another view has the name. */
export async function changeFilter(tx: ShopTransaction, filter: SavedFilter): Promise<boolean> {
  const result = await tx.client.query(
    `UPDATE saved_filters f SET name = $3, query = $4 WHERE f.shop_id = $1 AND f.filter_id = $2
       AND NOT EXISTS (SELECT 1 FROM saved_filters o WHERE o.shop_id = $1 AND o.name = $3 AND o.filter_id <> $2)`,
    [tx.shopId, filter.filterId, filter.name, JSON.stringify(filter.query)],
  );
  return result.rowCount === 1;
}

export async function removeFilter(tx: ShopTransaction, filterId: Id): Promise<void> {
  await tx.client.query("DELETE FROM saved_filters WHERE shop_id = $1 AND filter_id = $2", [
    tx.shopId,
    filterId,
  ]);
}
