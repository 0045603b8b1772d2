/** What the webhook listener is given: deliveries committed in groups before they are answered. */
import type { Pool } from "pg";
import { AppError } from "../../domain/shared/app-error.ts";
import type { ContentCipher } from "../encryption/content-cipher.server.ts";
import { GroupCommit, Shed } from "./group-commit.server.ts";
import { insertDeliveries, type NewDelivery } from "./inbox-store.server.ts";
import { isDatabaseAway } from "./pool.server.ts";
import type { ShopStore } from "./shop-store.server.ts";
import type { ShopId } from "./shop-transaction.server.ts";

/** As the listener read it: its body in the clear. */
type Arrived = Omit<NewDelivery, "keyId">;
type Storing = { wake: (shopId: ShopId) => void; bodies: ContentCipher };

/** Commits deliveries in groups, per shop, their bodies encrypted, and wakes the drain. */
export function storing(
  pool: Pool,
  shops: ShopStore,
  { wake, bodies }: Storing,
): (shopDomain: string, delivery: Arrived) => Promise<void> {
  const groups = new GroupCommit<NewDelivery>({
    insert: (shopId, rows) => insertDeliveries(pool, shopId, rows),
    isDataFault: (error) => !isDatabaseAway(error),
  });
  return async (shopDomain, delivery) => {
    try {
      const shopId = await shops.idOf(shopDomain);
      const { keyId, sealed } = bodies.seal(delivery.body, { shopId, id: delivery.webhookId });
      await groups.add(shopId, { ...delivery, body: sealed, keyId }, sealed.length);
      wake(shopId);
    } catch (error) {
      if (error instanceof Shed) throw new AppError("busy", error.message);
      if (isDatabaseAway(error))
        throw new AppError("unavailable", "The database is away; nothing was stored.");
      throw error;
    }
  };
}
