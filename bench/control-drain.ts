/**
 * The cheapest apply there could be: takes a batch, reads each body, keeps one row per order, marks
 * the batch done; one transaction. No history, no settlement, no ledger.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";

const BATCH_MAX = 500;
const IDLE_MS = 15;

type Claimed = { webhook_id: string; body: Buffer };
type Order = { id: number; customer: { id: number }; created_at: string; financial_status: string };

export function drainForEver(pool: Pool): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) if ((await drainOnce(pool)) === 0) await sleep(IDLE_MS);
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function drainOnce(pool: Pool): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<Claimed>({
      name: "claim",
      text: `SELECT webhook_id, body FROM inbox WHERE shop_id = 1 AND state = 0 AND lane = 0
             ORDER BY seq LIMIT $1 FOR UPDATE SKIP LOCKED`,
      values: [BATCH_MAX],
    });
    if (rows.length > 0) await keep(client, rows);
    await client.query("COMMIT");
    return rows.length;
  } finally {
    client.release();
  }
}

async function keep(client: { query: Pool["query"] }, rows: Claimed[]): Promise<void> {
  const orders = new Map<number, Order>();
  for (const { body } of rows) {
    const order = JSON.parse(body.toString()) as Order;
    orders.set(order.id, order);
  }
  const kept = [...orders.values()];
  await client.query({
    name: "keep",
    text: `INSERT INTO orders SELECT 1, x.* FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::boolean[])
             AS x(order_id, customer_id, placed_at, paid)
           ON CONFLICT (shop_id, order_id) DO UPDATE SET paid = orders.paid OR excluded.paid`,
    values: [
      kept.map((order) => order.id),
      kept.map((order) => order.customer.id),
      kept.map((order) => order.created_at),
      kept.map((order) => order.financial_status === "paid"),
    ],
  });
  await client.query({
    name: "finish",
    text: `UPDATE inbox SET state = 1, done_at = clock_timestamp(), attempts = attempts + 1
           WHERE shop_id = 1 AND webhook_id = ANY($1::text[])`,
    values: [rows.map((row) => row.webhook_id)],
  });
}
