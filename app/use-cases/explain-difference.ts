/** Why an order differs from Shopify's, as far as the app can know: from what lies in its own inbox. */
import type { DifferenceReason } from "../domain/orders/order-difference.ts";
import type { OrderFacts } from "../domain/orders/order-facts.ts";
import type { Id } from "../domain/shared/ids.ts";
import { MINUTE, type Instant } from "../domain/shared/instant.ts";
import type { Ports, ShopTransaction } from "./ports.ts";

/** Deliveries that are looked through for what they are about. */
const DELIVERIES_MAX = 500;
const BODY_BYTES_MAX = 256 * 1024;
/** Shopify delivers within seconds; after this long a delivery is no longer on its way. */
const ON_ITS_WAY = MINUTE;

export type Unfinished = ReadonlyMap<Id, DifferenceReason>;

/** What waits or is parked, by the order that it is about. Parked tells more than waiting. */
export async function unfinishedByOrder(
  { stores, deliveries }: Ports,
  tx: ShopTransaction,
): Promise<Unfinished> {
  const limits = { rowsMax: DELIVERIES_MAX, bodyBytesMax: BODY_BYTES_MAX };
  const found = new Map<Id, DifferenceReason>();
  for (const delivery of await stores.comparisons.unfinishedDeliveries(tx, limits)) {
    const { webhookId, topic, parked, remark } = delivery;
    const { kind, id } = deliveries.subjectOf(topic, deliveries.open(tx.shopId, delivery));
    if (kind !== "order" || id === null || found.get(id)?.kind === "parked") continue;
    found.set(
      id,
      parked ? { kind: "parked", webhookId, remark: remark ?? "" } : { kind: "waits", webhookId },
    );
  }
  return found;
}

export type Told = {
  unfinished: Unfinished;
  askedFor: ReadonlyMap<Id, string | null>;
  now: Instant;
};

/** `before`: what was known; `after`: with what Shopify says. */
export function reasonOf(
  { unfinished, askedFor, now }: Told,
  before: OrderFacts | undefined,
  after: OrderFacts,
): DifferenceReason {
  const unfinishedOne = unfinished.get(after.orderId);
  if (unfinishedOne) return unfinishedOne;
  const remark = askedFor.get(after.orderId);
  if (remark !== undefined) return { kind: "asked-for", remark };
  const changedAt = after.snapshot?.updatedAt;
  if (changedAt === undefined || after.deleted) return { kind: "never-arrived" };
  if (before?.snapshot?.updatedAt === changedAt) return { kind: "same-time" };
  return changedAt > now - ON_ITS_WAY ? { kind: "on-its-way" } : { kind: "never-arrived" };
}
