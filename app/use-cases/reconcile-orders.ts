/**
 * Compares a shop's orders with Shopify's, oldest change first, and repairs what differs through the
 * same settlement as a delivery. Each page commits with how far the run is, so a run that is cut off
 * goes on there; joining what is known already changes nothing, so a page may be compared twice.
 */
import type { Run } from "../adapters/postgres/reconciliation-store.server.ts";
import type { OrderSource } from "../adapters/shopify/order-listing.server.ts";
import { mayDiffer, type ListedOrder } from "../domain/orders/listed-order.ts";
import { differencesOf, type Finding } from "../domain/orders/order-difference.ts";
import { joinOrderFacts, noFacts, type OrderFacts } from "../domain/orders/order-facts.ts";
import { nothingArrived } from "../domain/settlement/batch-facts.ts";
import type { Id } from "../domain/shared/ids.ts";
import { reasonOf, unfinishedByOrder, type Unfinished } from "./explain-difference.ts";
import { lookForDeleted } from "./find-deleted-orders.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";
import { settleArrived } from "./settle-arrived.ts";
import { stripForgotten } from "./strip-forgotten.ts";

/** Runs of a shop that are kept. */
const RUNS_KEPT = 60;

/** A run between two pages. */
export type Comparing = {
  shopId: ShopId;
  runId: string;
  source: OrderSource;
  /** Of the run as it was read or written last. */
  cursor: string | null;
  /** Shopify's own cursor of the next page; null after a pause: the page is asked for by its time. */
  after: string | null;
  /** Read once while the run goes on: what lies in the inbox changes little meanwhile. */
  unfinished: Unfinished | null;
};

export function startComparing(
  ports: Ports,
  shop: { shopId: ShopId; domain: string },
  run: Run,
): Comparing {
  const source = ports.orderSource(shop.domain);
  const { runId, cursor } = run;
  return { shopId: shop.shopId, runId, source, cursor, after: null, unfinished: null };
}

/** One page; true when it was the last, and the run is done. */
export async function comparePage(ports: Ports, comparing: Comparing): Promise<boolean> {
  const { stores, clock } = ports;
  const askedAt = clock();
  const { orders, next } = await comparing.source.changed(
    Number(comparing.cursor ?? 0),
    comparing.after,
  );
  const fetched = await fetchCandidates(ports, comparing, orders);
  const reached = String(orders.at(-1)?.updatedAt ?? comparing.cursor ?? 0);
  await repair(ports, comparing, { fetched, compared: orders.length, reached });
  comparing.after = next;
  if (next !== null) return false;
  const deleted = await lookForDeleted(ports, comparing);
  await repair(ports, comparing, { ...deleted, compared: 0, reached: comparing.cursor });
  await stores.inShop(comparing.shopId, async (tx) => {
    await stores.reconciliations.finishRun(tx, comparing.runId, {
      ...{ state: "done", toAt: askedAt, remark: null },
    });
    await stores.reconciliations.forgetOldRuns(tx, RUNS_KEPT);
  });
  return true;
}

/** Those of the page that may differ, as a whole. One deleted meanwhile is found at the end. */
async function fetchCandidates(
  { stores }: Ports,
  { shopId, source }: Comparing,
  orders: readonly ListedOrder[],
): Promise<OrderFacts[]> {
  const known = await stores.inShop(shopId, (tx) =>
    stores.comparisons.factsOf(
      tx,
      orders.map(({ orderId }) => orderId),
    ),
  );
  const fetched: OrderFacts[] = [];
  for (const listed of orders) {
    if (!mayDiffer(known.get(listed.orderId), listed)) continue;
    const facts = await source.order(listed.orderId);
    if (facts) fetched.push(facts);
  }
  return fetched;
}

type Page = {
  fetched: OrderFacts[];
  compared: number;
  reached: string | null;
  lookedFor?: number;
};

async function repair(ports: Ports, comparing: Comparing, page: Page): Promise<void> {
  const { stores } = ports;
  const { shopId, runId, cursor } = comparing;
  await stores.inShopRetrying(shopId, async (tx) => {
    const findings = await settleDifferences(ports, tx, comparing, page.fetched);
    await stores.reconciliations.moveRun(tx, {
      ...{ runId, expectedCursor: cursor, cursor: page.reached, compared: page.compared },
      ...{ differing: findings.length, repaired: findings.length, findings },
      detail: page.lookedFor === undefined ? {} : { lookedFor: page.lookedFor },
    });
    if (page.compared > 0) await stores.reconciliations.moveWatermark(tx, Number(page.reached));
  });
  comparing.cursor = page.reached;
}

/** What Shopify says more than is known becomes known; one finding for each order that it made differ. */
async function settleDifferences(
  ports: Ports,
  tx: ShopTransaction,
  comparing: Comparing,
  told: OrderFacts[],
): Promise<Finding[]> {
  const { stores, clock } = ports;
  if (told.length === 0) return [];
  // Whom an order belongs to is no difference where that is to be forgotten.
  const fetched = await stripForgotten(stores, tx, told);
  const ids = fetched.map(({ orderId }) => orderId);
  const known = await stores.comparisons.factsOf(tx, ids);
  const differing = fetched.flatMap((facts) => {
    const before = known.get(facts.orderId);
    const after = joinOrderFacts(before ?? noFacts(facts.orderId), facts);
    const differs = differencesOf(before, after);
    return differs.length > 0 ? [{ before, after, differs, facts }] : [];
  });
  if (differing.length === 0) return [];
  const orderIds = differing.map(({ facts }) => facts.orderId);
  const customers = differing.flatMap(({ before, after }) =>
    [before, after].flatMap((facts) => facts?.snapshot?.customerId ?? []),
  );
  const points = (): Promise<Map<Id, number>> =>
    stores.comparisons.pointsOfOrders(tx, orderIds, customers);
  comparing.unfinished ??= await unfinishedByOrder(ports, tx);
  const [now, unfinished] = [clock(), comparing.unfinished];
  const askedFor = await stores.comparisons.askedFor(tx, orderIds);
  const pointsBefore = await points();
  const arrived = { ...nothingArrived(), orders: differing.map(({ facts }) => facts) };
  await settleArrived(stores, tx, { arrived, now });
  const pointsAfter = await points();
  return differing.map(({ before, after, differs }) => ({
    orderId: after.orderId,
    name: after.snapshot?.name ?? null,
    customerId: after.snapshot?.customerId ?? null,
    differs,
    why: reasonOf({ unfinished, askedFor, now }, before, after),
    changedAt: after.deleted ? null : (after.snapshot?.updatedAt ?? null),
    pointsBefore: pointsBefore.get(after.orderId) ?? 0,
    pointsAfter: pointsAfter.get(after.orderId) ?? 0,
  }));
}
