/** Fetch, decide, write: what arrived becomes facts, and whoever it touches is settled. */
import { withoutForgotten } from "../domain/settlement/forgotten.ts";
import { decideBatch } from "../domain/settlement/batch.ts";
import type { Arrived, Known } from "../domain/settlement/batch-facts.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { Instant } from "../domain/shared/instant.ts";
import type { ShopTransaction, Stores } from "./ports.ts";
import { customersOf } from "./strip-forgotten.ts";

/** What is to be read besides what arrived names itself. */
export type Also = { orderIds?: readonly Id[] };

/**
 * Answers with what was known before. Runs in the caller's transaction, one of `inShopRetrying`. What
 * names somebody who was forgotten is left out.
 */
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
  const kept = withoutForgotten(arrived, known.forgotten);
  let write = decideBatch(known, kept, now);
  if (write === "needs-whole") {
    known = await settlements.loadKnown(tx, orderIds, customerIds, "whole");
    write = decideBatch(known, kept, now);
  }
  if (write === "needs-whole") throw new Error("what was loaded whole can't be too little");
  await settlements.writeBatch(tx, write, now);
  return known;
}
