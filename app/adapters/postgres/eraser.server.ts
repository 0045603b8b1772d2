/**
 * The eraser's way into the database: a role of its own that may empty, leave tombstones, and nothing
 * more. Its pool is made when something is first to be forgotten, which in most shops is never.
 */
import type { Pool, PoolConfig } from "pg";
import * as eraserStore from "./eraser-store.server.ts";
import type { Log } from "./log.server.ts";
import { createPool } from "./pool.server.ts";
import * as shopEraserStore from "./shop-eraser-store.server.ts";
import {
  alone,
  inShopRetrying,
  type ShopId,
  type ShopTransaction,
} from "./shop-transaction.server.ts";

const CONNECTIONS_MAX = 2;
/** A large customer's rows go in one transaction. */
const STATEMENT_TIMEOUT_MS = 5 * 60_000;
/** How long settling transactions of the shop may hold it up before it is tried again later. */
const LOCK_TIMEOUT_MS = 30_000;

export type Eraser = {
  /** In the shop alone: nothing is settled there meanwhile. */
  alone<T>(shopId: ShopId, work: (tx: ShopTransaction) => Promise<T>): Promise<T>;
  /** Beside others. */
  inShop<T>(shopId: ShopId, work: (tx: ShopTransaction) => Promise<T>): Promise<T>;
  store: typeof eraserStore;
  shop: typeof shopEraserStore;
  end(): Promise<void>;
};

export function createEraser(config: PoolConfig, log: Log): Eraser {
  let pool: Pool | null = null;
  const opened = (): Pool =>
    (pool ??= createPool(config, {
      applicationName: "perennial-eraser",
      log,
      connectionsMax: CONNECTIONS_MAX,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    }));
  return {
    alone: (shopId, work) =>
      inShopRetrying(opened(), shopId, work, {
        begin: `BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}; ${alone(shopId)}`,
      }),
    inShop: (shopId, work) => inShopRetrying(opened(), shopId, work, { begin: "BEGIN" }),
    store: eraserStore,
    shop: shopEraserStore,
    end: async () => {
      await pool?.end();
      pool = null;
    },
  };
}
