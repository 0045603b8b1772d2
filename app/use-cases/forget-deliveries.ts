/**
 * How long deliveries are remembered. Done ones have no body any more and only keep repetitions out, for
 * which Shopify's four hours of trying would do. A parked one keeps its encrypted body for the retry; when
 * nobody has looked after 30 days the body goes, the remark stays, and the order is asked for instead.
 */
import type { StoredDelivery } from "../adapters/postgres/inbox-store.server.ts";
import { DAY, type Instant } from "../domain/shared/instant.ts";
import type { Ports, ShopId } from "./ports.ts";

export const DONE_DAYS = 30;
export const PARKED_BODY_DAYS = 30;
/** Rows in one transaction, and transactions per shop in one night. */
const ROWS_MAX = 2_000;
const BODIES_MAX = 50;
const BATCHES_MAX = 5_000;

/** `realNow`: deliveries carry the database's own time of arrival. */
export async function forgetDeliveries(ports: Ports, realNow: Instant): Promise<void> {
  const { stores } = ports;
  const doneBefore = new Date(realNow - DONE_DAYS * DAY);
  const parkedBefore = new Date(realNow - PARKED_BODY_DAYS * DAY);
  for (const { shopId } of await stores.shops.list()) {
    await inBatches(ROWS_MAX, () =>
      stores.inShop(shopId, (tx) => stores.inbox.forgetDone(tx, doneBefore, ROWS_MAX)),
    );
    await inBatches(BODIES_MAX, () => forgetParkedBodies(ports, shopId, parkedBefore));
  }
}

async function inBatches(rowsMax: number, batch: () => Promise<number>): Promise<void> {
  for (let batches = 0; batches < BATCHES_MAX; batches += 1) if ((await batch()) < rowsMax) return;
}

async function forgetParkedBodies(ports: Ports, shopId: ShopId, before: Date): Promise<number> {
  const { stores, clock } = ports;
  return stores.inShop(shopId, async (tx) => {
    const taken = await stores.inbox.takeParkedBodies(tx, before, BODIES_MAX);
    const orderIds = taken.flatMap((delivery) => orderOf(ports, shopId, delivery) ?? []);
    const reason = `a delivery parked for ${PARKED_BODY_DAYS} days`;
    const gaps = [...new Set(orderIds)].map((orderId) => ({
      orderId,
      reason,
      needsAt: null,
      patience: 0,
    }));
    if (gaps.length > 0) await stores.facts.askForOrders(tx, gaps, clock());
    return taken.length;
  });
}

function orderOf({ deliveries }: Ports, shopId: ShopId, delivery: StoredDelivery): string | null {
  const body = deliveries.open(shopId, delivery);
  return (
    body && deliveries.orderToAskFor(delivery.topic, deliveries.subjectOf(delivery.topic, body))
  );
}
