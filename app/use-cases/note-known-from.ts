/** From which day orders are known: noted when an import has read all that it was given. */
import { DAY } from "../domain/shared/instant.ts";
import type { Ports, ShopTransaction } from "./ports.ts";

/** Shopify hands out orders of this span to apps without `read_all_orders`. */
export const ORDERS_SPAN = 60 * DAY;
export const ALL_ORDERS_SCOPE = "read_all_orders";

/** In the transaction that ends the reading. */
export async function noteKnownFrom(
  { stores, clock }: Pick<Ports, "stores" | "clock">,
  tx: ShopTransaction,
  source: "shopify" | "file",
): Promise<void> {
  const shop = await stores.shops.byId(tx.shopId);
  if (!shop) throw new Error(`shop ${tx.shopId} has no row`);
  const now = clock();
  const everything = source === "shopify" && shop.scopes.split(",").includes(ALL_ORDERS_SCOPE);
  if (source === "shopify" && !everything) {
    // Counted from when it was read, not from when it was asked for: rather a day late than a day early.
    const known = { from: now - ORDERS_SPAN, reach: "sixty-days" as const };
    return stores.shops.noteKnown(tx.shopId, known, tx.client);
  }
  const first = await stores.trials.firstPlacedAt(tx);
  const known = {
    from: first ?? now,
    reach: everything ? ("everything" as const) : ("file" as const),
  };
  return stores.shops.noteKnown(tx.shopId, known, tx.client);
}
