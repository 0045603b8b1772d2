/**
 * Members as a list: filtered, in order, a page at a time by key. Every list is read from an index; a
 * filter that matches hardly anybody is given up after a while instead of reading on for ever.
 */
import type { MemberOrder, OrderedBy, Place } from "../../domain/members/member-order.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import { conditionsOf, LAST_ORDER, type ListConditions } from "./member-conditions.server.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

export type { ListConditions };

export type ListedMember = {
  memberId: Id;
  customerId: Id;
  tierId: string;
  available: number;
  pending: number;
  lifetimeEarned: number;
  spendMinor: number;
  enrolledAt: Instant | null;
  lastOrderAt: Instant | null;
  /** When the points go if nothing more happens; null where none are due to. */
  expiresAt: Instant | null;
  hasLeft: boolean;
};

/** `key`: what the row is ordered by, for a cursor. */
export type ListedRow = ListedMember & { key: number };

export type PageQuery = {
  conditions: ListConditions;
  order: MemberOrder;
  place: Place | null;
  rowsMax: number;
  /** Longer than this (ms) nobody waits for a page. */
  patienceMs: number;
};

const COLUMN_OF: Readonly<Record<OrderedBy, string>> = {
  enrolled: "enrolled_at",
  points: "available",
  spend: "spend_minor",
  expiry: "expires_at",
};
const TIMES: ReadonlySet<OrderedBy> = new Set(["enrolled", "expiry"]);

const FIELDS = `m.member_id, m.customer_id, m.tier_id, m.available, m.spend_minor, m.enrolled_at, m.expires_at, m.has_left,
  (m.standing ->> 'pending')::bigint AS pending, (m.standing ->> 'lifetimeEarned')::bigint AS lifetime_earned`;

const SHOWN = `p.member_id::text AS "memberId", p.customer_id::text AS "customerId", p.tier_id AS "tierId", p.available,
  p.pending, p.lifetime_earned AS "lifetimeEarned", p.spend_minor AS "spendMinor", p.enrolled_at AS "enrolledAt",
  p.expires_at AS "expiresAt", p.has_left AS "hasLeft", ${LAST_ORDER("p.customer_id")} AS "lastOrderAt"`;

type Row = Omit<
  ListedMember,
  | "available"
  | "pending"
  | "lifetimeEarned"
  | "spendMinor"
  | "enrolledAt"
  | "expiresAt"
  | "lastOrderAt"
> &
  Record<"available" | "pending" | "lifetimeEarned" | "spendMinor", string> &
  Record<"enrolledAt" | "expiresAt" | "lastOrderAt", Date | null> & { key?: string | Date | null };

/** How a tier's part of a list is read: nothing of it matches; few do, and are sorted; or in order from its index. */
export type PartPlan = "none" | "sorted" | "in-order";

type Planned = Omit<PageQuery, "patienceMs"> & {
  /** Of the tiers that are known to match seldom; the others are read in order. */
  plans?: ReadonlyMap<string, PartPlan>;
};

/** The statement of a page, for whoever wants to see its plan. */
export function pageStatement(
  shopId: string,
  { conditions, order, place, rowsMax, plans }: Planned,
): Statement {
  const values: unknown[] = [shopId];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const column = COLUMN_OF[order.by];
  const descending = (order.direction === "desc") !== (place?.side === "before");
  const [way, beyond] = descending ? ["DESC", "<"] : ["ASC", ">"];
  const limit = bind(rowsMax);
  const where = conditionsOf(conditions, bind);
  if (place) {
    const key = bind(TIMES.has(order.by) ? new Date(place.key) : place.key);
    where.push(`(m.${column}, m.member_id) ${beyond} (${key}, ${bind(place.memberId)}::bigint)`);
  }
  const matching = (tier: string): string => `SELECT ${FIELDS}, m.${column} AS key FROM members m
    WHERE m.shop_id = $1 AND ${[...where, tier].join(" AND ")}`;
  const part = (tier: string, plan: PartPlan = "in-order"): string =>
    plan === "sorted"
      ? `WITH few AS MATERIALIZED (${matching(tier)}) SELECT * FROM few ORDER BY key ${way}, member_id ${way} LIMIT ${limit}`
      : `${matching(tier)} ORDER BY m.${column} ${way}, m.member_id ${way} LIMIT ${limit}`;
  const tiers = conditions.tierIds.filter((tierId) => plans?.get(tierId) !== "none");
  // Indexes lead with the tier: each tier's rows come in order, and merging some in order is cheap.
  const parts =
    tiers.length === 0 || isNarrow(conditions, order)
      ? [part(tiersAsked(conditions, bind), isSorted(conditions, order) ? "sorted" : "in-order")]
      : tiers.map((tierId) => part(`m.tier_id = ${bind(tierId)}`, plans?.get(tierId)));
  const text = `SELECT ${SHOWN}, p.key FROM (
    SELECT * FROM (${parts.map((each) => `(${each})`).join(" UNION ALL ")}) AS t
    ORDER BY key ${way}, member_id ${way} LIMIT ${limit}
  ) AS p ORDER BY p.key ${way}, p.member_id ${way}`;
  return { text, values };
}

export type Statement = { text: string; values: unknown[] };

/** Lists with an index of their own. */
function isNarrow({ filter }: ListConditions, order: MemberOrder): boolean {
  return filter.left || filter.expiringDays !== null || order.by === "expiry";
}

/** Whose points go soon are few beside all: found by that, then put into another order. */
function isSorted({ filter }: ListConditions, order: MemberOrder): boolean {
  return filter.expiringDays !== null && order.by !== "expiry";
}

function tiersAsked({ filter, tierIds }: ListConditions, bind: (value: unknown) => string): string {
  return filter.tierIds.length === 0 ? "true" : `m.tier_id = ANY(${bind(tierIds)}::text[])`;
}

/** So few matches of a tier are sooner sorted than looked for along another order. */
const SORTED_MAX = 50_000;

/**
 * How many of each tier match, counted no further than what is still sorted. Ranges go with tiers (whoever
 * spends much is in a high one), so that in a tier without a match a reading in order would look at everyone.
 */
export function tierCountsStatement(shopId: string, conditions: ListConditions): Statement {
  const values: unknown[] = [shopId];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const where = conditionsOf({ ...conditions, orderedSince: null, notOrderedSince: null }, bind);
  const text = `SELECT t.id, (SELECT count(*)::int FROM (
      SELECT 1 FROM members m WHERE m.shop_id = $1 AND m.tier_id = t.id AND ${where.join(" AND ")} LIMIT ${SORTED_MAX + 1}) AS c) AS count
    FROM unnest(${bind(conditions.tierIds)}::text[]) AS t(id)`;
  return { text, values };
}

/** Whether an index answers one of its ranges while another gives the order. */
function hasOtherRange({ filter }: ListConditions, { by }: MemberOrder): boolean {
  return (
    (by !== "points" && (filter.pointsMin ?? filter.pointsMax) !== null) ||
    (by !== "spend" && (filter.spendMin ?? filter.spendMax) !== null) ||
    (by !== "enrolled" && (filter.enrolledFrom ?? filter.enrolledTo) !== null)
  );
}

async function plansFor(
  tx: ShopTransaction,
  { conditions, order, patienceMs }: PageQuery,
): Promise<Map<string, PartPlan> | "too-slow"> {
  if (isNarrow(conditions, order) || !hasOtherRange(conditions, order)) return new Map();
  const statement = tierCountsStatement(tx.shopId, conditions);
  const rows = await patiently<{ id: string; count: number }>(tx, patienceMs, statement);
  if (rows === null) return "too-slow";
  const planOf = (count: number): PartPlan =>
    count === 0 ? "none" : count <= SORTED_MAX ? "sorted" : "in-order";
  return new Map(rows.map(({ id, count }) => [id, planOf(count)]));
}

export type PageRead = { kind: "page"; rows: ListedRow[] } | { kind: "too-slow" };

/** In the list's order, whichever side of the place was asked for. */
export async function readPage(tx: ShopTransaction, query: PageQuery): Promise<PageRead> {
  if (query.conditions.tierIds.length === 0) return { kind: "page", rows: [] };
  const plans = await plansFor(tx, query);
  if (plans === "too-slow") return { kind: "too-slow" };
  if (plans.size > 0 && [...plans.values()].every((plan) => plan === "none"))
    return { kind: "page", rows: [] };
  const statement = pageStatement(tx.shopId, { ...query, plans });
  const rows = await patiently<Row>(tx, query.patienceMs, statement);
  if (rows === null) return { kind: "too-slow" };
  const listed = rows.map((row) => ({ ...memberOf(row), key: Number(row.key) }));
  return { kind: "page", rows: query.place?.side === "before" ? listed.reverse() : listed };
}

/** How many match, counted no further than `countMax`; null when even that takes too long. */
export async function countUpTo(
  tx: ShopTransaction,
  { conditions, countMax, patienceMs }: CountQuery,
): Promise<number | null> {
  const statement = countStatement(tx.shopId, { conditions, countMax });
  const rows = await patiently<{ count: number }>(tx, patienceMs, statement);
  return rows?.[0]?.count ?? null;
}

export type CountQuery = { conditions: ListConditions; countMax: number; patienceMs: number };

export function countStatement(
  shopId: string,
  { conditions, countMax }: Omit<CountQuery, "patienceMs">,
): Statement {
  const values: unknown[] = [shopId];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const limit = bind(countMax);
  const where = conditionsOf(conditions, bind);
  where.push(`m.tier_id = ANY(${bind(conditions.tierIds)}::text[])`);
  const text = `SELECT count(*)::int AS count FROM (
    SELECT 1 FROM members m WHERE m.shop_id = $1 AND ${where.join(" AND ")} LIMIT ${limit}) AS c`;
  return { text, values };
}

/** Every tier that a member can be in: of all versions, since standings change hands one by one. */
export async function tierIdsOf(tx: ShopTransaction): Promise<string[]> {
  const result = await tx.client.query<{ id: string }>(
    `SELECT DISTINCT t ->> 'id' AS id FROM program_versions v, jsonb_array_elements(v.rules -> 'tiers') AS t
     WHERE v.shop_id = $1`,
    [tx.shopId],
  );
  return result.rows.map(({ id }) => id);
}

/** Whether anybody is or was in the program. */
export async function hasMembers(tx: ShopTransaction): Promise<boolean> {
  const result = await tx.client.query<{ some: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM members m WHERE m.shop_id = $1 AND (m.enrolled_at IS NOT NULL OR m.has_left)) AS some`,
    [tx.shopId],
  );
  return result.rows[0]?.some ?? false;
}

/** Customers as they were asked for → whom each lives on as after merges, and their membership. */
export async function readCustomers(
  tx: ShopTransaction,
  customerIds: readonly Id[],
): Promise<Map<Id, { customerId: Id; member: ListedMember | null }>> {
  const result = await tx.client.query<Row & { asked: Id; kept: Id }>(
    `WITH RECURSIVE hop(asked, id, hops) AS (
       SELECT x.id, x.id, 0 FROM unnest($2::bigint[]) AS x(id)
       UNION ALL
       SELECT h.asked, c.kept_id, h.hops + 1 FROM hop h JOIN customer_merges c ON c.shop_id = $1 AND c.deleted_id = h.id
       WHERE h.hops < 16
     ), kept AS (SELECT DISTINCT ON (asked) asked, id FROM hop ORDER BY asked, hops DESC, id),
     p AS (
       SELECT k.asked, k.id AS kept, f.* FROM kept k LEFT JOIN LATERAL (
         SELECT ${FIELDS} FROM members m WHERE m.shop_id = $1 AND m.customer_id = k.id) AS f ON true
     )
     SELECT p.asked::text AS asked, p.kept::text AS kept, ${SHOWN} FROM p`,
    [tx.shopId, customerIds],
  );
  return new Map(
    result.rows.map((row) => [
      row.asked,
      { customerId: row.kept, member: isMember(row) ? memberOf(row) : null },
    ]),
  );
}

/** A row alone makes no member: a customer whose only orders were tests has one. */
function isMember(row: Row): boolean {
  return row.enrolledAt !== null || row.hasLeft;
}

const CANCELED = "57014";

/**
 * Rows, or null when they took too long. Planned for these very values: what is rare in one shop is
 * common in another, and a plan for all would read the wrong index.
 */
async function patiently<T extends object>(
  tx: ShopTransaction,
  patienceMs: number,
  { text, values }: Statement,
): Promise<T[] | null> {
  await tx.client.query(
    `SAVEPOINT listed; SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL statement_timeout = ${Math.round(patienceMs)}`,
  );
  try {
    const { rows } = await tx.client.query<T>(text, values);
    await tx.client.query("ROLLBACK TO SAVEPOINT listed");
    return rows;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === CANCELED)) throw error;
    await tx.client.query("ROLLBACK TO SAVEPOINT listed");
    return null;
  }
}

function memberOf(row: Row): ListedMember {
  const { memberId, customerId, tierId, hasLeft } = row;
  return {
    memberId,
    customerId,
    tierId,
    available: Number(row.available),
    pending: Number(row.pending),
    lifetimeEarned: Number(row.lifetimeEarned),
    spendMinor: Number(row.spendMinor),
    enrolledAt: row.enrolledAt?.getTime() ?? null,
    lastOrderAt: row.lastOrderAt?.getTime() ?? null,
    expiresAt: row.expiresAt?.getTime() ?? null,
    hasLeft,
  };
}
