/** Deliveries of a shop that never installed the app wait 30 days for it, then they are forgotten. */
import { DAY, type Instant } from "../domain/shared/instant.ts";
import type { Ports } from "./ports.ts";

export const INSTALLATION_PATIENCE_DAYS = 30;

/** `realNow`: deliveries carry the database's own time of arrival. */
export async function dropUninstalledDeliveries(
  { stores, log }: Ports,
  realNow: Instant,
): Promise<void> {
  const before = new Date(realNow - INSTALLATION_PATIENCE_DAYS * DAY);
  for (const { shopId, domain, state } of await stores.shops.list()) {
    if (state !== "not-installed") continue;
    const deliveries = await stores.inShop(shopId, (tx) => stores.inbox.dropWaiting(tx, before));
    if (deliveries > 0)
      log.info(
        { shop: domain, deliveries },
        "deliveries waited 30 days for an installation: dropped",
      );
  }
}
