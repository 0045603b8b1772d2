/** Trials of what past orders would earn: one per shop, carried on page by page of customers. */
import type { Pool } from "pg";
import type { DryRun, TrialSums } from "../../domain/settlement/earn-trial.ts";
import type { EarnChoice } from "../../domain/settlement/earn-from.ts";
import type { Action, CustomerMerge } from "../../domain/members/member-facts.ts";
import type { OrderFacts } from "../../domain/orders/order-facts.ts";
import type { Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import type { ShopId, ShopTransaction } from "./shop-transaction.server.ts";

export type Trial = {
  /** In the order in which they are shown. */
  asked: EarnChoice[];
  /** The `now` of the fold. */
  askedAt: Instant;
  /** The import whose facts were in by then; null if none was. */
  importId: string | null;
  /** The last customer whose facts were folded, how many those were, and how many there are. */
  after: Id;
  tried: number;
  customers: number;
  sums: TrialSums | null;
  /** Whether there is more to fold. */
  open: boolean;
  /** What the last finished trial found. */
  found: DryRun | null;
};

const TRIAL = `asked, asked_at AS "askedAt", import_id::text AS "importId", after_customer::text AS "after", tried, customers, sums, open, found`;

type Row = Omit<Trial, "askedAt"> & { askedAt: Date };

const trialOf = (row: Row | undefined): Trial | null =>
  row ? { ...row, askedAt: row.askedAt.getTime() } : null;

/** Begins a trial; one under way is given up for it, what the last finished one found stays. */
export async function ask(
  tx: ShopTransaction,
  asked: readonly EarnChoice[],
  now: Instant,
): Promise<void> {
  await tx.client.query(
    `INSERT INTO earn_trials (shop_id, asked, asked_at, import_id, customers)
     SELECT $1, $2, $3, (SELECT max(import_id) FROM imports WHERE shop_id = $1
         AND state IN ('trying', 'choosing', 'settling', 'done')), count(*) FROM (
       SELECT customer_id FROM orders WHERE shop_id = $1 AND customer_id IS NOT NULL
       UNION SELECT customer_id FROM members WHERE shop_id = $1
       UNION SELECT customer_id FROM actions WHERE shop_id = $1) AS everyone
     ON CONFLICT (shop_id) DO UPDATE SET asked = excluded.asked, asked_at = excluded.asked_at, import_id = excluded.import_id,
       customers = excluded.customers, after_customer = 0, tried = 0, sums = NULL, open = true`,
    [tx.shopId, JSON.stringify(asked), new Date(now)],
  );
}

export async function read(tx: ShopTransaction): Promise<Trial | null> {
  const result = await tx.client.query<Row>(`SELECT ${TRIAL} FROM earn_trials WHERE shop_id = $1`, [
    tx.shopId,
  ]);
  return trialOf(result.rows[0]);
}

/** The trial to carry on with, for this transaction alone; null if there is none or another has it. */
export async function take(tx: ShopTransaction): Promise<Trial | null> {
  const result = await tx.client.query<Row>(
    `SELECT ${TRIAL} FROM earn_trials WHERE shop_id = $1 AND open FOR UPDATE SKIP LOCKED`,
    [tx.shopId],
  );
  return trialOf(result.rows[0]);
}

export async function keep(
  tx: ShopTransaction,
  page: { after: Id; tried: number; sums: TrialSums },
): Promise<void> {
  await tx.client.query(
    "UPDATE earn_trials SET after_customer = $2, tried = $3, sums = $4 WHERE shop_id = $1",
    [tx.shopId, page.after, page.tried, JSON.stringify(page.sums)],
  );
}

/** No customer stays named by a trial that is over. */
export async function finish(tx: ShopTransaction, found: DryRun): Promise<void> {
  await tx.client.query(
    `UPDATE earn_trials SET open = false, sums = NULL, after_customer = 0, tried = customers, found = $2 WHERE shop_id = $1`,
    [tx.shopId, JSON.stringify(found)],
  );
}

type Page = { customersMax: number; ordersMax: number };

/**
 * The next customers of whom anything is known, by id: as many as have `ordersMax` orders together,
 * at least one. Empty at the end.
 */
export async function customersAfter(
  tx: ShopTransaction,
  after: Id,
  { customersMax, ordersMax }: Page,
): Promise<Id[]> {
  const result = await tx.client.query<{ id: Id }>(
    `WITH buying AS (
       SELECT customer_id, count(*) AS orders FROM orders WHERE shop_id = $1 AND customer_id > $2
       GROUP BY customer_id ORDER BY customer_id LIMIT $3
     ), next AS (
       SELECT customer_id, coalesce(b.orders, 0) AS orders FROM (
         SELECT customer_id FROM buying
         UNION (SELECT customer_id FROM members WHERE shop_id = $1 AND customer_id > $2 ORDER BY customer_id LIMIT $3)
         UNION (SELECT DISTINCT customer_id FROM actions WHERE shop_id = $1 AND customer_id > $2 ORDER BY customer_id LIMIT $3)
       ) AS everyone LEFT JOIN buying b USING (customer_id) ORDER BY customer_id LIMIT $3
     )
     SELECT customer_id::text AS id FROM (
       SELECT customer_id, sum(orders) OVER (ORDER BY customer_id) AS so_far, row_number() OVER (ORDER BY customer_id) AS n
       FROM next) AS page
     WHERE so_far <= $4 OR n = 1 ORDER BY customer_id`,
    [tx.shopId, after, customersMax, ordersMax],
  );
  return result.rows.map((row) => row.id);
}

export type KnownFacts = {
  orders: OrderFacts[];
  actions: { customerId: Id; action: Action }[];
  merges: CustomerMerge[];
};

// As in `loadKnown`: arrays and `OFFSET 0` keep the planner to one index look-up per customer.
const KIN = `
WITH RECURSIVE kin(customer_id) AS (
  SELECT unnest($2::bigint[])
  UNION
  SELECT other.customer_id FROM kin k CROSS JOIN LATERAL (
    SELECT c.kept_id AS customer_id FROM customer_merges c WHERE c.shop_id = $1 AND c.deleted_id = k.customer_id
    UNION ALL
    SELECT c.deleted_id FROM customer_merges c WHERE c.shop_id = $1 AND c.kept_id = k.customer_id
  ) AS other
)
SELECT c.deleted_id::text AS "deletedId", c.kept_id::text AS "keptId" FROM customer_merges c
WHERE c.shop_id = $1 AND (c.deleted_id = ANY (ARRAY(SELECT customer_id FROM kin))
  OR c.kept_id = ANY (ARRAY(SELECT customer_id FROM kin)))`;

/** All that is known of these customers and of those merged with them. */
export async function factsOf(tx: ShopTransaction, customers: readonly Id[]): Promise<KnownFacts> {
  const merges = await tx.client.query<CustomerMerge>(KIN, [tx.shopId, customers]);
  const kin = merges.rows.flatMap(({ deletedId, keptId }) => [deletedId, keptId]);
  const ids = [...new Set([...customers, ...kin])];
  const orders = await tx.client.query<{ facts: OrderFacts }>(
    `SELECT o.facts FROM unnest($2::bigint[]) AS k(customer_id) CROSS JOIN LATERAL (
       SELECT facts FROM orders WHERE shop_id = $1 AND customer_id = k.customer_id OFFSET 0) AS o`,
    [tx.shopId, ids],
  );
  type ActionRow = { customerId: Id; key: string; kind: Action["kind"]; at: Date; points: string };
  const actions = await tx.client.query<ActionRow>(
    `SELECT customer_id::text AS "customerId", key, kind, at, points FROM actions
     WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])`,
    [tx.shopId, ids],
  );
  return {
    orders: orders.rows.map((row) => row.facts),
    actions: actions.rows.map(({ customerId, key, kind, at, points }) => ({
      customerId,
      action: { key, kind, at: at.getTime(), points: Number(points) },
    })),
    merges: merges.rows,
  };
}

/** When the first order was placed that is known; null if none is. */
export async function firstPlacedAt(tx: ShopTransaction): Promise<Instant | null> {
  const result = await tx.client.query<{ at: Date | null }>(
    "SELECT min(placed_at) AS at FROM orders WHERE shop_id = $1",
    [tx.shopId],
  );
  return result.rows[0]?.at?.getTime() ?? null;
}

/** Members who wait to be settled again, by time or by a rule that changed. */
export async function membersDue(tx: ShopTransaction, now: Instant): Promise<number> {
  const result = await tx.client.query<{ due: number }>(
    "SELECT count(*)::int AS due FROM members WHERE shop_id = $1 AND due_at <= $2",
    [tx.shopId, new Date(now)],
  );
  return result.rows[0]?.due ?? 0;
}

export async function shopsWithTrials(pool: Pool, shopsMax: number): Promise<ShopId[]> {
  const result = await pool.query<{ id: ShopId }>("SELECT shops_with_trials($1)::text AS id", [
    shopsMax,
  ]);
  return result.rows.map((row) => row.id);
}
