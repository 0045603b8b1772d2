/** Whether Shopify lets the app in at a shop, and what hangs on it: tokens, subscriptions, the next night. */
import type { Pool } from "pg";
import type { Instant } from "../../domain/shared/instant.ts";
import type { ShopId } from "./shop-transaction.server.ts";

/** What was found of the subscriptions made by the Admin API. Topics by their names there. */
export type FoundSubscriptions = {
  wanted: string[];
  /** Shopify had dropped them when it was last so; they were subscribed anew. */
  restored: string[];
  restoredAt: Instant | null;
  /** Why one that is wanted couldn't be subscribed; null when all stand. */
  problem: string | null;
};

export class AccessStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Shopify just gave a token: whatever removal was triggered before it has been undone. */
  async open(shopId: ShopId, at: Date): Promise<void> {
    await this.#pool.query(
      `UPDATE shops SET vouched_at = greatest(vouched_at, $2), access_lost_at = NULL, access_remark = NULL WHERE shop_id = $1`,
      [shopId, at],
    );
  }

  /** The same, by a token that somebody who was interrupted has stored; false when none lies here. */
  async reopen(shopId: ShopId): Promise<boolean> {
    const result = await this.#pool.query(
      `UPDATE shops SET access_lost_at = NULL, access_remark = NULL
       WHERE shop_id = $1 AND EXISTS (SELECT 1 FROM sessions WHERE shop_id = $1 AND NOT is_online)`,
      [shopId],
    );
    return result.rowCount === 1;
  }

  /**
   * Shopify refused a call that began at `since`: the tokens of before then go, so that the next visit
   * brings a new one, and nothing is asked meanwhile. A token that came since keeps the access.
   */
  async lose(shopId: ShopId, since: Date, remark: string): Promise<void> {
    await this.#pool.query(
      `WITH gone AS (DELETE FROM sessions WHERE shop_id = $1 AND updated_at < $2)
       UPDATE shops SET access_lost_at = coalesce(access_lost_at, clock_timestamp()), access_remark = $3
       WHERE shop_id = $1 AND (vouched_at IS NULL OR vouched_at < $2)
         AND NOT EXISTS (SELECT 1 FROM sessions WHERE shop_id = $1 AND NOT is_online AND updated_at >= $2)`,
      [shopId, since, remark.slice(0, 500)],
    );
  }

  /** The token lies here, but Shopify doesn't renew it: kept, and tried again once a day. */
  async suspend(shopId: ShopId, remark: string): Promise<void> {
    await this.#pool.query(
      "UPDATE shops SET access_lost_at = coalesce(access_lost_at, clock_timestamp()), access_remark = $2 WHERE shop_id = $1",
      [shopId, remark.slice(0, 500)],
    );
  }

  async noteSubscriptions(shopId: ShopId, found: FoundSubscriptions, at: Instant): Promise<void> {
    await this.#pool.query(
      "UPDATE shops SET subscriptions = $2, subscriptions_checked_at = $3 WHERE shop_id = $1",
      [shopId, JSON.stringify(found), new Date(at)],
    );
  }

  /** Has a worker look at them soon, unless they were looked at after `before`. */
  async askSubscriptions(shopId: ShopId, before: Date): Promise<void> {
    await this.#pool.query(
      "UPDATE shops SET subscriptions_checked_at = NULL WHERE shop_id = $1 AND subscriptions_checked_at < $2",
      [shopId, before],
    );
  }

  /** When the next night's work is due; of several workers that ask at once one is told true. */
  async setNight(shopId: ShopId, before: Date | null, due: Instant): Promise<boolean> {
    const result = await this.#pool.query(
      "UPDATE shops SET nightly_due_at = $3 WHERE shop_id = $1 AND nightly_due_at IS NOT DISTINCT FROM $2",
      [shopId, before, new Date(due)],
    );
    return result.rowCount === 1;
  }
}
