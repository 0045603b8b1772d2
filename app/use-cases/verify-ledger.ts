/**
 * Proves a shop's ledger: every seal, every balance, every cause against a second, plain
 * implementation of the rules. Answers with the first break, or with what was proved.
 */
import type { MemberToProve, Seal } from "../adapters/postgres/ledger-store.server.ts";
import { NO_SEAL_BEFORE, signedText } from "../domain/ledger/seal.ts";
import { resolveAliases } from "../domain/members/aliases.ts";
import type { Known } from "../domain/settlement/batch-facts.ts";
import { settleByDefinition } from "../domain/settlement/oracle.ts";
import type { MemberFacts, Settlement } from "../domain/settlement/settlement.ts";
import type { Id } from "../domain/shared/ids.ts";
import { HOUR, toIso, type Instant } from "../domain/shared/instant.ts";
import type { ShopId, ShopTransaction, Stores } from "./ports.ts";
import { hourSealed, type Sealing } from "./seal-ledger.ts";

/** Members proved from one fetch. */
const PAGE_MAX = 200;

export type Proof = {
  members: number;
  orders: number;
  entries: number;
  /** Entries of members who were forgotten: in the seals by what was left of them. */
  erased: number;
  seals: number;
  /** Seals of the old form with erased entries: figures, chain and signature proved, the hash not. */
  sealsInPart: number;
  /** Members who wait to be settled again (a rule of the shop changed): sums proved, targets not. */
  unsettled: number;
  /** What doesn't hold, in words with figures; null when everything does. */
  firstBreak: string | null;
};

export type Proving = { stores: Stores; sealing: Sealing };

export async function verifyLedger(
  proving: Proving,
  shop: { shopId: ShopId; domain: string },
): Promise<Proof> {
  return proving.stores.inSnapshot(shop.shopId, async (tx) => {
    const counts = await proving.stores.ledger.counts(tx);
    const page = { domain: shop.domain, after: null, sealsMax: Infinity };
    const { broken, inPart } = await proveSeals(proving, tx, page);
    const proof: Proof = { ...counts, sealsInPart: inPart, unsettled: 0, firstBreak: null };
    proof.firstBreak =
      broken ?? (await misfiledOrder(proving, tx)) ?? (await brokenMember(proving, tx, proof));
    return proof;
  });
}

/** `last`: the hour of the last seal that was proved; null when there is none after it. */
type SealsProved = { broken: string | null; inPart: number; last: Instant | null };

/** So many seals after `after` (an hour), in their order; after the last, that no entry was slipped in. */
export async function proveSeals(
  proving: Proving,
  tx: ShopTransaction,
  page: { domain: string; after: Instant | null; sealsMax: number },
): Promise<SealsProved> {
  const all = await proving.stores.ledger.seals(tx);
  const begin = page.after === null ? 0 : all.findIndex(({ hour }) => hour === page.after) + 1;
  const seals = all.slice(begin, begin + page.sealsMax);
  const previousHash = all[begin - 1]?.hash ?? NO_SEAL_BEFORE;
  const { broken, inPart } = await brokenSeal(proving, tx, {
    domain: page.domain,
    seals,
    previousHash,
  });
  const last = seals.at(-1)?.hour;
  if (broken !== null || (last !== undefined && last !== all.at(-1)?.hour))
    return { broken, inPart, last: last ?? null };
  const sealed = all.at(-1);
  const stray = await proving.stores.ledger.unsealedBefore(tx, sealed ? sealed.hour + HOUR : 0);
  const slipped = `entry ${stray}: posted into an hour before the last seal that has no seal`;
  return { broken: stray === null ? null : slipped, inPart, last: null };
}

async function brokenSeal(
  proving: Proving,
  tx: ShopTransaction,
  page: { domain: string; seals: readonly Seal[]; previousHash: string },
): Promise<{ broken: string | null; inPart: number }> {
  const { sealing } = proving;
  let { previousHash } = page;
  let inPart = 0;
  for (const seal of page.seals) {
    const where = `seal of ${toIso(seal.hour)}`;
    const hour = await hourSealed(proving, tx, { ...seal, previousHash });
    const found = hour.content();
    if (hour.isInPart) inPart += 1;
    for (const field of ["entries", "points", "lastEntryId", "previousHash", "hash"] as const) {
      if (found[field] !== seal[field] && !(field === "hash" && hour.isInPart)) {
        const broken = `${where}: ${field} was sealed as ${seal[field]}, is ${found[field]} now`;
        return { broken, inPart };
      }
    }
    if (!sealing.isSignedBy(seal.keyId, signedText(page.domain, seal), seal.signature)) {
      const broken = `${where}: not signed by a key that this app knows (key ${seal.keyId})`;
      return { broken, inPart };
    }
    previousHash = seal.hash;
  }
  return { broken: null, inPart };
}

export async function misfiledOrder(
  { stores }: Proving,
  tx: ShopTransaction,
): Promise<string | null> {
  const orderId = await stores.ledger.misfiledOrder(tx);
  return orderId && `order ${orderId}: filed under another customer or instant than its facts say`;
}

async function brokenMember(
  proving: Proving,
  tx: ShopTransaction,
  proof: Proof,
): Promise<string | null> {
  for (let after: Id | null = "0"; after !== null;) {
    const page: MembersProved = await proveMembers(proving, tx, after);
    proof.unsettled += page.unsettled;
    const [broken] = page.broken;
    if (broken !== undefined) return broken;
    after = page.last;
  }
  return null;
}

/** `last`: the last member of the page; null after the end. `broken`: what doesn't hold, by member. */
export type MembersProved = {
  members: number;
  unsettled: number;
  broken: string[];
  last: Id | null;
};

/** One page of members, after the member `after`. */
export async function proveMembers(
  { stores }: Proving,
  tx: ShopTransaction,
  after: Id,
): Promise<MembersProved> {
  const members = await stores.ledger.membersAfter(tx, after, PAGE_MAX);
  const dueAfter = await stores.members.lastMadeDue(tx);
  const proved: MembersProved = {
    ...{ members: members.length, unsettled: 0, broken: [] },
    last: members.at(-1)?.memberId ?? null,
  };
  if (members.length === 0) return proved;
  const customers = members.map((member) => member.customerId);
  const known = await stores.settlements.loadKnown(tx, [], customers);
  const sums = Map.groupBy(
    await stores.ledger.causeSums(
      tx,
      members.map((member) => member.memberId),
    ),
    (sum) => sum.memberId,
  );
  for (const member of members) {
    const own = sums.get(member.memberId) ?? [];
    // By a rule that changed, everybody after that member is due.
    const isDue = dueAfter !== null && BigInt(member.memberId) > BigInt(dueAfter);
    const broken =
      brokenSums(member, own) ?? brokenTargets({ ...member, isDue }, own, { known, proved });
    if (broken)
      proved.broken.push(`member ${member.memberId} (customer ${member.customerId}): ${broken}`);
  }
  return proved;
}

type Sums = Awaited<ReturnType<Stores["ledger"]["causeSums"]>>;

function brokenSums(member: MemberToProve, sums: Sums): string | null {
  for (const { cause, entries, highestN } of sums) {
    if (entries !== highestN + 1)
      return `${cause}: ${entries} entries, but they are numbered up to ${highestN}`;
  }
  const total = sums.reduce((sum, each) => sum + each.points, 0);
  if (total !== member.balance) return `balance is ${member.balance}, its entries sum to ${total}`;
  if (member.standing.balance !== member.balance) {
    return `balance is ${member.balance}, the standing says ${member.standing.balance}`;
  }
  return null;
}

function brokenTargets(
  member: MemberToProve & { isDue: boolean },
  sums: Sums,
  { known, proved }: { known: Known; proved: { unsettled: number } },
): string | null {
  const { dueAt, settledAt, standing, customerId } = member;
  if (member.isDue || dueAt !== standing.nextChangeAt) {
    proved.unsettled += 1;
    return null;
  }
  const { keptOf } = resolveAliases(known.merges);
  const merged = keptOf(customerId) !== customerId;
  const expected = merged
    ? null
    : settleByDefinition(factsOf(known, customerId), known.versions, known.rules, settledAt);
  return brokenCause(sums, expected) ?? (expected ? brokenStanding(member, expected) : null);
}

function factsOf(known: Known, customerId: Id): MemberFacts {
  const { keptOf } = resolveAliases(known.merges);
  const isOwn = (id: Id | null | undefined): boolean => id != null && keptOf(id) === customerId;
  return {
    orders: [...known.orders.values()]
      .map((order) => order.facts)
      .filter((facts) => isOwn(facts.snapshot?.customerId)),
    actions: [...known.actions].filter(([id]) => isOwn(id)).flatMap(([, actions]) => actions),
  };
}

function brokenCause(sums: Sums, expected: Settlement | null): string | null {
  const held = new Map(sums.map((sum) => [sum.cause, sum.points]));
  for (const cause of new Set([...held.keys(), ...(expected?.targets.keys() ?? [])])) {
    const target = expected?.targets.get(cause) ?? 0;
    const points = held.get(cause) ?? 0;
    if (points !== target) return `${cause}: holds ${points} points, should hold ${target}`;
  }
  return null;
}

function brokenStanding({ standing }: MemberToProve, expected: Settlement): string | null {
  for (const field of [
    "enrolledAt",
    "joined",
    "pending",
    "lifetimeEarned",
    "tierId",
    "tierSince",
    "tierUntil",
    "spendMinor",
    "nextExpiryAt",
  ] as const) {
    if (standing[field] !== expected.standing[field]) {
      return `${field} is ${String(standing[field])}, should be ${String(expected.standing[field])}`;
    }
  }
  return null;
}
