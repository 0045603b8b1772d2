/** What is to be shown of members and of the program, read together in one trip. */
import type { EntryKind } from "../../domain/settlement/post.ts";
import type { Standing } from "../../domain/settlement/settlement.ts";
import type { ProgramVersion } from "../../domain/program/program.ts";
import type { Look } from "../../domain/settings/shop-settings.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import { settingsOf } from "./settings-store.server.ts";
import { versionsOf, type StoredRules } from "./settlement-store.server.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

export type RecentEntry = {
  at: Instant;
  kind: EntryKind;
  reason: string;
  points: number;
  orderName: string | null;
};

export type MemberToShow = {
  standing: Standing;
  balance: number;
  held: number;
  /** Newest first. */
  recent: RecentEntry[];
};

export type ToShow = {
  currency: string;
  proxyPrefix: string;
  look: Look;
  versions: ProgramVersion[];
  members: Map<Id, MemberToShow>;
};

// A correction happened when it was posted, whenever its order was placed; so did an undoing.
const READ = `
SELECT json_build_object(
  'shop', (SELECT json_build_object('currency', s.currency, 'proxyPrefix', s.proxy_prefix, 'settings', s.settings) FROM shops s WHERE s.shop_id = $1),
  'versions', (SELECT json_agg(json_build_array(v.version, floor(extract(epoch FROM v.starts_at) * 1000), v.rules) ORDER BY v.version)
               FROM program_versions v WHERE v.shop_id = $1),
  'members', (SELECT json_agg(json_build_array(m.customer_id::text, json_build_object(
      'standing', m.standing, 'balance', m.balance, 'held', m.held, 'recent', coalesce(r.recent, '[]'))))
    FROM members m CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object(
        'at', floor(extract(epoch FROM n.happened_at) * 1000),
        'kind', n.kind, 'reason', n.reason, 'points', n.points,
        'orderName', (SELECT o.facts #>> '{snapshot,name}' FROM orders o WHERE o.shop_id = $1 AND n.kind = 'order'
          AND o.order_id = CASE WHEN n.kind = 'order' THEN split_part(n.cause, ':', 2)::bigint END)
        ) ORDER BY n.happened_at DESC, n.entry_id DESC) AS recent
      FROM (SELECT e.*, CASE WHEN e.n = 0 AND e.cause NOT LIKE 'adjustment:undo:%' THEN e.occurred_at ELSE e.posted_at END AS happened_at
            FROM entries e WHERE e.shop_id = $1 AND e.member_id = m.member_id ORDER BY e.entry_id DESC LIMIT $3) AS n
    ) AS r
    WHERE m.shop_id = $1 AND m.customer_id = ANY($2::bigint[]))
)::text AS read`;

type Row = {
  shop: { currency: string; proxyPrefix: string; settings: unknown } | null;
  versions: [number, number | null, StoredRules][] | null;
  members: [Id, MemberToShow][] | null;
};

/** Members who have no row are absent. */
export async function readToShow(
  tx: ShopTransaction,
  customerIds: readonly Id[],
  entriesMax: number,
): Promise<ToShow> {
  const result = await tx.client.query<{ read: string }>({
    name: "read-to-show",
    text: READ,
    values: [tx.shopId, customerIds, entriesMax],
  });
  const { shop, versions, members } = JSON.parse(result.rows[0]?.read ?? "{}") as Row;
  if (!shop) throw new Error(`shop ${tx.shopId} has no row`);
  const { settings, ...told } = shop;
  const { look } = settingsOf(settings);
  return { ...told, look, versions: versionsOf(versions ?? []), members: new Map(members) };
}
