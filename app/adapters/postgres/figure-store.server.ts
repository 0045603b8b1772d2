/** A shop's figures: counted by reading everything, so never for a page; kept by the day. */
import {
  runningSums,
  type ShopFigures,
  type WeekFigures,
} from "../../domain/figures/shop-figures.ts";
import { DAY, type Instant } from "../../domain/shared/instant.ts";
import type { ShopTransaction } from "./shop-transaction.server.ts";

export type StoredFigures = {
  takenAt: Instant;
  /** How long the counting took: what is dear is counted less often. */
  tookMs: number;
  figures: ShopFigures;
};

/** Longer than a shop of a million members takes; beyond it something is wrong (ms). */
const COUNT_MS_MAX = 120_000;

export async function newest(tx: ShopTransaction): Promise<StoredFigures | null> {
  const result = await tx.client.query<{
    takenAt: Date;
    figures: ShopFigures & { tookMs: number };
  }>(
    `SELECT taken_at AS "takenAt", figures FROM shop_figures WHERE shop_id = $1 ORDER BY day DESC LIMIT 1`,
    [tx.shopId],
  );
  const [row] = result.rows;
  if (!row) return null;
  const { tookMs, ...figures } = row.figures;
  return { takenAt: row.takenAt.getTime(), tookMs, figures };
}

/** The newest of the day stands. `day`: of the shop's zone, "2026-11-22". */
export async function put(
  tx: ShopTransaction,
  day: string,
  { takenAt, tookMs, figures }: StoredFigures,
): Promise<void> {
  await tx.client.query(
    `INSERT INTO shop_figures (shop_id, day, taken_at, figures) VALUES ($1, $2, $3, $4)
     ON CONFLICT (shop_id, day) DO UPDATE SET taken_at = excluded.taken_at, figures = excluded.figures
     WHERE shop_figures.taken_at <= excluded.taken_at`,
    [tx.shopId, day, new Date(takenAt), JSON.stringify({ ...figures, tookMs })],
  );
}

/** Week `bucket` of a row counts for all weeks that end after it: 0 is the first week and all before. */
type Bucket<Row> = Row & { bucket: number };

/** `ends`: of the weeks, ascending; the last is now. */
export async function count(
  tx: ShopTransaction,
  ends: readonly Instant[],
  latelyDays: number,
): Promise<ShopFigures> {
  await tx.client.query(`SET LOCAL statement_timeout = ${COUNT_MS_MAX}`);
  const now = ends.at(-1);
  if (now === undefined) throw new Error("figures are counted for weeks");
  const dates = ends.map((end) => new Date(end));
  const members = spread(ends, await membersByWeek(tx, dates));
  const bought = await buyersByWeek(tx, dates);
  const times = (number: string): number[] =>
    spread(
      ends,
      bought.filter((row) => row.number === number),
    );
  const [buyers, repeatBuyers] = [times("1"), times("2")];
  const points = await pointsByWeek(tx, dates, new Date(now - latelyDays * DAY));
  const earned = inWeeks(ends, points, ({ earned: each }) => Number(each));
  const held = runningSums(inWeeks(ends, points, ({ points: each }) => Number(each)));
  const pointsOutstanding = await outstanding(tx);
  const weeks = ends.map((endsAt, week): WeekFigures => {
    const at = (values: readonly number[]): number => values[week] ?? 0;
    const last = week === ends.length - 1;
    return {
      ...{ endsAt, members: at(members), buyers: at(buyers), repeatBuyers: at(repeatBuyers) },
      pointsOutstanding: last ? pointsOutstanding : Math.max(0, at(held)),
      earned: at(earned),
    };
  });
  const latest = weeks.at(-1);
  if (!latest) throw new Error("figures are counted for weeks");
  return {
    ...{ members: latest.members, buyers: latest.buyers, repeatBuyers: latest.repeatBuyers },
    pointsOutstanding,
    pointsEarnedLately: points.reduce((sum, { lately }) => sum + Number(lately), 0),
    weeks,
  };
}

type Counted = Bucket<{ count: string }>;

const spread = (ends: readonly Instant[], rows: readonly Counted[]): number[] =>
  runningSums(inWeeks(ends, rows, ({ count: each }) => Number(each)));

function inWeeks<Row>(
  ends: readonly Instant[],
  rows: readonly Bucket<Row>[],
  value: (row: Bucket<Row>) => number,
): number[] {
  return ends.map((_, week) =>
    rows.filter(({ bucket }) => bucket === week).reduce((sum, row) => sum + value(row), 0),
  );
}

async function membersByWeek(tx: ShopTransaction, ends: readonly Date[]): Promise<Counted[]> {
  const result = await tx.client.query<Counted>(
    `SELECT least(width_bucket(enrolled_at, $2::timestamptz[]), cardinality($2::timestamptz[]) - 1) AS bucket, count(*) FROM members
     WHERE shop_id = $1 AND enrolled_at IS NOT NULL GROUP BY 1`,
    [tx.shopId, ends],
  );
  return result.rows;
}

type Bought = Counted & { number: "1" | "2" };

/**
 * Who bought a first or a second time, by when. How many orders count, the settlement has said
 * (`checkpoint`); the instants are those of all orders under the customer's number.
 */
async function buyersByWeek(tx: ShopTransaction, ends: readonly Date[]): Promise<Bought[]> {
  const result = await tx.client.query<Bought>(
    `WITH numbered AS (
       SELECT coalesce(c.kept_id, o.customer_id) AS customer_id, o.placed_at,
         row_number() OVER (PARTITION BY coalesce(c.kept_id, o.customer_id) ORDER BY o.placed_at) AS number
       FROM orders o LEFT JOIN customer_merges c ON c.shop_id = $1 AND c.deleted_id = o.customer_id
       WHERE o.shop_id = $1 AND o.customer_id IS NOT NULL AND o.placed_at IS NOT NULL
     )
     SELECT n.number, least(width_bucket(n.placed_at, $2::timestamptz[]), cardinality($2::timestamptz[]) - 1) AS bucket, count(*)
     FROM members m JOIN numbered n ON n.customer_id = m.customer_id AND n.number <= 2
     WHERE m.shop_id = $1 AND (m.checkpoint ->> 'orders')::int >= n.number GROUP BY 1, 2`,
    [tx.shopId, ends],
  );
  return result.rows;
}

type Points = Bucket<{ points: string; earned: string; lately: string }>;

const EARNED = "kind IN ('order', 'join', 'birthday', 'check-in')";

async function pointsByWeek(
  tx: ShopTransaction,
  ends: readonly Date[],
  latelyFrom: Date,
): Promise<Points[]> {
  const result = await tx.client.query<Points>(
    `SELECT least(width_bucket(occurred_at, $2::timestamptz[]), cardinality($2::timestamptz[]) - 1) AS bucket,
       coalesce(sum(points), 0) AS points,
       coalesce(sum(points) FILTER (WHERE ${EARNED}), 0) AS earned,
       coalesce(sum(points) FILTER (WHERE ${EARNED} AND occurred_at > $3), 0) AS lately
     FROM entries WHERE shop_id = $1 GROUP BY 1`,
    [tx.shopId, ends, latelyFrom],
  );
  return result.rows;
}

async function outstanding(tx: ShopTransaction): Promise<number> {
  const result = await tx.client.query<{ points: string }>(
    "SELECT coalesce(sum(balance) FILTER (WHERE balance > 0), 0) AS points FROM members WHERE shop_id = $1",
    [tx.shopId],
  );
  return Number(result.rows[0]?.points ?? 0);
}
