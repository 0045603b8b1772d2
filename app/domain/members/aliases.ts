/** Merged customers: a deleted id is an alias of the kept one for ever, in whatever order told. */
import { compareIds, type Id } from "../shared/ids.ts";
import type { CustomerMerge } from "./member-facts.ts";

export type Aliases = {
  /** The customer that `id` lives on as; `id` itself when it was never merged away. */
  keptOf(id: Id): Id;
  /** Merges that contradict the others (a cycle, or a second keeper) and are left out. */
  refused: CustomerMerge[];
};

/**
 * The same set of merges gives the same answer in any order: merges are taken by deleted id, then
 * kept id, and one that would close a cycle or give a deleted id a second keeper is refused.
 */
export function resolveAliases(merges: readonly CustomerMerge[]): Aliases {
  const sorted = [...merges].sort(
    (a, b) => compareIds(a.deletedId, b.deletedId) || compareIds(a.keptId, b.keptId),
  );
  const keeper = new Map<Id, Id>();
  const keptOf = (id: Id): Id => {
    let kept = id;
    for (let next = keeper.get(kept); next !== undefined; next = keeper.get(kept)) kept = next;
    return kept;
  };
  const refused: CustomerMerge[] = [];
  for (const merge of sorted) {
    if (keeper.get(merge.deletedId) === merge.keptId) continue;
    if (keeper.has(merge.deletedId) || keptOf(merge.keptId) === merge.deletedId)
      refused.push(merge);
    else keeper.set(merge.deletedId, merge.keptId);
  }
  return { keptOf, refused };
}
