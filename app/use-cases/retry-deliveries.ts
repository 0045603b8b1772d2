/**
 * Tries parked deliveries again. What can be read now goes back to the inbox and is settled like any
 * other. An order that still can't be read is asked for from Shopify instead: what it says there is
 * what the delivery would have told. Anything else stays parked, with one more attempt.
 */
import type { ParkedDelivery } from "../adapters/postgres/parked-store.server.ts";
import type { Logged } from "../adapters/postgres/team-log-store.server.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";

/** Decided on in one transaction. */
const PAGE_MAX = 50;
/** In one go, by one press of a button. */
export const RETRIES_MAX = 1_000;
/** A larger body is not looked at here: it goes back as it is. */
const BODY_BYTES_MAX = 1024 * 1024;

export type Retried = {
  /** Pending again. */
  again: string[];
  /** Could not be read: the order is asked for instead. */
  asked: { webhookId: string; orderId: Id }[];
  /** Still can't be read. */
  unreadable: string[];
  /** Whether more are parked than were tried. */
  more: boolean;
};

type Which = { webhookIds: readonly string[] } | "all";

export async function retryDeliveries(
  ports: Ports,
  shopId: ShopId,
  { staff, which }: { staff: Logged["staff"]; which: Which },
): Promise<Retried> {
  const retried: Retried = { again: [], asked: [], unreadable: [], more: false };
  if (which !== "all") {
    for (let at = 0; at < Math.min(which.webhookIds.length, RETRIES_MAX); at += PAGE_MAX)
      await retryPage(ports, shopId, which.webhookIds.slice(at, at + PAGE_MAX), retried);
  } else {
    await retryAll(ports, shopId, retried);
  }
  await writeDown(ports, shopId, staff, retried);
  return retried;
}

async function retryAll(ports: Ports, shopId: ShopId, retried: Retried): Promise<void> {
  const { stores } = ports;
  let after = "0";
  for (let page = 0; page < RETRIES_MAX / PAGE_MAX; page += 1) {
    const found = await stores.inShop(shopId, (tx) =>
      stores.parked.parkedAfter(tx, { after, rowsMax: PAGE_MAX }),
    );
    await retryPage(
      ports,
      shopId,
      found.map(({ webhookId }) => webhookId),
      retried,
    );
    if (found.length < PAGE_MAX) return;
    after = found.at(-1)?.seq ?? after;
  }
  retried.more = true;
}

async function retryPage(
  ports: Ports,
  shopId: ShopId,
  webhookIds: readonly string[],
  retried: Retried,
): Promise<void> {
  if (webhookIds.length === 0) return;
  const { stores } = ports;
  const decided = await stores.inShop(shopId, async (tx) => {
    const parked = await stores.parked.claimParked(tx, {
      webhookIds,
      bodyBytesMax: BODY_BYTES_MAX,
    });
    const page = {
      again: [] as string[],
      asked: [] as Retried["asked"],
      unreadable: [] as string[],
    };
    for (const delivery of parked) {
      const { webhookId } = delivery;
      const verdict = verdictOn(ports, shopId, delivery);
      if (verdict === "again" || verdict === "unreadable") page[verdict].push(webhookId);
      else page.asked.push({ webhookId, orderId: verdict.orderId });
    }
    await stores.parked.unpark(tx, page.again);
    await stores.parked.countAttempt(tx, page.unreadable);
    await askInstead(ports, tx, page.asked);
    return page;
  });
  retried.again.push(...decided.again);
  retried.asked.push(...decided.asked);
  retried.unreadable.push(...decided.unreadable);
}

function verdictOn(
  { deliveries, readDelivery }: Ports,
  shopId: ShopId,
  delivery: ParkedDelivery,
): "again" | "unreadable" | { orderId: Id } {
  const { topic, size } = delivery;
  const body = deliveries.open(shopId, delivery);
  // Too large to look at here, or its key isn't known to this process: the drain says what is wrong.
  if (!body) return "again";
  try {
    readDelivery(topic, body, size);
    return "again";
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "UnreadablePayload") throw error;
    const orderId = deliveries.orderToAskFor(topic, deliveries.subjectOf(topic, body));
    return orderId === null ? "unreadable" : { orderId };
  }
}

/** The question takes the delivery's place: it is asked until Shopify answers. */
export async function askInstead(
  { stores, clock }: Pick<Ports, "stores" | "clock">,
  tx: ShopTransaction,
  asked: Retried["asked"],
): Promise<void> {
  if (asked.length === 0) return;
  const orderIds = [...new Set(asked.map(({ orderId }) => orderId))];
  const reason = "a delivery that could not be read";
  await stores.facts.askForOrders(
    tx,
    orderIds.map((orderId) => ({ orderId, reason, needsAt: null, patience: 0 })),
    clock(),
  );
  await stores.parked.closeParked(
    tx,
    asked.map(({ webhookId, orderId }) => ({
      webhookId,
      remark: `could not be read; Shopify is asked for order ${orderId} instead`,
    })),
  );
}

async function writeDown(
  { stores }: Ports,
  shopId: ShopId,
  staff: Logged["staff"],
  { again, asked, unreadable }: Retried,
): Promise<void> {
  const ids = [...again, ...asked.map(({ webhookId }) => webhookId), ...unreadable];
  const [only, ...others] = ids;
  if (only === undefined) return;
  await stores.inShop(shopId, (tx) =>
    stores.team.append(tx, {
      staff,
      what: "delivery-retried",
      subject: others.length === 0 ? `delivery:${only}` : null,
      detail: { deliveries: ids.length, asked: asked.length, unreadable: unreadable.length },
    }),
  );
}
