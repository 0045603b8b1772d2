/** Fetch, decide, write: what arrived becomes facts, and whoever it touches is settled. */
import { decideBatch } from "../domain/settlement/batch.ts";
import type { Arrived, Known } from "../domain/settlement/batch-facts.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { Instant } from "../domain/shared/instant.ts";
import type { ShopTransaction, Stores } from "./ports.ts";

/** What is to be read besides what arrived names itself. */
export type Also = { orderIds?: readonly Id[] };

/** Answers with what was known before. Runs in the caller's transaction. */
export async function settleArrived(
  { settlements }: Pick<Stores, "settlements">,
  tx: ShopTransaction,
  { arrived, now, also = {} }: { arrived: Arrived; now: Instant; also?: Also },
): Promise<Known> {
  const orderIds = [
    ...new Set([...arrived.orders.map((facts) => facts.orderId), ...(also.orderIds ?? [])]),
  ];
  const customerIds = customersOf(arrived);
  let known = await settlements.loadKnown(tx, orderIds, customerIds, "in-reach");
  let write = decideBatch(known, arrived, now);
  if (write === "needs-whole") {
    known = await settlements.loadKnown(tx, orderIds, customerIds, "whole");
    write = decideBatch(known, arrived, now);
  }
  if (write === "needs-whole") throw new Error("what was loaded whole can't be too little");
  await settlements.writeBatch(tx, write, now);
  return known;
}

function customersOf(arrived: Arrived): Id[] {
  const ids = new Set(arrived.customers);
  for (const { deletedId, keptId } of arrived.merges) ids.add(deletedId).add(keptId);
  for (const { customerId } of arrived.actions) ids.add(customerId);
  for (const { snapshot } of arrived.orders) if (snapshot?.customerId) ids.add(snapshot.customerId);
  return [...ids];
}
