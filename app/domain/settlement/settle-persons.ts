/** Settles the people whom a batch touches, merged customers as the one that they live on as. */
import { resolveAliases } from "../members/aliases.ts";
import type { OrderFacts } from "../orders/order-facts.ts";
import { compareIds, type Id } from "../shared/ids.ts";
import { DAY, type Instant } from "../shared/instant.ts";
import {
  REACH_ORDERS_MAX,
  type Arrived,
  type BatchWrite,
  type Known,
  type KnownMember,
  type MemberWrite,
  type NeedsWhole,
  type Shows,
} from "./batch-facts.ts";
import { firstEntry, postDifferences, type EntryDraft, type Posted } from "./post.ts";
import { settleLatest, type Before } from "./settle-latest.ts";
import { liveOrders, settle, type FullSettlement } from "./settle.ts";
import type { Checkpoint, MemberFacts, Standing } from "./settlement.ts";
import { showsDifferently } from "./shown-state.ts";

export type World = {
  known: Known;
  arrived: Arrived;
  keptOf: (id: Id) => Id;
  /** Every known customer id by the one it lives on as. */
  kin: Map<Id, Set<Id>>;
  facts: Map<Id, MemberFacts>;
};

export function worldAfter(known: Known, arrived: Arrived, orders: Map<Id, OrderFacts>): World {
  const { keptOf } = resolveAliases([...known.merges, ...arrived.merges]);
  const world: World = { known, arrived, keptOf, kin: new Map(), facts: new Map() };
  const factsOf = (customerId: Id): MemberFacts => {
    const kept = keptOf(customerId);
    const kin = world.kin.get(kept) ?? new Set<Id>();
    world.kin.set(kept, kin.add(customerId).add(kept));
    const facts = world.facts.get(kept) ?? { orders: [], actions: [] };
    world.facts.set(kept, facts);
    return facts;
  };
  for (const facts of orders.values()) {
    if (facts.snapshot?.customerId) factsOf(facts.snapshot.customerId).orders.push(facts);
  }
  for (const [customerId, actions] of known.actions) factsOf(customerId).actions.push(...actions);
  for (const { customerId, action } of arrived.actions) factsOf(customerId).actions.push(action);
  for (const customerId of known.members.keys()) factsOf(customerId);
  for (const { deletedId, keptId } of arrived.merges) {
    factsOf(deletedId);
    factsOf(keptId);
  }
  return world;
}

export function settlePersons(
  world: World,
  touched: ReadonlySet<Id>,
  now: Instant,
): Pick<BatchWrite, "members" | "deferred"> | NeedsWhole {
  const { known, keptOf } = world;
  const members: MemberWrite[] = [];
  const deferred: Id[] = [];
  for (const kept of new Set([...touched].map(keptOf))) {
    const kin = [...(world.kin.get(kept) ?? [kept])];
    if (!kin.some((customerId) => known.partial.has(customerId))) {
      members.push(...settleWhole(world, kept, now));
      continue;
    }
    const latest = settleArrivedLast(world, kept, now);
    const orders = kin.reduce(
      (sum, id) => sum + (known.members.get(id)?.checkpoint.orders ?? 0),
      0,
    );
    if (latest) members.push(latest);
    else if (orders > REACH_ORDERS_MAX) deferred.push(kept);
    else return "needs-whole";
  }
  members.sort((a, b) => compareIds(a.customerId, b.customerId));
  return { members, deferred };
}

function settleWhole(world: World, kept: Id, now: Instant): MemberWrite[] {
  const { known } = world;
  const facts = world.facts.get(kept) ?? { orders: [], actions: [] };
  const settlement = settle(facts, known.versions, known.rules, now);
  return [...(world.kin.get(kept) ?? [kept])].flatMap((customerId) => {
    const own = customerId === kept ? settlement : null;
    const write = memberWrite(customerId, known.members.get(customerId), {
      own,
      kept: settlement,
      now,
    });
    return isNeeded(write, world) ? write : [];
  });
}

/** The shortcut, for each of the person's new orders in turn; null if any reaches further back. */
function settleArrivedLast(world: World, kept: Id, now: Instant): MemberWrite | null {
  const { known, arrived } = world;
  const member = known.members.get(kept);
  if (!member || member.dueAt !== member.standing.nextChangeAt) return null;
  const own = arrived.orders.filter((facts) => facts.snapshot?.customerId === kept);
  if (own.length === 0 || own.some((facts) => known.orders.has(facts.orderId))) return null;
  const isNew = new Set(own.map((facts) => facts.orderId));
  const window = (world.facts.get(kept)?.orders ?? []).filter((facts) => !isNew.has(facts.orderId));
  let before: Before = member;
  const entries: EntryDraft[] = [];
  for (const { facts: latest } of liveOrders(own)) {
    const settled = settleLatest(before, { window, latest }, known, now);
    if (!settled) return null;
    entries.push(...firstEntry(latest, settled));
    window.push(latest);
    before = settled;
  }
  const { standing, checkpoint } = before;
  return {
    customerId: kept,
    memberId: member.memberId,
    expectedRev: member.rev,
    standing,
    checkpoint,
    balance: standing.balance,
    entries,
    shows: showsOf({ before: member, standing, checkpoint, entries }, now),
  };
}

/**
 * Nobody becomes a member by being mentioned: only by enrolling, by holding entries, or by a merge.
 * Both sides of a merge get their row, so that whoever settles one of them at the same time, not
 * knowing of the merge, finds that it has changed.
 */
function isNeeded(write: MemberWrite, { arrived }: World): boolean {
  const { customerId, memberId, entries, standing } = write;
  return (
    memberId !== null ||
    entries.length > 0 ||
    standing.enrolledAt !== null ||
    arrived.merges.some(
      ({ deletedId, keptId }) => deletedId === customerId || keptId === customerId,
    )
  );
}

function memberWrite(
  customerId: Id,
  member: KnownMember | undefined,
  { own, kept, now }: { own: FullSettlement | null; kept: FullSettlement; now: Instant },
): MemberWrite {
  const standing = own ? own.standing : mergedAway(kept.standing);
  const { checkpoint } = kept;
  const entries = postDifferences(own, member?.posted ?? new Map<string, Posted>());
  return {
    customerId,
    memberId: member?.memberId ?? null,
    expectedRev: member?.rev ?? 0,
    standing,
    checkpoint,
    balance: standing.balance,
    entries,
    shows: showsOf({ before: member, standing, checkpoint, entries }, now),
  };
}

type Change = {
  before: KnownMember | undefined;
  standing: Standing;
  checkpoint: Checkpoint;
  entries: readonly EntryDraft[];
};

/** Of whom nothing was heard for longer than this, nobody sits before the page. */
const NEWS_SPAN = DAY;

function showsOf({ before, standing, checkpoint, entries }: Change, now: Instant): Shows {
  if (entries.length === 0 && !showsDifferently(before?.standing, standing)) return "nothing-new";
  return (checkpoint.lastFactAt ?? now) >= now - NEWS_SPAN ? "news" : "history";
}

/** What the row of a customer who lives on as another one says: nothing is held here. */
function mergedAway(standing: Standing): Standing {
  return {
    ...standing,
    enrolledAt: null,
    joined: false,
    balance: 0,
    pending: 0,
    lifetimeEarned: 0,
    spendMinor: 0,
    tierSince: null,
    tierUntil: null,
    nextExpiryAt: null,
    nextChangeAt: null,
  };
}
