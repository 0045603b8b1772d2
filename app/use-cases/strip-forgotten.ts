/**
 * Facts on their way into the tables, less all that names somebody who was forgotten. Whoever keeps
 * facts without `settleArrived` (which strips them itself) calls this before writing them, in a
 * transaction of `inShopRetrying`: nobody can be forgotten while it is open.
 */
import { withoutForgotten } from "../domain/settlement/forgotten.ts";
import { nothingArrived, type Arrived } from "../domain/settlement/batch-facts.ts";
import type { OrderFacts } from "../domain/orders/order-facts.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { ShopTransaction, Stores } from "./ports.ts";

export async function stripForgotten(
  { forgotten }: Pick<Stores, "forgotten">,
  tx: ShopTransaction,
  orders: OrderFacts[],
): Promise<OrderFacts[]> {
  const arrived = { ...nothingArrived(), orders };
  const named = await forgotten.forgottenAmong(tx, customersOf(arrived));
  return withoutForgotten(arrived, named).orders;
}

/** Every customer whom the facts name. */
export function customersOf(arrived: Arrived): Id[] {
  const ids = new Set(arrived.customers);
  for (const { deletedId, keptId } of arrived.merges) ids.add(deletedId).add(keptId);
  for (const { customerId } of arrived.actions) ids.add(customerId);
  for (const { snapshot } of arrived.orders) if (snapshot?.customerId) ids.add(snapshot.customerId);
  return [...ids];
}
