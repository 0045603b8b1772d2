/** Deliveries that wait or are parked and speak of somebody, as they came. */
import type { StoredDelivery } from "../adapters/postgres/inbox-store.server.ts";
import type { Sought } from "../adapters/shopify/delivery-names.ts";
import type { Ports, ShopId } from "./ports.ts";

/** Bodies looked into at a time. */
export const WAITING_PAGE = { rowsMax: 200, bytesMax: 16 * 1024 * 1024 };

/** Pages of those that are about whoever is sought; what the law asks for is about nobody. */
export async function* pagesAbout(
  ports: Ports,
  shopId: ShopId,
  sought: Sought,
): AsyncGenerator<StoredDelivery[]> {
  const { stores } = ports;
  for (let after = "0"; ;) {
    const page = await stores.inShop(shopId, (tx) =>
      stores.inbox.waitingAfter(tx, { after, ...WAITING_PAGE }),
    );
    const last = page.at(-1);
    if (!last) return;
    after = last.seq;
    const about = page.filter((delivery) => isAbout(ports, shopId, delivery, sought));
    if (about.length > 0) yield about;
  }
}

function isAbout(
  { deliveries }: Ports,
  shopId: ShopId,
  delivery: StoredDelivery,
  sought: Sought,
): boolean {
  // What the law asks for is worked on whoever it names, and names nobody after it.
  if (deliveries.isOwedByLaw(delivery.topic)) return false;
  const body = deliveries.open(shopId, delivery);
  return body !== null && deliveries.isAbout(delivery.topic, body, sought);
}

export async function waitingAbout(
  ports: Ports,
  shopId: ShopId,
  sought: Sought,
): Promise<{ topic: string; body: string }[]> {
  const found: { topic: string; body: string }[] = [];
  for await (const about of pagesAbout(ports, shopId, sought)) {
    for (const delivery of about) {
      const body = ports.deliveries.open(shopId, delivery)?.toString("utf8") ?? "";
      found.push({ topic: delivery.topic, body });
    }
  }
  return found;
}
