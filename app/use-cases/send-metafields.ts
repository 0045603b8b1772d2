/**
 * Shows the newest state on the storefront: claims a shop's oldest marks, reads what is so now, sends
 * it to Shopify and clears each mark if nothing changed meanwhile. Sending twice is harmless, so
 * correctness rests on two comparisons: of the mark here, and of the digest there, by which Shopify
 * refuses an older state that arrives late. A lease only keeps others from doing the same work.
 */
import type { Mark, Sent } from "../adapters/postgres/mark-store.server.ts";
import type { Refusal, SetOutcome } from "../adapters/shopify/metafield-api.server.ts";
import { MINUTE, SECOND } from "../domain/shared/instant.ts";
import {
  callsAffordable,
  waitAfterThrottle,
  waitForOneCall,
  type CallBudget,
  type ToldBudget,
} from "./pace-calls.ts";
import type { Ports, ShopId } from "./ports.ts";
import { inCalls, readNewest, type Ready } from "./read-newest.ts";

/** Three metafields each. */
export const OWNERS_PER_CALL = 8;
/** Rounds of calls in one pass; then other shops have their turn. */
const ROUNDS_MAX = 5;
/** Longer than any answer is waited for: a mark is nobody else's meanwhile. */
const LEASE_MS = 20 * SECOND;
/** What failed is tried again after so long, doubled each time up to the longest. */
const PAUSE_FIRST = SECOND;
const PAUSE_LONGEST = MINUTE;
/** All of the shop waits no longer than this: news may pass where others fail for themselves. */
const SHOP_PAUSE_LONGEST = 15 * SECOND;

export type Pass = {
  calls: number;
  /** Owners that Shopify accepted, that had nothing new to show, that Shopify doesn't know. */
  sent: number;
  unchanged: number;
  dropped: number;
  throttled: number;
  failed: number;
  /** From the change to Shopify's acceptance (ms), of every piece of news. */
  newsAfterMs: number[];
  budget: ToldBudget | null;
  /** When to come again: null when nothing is left, 0 when more waits, else after so long (ms). */
  againInMs: number | null;
};

type Sending = { ports: Ports; shopId: ShopId; domain: string; pass: Pass; round: Round };

/** What calls made at once told, together. */
type Round = {
  budget: ToldBudget | null;
  throttled: boolean;
  late: boolean;
  failurePauseMs: number | null;
};
const newRound = (): Round => ({
  budget: null,
  throttled: false,
  late: false,
  failurePauseMs: null,
});
const HOLDS_NOTHING = { hash: null, digest: null };

/** One pass over a shop. `known`: what Shopify last said of the shop's budget, if anything. */
export async function sendMetafields(
  ports: Ports,
  shopId: ShopId,
  known: ToldBudget | null,
): Promise<Pass> {
  const pass: Pass = { ...emptyPass(), budget: known };
  const shop = await ports.stores.shops.byId(shopId);
  if (shop?.state !== "installed") return pass;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const calls = callsAffordable(pass.budget, performance.now());
    if (calls === 0) return { ...pass, againInMs: waitForOneCall(pass.budget, performance.now()) };
    const rowsMax = calls * OWNERS_PER_CALL;
    const marks = await ports.stores.inShop(shopId, (tx) =>
      ports.stores.marks.claimMarks(tx, { rowsMax, leaseMs: LEASE_MS }),
    );
    const sending = { ports, shopId, domain: shop.domain, pass, round: newRound() };
    if (marks.length > 0) await sendMarks(sending, marks);
    if (pass.againInMs !== null || marks.length < rowsMax) return pass;
  }
  return { ...pass, againInMs: 0 };
}

function emptyPass(): Pass {
  return {
    calls: 0,
    sent: 0,
    unchanged: 0,
    dropped: 0,
    throttled: 0,
    failed: 0,
    newsAfterMs: [],
    budget: null,
    againInMs: null,
  };
}

async function sendMarks(sending: Sending, marks: Mark[]): Promise<void> {
  const { ports, shopId, pass } = sending;
  const claimed = performance.now();
  const { ready, absent } = await readNewest(ports, shopId, marks);
  const same = ready.filter(({ mark, hash }) => mark.sentHash === hash);
  const changed = ready.filter(({ mark, hash }) => mark.sentHash !== hash);
  pass.unchanged += same.length;
  await clear(sending, [
    ...same.map(({ mark, hash }) => ({ mark, hash, digest: mark.digest, remark: null })),
    ...absent.map((mark) => ({ mark, ...HOLDS_NOTHING, remark: "no such member" })),
  ]);
  let accepted = 0;
  const calls = inCalls(changed).map(async (owners) => {
    const shown = await sendTogether(sending, owners);
    accepted += shown.length;
    for (const { mark } of shown) {
      if (!mark.news) continue;
      const waited = mark.claimedAt.getTime() - mark.markedAt.getTime();
      pass.newsAfterMs.push(Math.max(0, waited) + (performance.now() - claimed));
    }
  });
  // Every call ends before the pass does: what is under way when the app stops is waited for.
  const failed = (await Promise.allSettled(calls)).find((each) => each.status === "rejected");
  if (failed) throw failed.reason;
  conclude(sending, accepted);
}

/** When to come again, by what the round's calls came to. */
function conclude({ pass, round }: Sending, accepted: number): void {
  pass.budget = round.budget ?? pass.budget;
  const waits: number[] = round.late ? [0] : [];
  if (round.throttled) waits.push(waitAfterThrottle(pass.budget, performance.now()));
  // Where others were accepted, what failed did so for itself: it alone waits.
  if (round.failurePauseMs !== null && accepted === 0)
    waits.push(Math.min(SHOP_PAUSE_LONGEST, round.failurePauseMs));
  if (waits.length > 0) pass.againInMs = Math.max(...waits);
}

/** One call, and others without the owners that Shopify refuses; those who were accepted. */
async function sendTogether(sending: Sending, owners: Ready[]): Promise<Ready[]> {
  let rest = owners;
  try {
    // Each further call is for fewer owners than the one before.
    for (let call = 0; rest.length > 0 && call < owners.length; call += 1) {
      const outcome = await callOnce(sending, rest);
      if (outcome.kind === "accepted") return await accept(sending, rest, outcome.digests);
      if (outcome.kind === "throttled") {
        await postpone(sending, rest, { pauseMs: 0, remark: null });
        return [];
      }
      const { refused } = outcome;
      await readAnew(sending, rest, refused);
      await drop(sending, rest, refused);
      rest = rest.filter((_, index) => !refused.has(index));
    }
  } catch (error) {
    if (!(error instanceof NotAccepted)) throw error;
    await giveUpForNow(sending, rest, error.message);
  }
  return [];
}

async function accept(
  sending: Sending,
  owners: Ready[],
  digests: readonly (string | null)[],
): Promise<Ready[]> {
  const sent = owners.map(({ mark, hash }, index) => {
    return { mark, hash, digest: digests[index] ?? null, remark: null };
  });
  await clear(sending, sent);
  sending.pass.sent += owners.length;
  return owners;
}

/** Shopify failed, refused or didn't answer: maybe it was set, maybe not. */
class NotAccepted extends Error {
  constructor(cause: unknown) {
    // Shopify's client appends the whole answer, from the second line on.
    const [said = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
    super(said, { cause });
    this.name = "NotAccepted";
  }
}

async function callOnce(
  { ports, domain, pass, round }: Sending,
  owners: readonly Ready[],
): Promise<SetOutcome> {
  pass.calls += 1;
  const outcome = await ports.metafields
    .set(
      domain,
      owners.map(({ owned }) => owned),
    )
    .catch((error: unknown) => {
      throw new NotAccepted(error);
    });
  tell(round, outcome.budget);
  if (outcome.kind === "owners-refused") {
    const program = owners.findIndex(({ mark }) => mark.kind === "program");
    const refusal = outcome.refused.get(program);
    if (refusal?.kind === "owner")
      throw new NotAccepted(new Error(`the program was refused: ${refusal.why}`));
  }
  if (outcome.kind === "throttled") {
    pass.throttled += 1;
    round.throttled = true;
  }
  return outcome;
}

/** Of calls at once the one that saw least speaks: they ran one after the other there. */
function tell(round: Round, budget: CallBudget | null): void {
  if (!budget) return;
  const known = round.budget ?? { ...budget, toldAt: 0 };
  round.budget = {
    ...budget,
    cost: Math.max(known.cost, budget.cost),
    currentlyAvailable: Math.min(known.currentlyAvailable, budget.currentlyAvailable),
    toldAt: performance.now(),
  };
}

async function drop(
  sending: Sending,
  owners: readonly Ready[],
  refused: ReadonlyMap<number, Refusal>,
): Promise<void> {
  const { ports, domain, pass } = sending;
  const dropped = owners.flatMap(({ mark }, index): Sent[] => {
    const refusal = refused.get(index);
    return refusal?.kind === "owner" ? [{ mark, ...HOLDS_NOTHING, remark: refusal.why }] : [];
  });
  pass.dropped += dropped.length;
  // Which customers, their marks say: lines of the log can't be taken back when one is forgotten.
  for (const remark of new Set(dropped.map((each) => each.remark)))
    ports.log.info(
      { shop: domain, owners: dropped.filter((each) => each.remark === remark).length, remark },
      "nothing is shown for some customers: Shopify won't have it",
    );
  await clear(sending, dropped);
}

/** Who was late: what is there now is noted first and the state read after it, so that it is no older. */
async function readAnew(
  sending: Sending,
  owners: readonly Ready[],
  refused: ReadonlyMap<number, Refusal>,
): Promise<void> {
  const late = owners.flatMap((owner, index): Ready[] => {
    const refusal = refused.get(index);
    if (refusal?.kind !== "stale") return [];
    if (refusal.digest === owner.mark.digest)
      throw new NotAccepted(new Error("Shopify holds the state that it refused a newer one for"));
    return [{ ...owner, mark: { ...owner.mark, digest: refusal.digest } }];
  });
  if (late.length === 0) return;
  sending.round.late = true;
  await postpone(sending, late, { pauseMs: 0, remark: null });
}

async function giveUpForNow(
  sending: Sending,
  owners: readonly Ready[],
  remark: string,
): Promise<void> {
  const { ports, domain, pass, round } = sending;
  const attempts = Math.max(0, ...owners.map(({ mark }) => mark.attempts));
  const pauseMs = Math.min(PAUSE_LONGEST, PAUSE_FIRST * 2 ** Math.min(attempts, 20));
  ports.log.warn(
    { shop: domain, owners: owners.length, pauseMs, remark: remark.slice(0, 500) },
    "what is shown on the storefront could not be sent; tried again later",
  );
  pass.failed += owners.length;
  round.failurePauseMs = Math.max(round.failurePauseMs ?? 0, pauseMs);
  await postpone(sending, owners, { pauseMs, remark });
}

async function postpone(
  { ports, shopId }: Sending,
  owners: readonly Ready[],
  pause: { pauseMs: number; remark: string | null },
): Promise<void> {
  const marks = owners.map(({ mark }) => mark);
  const { stores } = ports;
  await stores.inShopRetrying(shopId, (tx) => stores.marks.postponeMarks(tx, marks, pause));
}

async function clear({ ports, shopId }: Sending, sent: Sent[]): Promise<void> {
  if (sent.length === 0) return;
  const { stores } = ports;
  await stores.inShopRetrying(shopId, (tx) => stores.marks.clearMarks(tx, sent));
}
