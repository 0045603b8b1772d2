/**
 * Joining and leaving: a shopper's action is a fact with the result it had when it was made.
 * Joining points are granted once, by an explicit join; joining again after leaving grants none.
 */
import type { Action } from "../domain/members/member-facts.ts";
import { resolveAliases } from "../domain/members/aliases.ts";
import { versionAt } from "../domain/program/program.ts";
import { nothingArrived, type Known } from "../domain/settlement/batch-facts.ts";
import type { Id } from "../domain/shared/ids.ts";
import { toIso, type Instant } from "../domain/shared/instant.ts";
import type { Ports, ShopId } from "./ports.ts";
import { settleArrived } from "./settle-arrived.ts";

export type Membership = "join" | "leave";

/** `changed` is false when the shopper had joined, or left, already. */
export async function changeMembership(
  ports: Ports,
  shopId: ShopId,
  customerId: Id,
  wish: Membership,
): Promise<{ changed: boolean }> {
  const { stores, clock } = ports;
  return stores.inShopRetrying(shopId, async (tx) => {
    const now = clock();
    const known = await stores.settlements.loadKnown(tx, [], [customerId]);
    // Somebody who was forgotten is as a visitor never seen, and is never a member again.
    if (known.forgotten.has(customerId)) return { changed: false };
    const { keptOf } = resolveAliases(known.merges);
    const kept = keptOf(customerId);
    // What was loaded includes customers of merges that contradict others and count for nothing.
    const own = [...known.actions].flatMap(([id, actions]) => (keptOf(id) === kept ? actions : []));
    const action = membershipAction({ known, own }, kept, wish, now);
    if (!action) return { changed: false };
    const actions = [{ customerId: kept, action }];
    await settleArrived(stores, tx, { arrived: { ...nothingArrived(), actions }, now });
    return { changed: true };
  });
}

function membershipAction(
  { known, own }: { known: Known; own: Action[] },
  customerId: Id,
  wish: Membership,
  now: Instant,
): Action | null {
  const moves = own
    .filter((action) => action.kind === "join" || action.kind === "leave")
    .sort((a, b) => a.at - b.at);
  const last = moves.at(-1);
  const enrolled = known.members.get(customerId)?.standing.enrolledAt != null;
  if (wish === "join" ? last?.kind === "join" : !enrolled) return null;
  const first = !moves.some((move) => move.kind === "join");
  const points = wish === "join" && first ? versionAt(known.versions, now).joiningPoints : 0;
  return { key: `${wish}:${customerId}:${toIso(now)}`, kind: wish, at: now, points };
}
