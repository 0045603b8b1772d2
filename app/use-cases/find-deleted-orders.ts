/**
 * A deleted order is in no list, so the newest known ones are asked for by their ids: what Shopify
 * shows none of was deleted. Without `read_all_orders` it hides orders older than 60 days in the same
 * way, so one counts as deleted only where an older one is shown. Deletions of older orders are known
 * by `orders/delete` alone.
 */
import type { OrderSource } from "../adapters/shopify/order-listing.server.ts";
import { noFacts, type OrderFacts } from "../domain/orders/order-facts.ts";
import { compareIds } from "../domain/shared/ids.ts";
import { DAY } from "../domain/shared/instant.ts";
import type { Ports, ShopId } from "./ports.ts";

/** Newest orders that are asked for: ten calls. */
const ORDERS_MAX = 1_000;
const IDS_PER_CALL = 100;
/** Safely within the 60 days that every app may see. */
const AGE_MAX = 50 * DAY;

export async function lookForDeleted(
  { stores, clock }: Ports,
  { shopId, source }: { shopId: ShopId; source: OrderSource },
): Promise<{ fetched: OrderFacts[]; lookedFor: number }> {
  const newest = await stores.inShop(shopId, (tx) =>
    stores.comparisons.newestOrders(tx, ORDERS_MAX),
  );
  const from = clock() - AGE_MAX;
  const asked = newest
    .filter((order) => !order.deleted && order.placedAt >= from)
    .map(({ orderId }) => orderId);
  const shown = new Set<string>();
  for (let at = 0; at < asked.length; at += IDS_PER_CALL)
    for (const id of await source.standing(asked.slice(at, at + IDS_PER_CALL))) shown.add(id);
  const oldestShown = [...shown].sort(compareIds)[0];
  const fetched: OrderFacts[] = [];
  for (const orderId of asked) {
    if (shown.has(orderId)) continue;
    // Ids ascend as orders are made: age hides none that is newer than one that is shown.
    if (oldestShown === undefined || compareIds(orderId, oldestShown) < 0) continue;
    if ((await source.order(orderId)) === null)
      fetched.push({ ...noFacts(orderId), deleted: true });
  }
  return { fetched, lookedFor: asked.length };
}
