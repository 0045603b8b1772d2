/** Who was forgotten: known by a salted hash alone, which answers only to whoever has the id already. */
import type { Id } from "../../domain/shared/ids.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

/** Those of `customerIds` who were forgotten. In a shop that forgot nobody it costs one look. */
export async function forgottenAmong(
  tx: ShopTransaction,
  customerIds: readonly Id[],
): Promise<Set<Id>> {
  if (customerIds.length === 0) return new Set();
  const result = await tx.client.query<{ id: Id }>({
    name: "forgotten-among",
    text: `SELECT x.id::text AS id FROM shops s CROSS JOIN unnest($2::bigint[]) AS x(id)
      WHERE s.shop_id = $1 AND EXISTS (SELECT 1 FROM tombstones t WHERE t.shop_id = $1 LIMIT 1) AND EXISTS (
        SELECT 1 FROM tombstones t WHERE t.shop_id = $1
          AND t.subject_hash = sha256(s.tombstone_salt || convert_to(x.id::text, 'UTF8')))`,
    values: [tx.shopId, customerIds],
  });
  return new Set(result.rows.map((row) => row.id));
}
