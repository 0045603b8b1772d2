/** Accepted to settled, read from the inbox itself: `done_at - received_at`, both the database's clock. */
import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "./database.ts";
import { rounded } from "./figures.ts";

const POLL_MS = 100;

export type Lag = {
  deliveries: number;
  p50Ms: number;
  p99Ms: number;
  /** Medians of the deliveries that arrived in the first and in the last third of the time. */
  firstThirdMs: number;
  lastThirdMs: number;
  /** From the last arrival until nothing was left to do. */
  tailMs: number;
};

/** Waits until the inbox is drained; null when it isn't in time. */
export async function lagOf(databaseUrl: string, waitMs: number): Promise<Lag | null> {
  return withClient(databaseUrl, async (client) => {
    const deadline = performance.now() + waitMs;
    for (;;) {
      const pending = await client.query("SELECT 1 FROM inbox WHERE state = 0 LIMIT 1");
      if (pending.rowCount === 0) break;
      if (performance.now() > deadline) return null;
      await sleep(POLL_MS);
    }
    const { rows } = await client.query<Record<keyof Lag, number>>(
      `WITH lags AS (
         SELECT extract(epoch FROM done_at - received_at)::float8 * 1000 AS ms, done_at, received_at,
           ntile(3) OVER (ORDER BY received_at) AS third
         FROM inbox WHERE state = 1
       )
       SELECT count(*)::int AS deliveries,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS "p50Ms",
         percentile_cont(0.99) WITHIN GROUP (ORDER BY ms) AS "p99Ms",
         percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE third = 1) AS "firstThirdMs",
         percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE third = 3) AS "lastThirdMs",
         extract(epoch FROM max(done_at) - max(received_at))::float8 * 1000 AS "tailMs"
       FROM lags`,
    );
    const [lag] = rows;
    if (!lag) throw new Error("an aggregate answers one row");
    return {
      deliveries: lag.deliveries,
      p50Ms: rounded(lag.p50Ms),
      p99Ms: rounded(lag.p99Ms),
      firstThirdMs: rounded(lag.firstThirdMs),
      lastThirdMs: rounded(lag.lastThirdMs),
      tailMs: rounded(lag.tailMs),
    };
  });
}

/** Deliveries a second once it had warmed up: of the last three quarters of a drained backlog. */
export async function drainedPerSecond(databaseUrl: string): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ perSecond: number }>(
      `WITH done AS (SELECT done_at, ntile(4) OVER (ORDER BY done_at) AS quarter FROM inbox WHERE state = 1)
       SELECT (count(*) FILTER (WHERE quarter > 1)
         / extract(epoch FROM max(done_at) - max(done_at) FILTER (WHERE quarter = 1)))::float8 AS "perSecond"
       FROM done`,
    );
    return rows[0]?.perSecond ?? NaN;
  });
}
