import type { AdminApi } from "../admin-api/admin-api.ts";
import type { BulkOperations } from "../admin-api/bulk/bulk-operations.ts";
import type { Fill } from "../fill/fill.ts";
import type { EventLog } from "../shop/event-log.ts";
import type { Clock } from "../shop/clock.ts";
import type { Shop } from "../shop/shop.ts";
import type { Deliverer } from "../webhooks/deliverer.ts";
import type { AppConfiguration } from "../webhooks/app-configuration.ts";
import type { AppKeys } from "../oauth/session-token.ts";
import type { Storefront } from "../storefront/storefront.ts";

export interface ControlContext {
  shop: Shop;
  clock: Clock;
  deliverer: Deliverer;
  adminApi: AdminApi;
  bulk: BulkOperations;
  events: EventLog;
  configuration: AppConfiguration;
  keys: AppKeys;
  appUrl: string;
  fill: Fill;
  /** Its parts, since the theme editor shows the same shop under a draft of the theme. */
  storefront: Pick<Storefront, "theme" | "extensions" | "catalogue">;
}
