/** Work within one shop: a transaction that sees no other shop's rows (row-level security). */
import type { Pool, PoolClient } from "pg";

export type ShopId = string;

/** A transaction of one shop. Statements still name the shop: the policies are the second wall. */
export type ShopTransaction = { shopId: ShopId; client: PoolClient };

/** Thrown to undo a transaction whose compare-and-set found someone else had been faster. */
export class WriteConflict extends Error {
  constructor(what: string) {
    super(`${what} changed meanwhile`);
    this.name = "WriteConflict";
  }
}

const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";
const UNIQUE_VIOLATION = "23505";

// Statements here go by shop and id whatever the values are, so each is planned once per connection:
// planning the largest for every batch cost three times its execution (many shops, few deliveries each).
const ONE_PLAN = "SET LOCAL plan_cache_mode = force_generic_plan";

/** How often a use case reads and decides again before the work goes back to the queue. */
export const ATTEMPTS_MAX = 5;

export async function inShop<T>(
  pool: Pool,
  shopId: ShopId,
  work: (tx: ShopTransaction) => Promise<T>,
  begin = "BEGIN",
): Promise<T> {
  if (!/^\d+$/.test(shopId)) throw new Error(`"${shopId}" is not a shop id`);
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(`${begin}; SET LOCAL app.shop = '${shopId}'; ${ONE_PLAN}`);
    const result = await work({ shopId, client });
    await client.query("COMMIT");
    return result;
  } catch (error) {
    broken = await rollback(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The error that made the connection unusable, if it is. */
async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query("ROLLBACK");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Reads that all see one instant, beside whatever is written meanwhile. */
export function inSnapshot<T>(
  pool: Pool,
  shopId: ShopId,
  work: (tx: ShopTransaction) => Promise<T>,
): Promise<T> {
  return inShop(pool, shopId, work, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

// Facts are settled side by side, and never while somebody is being forgotten: the eraser takes the
// shop's row alone. Taken with BEGIN, before anything is read: what a tombstone says is then known.
const settling = (shopId: ShopId): string =>
  `BEGIN; SELECT pg_advisory_xact_lock_shared(${turnstile(shopId)}); SELECT FROM shops WHERE shop_id = '${shopId}' FOR KEY SHARE`;

/**
 * Statements that have whoever needs the shop for themselves wait for those who settle there, and
 * nobody else settle until the transaction ends. The row's lock alone is what makes it right; but a
 * row's sharers overtake whoever waits for all of it, so that a busy shop would never be free. At the
 * turnstile they queue.
 */
export const alone = (shopId: ShopId): string =>
  `SELECT pg_advisory_xact_lock(${turnstile(shopId)}); SELECT FROM shops WHERE shop_id = '${shopId}' FOR UPDATE`;

/** Of pairs of numbers nothing else here is locked. Two shops at one turnstile lose some time. */
const TURNSTILE = 7_337_466;
const turnstile = (shopId: ShopId): string =>
  `${TURNSTILE}, ('${shopId}'::bigint % 2147483647)::int`;

/**
 * Like `inShop`, reading and deciding again while others are faster, at most 5 times; nobody is
 * forgotten meanwhile. Whoever writes what names a customer writes it here.
 */
export async function inShopRetrying<T>(
  pool: Pool,
  shopId: ShopId,
  work: (tx: ShopTransaction) => Promise<T>,
  { begin = settling(shopId) }: { begin?: string } = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inShop(pool, shopId, work, begin);
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !isConflict(error)) throw error;
    }
  }
}

export function isConflict(error: unknown): boolean {
  if (error instanceof WriteConflict) return true;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === SERIALIZATION_FAILURE || code === DEADLOCK || code === UNIQUE_VIOLATION;
}
