/** How the app is doing: figures for the status page, the Home and the metrics. */
import type { Pool } from "pg";
import type { ShopId } from "./shop-transaction.server.ts";

export type IntakeHealth = {
  waiting: number;
  /** When the oldest waiting delivery came; null when none waits. */
  oldest: Date | null;
  parked: number;
  newest: Date | null;
};

/** Of one shop, or of all. */
export async function intakeHealth(pool: Pool, shopId: ShopId | null): Promise<IntakeHealth> {
  const result = await pool.query<{
    waiting: string;
    oldest: Date | null;
    parked: string;
    newest: Date | null;
  }>("SELECT waiting, oldest, parked, newest FROM intake_health($1)", [shopId]);
  const [row] = result.rows;
  if (!row) throw new Error("intake_health answers one row");
  return { ...row, waiting: Number(row.waiting), parked: Number(row.parked) };
}

export type ShowingHealth = {
  /** Owners of whom something newer is to be shown; `news`: of whom shoppers wait for it. */
  waiting: number;
  news: number;
  /** Since when the oldest of them waits. */
  oldest: Date | null;
  /** Of them, those that Shopify didn't take yet. */
  failing: number;
};

/** Of one installed shop, or of all. */
export async function showingHealth(pool: Pool, shopId: ShopId | null): Promise<ShowingHealth> {
  const result = await pool.query<{
    waiting: string;
    news: string;
    oldest: Date | null;
    failing: string;
  }>("SELECT waiting, news, oldest, failing FROM marks_health($1)", [shopId]);
  const [row] = result.rows;
  if (!row) throw new Error("marks_health answers one row");
  return {
    waiting: Number(row.waiting),
    news: Number(row.news),
    oldest: row.oldest,
    failing: Number(row.failing),
  };
}

export type PlatformCounts = { shops: number; members: number; orders: number; entries: number };

export async function platformCounts(pool: Pool): Promise<PlatformCounts> {
  const result = await pool.query<Record<keyof PlatformCounts, string>>(
    "SELECT shops, members, orders, entries FROM platform_counts()",
  );
  const [row] = result.rows;
  if (!row) throw new Error("platform_counts answers one row");
  return {
    shops: Number(row.shops),
    members: Number(row.members),
    orders: Number(row.orders),
    entries: Number(row.entries),
  };
}
