/** Asks Shopify for the orders that deliveries spoke of without showing them (gaps). */
import type { DueFetch } from "../adapters/postgres/fact-store.server.ts";
import { isClosed } from "../domain/orders/gaps.ts";
import type { OrderFacts } from "../domain/orders/order-facts.ts";
import { nothingArrived } from "../domain/settlement/batch-facts.ts";
import { HOUR, MINUTE } from "../domain/shared/instant.ts";
import type { Ports, ShopId } from "./ports.ts";
import { settleArrived } from "./settle-arrived.ts";

/** Orders asked for in one pass over a shop. */
export const FETCH_PASS_MAX = 25;
const PAUSE_FIRST = MINUTE;
const PAUSE_LONGEST = HOUR;

/** One pass; how many questions were closed. A failing answer is asked for again, ever less often. */
export async function fetchOrders(ports: Ports, shopId: ShopId): Promise<number> {
  const { stores, clock } = ports;
  const shop = await stores.shops.byId(shopId);
  if (!shop) return 0;
  const due = await stores.inShop(shopId, (tx) =>
    stores.facts.dueFetches(tx, clock(), FETCH_PASS_MAX),
  );
  let closed = 0;
  for (const fetch of due) {
    const answered = await fetchOne(ports, { shopId, domain: shop.domain }, fetch);
    if (answered === null) break;
    if (answered) closed += 1;
  }
  return closed;
}

/** Whether the question was closed; null when the shop lets nobody in. */
async function fetchOne(
  ports: Ports,
  shop: { shopId: ShopId; domain: string },
  fetch: DueFetch,
): Promise<boolean | null> {
  let asked = false;
  try {
    const closed = await closedMeanwhile(ports, shop.shopId, fetch);
    asked = !closed;
    const facts = closed ? null : await ports.fetchOrder(shop.domain, fetch.orderId);
    asked = false;
    await keep(ports, shop.shopId, fetch, facts);
    return true;
  } catch (error) {
    // Shopify out of reach looks like a database out of reach, but is this shop's affair alone.
    if (!asked && ports.stores.isPassing(error)) throw error;
    // The shop as a whole can't be asked: nothing is held against this order.
    if (error instanceof Error && error.name === "NoAccess") return null;
    await postpone(ports, shop, fetch, error);
    return false;
  }
}

async function postpone(
  { stores, log, clock }: Ports,
  shop: { shopId: ShopId; domain: string },
  fetch: DueFetch,
  error: unknown,
): Promise<void> {
  const remark = error instanceof Error ? error.message : String(error);
  log.warn(
    { shop: shop.domain, orderId: fetch.orderId, remark },
    "an order could not be fetched; asked again later",
  );
  const pause = Math.min(PAUSE_LONGEST, PAUSE_FIRST * 2 ** Math.min(fetch.attempts, 10));
  await stores.inShop(shop.shopId, (tx) =>
    stores.facts.postponeFetch(tx, fetch.orderId, {
      dueAt: clock() + pause,
      remark: remark.replaceAll("\0", "").slice(0, 500),
    }),
  );
}

async function closedMeanwhile(ports: Ports, shopId: ShopId, fetch: DueFetch): Promise<boolean> {
  if (fetch.needsAt === null) return false;
  const known = await ports.stores.inShop(shopId, (tx) =>
    ports.stores.settlements.loadKnown(tx, [fetch.orderId], []),
  );
  return isClosed(fetch.needsAt, known.orders.get(fetch.orderId)?.facts);
}

/** Where Shopify doesn't know the order, what is known stands. */
async function keep(
  ports: Ports,
  shopId: ShopId,
  fetch: DueFetch,
  facts: OrderFacts | null,
): Promise<void> {
  const { stores, clock } = ports;
  await stores.inShopRetrying(shopId, async (tx) => {
    if (facts) {
      await settleArrived(stores, tx, {
        arrived: { ...nothingArrived(), orders: [facts] },
        now: clock(),
      });
    }
    await stores.facts.closeFetches(tx, [fetch.orderId]);
  });
}
