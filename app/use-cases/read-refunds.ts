/**
 * Asks for the refunds that orders list and nothing is known of: no file of a bulk operation has their
 * lines. Which those are stands in the orders themselves, so a kill or a second import asks for none
 * twice. It goes as fast as Shopify's budget allows and leaves half of it to others.
 */
import type { Lacking } from "../adapters/postgres/history-store.server.ts";
import type { ImportRow } from "../adapters/postgres/import-store.server.ts";
import { addCounts } from "../domain/imports/import-progress.ts";
import { joinOrderFacts, type Refund } from "../domain/orders/order-facts.ts";
import { compareIds, type Id } from "../domain/shared/ids.ts";
import { LEASE_SECONDS, type ImportWork, type Stepped } from "./import-step.ts";
import { callsAffordable, waitAfterThrottle, waitForOneCall } from "./pace-calls.ts";

/** Refunds in one call: with their lines far from the 1,000 points that a call may cost. */
const BUNDLE_MAX = 20;

export async function readRefunds(work: ImportWork, row: ImportRow): Promise<Stepped> {
  const { ports, shopId, shopDomain } = work;
  const { stores } = ports;
  const page = { after: row.cursorId, ordersMax: BUNDLE_MAX };
  const listed = await stores.inShop(shopId, (tx) => stores.history.lackingRefunds(tx, page));
  if (listed.length === 0) return { row: await goOn(work, row), restSeconds: 0 };
  if (row.source === "file" && !(await ports.history.canAsk(shopDomain)))
    return { row: await doWithout(work, row), restSeconds: 0 };
  const lacking = firstBundle(listed);
  const wanted = lacking.flatMap(({ refundIds, currency }) =>
    refundIds.map((id) => ({ id, currency })),
  );
  if (callsAffordable(work.budget, performance.now()) === 0)
    return rest(work, row, waitForOneCall(work.budget, performance.now()));
  const found = new Map<Id, Refund>();
  for (let from = 0; from < wanted.length; from += BUNDLE_MAX) {
    const bundle = wanted.slice(from, from + BUNDLE_MAX);
    const answer = await ports.history.refunds(shopDomain, bundle);
    if (answer.budget) work.budget = { ...answer.budget, toldAt: performance.now() };
    if (answer.kind === "throttled")
      return rest(work, row, waitAfterThrottle(work.budget, performance.now()));
    for (const [id, refund] of answer.refunds) found.set(id, refund);
  }
  return { row: await keep(work, row, { lacking, found }), restSeconds: 0 };
}

/** Orders whose refunds go into one call; one with more has some to itself. */
function firstBundle(listed: readonly Lacking[]): Lacking[] {
  const bundle: Lacking[] = [];
  let refunds = 0;
  for (const order of listed) {
    refunds += order.refundIds.length;
    if (bundle.length > 0 && refunds > BUNDLE_MAX) break;
    bundle.push(order);
  }
  return bundle;
}

/** Until Shopify's budget allows the next call. */
async function rest({ ports, shopId }: ImportWork, row: ImportRow, ms: number): Promise<Stepped> {
  const restSeconds = ms / 1_000;
  const { stores } = ports;
  const rested = await stores.inShop(shopId, (tx) => stores.imports.move(tx, row, { restSeconds }));
  return { row: rested, restSeconds };
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
