/** An order as a list shows it: enough to tell whether it is worth reading as a whole. */
import type { Id } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";
import type { FinancialStatus, OrderFacts } from "./order-facts.ts";

export type ListedOrder = {
  orderId: Id;
  name: string | null;
  updatedAt: Instant;
  financialStatus: FinancialStatus;
  cancelledAt: Instant | null;
  test: boolean;
  customerId: Id | null;
  /** Of all lines, what is left of them. */
  currentQuantity: number;
  /** Ascending. */
  refundIds: Id[];
};

/**
 * Whether reading the whole order could teach anything. Shopify moves `updated_at` with every change,
 * so what is as old as what is known is looked at by its summary only. A deletion stays one.
 */
export function mayDiffer(known: OrderFacts | undefined, listed: ListedOrder): boolean {
  if (known?.deleted) return false;
  const snapshot = known?.snapshot;
  if (!snapshot || snapshot.updatedAt < listed.updatedAt) return true;
  // What is known is newer than the list, which lags behind.
  if (snapshot.updatedAt > listed.updatedAt) return false;
  const refundIds = known.refunds.map(({ id }) => id);
  const quantity = snapshot.lines.reduce((sum, line) => sum + line.currentQuantity, 0);
  return (
    snapshot.financialStatus !== listed.financialStatus ||
    snapshot.cancelledAt !== listed.cancelledAt ||
    snapshot.test !== listed.test ||
    snapshot.customerId !== listed.customerId ||
    quantity !== listed.currentQuantity ||
    refundIds.join() !== listed.refundIds.join()
  );
}
