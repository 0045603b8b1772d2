/**
 * Settles everyone whom a batch of new facts touches: a pure function from what was loaded and
 * what arrived to one write. Whoever is named by an order, an action or a merge is touched.
 */
import { joinOrderFacts, noFacts, type OrderFacts } from "../orders/order-facts.ts";
import { compareIds } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";
import type { Arrived, BatchWrite, Known, NeedsWhole, OrderWrite } from "./batch-facts.ts";
import { settlePersons, worldAfter } from "./settle-persons.ts";

export function decideBatch(known: Known, arrived: Arrived, now: Instant): BatchWrite | NeedsWhole {
  const after = new Map([...known.orders].map(([id, order]) => [id, order.facts]));
  const touched = new Set(arrived.customers);
  const orders: OrderWrite[] = [];
  for (const facts of arrived.orders) {
    const before = known.orders.get(facts.orderId);
    const joined = joinOrderFacts(before?.facts ?? noFacts(facts.orderId), facts);
    if (before && same(before.facts, joined)) continue;
    after.set(facts.orderId, joined);
    orders.push({ facts: joined, expectedRev: before?.rev ?? 0 });
    if (before && sameWorth(before.facts, joined)) continue;
    for (const state of [before?.facts, joined]) {
      if (state?.snapshot?.customerId) touched.add(state.snapshot.customerId);
    }
  }
  for (const { customerId } of arrived.actions) touched.add(customerId);
  // A new merge may put an older one out of force: whoever that one names is touched as well.
  const merges = arrived.merges.length > 0 ? [...known.merges, ...arrived.merges] : [];
  for (const { deletedId, keptId } of merges) touched.add(deletedId).add(keptId);
  const world = worldAfter(known, arrived, after);
  const settled = settlePersons(world, touched, now);
  if (settled === "needs-whole") return settled;
  return {
    ...settled,
    orders: orders.sort((a, b) => compareIds(a.facts.orderId, b.facts.orderId)),
    actions: arrived.actions,
    merges: arrived.merges,
  };
}

/** Whether nothing at all is to be written. */
export function same(a: OrderFacts, b: OrderFacts): boolean {
  return (
    sameWorth(a, b) &&
    a.snapshot?.updatedAt === b.snapshot?.updatedAt &&
    a.snapshot?.source === b.snapshot?.source &&
    a.snapshot?.name === b.snapshot?.name
  );
}

/** Whether settlement can't tell the two apart. */
export function sameWorth(a: OrderFacts, b: OrderFacts): boolean {
  return (
    a.deleted === b.deleted &&
    a.snapshot?.contentHash === b.snapshot?.contentHash &&
    a.snapshot?.customerId === b.snapshot?.customerId &&
    (a.refunds === b.refunds || JSON.stringify(a.refunds) === JSON.stringify(b.refunds))
  );
}
