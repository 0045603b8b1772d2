/** Settles customers of whom nothing new is known but the time: expiries, falling tiers, recounts. */
import { decideBatch } from "../domain/settlement/batch.ts";
import { nothingArrived } from "../domain/settlement/batch-facts.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { Ports, ShopId } from "./ports.ts";

/** Members settled in one transaction. */
export const DUE_BATCH_MAX = 200;

export async function settleCustomers(
  ports: Ports,
  shopId: ShopId,
  customers: Id[],
): Promise<void> {
  const { stores, clock } = ports;
  await stores.inShopRetrying(shopId, async (tx) => {
    // Whole, however many their orders are: this is the job that the others are deferred to.
    const now = clock();
    const known = await stores.settlements.loadKnown(tx, [], customers, "whole");
    const write = decideBatch(known, { ...nothingArrived(), customers }, now);
    if (write === "needs-whole") throw new Error("what was loaded whole can't be too little");
    await stores.settlements.writeBatch(tx, write, now);
  });
}

/** Those whom a rule that changed makes due, for at most `msMax`; false when some are left. */
export async function makeEveryoneDue(
  { stores, clock }: Ports,
  shopId: ShopId,
  msMax: number,
): Promise<boolean> {
  const until = performance.now() + msMax;
  do {
    const more = await stores.inShopRetrying(shopId, (tx) =>
      stores.members.makeMoreDue(tx, clock()),
    );
    if (!more) return true;
  } while (performance.now() < until);
  return false;
}

/** One batch of the members who are due at `now`; how many they were. */
export async function settleDueMembers(ports: Ports, shopId: ShopId): Promise<number> {
  const { stores, clock } = ports;
  const due = await stores.inShop(shopId, (tx) =>
    stores.members.dueCustomers(tx, clock(), DUE_BATCH_MAX),
  );
  if (due.length > 0) await settleCustomers(ports, shopId, due);
  return due.length;
}
