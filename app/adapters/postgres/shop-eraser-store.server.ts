/** Emptying a whole shop, as the eraser: closed in one step, then table by table in batches. */
import type { ShopTransaction } from "./shop-transaction.server.ts";

/** Every table of a shop with its key; whatever refers to another table stands before it. */
const TABLES = [
  ["entries", "entry_id"],
  ["erased_entries", "entry_id"],
  ["seals", "hour"],
  ["actions", "customer_id, key"],
  ["dirty_marks", "kind, owner_id"],
  ["customer_names", "customer_id"],
  ["customer_merges", "deleted_id, kept_id"],
  ["members", "member_id"],
  ["orders", "order_id"],
  ["order_fetches", "order_id"],
  ["import_parts", "import_id, order_id"],
  ["imports", "import_id"],
  ["earn_trials", "shop_id"],
  ["program_versions", "version"],
  ["catalog_items", "kind, item_id"],
  ["reconciliations", "run_id"],
  ["team_log", "log_id"],
  ["saved_filters", "filter_id"],
  ["shop_figures", "day"],
  ["sessions", "id"],
  ["tombstones", "subject_hash"],
  ["privacy_requests", "webhook_id"],
  ["inbox", "webhook_id"],
] as const;
export const SHOP_TABLES = TABLES.map(([table]) => table);
export type ShopTable = (typeof SHOP_TABLES)[number];

/** What stays: the shop's own tombstone, and the request that is being answered. */
const STAYS: Partial<Record<ShopTable, string>> = {
  tombstones:
    "subject_hash <> (SELECT sha256(s.tombstone_salt || 'shop') FROM shops s WHERE s.shop_id = $1)",
  privacy_requests: "webhook_id <> $3",
};

export type Closed = {
  /** `open`: the app is installed, and nothing was touched. */
  state: "closed" | "open";
  /** As it was named before; null when an earlier try had closed it. */
  domain: string | null;
  sums: Record<string, unknown>;
};

/**
 * The shop's row becomes a tombstone that answers to no domain: from here on whoever installs the app
 * in that shop starts afresh. The sums of all that is about to go are kept.
 */
export async function closeShop(tx: ShopTransaction): Promise<Closed> {
  const found = await tx.client.query<{ state: string; domain: string }>(
    "SELECT state, domain FROM shops WHERE shop_id = $1",
    [tx.shopId],
  );
  const [shop] = found.rows;
  if (!shop || shop.state === "installed") return { state: "open", domain: null, sums: {} };
  if (shop.state !== "redacted") await bury(tx);
  const kept = await tx.client.query<{ sums: Record<string, unknown> }>(
    `SELECT t.sums FROM tombstones t JOIN shops s ON s.shop_id = $1
     WHERE t.shop_id = $1 AND t.subject_hash = sha256(s.tombstone_salt || 'shop')`,
    [tx.shopId],
  );
  const domain = shop.state === "redacted" ? null : shop.domain;
  return { state: "closed", domain, sums: kept.rows[0]?.sums ?? {} };
}

async function bury(tx: ShopTransaction): Promise<void> {
  await tx.client.query(
    `INSERT INTO tombstones (shop_id, subject_hash, redacted_at, sums)
     SELECT $1, sha256(s.tombstone_salt || 'shop'), clock_timestamp(), jsonb_build_object(
       'members', (SELECT count(*) FROM members WHERE shop_id = $1),
       'orders', (SELECT count(*) FROM orders WHERE shop_id = $1),
       'entries', (SELECT count(*) FROM entries WHERE shop_id = $1),
       'pointsByKind', coalesce((SELECT jsonb_object_agg(k.kind, k.points) FROM (
           SELECT kind, sum(points) AS points FROM entries WHERE shop_id = $1 GROUP BY kind) AS k), '{}'))
     FROM shops s WHERE s.shop_id = $1
     ON CONFLICT (shop_id, subject_hash) DO NOTHING`,
    [tx.shopId],
  );
  await tx.client.query(
    `UPDATE shops SET state = 'redacted', name = NULL, scopes = '', settings = '{}',
       domain = 'redacted:' || encode(sha256(tombstone_salt || convert_to(domain, 'UTF8')), 'hex')
     WHERE shop_id = $1`,
    [tx.shopId],
  );
}

/** Takes out so many rows; how many there were. `but`: the request that is being answered. */
export async function emptyTable(
  tx: ShopTransaction,
  table: ShopTable,
  { rowsMax, but }: { rowsMax: number; but: string },
): Promise<number> {
  const key = TABLES.find(([name]) => name === table)?.[1] ?? "shop_id";
  const stays = STAYS[table] ?? "true";
  const result = await tx.client.query(
    `DELETE FROM ${table} WHERE shop_id = $1 AND (${key}) IN (
       SELECT ${key} FROM ${table} WHERE shop_id = $1 AND ${stays} AND $3::text IS NOT NULL LIMIT $2)`,
    [tx.shopId, rowsMax, but],
  );
  return result.rowCount ?? 0;
}
