/**
 * Takes one batch of a shop's deliveries and makes it facts: read, fold the deliveries of one order
 * into one, fetch once, settle, write once, all in one transaction. A delivery that can't be read
 * is parked with its error; one that breaks the batch is found by halving and parked too.
 */
import type { Delivery, Outcome } from "../adapters/postgres/inbox-store.server.ts";
import type { Told } from "../adapters/shopify/read-delivery.ts";
import { gapAfterEdit, gapAfterRefund, type Gap } from "../domain/orders/gaps.ts";
import { joinOrderFacts, type OrderFacts } from "../domain/orders/order-facts.ts";
import { resolveAliases } from "../domain/members/aliases.ts";
import { nothingArrived, type Arrived, type Known } from "../domain/settlement/batch-facts.ts";
import type { Id } from "../domain/shared/ids.ts";
import { forgetAlso } from "./forget-also.ts";
import { settleArrived } from "./settle-arrived.ts";
import { checkSubscriptions } from "./check-subscriptions.ts";
import { tellShop } from "./tell-shop.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";

/** Deliveries in one transaction: at the rate of a busy day the topics of an order meet in it. */
export const BATCH_MAX = 1_000;
/** Of bodies held in memory at a time; an order of the usual 5 to 50 KB is far from it. */
export const BATCH_BYTES_MAX = 32 * 1024 * 1024;

type Read = { delivery: Delivery; told: Told };
type Batch = { read: Read[]; outcomes: Outcome[] };

export type Drained = {
  deliveries: number;
  parked: number;
  oldestMs: number;
  /** Whether others may be waiting: the batch was as large as it could be. */
  more: boolean;
  /** Scopes that the batch told of: what follows from them happens after the commit. */
  scopes?: string[];
};

/** One batch; 0 deliveries when nothing was pending. Throws what is worth trying again. */
export async function drainInbox(ports: Ports, shopId: ShopId): Promise<Drained> {
  const shop = await ports.stores.shops.byId(shopId);
  const installed = shop?.state === "installed";
  const drained = await drainAtMost(ports, shopId, {
    installed,
    rowsMax: BATCH_MAX,
    bytesMax: BATCH_BYTES_MAX,
  });
  if (drained.scopes) await checkSubscriptions(ports, shopId);
  return drained;
}

type Claim = { installed: boolean; rowsMax: number; bytesMax: number };

async function drainAtMost(ports: Ports, shopId: ShopId, claim: Claim): Promise<Drained> {
  const { stores } = ports;
  let claimed: Delivery[] = [];
  try {
    return await stores.inShopRetrying(shopId, async (tx) => {
      const { deliveries, more } = await stores.inbox.claimDeliveries(tx, claim);
      claimed = deliveries;
      return { ...(await drainOnce(ports, tx, deliveries)), more };
    });
  } catch (error) {
    const [first, ...others] = claimed;
    if (!first || stores.isPassing(error)) throw error;
    if (others.length === 0) return park(ports, shopId, first, error);
    // Smaller batches find the delivery at fault.
    const rowsMax = Math.ceil(claimed.length / 2);
    ports.log.warn({ shopId, rowsMax, error }, "a batch failed: halving it to find why");
    return drainAtMost(ports, shopId, { ...claim, rowsMax });
  }
}

/** Sets that very delivery aside, unless another process has settled it meanwhile. */
async function park(
  { stores, log }: Ports,
  shopId: ShopId,
  delivery: Delivery,
  error: unknown,
): Promise<Drained> {
  const { webhookId, topic } = delivery;
  const remark = error instanceof Error ? error.message : String(error);
  return stores.inShop(shopId, async (tx) => {
    const mine = await stores.inbox.claimDelivery(tx, webhookId);
    if (mine) {
      log.error({ shopId, webhookId, topic, error }, "a delivery was parked");
      await stores.inbox.finishDeliveries(tx, [parked(delivery, remark)]);
    }
    return { deliveries: 1, parked: Number(mine), oldestMs: 0, more: true };
  });
}

async function drainOnce(
  ports: Ports,
  tx: ShopTransaction,
  deliveries: Delivery[],
): Promise<Omit<Drained, "more">> {
  const { stores, clock } = ports;
  if (deliveries.length === 0) return { deliveries: 0, parked: 0, oldestMs: 0 };
  const batch = readAll(ports, tx.shopId, deliveries);
  const now = clock();
  const arrived = arrivedIn(batch.read);
  const known = await settleArrived(stores, tx, {
    arrived,
    now,
    also: { orderIds: editedOrders(batch.read) },
  });
  const merges = batch.read.flatMap(({ delivery: { webhookId }, told }) =>
    told.kind === "merge" ? [{ webhookId, merge: told.merge }] : [],
  );
  await forgetAlso(stores, tx, merges, known.forgotten);
  parkContradictions(batch, known, arrived);
  await keepTheRest(ports, tx, batch.read, gapsIn(batch.read, known, arrived));
  await stores.inbox.finishDeliveries(tx, batch.outcomes);
  const scopes = batch.read
    .flatMap(({ told }) => (told.kind === "scopes" ? [told.scopes] : []))
    .at(-1);
  return {
    ...(scopes && { scopes }),
    deliveries: deliveries.length,
    parked: batch.outcomes.filter((outcome) => outcome.state === "parked").length,
    oldestMs: Date.now() - Math.min(...deliveries.map((each) => each.receivedAt.getTime())),
  };
}

function readAll(ports: Ports, shopId: ShopId, deliveries: Delivery[]): Batch {
  const batch: Batch = { read: [], outcomes: [] };
  for (const delivery of deliveries) {
    const body = ports.deliveries.open(shopId, delivery);
    if (!body) {
      batch.outcomes.push(parked(delivery, whyUnopened(delivery)));
      continue;
    }
    try {
      const told = ports.readDelivery(delivery.topic, body, delivery.size);
      batch.read.push({ delivery, told });
      batch.outcomes.push({
        webhookId: delivery.webhookId,
        state: "done",
        remark: told.kind === "nothing" ? told.remark : null,
      });
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "UnreadablePayload") throw error;
      ports.log.warn(
        { webhookId: delivery.webhookId, topic: delivery.topic, problem: error.message },
        "a delivery was parked: it can't be read",
      );
      batch.outcomes.push(parked(delivery, error.message));
    }
  }
  return batch;
}

function whyUnopened({ body, keyId }: Delivery): string {
  if (!body) return "its body is no longer kept";
  return `its body can't be opened: it was encrypted with key ${keyId ?? ""}, which is neither ENCRYPTION_KEY nor ENCRYPTION_KEY_PREVIOUS, or was changed since`;
}

function parked(delivery: Delivery, remark: string): Outcome {
  return {
    webhookId: delivery.webhookId,
    state: "parked",
    remark: remark.replaceAll("\0", "").slice(0, 1_000),
  };
}

/** All deliveries of one order become one state of knowledge before any table is touched. */
function arrivedIn(read: readonly Read[]): Arrived {
  const arrived = nothingArrived();
  const orders = new Map<Id, OrderFacts>();
  for (const { told } of read) {
    if (told.kind === "order") {
      const before = orders.get(told.facts.orderId);
      orders.set(told.facts.orderId, before ? joinOrderFacts(before, told.facts) : told.facts);
    } else if (told.kind === "merge") arrived.merges.push(told.merge);
  }
  arrived.orders = [...orders.values()];
  return arrived;
}

function editedOrders(read: readonly Read[]): Id[] {
  return read.flatMap(({ told }) => (told.kind === "edit" ? [told.orderId] : []));
}

function gapsIn(read: readonly Read[], known: Known, arrived: Arrived): Gap[] {
  const after = new Map([...known.orders].map(([id, order]) => [id, order.facts]));
  for (const facts of arrived.orders) {
    const before = after.get(facts.orderId);
    after.set(facts.orderId, before ? joinOrderFacts(before, facts) : facts);
  }
  const gaps = new Map<Id, Gap>();
  for (const { told } of read) {
    const gap = gapOf(told, after);
    if (gap) gaps.set(gap.orderId, stricter(gap, gaps.get(gap.orderId)));
  }
  return [...gaps.values()];
}

function gapOf(told: Told, after: ReadonlyMap<Id, OrderFacts>): Gap | null {
  if (told.kind === "edit")
    return gapAfterEdit(told.orderId, told.committedAt, after.get(told.orderId));
  if (told.kind === "oversized") {
    return {
      orderId: told.orderId,
      reason: "a delivery above the size limit",
      needsAt: null,
      patience: 0,
    };
  }
  if (told.kind !== "order" || told.facts.snapshot || told.facts.deleted) return null;
  return gapAfterRefund(told.facts, after.get(told.facts.orderId) ?? told.facts);
}

function stricter(gap: Gap, other: Gap | undefined): Gap {
  if (!other || gap.needsAt === null) return gap;
  return other.needsAt === null || other.needsAt > gap.needsAt ? other : gap;
}

/** A merge that contradicts others is kept as a fact, and is shown: one of them settles nothing. */
function parkContradictions(batch: Batch, known: Known, arrived: Arrived): void {
  if (arrived.merges.length === 0) return;
  const refusedBefore = resolveAliases(known.merges).refused.length;
  const { refused } = resolveAliases([...known.merges, ...arrived.merges]);
  for (const { delivery, told } of batch.read) {
    if (told.kind !== "merge") continue;
    const { deletedId, keptId } = told.merge;
    const isRefused = refused.some(
      (merge) => merge.deletedId === deletedId && merge.keptId === keptId,
    );
    // Ids decide which of them counts, not arrival: this one may have put an older one out of force.
    const refusesOthers =
      resolveAliases([...known.merges, told.merge]).refused.length > refusedBefore;
    if (!isRefused && !refusesOthers) continue;
    const at = batch.outcomes.findIndex((outcome) => outcome.webhookId === delivery.webhookId);
    batch.outcomes[at] = parked(
      delivery,
      `customer ${deletedId} into ${keptId} contradicts merges known already; by their ids, one changes nothing`,
    );
  }
}

async function keepTheRest(
  ports: Ports,
  tx: ShopTransaction,
  read: Read[],
  gaps: Gap[],
): Promise<void> {
  const { facts } = ports.stores;
  if (gaps.length > 0) await facts.askForOrders(tx, gaps, ports.clock());
  await facts.keepCatalog(
    tx,
    read.flatMap(({ told }) => (told.kind === "catalog" ? [told.item] : [])),
  );
  const customers = read.flatMap(({ told }) => (told.kind === "customer" ? [told.customerId] : []));
  if (customers.length > 0) await ports.stores.names.dropNames(tx, customers);
  await facts.keepPrivacyRequests(
    tx,
    read.flatMap(({ delivery, told }) =>
      told.kind === "privacy"
        ? [
            {
              ...told,
              webhookId: delivery.webhookId,
              topic: delivery.topic,
              requestedAt: delivery.receivedAt,
            },
          ]
        : [],
    ),
  );
  for (const { delivery, told } of read) await tellShop(ports, tx, told, delivery.triggeredAt);
}
