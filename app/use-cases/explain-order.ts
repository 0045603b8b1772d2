/** What an order is worth to the customer who placed it, from all that is known of them. */
import { resolveAliases } from "../domain/members/aliases.ts";
import { orderWorth, type OrderWorth } from "../domain/settlement/order-worth.ts";
import type { MemberFacts } from "../domain/settlement/settlement.ts";
import type { Known } from "../domain/settlement/batch-facts.ts";
import type { Id } from "../domain/shared/ids.ts";
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

/** Of this customer and of whoever was merged with them; kin of refused merges count for nothing. */
function ownFacts(known: Known, customerId: Id): MemberFacts {
  const { keptOf } = resolveAliases(known.merges);
  const kept = keptOf(customerId);
  const isOwn = (id: Id | null | undefined): boolean => id != null && keptOf(id) === kept;
  return {
    orders: [...known.orders.values()]
      .map(({ facts }) => facts)
      .filter(({ snapshot }) => isOwn(snapshot?.customerId)),
    actions: [...known.actions].flatMap(([id, actions]) => (isOwn(id) ? actions : [])),
  };
}
