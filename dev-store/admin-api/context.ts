import type { Clock } from "../shop/clock.ts";
import type { Shop } from "../shop/shop.ts";
import type { BulkDesk } from "./bulk/desk.ts";
import { grants } from "../oauth/tokens.ts";

/** What resolvers may use: the shop, the clock and what the token may see. */
export interface ApiContext {
  shop: Shop;
  clock: Clock;
  scopes: readonly string[];
  apiVersion: string;
  apiKey: string;
  bulk: BulkDesk;
  /** Absent: all of them. */
  protectedDataLevel?: ProtectedDataLevel;
}

/** What of customers Shopify has approved the app for: with 1 neither name, e-mail, phone nor address. */
export type ProtectedDataLevel = 1 | 2;

const DAY_MS = 24 * 3_600_000;
/** Without read_all_orders an app sees the orders of the last 60 days. */
export const ORDERS_VISIBLE_DAYS = 60;

export function seesOrder(context: ApiContext, order: { createdAt: number }): boolean {
  if (grants(context.scopes, "read_all_orders")) return true;
  return order.createdAt >= context.clock.now() - ORDERS_VISIBLE_DAYS * DAY_MS;
}
