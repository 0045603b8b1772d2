/** What Shopify tells of the shop itself: its description, its scopes, that the app was removed. */
import type { Told } from "../adapters/shopify/read-delivery.ts";
import { markShop } from "./mark-shop.ts";
import type { Ports, ShopTransaction } from "./ports.ts";

export async function tellShop(
  ports: Ports,
  tx: ShopTransaction,
  told: Told,
  triggeredAt: Date | null,
): Promise<void> {
  const { shops, members } = ports.stores;
  if (told.kind === "shop") {
    const before = await shops.byId(tx.shopId);
    await shops.describe(tx.shopId, told, tx.client);
    // Expiry falls on the shop's midnights: another zone moves it for everyone.
    if (before && before.timeZone !== told.timeZone) await members.makeAllDue(tx, ports.clock());
    if (before && before.currency !== told.currency) await markShop(ports, (work) => work(tx));
  } else if (told.kind === "scopes") {
    await shops.setScopes(tx.shopId, told.scopes, tx.client);
  } else if (told.kind === "bulk-finished") {
    await ports.stores.imports.wake(tx);
  } else if (told.kind === "uninstalled") {
    const gone = await shops.markUninstalled(tx.shopId, triggeredAt ?? new Date(), tx.client);
    ports.log.info(
      { shopId: tx.shopId, triggeredAt },
      gone ? "the app was removed: tokens deleted, work stopped" : "a removal was told too late",
    );
  }
}
