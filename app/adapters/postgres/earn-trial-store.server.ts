/** Trials of what past orders would earn: one per shop, carried on page by page of customers. */
import type { Pool } from "pg";
import type { DryRun, TrialSums } from "../../domain/settlement/earn-trial.ts";
import type { EarnChoice } from "../../domain/settlement/earn-from.ts";
import type { Action, CustomerMerge } from "../../domain/members/member-facts.ts";
import type { OrderFacts } from "../../domain/orders/order-facts.ts";
import { compareIds, type Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import type { ShopId, ShopTransaction } from "./shop-transaction.server.ts";

/** No customer's id is greater: bigint ends here. */
const GREATEST_ID = "9223372036854775807";

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

export type TrialPage = {
  /** The next customers of whom anything is known, by id. */
  customers: Id[];
  /** All that is known of them and of those merged with them. */
  orders: OrderFacts[];
  actions: { customerId: Id; action: Action }[];
  merges: CustomerMerge[];
};

type FoundOrder = { customerId: Id; facts: OrderFacts };

/**
 * What comes after `after`: whole customers, of at most `rowsMax` orders together unless one alone
 * has more. Without customers at the end.
 */
export async function pageAfter(
  tx: ShopTransaction,
  after: Id,
  rowsMax: number,
): Promise<TrialPage> {
  const found = await ordersAfter(tx, after, rowsMax + 1);
  const cut = found.length > rowsMax ? (found.at(-1)?.customerId ?? null) : null;
  let whole = cut === null ? found : found.filter(({ customerId }) => customerId !== cut);
  if (cut !== null && whole.length === 0) whole = await ordersOf(tx, [cut]);
  const end = cut === null ? null : (whole.at(-1)?.customerId ?? null);
  const others = await othersAfter(tx, { after, end, rowsMax: rowsMax + 1 });
  const stop = others.length > rowsMax ? (others.at(-1) ?? null) : null;
  const own =
    stop === null ? whole : whole.filter((each) => BigInt(each.customerId) < BigInt(stop));
  const customers = [
    ...new Set([...own.map(({ customerId }) => customerId), ...others.filter((id) => id !== stop)]),
  ].sort(compareIds);
  const merges = await mergesOf(tx, customers);
  const here = new Set(customers);
  const kin = merges.flatMap(({ deletedId, keptId }) => [deletedId, keptId]);
  const elsewhere = [...new Set(kin.filter((id) => !here.has(id)))];
  return {
    customers,
    orders: [...own, ...(await ordersOf(tx, elsewhere))].map(({ facts }) => facts),
    actions: await actionsOf(tx, [...customers, ...elsewhere]),
    merges,
  };
}

async function ordersAfter(tx: ShopTransaction, after: Id, rowsMax: number): Promise<FoundOrder[]> {
  const result = await tx.client.query<FoundOrder>(
    `SELECT customer_id::text AS "customerId", facts FROM orders WHERE shop_id = $1 AND customer_id > $2
     ORDER BY customer_id, placed_at LIMIT $3`,
    [tx.shopId, after, rowsMax],
  );
  return result.rows;
}

async function ordersOf(tx: ShopTransaction, customers: readonly Id[]): Promise<FoundOrder[]> {
  if (customers.length === 0) return [];
  const result = await tx.client.query<FoundOrder>(
    `SELECT customer_id::text AS "customerId", facts FROM orders WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])`,
    [tx.shopId, customers],
  );
  return result.rows;
}

/** Members, and whoever did something, up to and with `end`; null: however many there are. */
async function othersAfter(
  tx: ShopTransaction,
  { after, end, rowsMax }: { after: Id; end: Id | null; rowsMax: number },
): Promise<Id[]> {
  const result = await tx.client.query<{ id: Id }>(
    `SELECT customer_id::text AS id FROM (
       (SELECT customer_id FROM members WHERE shop_id = $1 AND customer_id > $2 AND customer_id <= $3 ORDER BY customer_id LIMIT $4)
       UNION
       (SELECT DISTINCT customer_id FROM actions WHERE shop_id = $1 AND customer_id > $2 AND customer_id <= $3
        ORDER BY customer_id LIMIT $4)) AS others
     ORDER BY customer_id LIMIT $4`,
    [tx.shopId, after, end ?? GREATEST_ID, rowsMax],
  );
  return result.rows.map((row) => row.id);
}

async function mergesOf(tx: ShopTransaction, customers: readonly Id[]): Promise<CustomerMerge[]> {
  return (await tx.client.query<CustomerMerge>(KIN, [tx.shopId, customers])).rows;
}

async function actionsOf(
  tx: ShopTransaction,
  customers: readonly Id[],
): Promise<TrialPage["actions"]> {
  type Row = { customerId: Id; key: string; kind: Action["kind"]; at: Date; points: string };
  const result = await tx.client.query<Row>(
    `SELECT customer_id::text AS "customerId", key, kind, at, points FROM actions
     WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])`,
    [tx.shopId, customers],
  );
  return result.rows.map(({ customerId, key, kind, at, points }) => ({
    customerId,
    action: { key, kind, at: at.getTime(), points: Number(points) },
  }));
}

// As in `loadKnown`: arrays keep the planner to one index look-up per customer.
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
    `SELECT ((SELECT count(*) FROM members WHERE shop_id = $1 AND due_at <= $2)
       + (SELECT count(*) FROM shops s JOIN members m ON m.shop_id = $1 AND m.member_id > s.due_after
          WHERE s.shop_id = $1))::int AS due`,
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
