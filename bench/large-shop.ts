/**
 * Fills a shop as years of trade would leave it, by SQL alone: a million members take two minutes
 * instead of the hour that their webhooks would. What pages read is there in its real shape; ids,
 * days and amounts follow from the member's number, so that every run fills the same shop.
 */
import { withClient } from "./database.ts";

export type LargeShop = {
  members: number;
  /** Deliveries that were settled, in the inbox as the filter of repetitions. */
  deliveries: number;
  parked: number;
  /** Orders of the one customer who has most. */
  ordersOfOne: number;
};

/** Customer ids count from here; the first is the one with most orders. */
export const FIRST_CUSTOMER = 5_000_000_001;

const ORDERS = `
WITH lines AS (
  SELECT g, j, 900000000 + (g * 2 + j) AS order_id, (20 + (g * 31 + j * 17) % 40) * (CASE WHEN g % 37 = 0 THEN 12 WHEN g % 10 = 0 THEN 6 ELSE 1 END) AS points,
    date_trunc('second', now()) - make_interval(secs => (g * 7919 + j * 104729) % 63072000) AS placed
  FROM generate_series($2::bigint, $3::bigint) g, generate_series(0, (g % 2)::int) j
)
INSERT INTO orders (shop_id, order_id, customer_id, placed_at, rev, facts)
SELECT $1, order_id, ${FIRST_CUSTOMER - 1} + g, placed, 1, jsonb_build_object(
  'orderId', order_id::text, 'deleted', false, 'refunds', '[]'::jsonb,
  'snapshot', jsonb_build_object(
    'updatedAt', (extract(epoch FROM placed) * 1000)::bigint, 'source', 'admin-api',
    'placedAt', (extract(epoch FROM placed) * 1000)::bigint, 'cancelledAt', null,
    'financialStatus', 'paid', 'test', false, 'customerId', (${FIRST_CUSTOMER - 1} + g)::text,
    'currency', 'GBP', 'taxesIncluded', false, 'listedRefundIds', '[]'::jsonb, 'name', '#' || order_id,
    'contentHash', md5(order_id::text) || md5(order_id::text),
    'lines', jsonb_build_array(jsonb_build_object(
      'id', (order_id * 10)::text, 'productId', (1000 + order_id % 200)::text, 'giftCard', false, 'quantity', 2,
      'currentQuantity', 2, 'priceMinor', points * 50, 'discountMinor', 0, 'taxMinor', 0))))
FROM lines`;

// Everything of a member follows from the member's orders, as a settlement would have left it.
const MEMBERS = `
WITH sums AS (
  SELECT o.customer_id, count(*) AS orders, min(o.placed_at) AS first, max(o.placed_at) AS last,
    sum(((o.facts #>> '{snapshot,lines,0,priceMinor}')::bigint * 2) / 100) AS points,
    coalesce(sum((o.facts #>> '{snapshot,lines,0,priceMinor}')::bigint * 2)
      FILTER (WHERE o.placed_at >= now() - interval '365 days'), 0) AS spend
  FROM orders o WHERE o.shop_id = $1 AND o.customer_id BETWEEN $2 AND $3 GROUP BY o.customer_id
)
INSERT INTO members (shop_id, member_id, customer_id, rev, balance, standing, checkpoint, settled_at, due_at)
SELECT $1, 10000000000 + customer_id, customer_id, orders, points,
  jsonb_build_object(
    'enrolledAt', (extract(epoch FROM first) * 1000)::bigint, 'joined', false, 'balance', points, 'pending', 0,
    'lifetimeEarned', points, 'tierSince', (extract(epoch FROM first) * 1000)::bigint, 'tierUntil', null,
    'tierId', CASE WHEN spend >= 50000 THEN 'gold' WHEN spend >= 20000 THEN 'silver' ELSE 'bronze' END,
    'spendMinor', spend, 'nextExpiryAt', (extract(epoch FROM last + interval '2 years') * 1000)::bigint,
    'nextChangeAt', (extract(epoch FROM last + interval '2 years') * 1000)::bigint),
  jsonb_build_object('lastFactAt', (extract(epoch FROM last) * 1000)::bigint, 'left', false, 'orders', orders,
    'expiresAt', (extract(epoch FROM last + interval '2 years') * 1000)::bigint),
  now(), last + interval '2 years'
FROM sums`;

const ENTRIES = `
INSERT INTO entries (shop_id, member_id, kind, cause, n, points, reason, occurred_at, posted_at, arithmetic)
SELECT $1, 10000000000 + o.customer_id, 'order', 'order:' || o.order_id, 0, p.points, 'order', o.placed_at, o.placed_at,
  jsonb_build_object('target', p.points, 'before', 0, 'standing', 'earned', 'version', 1, 'tierId', 'bronze',
    'ratePercent', 100, 'minorPerPoint', 100, 'rounding', 'floor', 'points', p.points,
    'goods', jsonb_build_object('goodwillMinor', 0, 'goodsMinor', p.points * 100, 'lines', jsonb_build_array(
      jsonb_build_object('id', (o.order_id * 10)::text, 'quantity', 2, 'kept', 2, 'goodsMinor', p.points * 100,
        'keptMinor', p.points * 100))))
FROM orders o CROSS JOIN LATERAL (SELECT ((o.facts #>> '{snapshot,lines,0,priceMinor}')::bigint * 2) / 100 AS points) p
WHERE o.shop_id = $1 AND o.customer_id BETWEEN $2 AND $3`;

const MORE_ORDERS_OF_ONE = `
INSERT INTO orders (shop_id, order_id, customer_id, placed_at, rev, facts)
SELECT shop_id, 800000000 + i, customer_id, placed_at - make_interval(hours => i), 1,
  jsonb_set(jsonb_set(facts, '{orderId}', to_jsonb((800000000 + i)::text)),
    '{snapshot,placedAt}', to_jsonb((extract(epoch FROM placed_at - make_interval(hours => i)) * 1000)::bigint))
FROM orders, generate_series(1, $2::int) i
WHERE shop_id = $1 AND order_id = (SELECT max(order_id) FROM orders WHERE shop_id = $1 AND customer_id = ${FIRST_CUSTOMER})`;

const DELIVERIES = `
INSERT INTO inbox (shop_id, webhook_id, topic, state, received_at, done_at, size, attempts, body, remark)
SELECT $1, 'bench-' || i, 'orders/updated', CASE WHEN i <= $3 THEN 2 ELSE 1 END, now() - make_interval(secs => i),
  now() - make_interval(secs => i), 5000, 1, CASE WHEN i <= $3 THEN convert_to('{"id":' || i || '}', 'UTF8') END,
  CASE WHEN i <= $3 THEN 'line_items: missing' END
FROM generate_series(1, $2::int) i`;

const TEAM_LOG = `
INSERT INTO team_log (shop_id, at, staff_id, staff_name, what, subject, detail)
SELECT $1, now() - make_interval(mins => i), (i % 7)::text, 'Staff ' || i % 7, 'adjustment',
  (${FIRST_CUSTOMER} + i)::text, '{"points": 50, "reason": "goodwill"}'
FROM generate_series(1, 100000) i`;

/** Members filled by one statement. */
const STEP = 50_000;

export async function fillLargeShop(
  url: string,
  domain: string,
  shop: LargeShop,
  say: (line: string) => void,
): Promise<void> {
  await withClient(url, async (client) => {
    const found = await client.query<{ id: string }>(
      "SELECT shop_id::text AS id FROM shops WHERE domain = $1",
      [domain],
    );
    const shopId = found.rows[0]?.id;
    if (shopId === undefined) throw new Error(`there is no shop ${domain}`);
    for (let from = 1; from <= shop.members; from += STEP) {
      const to = Math.min(shop.members, from + STEP - 1);
      await client.query(ORDERS, [shopId, from, to]);
      if (from === 1) await client.query(MORE_ORDERS_OF_ONE, [shopId, shop.ordersOfOne]);
      const customers = [FIRST_CUSTOMER - 1 + from, FIRST_CUSTOMER - 1 + to];
      await client.query(MEMBERS, [shopId, ...customers]);
      await client.query(ENTRIES, [shopId, ...customers]);
      if (to % (STEP * 4) === 0) say(`  ${to} members`);
    }
    await client.query(DELIVERIES, [shopId, shop.deliveries, shop.parked]);
    await client.query(TEAM_LOG, [shopId]);
    await client.query("VACUUM (ANALYZE)");
  });
}
