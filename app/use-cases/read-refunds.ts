/**
 * Asks for the refunds that orders list and nothing is known of: no file of a bulk operation has their
 * lines. Which those are stands in the orders themselves, so a kill or a second import asks for none
 * twice. It goes as fast as Shopify's budget allows and leaves half of it to others.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Lacking } from "../adapters/postgres/history-store.server.ts";
import type { ImportRow } from "../adapters/postgres/import-store.server.ts";
import type { WantedRefund } from "../adapters/shopify/bulk-history.server.ts";
import { addCounts } from "../domain/imports/import-progress.ts";
import { joinOrderFacts, type Refund } from "../domain/orders/order-facts.ts";
import { compareIds, type Id } from "../domain/shared/ids.ts";
import { LEASE_SECONDS, type ImportWork, type Stepped } from "./import-step.ts";
import { callsAffordable, waitAfterThrottle, waitForOneCall } from "./pace-calls.ts";

/** Orders in one step. */
const ORDERS_MAX = 100;
/** Refunds in one call: with their lines far from the 1,000 points that a call may cost. */
const BUNDLE_MAX = 20;
/** Waiting for budget is cut up (ms), so that a stop needn't wait and the lease holds. */
const WAIT_MS_MAX = 5_000;
/** Throttled so often in one bundle: the step is given back and tried again later. */
const THROTTLED_MAX = 20;

export async function readRefunds(work: ImportWork, row: ImportRow): Promise<Stepped> {
  const { ports, shopId, shopDomain } = work;
  const { stores } = ports;
  const page = { after: row.cursorId, ordersMax: ORDERS_MAX };
  const lacking = await stores.inShop(shopId, (tx) => stores.history.lackingRefunds(tx, page));
  if (lacking.length === 0) return { row: await goOn(work, row), restSeconds: 0 };
  if (row.source === "file" && !(await ports.history.canAsk(shopDomain)))
    return { row: await doWithout(work, row), restSeconds: 0 };
  const wanted = lacking.flatMap(({ refundIds, currency }) =>
    refundIds.map((id) => ({ id, currency })),
  );
  const found = new Map<Id, Refund>();
  for (let from = 0; from < wanted.length; from += BUNDLE_MAX) {
    const bundle = wanted.slice(from, from + BUNDLE_MAX);
    for (const [id, refund] of await askPaced(work, bundle)) found.set(id, refund);
    if (work.stopping.aborted) return { row, restSeconds: 0 };
  }
  return { row: await keep(work, row, { lacking, found }), restSeconds: 0 };
}

async function askPaced(
  work: ImportWork,
  bundle: readonly WantedRefund[],
): Promise<ReadonlyMap<Id, Refund>> {
  const { ports, shopDomain, stopping } = work;
  for (let throttled = 0; throttled < THROTTLED_MAX && !stopping.aborted;) {
    if (callsAffordable(work.budget, performance.now()) === 0) {
      await rest(work, waitForOneCall(work.budget, performance.now()));
      continue;
    }
    const answer = await ports.history.refunds(shopDomain, bundle);
    if (answer.budget) work.budget = { ...answer.budget, toldAt: performance.now() };
    if (answer.kind === "answered") return answer.refunds;
    throttled += 1;
    await rest(work, waitAfterThrottle(work.budget, performance.now()));
  }
  if (stopping.aborted) return new Map();
  throw new Error("Shopify throttles: too much else is asked of this shop at the moment");
}

async function rest({ stopping }: ImportWork, ms: number): Promise<void> {
  await sleep(Math.min(ms, WAIT_MS_MAX), undefined, { signal: stopping }).catch(
    (error: unknown) => {
      if (!stopping.aborted) throw error;
    },
  );
}

/** What Shopify doesn't know (any more) is passed over: what is known of the order stands. */
async function keep(
  { ports, shopId }: ImportWork,
  row: ImportRow,
  { lacking, found }: { lacking: readonly Lacking[]; found: ReadonlyMap<Id, Refund> },
): Promise<ImportRow> {
  const { stores, clock } = ports;
  const wanted = lacking.reduce((sum, { refundIds }) => sum + refundIds.length, 0);
  return stores.inShopRetrying(shopId, async (tx) => {
    const known = await stores.history.factsOf(
      tx,
      lacking.map(({ orderId }) => orderId),
    );
    const customers = new Set<Id>();
    const writes = lacking.flatMap(({ orderId, refundIds }) => {
      const before = known.get(orderId);
      const refunds = refundIds.flatMap((id) => found.get(id) ?? []).sort(byId);
      if (!before || refunds.length === 0) return [];
      if (before.facts.snapshot?.customerId) customers.add(before.facts.snapshot.customerId);
      const told = { orderId, deleted: false, snapshot: null, refunds };
      return [{ facts: joinOrderFacts(before.facts, told), expectedRev: before.rev }];
    });
    await stores.history.writeFacts(tx, writes);
    await stores.history.makeDue(tx, [...customers], clock());
    return stores.imports.move(tx, row, {
      cursorId: lacking.at(-1)?.orderId ?? row.cursorId,
      counts: addCounts(row.counts, {
        refundsRead: found.size,
        refundsMissed: wanted - found.size,
      }),
      restSeconds: LEASE_SECONDS,
    });
  });
}

const byId = (a: Refund, b: Refund): number => compareIds(a.id, b.id);

async function doWithout({ ports, shopId }: ImportWork, row: ImportRow): Promise<ImportRow> {
  const { stores } = ports;
  return stores.inShopRetrying(shopId, async (tx) => {
    const refundsMissed = await stores.history.countLackingRefunds(tx);
    const moved = await stores.imports.move(tx, row, {
      counts: { ...row.counts, refundsMissed },
      remark: "refunds-not-asked-for",
      restSeconds: LEASE_SECONDS,
    });
    return stores.imports.move(tx, moved, await next(stores, tx, moved));
  });
}

async function goOn({ ports, shopId }: ImportWork, row: ImportRow): Promise<ImportRow> {
  const { stores } = ports;
  return stores.inShopRetrying(shopId, async (tx) =>
    stores.imports.move(tx, row, await next(stores, tx, row)),
  );
}

/** Of a file's orders it was chosen before whether they earn: nobody is waited for. */
async function next(
  stores: ImportWork["ports"]["stores"],
  tx: Parameters<typeof stores.imports.move>[0],
  row: ImportRow,
): Promise<Parameters<typeof stores.imports.move>[2]> {
  const membersToSettle = await stores.history.countCustomers(tx);
  return {
    state: row.source === "file" ? "settling" : "trying",
    cursorId: "0",
    counts: { ...row.counts, membersToSettle, membersSettled: 0 },
    restSeconds: LEASE_SECONDS,
  };
}
