/** Of all that was loaded, what is one person's: theirs, and of whoever was merged with them. */
import { resolveAliases } from "../domain/members/aliases.ts";
import type { Known } from "../domain/settlement/batch-facts.ts";
import type { MemberFacts } from "../domain/settlement/settlement.ts";
import type { Id } from "../domain/shared/ids.ts";

export type OwnFacts = MemberFacts & {
  /** The customer that this one lives on as. */
  kept: Id;
};

/** Kin of refused merges were loaded as well, and count for nothing. */
export function ownFacts(known: Known, customerId: Id): OwnFacts {
  const { keptOf } = resolveAliases(known.merges);
  const kept = keptOf(customerId);
  const isOwn = (id: Id | null | undefined): boolean => id != null && keptOf(id) === kept;
  return {
    kept,
    orders: [...known.orders.values()]
      .map(({ facts }) => facts)
      .filter(({ snapshot }) => isOwn(snapshot?.customerId)),
    actions: [...known.actions].flatMap(([id, actions]) => (isOwn(id) ? actions : [])),
  };
}
