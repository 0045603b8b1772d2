/**
 * Looks through the deliveries that wait or are parked for those about somebody who was forgotten, and
 * drops them; their orders are asked for from Shopify instead, which no longer says whose they were.
 */
import type { StoredDelivery } from "../adapters/postgres/inbox-store.server.ts";
import type { Sought } from "../adapters/shopify/delivery-names.ts";
import type { CustomerMerge } from "../domain/members/member-facts.ts";
import type { Id } from "../domain/shared/ids.ts";
import { forgetAlso } from "./forget-also.ts";
import type { Ports, ShopId } from "./ports.ts";
import { pagesAbout } from "./waiting-about.ts";

/** How many were dropped. */
export async function dropDeliveriesAbout(
  ports: Ports,
  shopId: ShopId,
  sought: Sought,
): Promise<number> {
  const { stores, eraser } = ports;
  let dropped = 0;
  for await (const about of pagesAbout(ports, shopId, sought)) {
    const merges = mergesIn(ports, shopId, about);
    await stores.inShop(shopId, (tx) => forgetAlso(stores, tx, merges, sought.customerIds));
    dropped += await eraser.inShop(shopId, async (tx) => {
      await eraser.store.askInstead(tx, ordersOf(ports, shopId, about), ports.clock());
      return eraser.store.dropDeliveries(
        tx,
        about.map(({ webhookId }) => webhookId),
      );
    });
  }
  return dropped;
}

function ordersOf({ deliveries }: Ports, shopId: ShopId, about: readonly StoredDelivery[]): Id[] {
  return [
    ...new Set(
      about.flatMap((delivery) => {
        const { topic } = delivery;
        const body = deliveries.open(shopId, delivery);
        const orderId = body && deliveries.orderToAskFor(topic, deliveries.subjectOf(topic, body));
        return orderId ? [orderId] : [];
      }),
    ),
  ];
}

/** Merges among them are not facts yet: who they name is forgotten as well. */
function mergesIn(ports: Ports, shopId: ShopId, about: readonly StoredDelivery[]) {
  return about.flatMap((delivery) => {
    const merge = delivery.topic === "customers/merge" ? mergeIn(ports, shopId, delivery) : null;
    return merge ? [{ webhookId: delivery.webhookId, merge }] : [];
  });
}

function mergeIn(ports: Ports, shopId: ShopId, delivery: StoredDelivery): CustomerMerge | null {
  const body = ports.deliveries.open(shopId, delivery);
  if (!body) return null;
  try {
    const told = ports.readDelivery(delivery.topic, body, delivery.size);
    return told.kind === "merge" ? told.merge : null;
  } catch (error) {
    if (error instanceof Error && error.name === "UnreadablePayload") return null;
    throw error;
  }
}
