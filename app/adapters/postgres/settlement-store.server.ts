/** Facts and standings of members: one fetch and one write per batch, each of one shop. */
import { randomInt } from "node:crypto";
import {
  SHORTCUT_FROM_ORDERS,
  type BatchWrite,
  type Known,
  type KnownMember,
} from "../../domain/settlement/batch-facts.ts";
import type { Posted } from "../../domain/settlement/post.ts";
import type { Checkpoint, Standing } from "../../domain/settlement/settlement.ts";
import { TIER_WINDOW } from "../../domain/tiers/tier-steps.ts";
import type { AdjustmentDetail } from "../../domain/members/adjustment.ts";
import type { Action, CustomerMerge } from "../../domain/members/member-facts.ts";
import type { OrderFacts } from "../../domain/orders/order-facts.ts";
import type { ProgramVersion } from "../../domain/program/program.ts";
import { BEGINNING_OF_TIME } from "../../domain/program/program.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import { int4s, int8s, int8sOf, jsonbs, texts, timestamps } from "./binary-array.ts";
import { LANE_OF } from "./mark-store.server.ts";
import { WriteConflict, type ShopTransaction } from "./shop-transaction.server.ts";

/** More orders than any customer has: nobody is partial. */
const ORDERS_BEYOND_COUNTING = 2 ** 31 - 1;
const MEMBER_ID_BITS_MAX = 2 ** 48 - 1;

// The planner can't know how many customers a batch has and would read the whole shop to be safe:
// `= ANY (ARRAY(…))` and `OFFSET 0` keep it to one index look-up per customer.
const LOAD = `
WITH RECURSIVE named AS (
  SELECT order_id, customer_id FROM orders WHERE shop_id = $1 AND order_id = ANY($2::bigint[])
), kin(customer_id) AS (
  SELECT customer_id FROM named WHERE customer_id IS NOT NULL
  UNION SELECT unnest($3::bigint[])
  UNION
  SELECT other.customer_id FROM kin k CROSS JOIN LATERAL (
    SELECT c.kept_id AS customer_id FROM customer_merges c WHERE c.shop_id = $1 AND c.deleted_id = k.customer_id
    UNION ALL
    SELECT c.deleted_id FROM customer_merges c WHERE c.shop_id = $1 AND c.kept_id = k.customer_id
  ) AS other
), people AS (
  SELECT member_id, customer_id, rev, standing, checkpoint, due_at,
    (checkpoint ->> 'orders')::int > $4 AND NOT EXISTS (SELECT 1 FROM customer_merges c
      WHERE c.shop_id = $1 AND (c.deleted_id = members.customer_id OR c.kept_id = members.customer_id)) AS partial
  FROM members WHERE shop_id = $1 AND customer_id = ANY (ARRAY(SELECT customer_id FROM kin))
), reach AS (
  SELECT k.customer_id, CASE WHEN p.partial
    THEN to_timestamp(((p.checkpoint ->> 'lastFactAt')::bigint - $5::bigint) / 1000.0) ELSE '-infinity' END AS since
  FROM kin k LEFT JOIN people p USING (customer_id)
), posted AS (
  SELECT e.member_id, e.cause, sum(e.points) AS points, max(e.n) + 1 AS entries,
    (array_agg(jsonb_build_object(
      'at', floor(extract(epoch FROM e.occurred_at) * 1000),
      'standing', e.arithmetic -> 'standing', 'goodsMinor', e.arithmetic #> '{goods,goodsMinor}',
      'tierId', e.arithmetic -> 'tierId', 'ratePercent', e.arithmetic -> 'ratePercent') ORDER BY e.n DESC))[1] AS last
  FROM entries e WHERE e.shop_id = $1 AND e.member_id = ANY (ARRAY(SELECT member_id FROM people WHERE NOT partial))
  GROUP BY e.member_id, e.cause
)
SELECT json_build_object(
  'rules', (SELECT json_build_object('timeZone', s.time_zone, 'earnFrom', floor(extract(epoch FROM s.earn_from) * 1000))
            FROM shops s WHERE s.shop_id = $1),
  'versions', (SELECT json_agg(json_build_array(v.version, floor(extract(epoch FROM v.starts_at) * 1000), v.rules) ORDER BY v.version)
               FROM program_versions v WHERE v.shop_id = $1),
  'orders', (SELECT json_agg(json_build_array(o.order_id::text, o.rev, o.facts)) FROM orders o
             WHERE o.shop_id = $1 AND o.order_id = ANY($2::bigint[])),
  'others', (SELECT json_agg(json_build_array(o.order_id::text, o.rev, o.facts)) FROM reach r CROSS JOIN LATERAL (
               SELECT order_id, rev, facts FROM orders
               WHERE shop_id = $1 AND customer_id = r.customer_id AND placed_at >= r.since OFFSET 0) AS o
             WHERE o.order_id <> ALL ($2::bigint[])),
  'members', (SELECT json_agg(json_build_array(p.customer_id::text, p.member_id::text, p.rev, p.standing, p.checkpoint,
             floor(extract(epoch FROM p.due_at) * 1000), p.partial)) FROM people p),
  'posted', (SELECT json_agg(json_build_array(p.member_id::text, p.cause, p.points, p.entries, p.last)) FROM posted p),
  'actions', (SELECT json_agg(json_build_array(a.customer_id::text, a.key, a.kind, floor(extract(epoch FROM a.at) * 1000), a.points, a.detail))
              FROM actions a WHERE a.shop_id = $1 AND a.customer_id = ANY (ARRAY(SELECT customer_id FROM kin))),
  'merges', (SELECT json_agg(json_build_array(c.deleted_id::text, c.kept_id::text)) FROM customer_merges c
             WHERE c.shop_id = $1 AND (c.deleted_id = ANY (ARRAY(SELECT customer_id FROM kin)) OR c.kept_id = ANY (ARRAY(SELECT customer_id FROM kin)))),
  'forgotten', (SELECT json_agg(x.id::text) FROM shops s CROSS JOIN unnest($3::bigint[]) AS x(id)
                WHERE s.shop_id = $1 AND EXISTS (SELECT 1 FROM tombstones t WHERE t.shop_id = $1 LIMIT 1) AND EXISTS (
                  SELECT 1 FROM tombstones t WHERE t.shop_id = $1
                    AND t.subject_hash = sha256(s.tombstone_salt || convert_to(x.id::text, 'UTF8'))))
)::text AS known`;

/** As `program_versions.rules` has them; a version published before there were rewards has none. */
export type StoredRules = Omit<ProgramVersion, "version" | "startsAt" | "rewards"> &
  Partial<Pick<ProgramVersion, "rewards">>;

type Loaded = {
  rules: { timeZone: string; earnFrom: number | null } | null;
  versions: [number, number | null, StoredRules][] | null;
  orders: [Id, number, OrderFacts][] | null;
  others: [Id, number, OrderFacts][] | null;
  members: [Id, Id, number, Standing, Checkpoint, number | null, boolean][] | null;
  posted: [Id, string, number, number, { at: number } & Posted["last"]][] | null;
  actions: [Id, string, Action["kind"], number, number, AdjustmentDetail | null][] | null;
  merges: [Id, Id][] | null;
  forgotten: Id[] | null;
};

/**
 * Everything known of these orders and customers, and of those merged with them. Of customers with
 * very many orders only those in reach of the shortcut (`partial`), unless `whole` is asked for.
 */
export async function loadKnown(
  tx: ShopTransaction,
  orderIds: readonly Id[],
  customerIds: readonly Id[],
  extent: "in-reach" | "whole" = "whole",
): Promise<Known> {
  const partialFrom = extent === "whole" ? ORDERS_BEYOND_COUNTING : SHORTCUT_FROM_ORDERS;
  const result = await tx.client.query<{ known: string }>({
    name: "load-known",
    text: LOAD,
    values: [tx.shopId, orderIds, customerIds, partialFrom, TIER_WINDOW],
  });
  const loaded = JSON.parse(result.rows[0]?.known ?? "{}") as Loaded;
  if (!loaded.rules) throw new Error(`shop ${tx.shopId} has no row`);
  const actions = new Map<Id, Action[]>();
  for (const [customerId, key, kind, at, points, detail] of loaded.actions ?? []) {
    const own = actions.get(customerId) ?? [];
    actions.set(customerId, own);
    own.push(detail ? { key, kind, at, points, detail } : { key, kind, at, points });
  }
  return {
    rules: loaded.rules,
    versions: versionsOf(loaded.versions ?? []),
    merges: (loaded.merges ?? []).map(([deletedId, keptId]): CustomerMerge => ({
      deletedId,
      keptId,
    })),
    orders: new Map(
      [...(loaded.orders ?? []), ...(loaded.others ?? [])].map(([id, rev, facts]) => [
        id,
        { facts, rev },
      ]),
    ),
    members: membersOf(loaded),
    actions,
    partial: new Set((loaded.members ?? []).flatMap((row) => (row[6] ? [row[0]] : []))),
    forgotten: new Set(loaded.forgotten ?? []),
  };
}

export function versionsOf(rows: NonNullable<Loaded["versions"]>): ProgramVersion[] {
  return rows.map(([version, startsAt, rules]) => ({
    ...rules,
    rewards: rules.rewards ?? [],
    version,
    startsAt: startsAt ?? BEGINNING_OF_TIME,
  }));
}

function membersOf(loaded: Loaded): Map<Id, KnownMember> {
  const byMember = new Map<Id, Map<string, Posted>>();
  for (const [memberId, cause, points, entries, { at, ...last }] of loaded.posted ?? []) {
    const posted = byMember.get(memberId) ?? new Map<string, Posted>();
    byMember.set(memberId, posted);
    posted.set(cause, { points, entries, occurredAt: at, last });
  }
  return new Map(
    (loaded.members ?? []).map(([customerId, memberId, rev, standing, checkpoint, dueAt]) => {
      const posted = byMember.get(memberId) ?? new Map<string, Posted>();
      return [customerId, { memberId, rev, standing, checkpoint, dueAt, posted }];
    }),
  );
}

const WRITE = `
WITH o AS (
  INSERT INTO orders AS kept (shop_id, order_id, customer_id, placed_at, rev, facts)
  SELECT $1, x.order_id, x.customer_id, x.placed_at, x.expected + 1, x.facts
  FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[], $5::int[], $6::jsonb[])
    AS x(order_id, customer_id, placed_at, expected, facts)
  ON CONFLICT (shop_id, order_id) DO UPDATE
    SET customer_id = excluded.customer_id, placed_at = excluded.placed_at, rev = excluded.rev, facts = excluded.facts
    WHERE kept.rev = excluded.rev - 1
  RETURNING 1
), m AS (
  INSERT INTO members AS kept
    (shop_id, member_id, customer_id, rev, balance, standing, checkpoint, settled_at, due_at)
  SELECT $1, x.member_id, x.customer_id, x.expected + 1, x.balance, x.standing, x.checkpoint, $13::timestamptz, x.due_at
  FROM unnest($7::bigint[], $8::bigint[], $9::int[], $10::bigint[], $11::jsonb[], $12::timestamptz[], $29::jsonb[])
    AS x(member_id, customer_id, expected, balance, standing, due_at, checkpoint)
  ON CONFLICT (shop_id, member_id) DO UPDATE
    SET rev = excluded.rev, balance = excluded.balance, standing = excluded.standing,
        checkpoint = excluded.checkpoint, settled_at = excluded.settled_at, due_at = excluded.due_at
    WHERE kept.rev = excluded.rev - 1
  RETURNING 1
), e AS (
  INSERT INTO entries (shop_id, member_id, kind, cause, n, points, reason, occurred_at, arithmetic)
  SELECT $1, x.* FROM unnest($14::bigint[], $15::text[], $16::text[], $17::int[], $18::bigint[], $19::text[],
    $20::timestamptz[], $21::jsonb[]) AS x(member_id, kind, cause, n, points, reason, occurred_at, arithmetic)
), a AS (
  INSERT INTO actions (shop_id, customer_id, key, kind, at, points, detail)
  SELECT $1, x.* FROM unnest($22::bigint[], $23::text[], $24::text[], $25::timestamptz[], $26::bigint[], $33::jsonb[])
    AS x(customer_id, key, kind, at, points, detail)
), c AS (
  INSERT INTO customer_merges (shop_id, deleted_id, kept_id)
  SELECT $1, x.* FROM unnest($27::bigint[], $28::bigint[]) AS x(deleted_id, kept_id)
  ON CONFLICT DO NOTHING
), d AS (
  UPDATE members SET rev = rev + 1, due_at = $13 WHERE shop_id = $1 AND customer_id = ANY($30::bigint[])
), s AS (
  INSERT INTO dirty_marks AS kept (shop_id, kind, owner_id, lane, marked_at)
  SELECT $1, 'member', x.owner_id, x.lane, clock_timestamp() FROM unnest($31::bigint[], $32::smallint[]) AS x(owner_id, lane)
  ON CONFLICT (shop_id, kind, owner_id) DO UPDATE
    SET rev = kept.rev + 1, lane = CASE WHEN kept.marked_at IS NULL THEN excluded.lane ELSE least(kept.lane, excluded.lane) END,
        marked_at = CASE WHEN kept.lane > excluded.lane THEN excluded.marked_at ELSE coalesce(kept.marked_at, excluded.marked_at) END
)
SELECT (SELECT count(*) FROM o)::int AS orders, (SELECT count(*) FROM m)::int AS members`;

/**
 * Writes the whole batch, or nothing: an order or member that changed since it was loaded raises
 * `WriteConflict`, and the caller's transaction is undone. A balance moves in the same statement
 * as its entries.
 */
export async function writeBatch(
  tx: ShopTransaction,
  write: BatchWrite,
  now: Instant,
): Promise<void> {
  const { orders, members, actions, merges, deferred } = write;
  if (orders.length + members.length + actions.length + merges.length === 0) return;
  const ids = members.map((member) => member.memberId ?? String(randomInt(1, MEMBER_ID_BITS_MAX)));
  const entries = members.flatMap((member, i) =>
    member.entries.map((entry) => ({ memberId: ids[i] ?? null, ...entry })),
  );
  const values = [
    tx.shopId,
    int8s(orders.map((order) => order.facts.orderId)),
    int8s(orders.map((order) => order.facts.snapshot?.customerId ?? null)),
    timestamps(orders.map((order) => order.facts.snapshot?.placedAt ?? null)),
    int4s(orders.map((order) => order.expectedRev)),
    jsonbs(orders.map((order) => JSON.stringify(order.facts))),
    int8s(ids),
    int8s(members.map((member) => member.customerId)),
    int4s(members.map((member) => member.expectedRev)),
    int8sOf(members.map((member) => member.balance)),
    jsonbs(members.map((member) => JSON.stringify(member.standing))),
    timestamps(members.map((member) => member.standing.nextChangeAt)),
    new Date(now),
    int8s(entries.map((entry) => entry.memberId)),
    texts(entries.map((entry) => entry.kind)),
    texts(entries.map((entry) => entry.cause)),
    int4s(entries.map((entry) => entry.n)),
    int8sOf(entries.map((entry) => entry.points)),
    texts(entries.map((entry) => entry.reason)),
    timestamps(entries.map((entry) => entry.occurredAt)),
    jsonbs(entries.map((entry) => JSON.stringify(entry.arithmetic))),
    int8s(actions.map((each) => each.customerId)),
    texts(actions.map((each) => each.action.key)),
    texts(actions.map((each) => each.action.kind)),
    timestamps(actions.map((each) => each.action.at)),
    int8sOf(actions.map((each) => each.action.points)),
    int8s(merges.map((merge) => merge.deletedId)),
    int8s(merges.map((merge) => merge.keptId)),
    jsonbs(members.map((member) => JSON.stringify(member.checkpoint))),
    int8s(deferred),
    ...marksOf(members),
    jsonbs(actions.map(({ action: { detail } }) => (detail ? JSON.stringify(detail) : null))),
  ];
  const result = await tx.client.query<{ orders: number; members: number }>({
    name: "write-batch",
    text: WRITE,
    values,
  });
  const [written] = result.rows;
  if (written?.orders !== orders.length) throw new WriteConflict("an order");
  if (written.members !== members.length) throw new WriteConflict("a member");
}

/** Who is shown differently from now on, and in which lane. Members come sorted by customer id. */
function marksOf(members: BatchWrite["members"]): [Buffer, number[]] {
  const marked = members.flatMap(({ customerId, shows }) =>
    shows === "nothing-new" ? [] : [{ customerId, lane: LANE_OF[shows] }],
  );
  return [int8s(marked.map((each) => each.customerId)), marked.map((each) => each.lane)];
}
