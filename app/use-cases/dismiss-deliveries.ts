/** Sets parked deliveries aside for good. Of an order, Shopify can be asked for its newest state instead. */
import type { Logged } from "../adapters/postgres/team-log-store.server.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { Ports, ShopId } from "./ports.ts";
import { askInstead } from "./retry-deliveries.ts";

/** Decided on together: more than a page of the list shows. */
export const DISMISSED_MAX = 100;
const BODY_BYTES_MAX = 1024 * 1024;

export type Dismissed = {
  dismissed: string[];
  asked: { webhookId: string; orderId: Id }[];
  /** What the law asks for can't be set aside. */
  refused: string[];
};

export async function dismissDeliveries(
  ports: Ports,
  shopId: ShopId,
  wish: { staff: Logged["staff"]; webhookIds: readonly string[]; askShopify: boolean },
): Promise<Dismissed> {
  const { stores, deliveries } = ports;
  return stores.inShop(shopId, async (tx) => {
    const parked = await stores.parked.claimParked(tx, {
      webhookIds: wish.webhookIds.slice(0, DISMISSED_MAX),
      bodyBytesMax: BODY_BYTES_MAX,
    });
    const result: Dismissed = { dismissed: [], asked: [], refused: [] };
    for (const delivery of parked) {
      const { webhookId, topic } = delivery;
      const subject = deliveries.subjectOf(topic, deliveries.open(shopId, delivery));
      const orderId = wish.askShopify ? deliveries.orderToAskFor(topic, subject) : null;
      if (deliveries.isOwedByLaw(topic)) result.refused.push(webhookId);
      else if (orderId === null) result.dismissed.push(webhookId);
      else result.asked.push({ webhookId, orderId });
    }
    await askInstead(ports, tx, result.asked);
    await stores.parked.closeParked(
      tx,
      result.dismissed.map((webhookId) => ({ webhookId, remark: "dismissed by hand" })),
    );
    const gone = [...result.dismissed, ...result.asked.map(({ webhookId }) => webhookId)];
    for (const webhookId of gone)
      await stores.team.append(tx, {
        staff: wish.staff,
        what: "delivery-dismissed",
        subject: `delivery:${webhookId}`,
        detail: {
          asked: result.asked.find((each) => each.webhookId === webhookId)?.orderId ?? null,
        },
      });
    return result;
  });
}
