/**
 * Settles everyone whom a batch of new facts touches: a pure function from what was loaded and
 * what arrived to one write. Whoever is named by an order, an action or a merge is touched.
 */
import type { Action, CustomerMerge, MemberFacts, ShopRules } from "../members/member-facts.ts";
import { resolveAliases } from "../members/aliases.ts";
import { joinOrderFacts, noFacts, type OrderFacts } from "../orders/order-facts.ts";
import type { ProgramVersion } from "../program/program.ts";
import { compareIds, type Id } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";
import { postDifferences, type EntryDraft, type Posted } from "./post.ts";
import { settle, type FullSettlement } from "./settle.ts";
import type { Standing } from "./settlement.ts";

/** What the store knows of the orders and customers asked for, and of their kin by merges. */
export type Known = {
  rules: ShopRules;
  /** Ascending by start. */
  versions: ProgramVersion[];
  merges: CustomerMerge[];
  orders: Map<Id, KnownOrder>;
  members: Map<Id, KnownMember>;
  actions: Map<Id, Action[]>;
};
export type KnownOrder = { facts: OrderFacts; rev: number };
export type KnownMember = {
  memberId: Id;
  rev: number;
  standing: Standing;
  posted: Map<string, Posted>;
};

/** New facts: orders already folded per order, actions by customer, merges. */
export type Arrived = {
  orders: OrderFacts[];
  actions: { customerId: Id; action: Action }[];
  merges: CustomerMerge[];
  /** Customers to settle though nothing arrived of them (time has passed). */
  customers: Id[];
};

export type OrderWrite = { facts: OrderFacts; expectedRev: number };
export type MemberWrite = {
  customerId: Id;
  /** Null: a member to be created. */
  memberId: Id | null;
  expectedRev: number;
  standing: Standing;
  balance: number;
  entries: EntryDraft[];
};
export type BatchWrite = {
  orders: OrderWrite[];
  members: MemberWrite[];
  actions: { customerId: Id; action: Action }[];
  merges: CustomerMerge[];
};

export function nothingArrived(): Arrived {
  return { orders: [], actions: [], merges: [], customers: [] };
}

export function decideBatch(known: Known, arrived: Arrived, now: Instant): BatchWrite {
  const after = new Map([...known.orders].map(([id, order]) => [id, order.facts]));
  const touched = new Set(arrived.customers);
  const orders: OrderWrite[] = [];
  for (const facts of arrived.orders) {
    const before = known.orders.get(facts.orderId);
    const joined = joinOrderFacts(before?.facts ?? noFacts(facts.orderId), facts);
    if (before && same(before.facts, joined)) continue;
    after.set(facts.orderId, joined);
    orders.push({ facts: joined, expectedRev: before?.rev ?? 0 });
    if (before && sameWorth(before.facts, joined)) continue;
    for (const state of [before?.facts, joined]) {
      if (state?.snapshot?.customerId) touched.add(state.snapshot.customerId);
    }
  }
  for (const { customerId } of arrived.actions) touched.add(customerId);
  for (const { deletedId, keptId } of arrived.merges) touched.add(deletedId).add(keptId);
  const world = worldAfter(known, arrived, after);
  return {
    orders: orders.sort((a, b) => compareIds(a.facts.orderId, b.facts.orderId)),
    members: settlePersons(world, touched, now),
    actions: arrived.actions,
    merges: arrived.merges,
  };
}

type World = {
  known: Known;
  keptOf: (id: Id) => Id;
  /** Every known customer id by the one it lives on as. */
  kin: Map<Id, Set<Id>>;
  facts: Map<Id, MemberFacts>;
};

function worldAfter(known: Known, arrived: Arrived, orders: Map<Id, OrderFacts>): World {
  const { keptOf } = resolveAliases([...known.merges, ...arrived.merges]);
  const world: World = { known, keptOf, kin: new Map(), facts: new Map() };
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
  return world;
}

function settlePersons(world: World, touched: ReadonlySet<Id>, now: Instant): MemberWrite[] {
  const { known, keptOf } = world;
  const writes: MemberWrite[] = [];
  for (const kept of new Set([...touched].map(keptOf))) {
    const facts = world.facts.get(kept) ?? { orders: [], actions: [] };
    const settlement = settle(facts, known.versions, known.rules, now);
    for (const customerId of world.kin.get(kept) ?? [kept]) {
      const own = customerId === kept ? settlement : null;
      const write = memberWrite(
        customerId,
        known.members.get(customerId),
        own,
        settlement.standing,
      );
      if (write) writes.push(write);
    }
  }
  return writes.sort((a, b) => compareIds(a.customerId, b.customerId));
}

/** Nobody becomes a member by being mentioned: only by enrolling or by holding entries. */
function memberWrite(
  customerId: Id,
  member: KnownMember | undefined,
  settlement: FullSettlement | null,
  standing: Standing,
): MemberWrite | null {
  const posted = member?.posted ?? new Map<string, Posted>();
  const entries = postDifferences(settlement, posted);
  const enrolled = settlement !== null && settlement.standing.enrolledAt !== null;
  if (!member && entries.length === 0 && !enrolled) return null;
  const own = settlement ? standing : mergedAway(standing);
  return {
    customerId,
    memberId: member?.memberId ?? null,
    expectedRev: member?.rev ?? 0,
    standing: own,
    balance: own.balance,
    entries,
  };
}

/** What the row of a customer who lives on as another one says: nothing is held here. */
function mergedAway(standing: Standing): Standing {
  return {
    ...standing,
    enrolledAt: null,
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

function same(a: OrderFacts, b: OrderFacts): boolean {
  return (
    sameWorth(a, b) &&
    a.snapshot?.updatedAt === b.snapshot?.updatedAt &&
    a.snapshot?.source === b.snapshot?.source &&
    a.snapshot?.name === b.snapshot?.name
  );
}

/** Whether settlement can't tell the two apart. */
function sameWorth(a: OrderFacts, b: OrderFacts): boolean {
  return (
    a.deleted === b.deleted &&
    a.snapshot?.contentHash === b.snapshot?.contentHash &&
    (a.refunds === b.refunds || JSON.stringify(a.refunds) === JSON.stringify(b.refunds))
  );
}
