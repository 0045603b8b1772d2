/** What an order is worth to the customer who placed it, from all that is known of them. */
import { orderWorth, type OrderWorth } from "../domain/settlement/order-worth.ts";
import type { Id } from "../domain/shared/ids.ts";
import { ownFacts } from "./own-facts.ts";
import type { Ports, ShopId } from "./ports.ts";

/** Null for an order that the shop doesn't know, or that is another customer's. */
export async function explainOrder(
  { stores, clock }: Ports,
  shopId: ShopId,
  customerId: Id,
  orderId: Id,
): Promise<OrderWorth | null> {
  const now = clock();
  const known = await stores.inShop(shopId, (tx) =>
    stores.settlements.loadKnown(tx, [], [customerId]),
  );
  return orderWorth(orderId, ownFacts(known, customerId), known, now);
}
