/**
 * Proves a shop's ledger: every seal, every balance, every cause against a second, plain
 * implementation of the rules. Answers with the first break, or with what was proved.
 */
import type { MemberToProve } from "../adapters/postgres/ledger-store.server.ts";
import { NO_SEAL_BEFORE, signedText } from "../domain/ledger/seal.ts";
import { resolveAliases } from "../domain/members/aliases.ts";
import type { Known } from "../domain/settlement/batch-facts.ts";
import { settleByDefinition } from "../domain/settlement/oracle.ts";
import type { MemberFacts, Settlement } from "../domain/settlement/settlement.ts";
import type { Id } from "../domain/shared/ids.ts";
import { HOUR, toIso } from "../domain/shared/instant.ts";
import type { ShopId, ShopTransaction, Stores } from "./ports.ts";
import { contentOf, type Sealing } from "./seal-ledger.ts";

/** Members proved from one fetch. */
const PAGE_MAX = 200;

export type Proof = {
  members: number;
  orders: number;
  entries: number;
  seals: number;
  /** Members who wait to be settled again (a rule of the shop changed): sums proved, targets not. */
  unsettled: number;
  /** What doesn't hold, in words with figures; null when everything does. */
  firstBreak: string | null;
};

type Proving = { stores: Stores; sealing: Sealing };

export async function verifyLedger(
  proving: Proving,
  shop: { shopId: ShopId; domain: string },
): Promise<Proof> {
  return proving.stores.inSnapshot(shop.shopId, async (tx) => {
    const counts = await proving.stores.ledger.counts(tx);
    const proof: Proof = { ...counts, unsettled: 0, firstBreak: null };
    proof.firstBreak =
      (await brokenSeal(proving, tx, shop.domain)) ??
      (await misfiledOrder(proving, tx)) ??
      (await brokenMember(proving, tx, proof));
    return proof;
  });
}

async function brokenSeal(
  proving: Proving,
  tx: ShopTransaction,
  domain: string,
): Promise<string | null> {
  const { stores, sealing } = proving;
  let previousHash = NO_SEAL_BEFORE;
  let sealed = 0;
  for (const seal of await stores.ledger.seals(tx)) {
    const where = `seal of ${toIso(seal.hour)}`;
    const found = await contentOf(proving, tx, seal.hour, previousHash);
    for (const field of ["entries", "points", "lastEntryId", "previousHash", "hash"] as const) {
      if (found[field] !== seal[field]) {
        return `${where}: ${field} was sealed as ${seal[field]}, is ${found[field]} now`;
      }
    }
    if (!sealing.isSignedBy(seal.keyId, signedText(domain, seal), seal.signature)) {
      return `${where}: not signed by a key that this app knows (key ${seal.keyId})`;
    }
    previousHash = seal.hash;
    sealed = seal.hour + HOUR;
  }
  const stray = await stores.ledger.unsealedBefore(tx, sealed);
  return stray === null
    ? null
    : `entry ${stray}: posted into an hour before the last seal that has no seal`;
}

async function misfiledOrder({ stores }: Proving, tx: ShopTransaction): Promise<string | null> {
  const orderId = await stores.ledger.misfiledOrder(tx);
  return orderId && `order ${orderId}: filed under another customer or instant than its facts say`;
}

async function brokenMember(
  proving: Proving,
  tx: ShopTransaction,
  proof: Proof,
): Promise<string | null> {
  const { ledger, settlements } = proving.stores;
  for (let after: Id = "0"; ;) {
    const members = await ledger.membersAfter(tx, after, PAGE_MAX);
    if (members.length === 0) return null;
    after = members.at(-1)?.memberId ?? after;
    const known = await settlements.loadKnown(
      tx,
      [],
      members.map((member) => member.customerId),
    );
    const sums = await ledger.causeSums(
      tx,
      members.map((member) => member.memberId),
    );
    for (const member of members) {
      const own = sums.filter((sum) => sum.memberId === member.memberId);
      const broken = brokenSums(member, own) ?? brokenTargets(member, own, known, proof);
      if (broken) return `member ${member.memberId} (customer ${member.customerId}): ${broken}`;
    }
  }
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
  member: MemberToProve,
  sums: Sums,
  known: Known,
  proof: Proof,
): string | null {
  const { dueAt, settledAt, standing, customerId } = member;
  if (dueAt !== standing.nextChangeAt) {
    proof.unsettled += 1;
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
