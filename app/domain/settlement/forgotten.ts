/** Of a customer who was forgotten nothing is taken in again, however late it is told. */
import type { OrderFacts } from "../orders/order-facts.ts";
import type { Id } from "../shared/ids.ts";
import type { CustomerMerge } from "../members/member-facts.ts";

type Told<Made> = {
  orders: OrderFacts[];
  actions: (Made & { customerId: Id })[];
  merges: CustomerMerge[];
  customers: Id[];
};

/**
 * The order as nobody's: what was sold stays, who bought it and the order's name go. Two snapshots
 * stand to each other after it as before, so it makes no difference whether it is done before or
 * after they are joined.
 */
export function withoutCustomer(facts: OrderFacts): OrderFacts {
  if (!facts.snapshot) return facts;
  return { ...facts, snapshot: { ...facts.snapshot, customerId: null, name: null } };
}

/** What arrived, less all that names somebody of `forgotten`. */
export function withoutForgotten<Made, Arrived extends Told<Made>>(
  arrived: Arrived,
  forgotten: ReadonlySet<Id>,
): Arrived {
  if (forgotten.size === 0) return arrived;
  return {
    ...arrived,
    orders: arrived.orders.map((facts) => {
      const customerId = facts.snapshot?.customerId;
      return customerId != null && forgotten.has(customerId) ? withoutCustomer(facts) : facts;
    }),
    actions: arrived.actions.filter(({ customerId }) => !forgotten.has(customerId)),
    merges: arrived.merges.filter(
      ({ deletedId, keptId }) => !forgotten.has(deletedId) && !forgotten.has(keptId),
    ),
    customers: arrived.customers.filter((customerId) => !forgotten.has(customerId)),
  };
}

/**
 * Who turns out to be a forgotten customer by a merge that is told late: as though the merge had been
 * known when the other one was forgotten.
 */
export function forgottenByMerge(
  merges: readonly CustomerMerge[],
  forgotten: ReadonlySet<Id>,
): Id[] {
  return [
    ...new Set(
      merges.flatMap(({ deletedId, keptId }) => {
        if (forgotten.has(deletedId) === forgotten.has(keptId)) return [];
        return forgotten.has(deletedId) ? [keptId] : [deletedId];
      }),
    ),
  ];
}
