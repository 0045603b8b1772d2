/** What must hold of a member for a list to show it, in SQL; and the last order, of merged customers too. */
import type { MemberFilter } from "../../domain/members/member-filter.ts";
import type { Instant } from "../../domain/shared/instant.ts";

/** A filter with its days as instants of the shop's zone. */
export type ListConditions = {
  filter: MemberFilter;
  /** The tiers asked for, or every tier there is. */
  tierIds: string[];
  enrolledFrom: Instant | null;
  /** The first instant that is too late. */
  enrolledBefore: Instant | null;
  orderedSince: Instant | null;
  notOrderedSince: Instant | null;
  expiringBefore: Instant | null;
};

type Bind = (value: unknown) => string;

/** Placed, and neither deleted nor a test: what happened to it afterwards doesn't matter. */
const PLACED = `o.placed_at IS NOT NULL AND (o.facts ->> 'deleted') IS DISTINCT FROM 'true'
  AND (o.facts #>> '{snapshot,test}') IS DISTINCT FROM 'true'`;

/** The customer and all who were merged into it, at whatever remove. */
const kinOf = (customer: string): string => `WITH RECURSIVE kin(id) AS (
  SELECT ${customer} UNION SELECT c.deleted_id FROM kin k JOIN customer_merges c ON c.shop_id = $1 AND c.kept_id = k.id)`;

/** One look-up in the index per customer. */
export const LAST_ORDER = (customer: string): string => `(${kinOf(customer)}
  SELECT max(l.placed_at) FROM kin k CROSS JOIN LATERAL (
    SELECT o.placed_at FROM orders o WHERE o.shop_id = $1 AND o.customer_id = k.id AND ${PLACED}
    ORDER BY o.placed_at DESC LIMIT 1) AS l)`;

const orderedSince = (since: string): string => `EXISTS (${kinOf("m.customer_id")}
  SELECT 1 FROM kin k JOIN orders o ON o.shop_id = $1 AND o.customer_id = k.id AND o.placed_at >= ${since} AND ${PLACED})`;

/** No order is placed after the last fact: most members need no look at their orders. */
const LAST_FACT = "coalesce((m.checkpoint ->> 'lastFactAt')::bigint, -9000000000000000)";

export function conditionsOf(conditions: ListConditions, bind: Bind): string[] {
  const { filter } = conditions;
  const at = (instant: Instant): string => `${bind(new Date(instant))}::timestamptz`;
  const where = [filter.left ? "m.has_left" : "m.enrolled_at IS NOT NULL"];
  const range = (column: string, from: number | null, to: number | null): void => {
    if (from !== null) where.push(`${column} >= ${bind(from)}::bigint`);
    if (to !== null) where.push(`${column} <= ${bind(to)}::bigint`);
  };
  range("m.available", filter.pointsMin, filter.pointsMax);
  range("m.spend_minor", filter.spendMin, filter.spendMax);
  if (conditions.enrolledFrom !== null)
    where.push(`m.enrolled_at >= ${at(conditions.enrolledFrom)}`);
  if (conditions.enrolledBefore !== null)
    where.push(`m.enrolled_at < ${at(conditions.enrolledBefore)}`);
  if (conditions.expiringBefore !== null)
    where.push(`m.expires_at < ${at(conditions.expiringBefore)}`, "m.balance > 0");
  if (conditions.orderedSince !== null) {
    const fact = `${LAST_FACT} >= ${bind(conditions.orderedSince)}::bigint`;
    where.push(`${fact} AND ${orderedSince(at(conditions.orderedSince))}`);
  }
  if (conditions.notOrderedSince !== null) {
    const fact = `${LAST_FACT} < ${bind(conditions.notOrderedSince)}::bigint`;
    where.push(`(${fact} OR NOT ${orderedSince(at(conditions.notOrderedSince))})`);
  }
  return where;
}
