/**
 * Settles everyone whom a batch of new facts touches: a pure function from what was loaded and
 * what arrived to one write. Whoever is named by an order, an action or a merge is touched.
 */
import type { Action, CustomerMerge, ShopRules } from "../members/member-facts.ts";
import { resolveAliases } from "../members/aliases.ts";
import { joinOrderFacts, noFacts, type OrderFacts } from "../orders/order-facts.ts";
import type { ProgramVersion } from "../program/program.ts";
import { compareIds, type Id } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";
import { firstEntry, postDifferences, type EntryDraft, type Posted } from "./post.ts";
import { settleLatest, type Before } from "./settle-latest.ts";
import { liveOrders, settle, type FullSettlement } from "./settle.ts";
import type { MemberFacts, Checkpoint, Standing } from "./settlement.ts";

/** What the store knows of the orders and customers asked for, and of their kin by merges. */
export type Known = {
  rules: ShopRules;
  /** Ascending by start. */
  versions: ProgramVersion[];
  merges: CustomerMerge[];
  orders: Map<Id, KnownOrder>;
  members: Map<Id, KnownMember>;
  actions: Map<Id, Action[]>;
  /**
   * Customers of whom only the orders in reach of the shortcut are at hand, for having very many;
   * the others are whole.
   */
  partial: Set<Id>;
};
export type KnownOrder = { facts: OrderFacts; rev: number };
export type KnownMember = {
  memberId: Id;
  rev: number;
  standing: Standing;
  checkpoint: Checkpoint;
  /** Set sooner than the standing says when a rule of the shop changed. */
  dueAt: Instant | null;
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
  checkpoint: Checkpoint;
  balance: number;
  entries: EntryDraft[];
};
export type BatchWrite = {
  orders: OrderWrite[];
  members: MemberWrite[];
  actions: { customerId: Id; action: Action }[];
  merges: CustomerMerge[];
  /** Customers with too many orders to settle among others: a job does it, at once. */
  deferred: Id[];
};

/** What decides whether a customer's orders are loaded whole; the numbers of rules.md. */
export const SHORTCUT_FROM_ORDERS = 200;
export const REACH_ORDERS_MAX = 10_000;

/** Someone's older orders are needed after all: load them whole and decide again. */
export type NeedsWhole = "needs-whole";

export function nothingArrived(): Arrived {
  return { orders: [], actions: [], merges: [], customers: [] };
}

export function decideBatch(known: Known, arrived: Arrived, now: Instant): BatchWrite | NeedsWhole {
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
  // A new merge may put an older one out of force: whoever that one names is touched as well.
  const merges = arrived.merges.length > 0 ? [...known.merges, ...arrived.merges] : [];
  for (const { deletedId, keptId } of merges) touched.add(deletedId).add(keptId);
  const world = worldAfter(known, arrived, after);
  const settled = settlePersons(world, touched, now);
  if (settled === "needs-whole") return settled;
  return {
    ...settled,
    orders: orders.sort((a, b) => compareIds(a.facts.orderId, b.facts.orderId)),
    actions: arrived.actions,
    merges: arrived.merges,
  };
}

type World = {
  known: Known;
  arrived: Arrived;
  keptOf: (id: Id) => Id;
  /** Every known customer id by the one it lives on as. */
  kin: Map<Id, Set<Id>>;
  facts: Map<Id, MemberFacts>;
};

function worldAfter(known: Known, arrived: Arrived, orders: Map<Id, OrderFacts>): World {
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
  return world;
}

function settlePersons(
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
    return memberWrite(customerId, known.members.get(customerId), own, settlement) ?? [];
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
  };
}

/** Nobody becomes a member by being mentioned: only by enrolling or by holding entries. */
function memberWrite(
  customerId: Id,
  member: KnownMember | undefined,
  own: FullSettlement | null,
  kept: FullSettlement,
): MemberWrite | null {
  const posted = member?.posted ?? new Map<string, Posted>();
  const entries = postDifferences(own, posted);
  const enrolled = own !== null && own.standing.enrolledAt !== null;
  if (!member && entries.length === 0 && !enrolled) return null;
  const standing = own ? own.standing : mergedAway(kept.standing);
  return {
    customerId,
    memberId: member?.memberId ?? null,
    expectedRev: member?.rev ?? 0,
    standing,
    checkpoint: kept.checkpoint,
    balance: standing.balance,
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
