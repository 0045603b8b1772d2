/**
 * Settles each customer that has orders once, on everything that is known. Customers are taken by
 * their ids; several pages are under way at a time, and the mark of how far it is moves only
 * over pages that are done: what a kill interrupts is settled again and comes to the same.
 */
import type { ImportRow } from "../adapters/postgres/import-store.server.ts";
import { decideBatch } from "../domain/settlement/batch.ts";
import { nothingArrived, type BatchWrite, type Known } from "../domain/settlement/batch-facts.ts";
import { addCounts } from "../domain/imports/import-progress.ts";
import type { Id } from "../domain/shared/ids.ts";
import { LEASE_SECONDS, type ImportWork, type Stepped } from "./import-step.ts";

/** Asked for at a time: enough for some pages. */
const CUSTOMERS_MAX = 2_000;
/** Orders in one transaction; a customer with more has one to themselves. */
const PAGE_ORDERS_MAX = 1_000;
const PAGE_CUSTOMERS_MAX = 500;
/** Pages under way at once: one is worked out while others are read and written. */
const LANES = 3;

export async function settleHistory(work: ImportWork, row: ImportRow): Promise<Stepped> {
  const { ports, shopId, onStep, stopping } = work;
  const { stores } = ports;
  let at = row;
  let listed = row.cursorId;
  const underWay: { page: Page; settled: Promise<void> }[] = [];
  try {
    for (let ended = false; !ended && !stopping.aborted;) {
      const from = { after: listed, customersMax: CUSTOMERS_MAX };
      const customers = await stores.inShop(shopId, (tx) =>
        stores.history.customersAfter(tx, from),
      );
      ended = customers.length < CUSTOMERS_MAX;
      listed = customers.at(-1)?.customerId ?? listed;
      for (const page of pagesOf(customers)) {
        if (underWay.length >= LANES) onStep((at = await firstDone(work, at, underWay)));
        const settled = settlePage(work, page);
        // It may fail before it is its turn to be waited for: until then nobody else hears of it.
        settled.catch(() => undefined);
        underWay.push({ page, settled });
      }
    }
    while (underWay.length > 0) onStep((at = await firstDone(work, at, underWay)));
  } finally {
    // Where one fails, the others are waited for: nothing of this goes on behind the caller's back.
    await Promise.allSettled(underWay.map(({ settled }) => settled));
  }
  if (stopping.aborted) return { row: at, restSeconds: 0 };
  const done = await stores.inShop(shopId, (tx) =>
    stores.imports.move(tx, at, { state: "done", cursorId: "0", restSeconds: 0 }),
  );
  return { row: done, restSeconds: 0 };
}

type Page = Id[];

function* pagesOf(customers: readonly { customerId: Id; orders: number }[]): Generator<Page> {
  let page: Page = [];
  let orders = 0;
  for (const customer of customers) {
    const full = page.length >= PAGE_CUSTOMERS_MAX || orders + customer.orders > PAGE_ORDERS_MAX;
    if (page.length > 0 && full) {
      yield page;
      page = [];
      orders = 0;
    }
    page.push(customer.customerId);
    orders += customer.orders;
  }
  if (page.length > 0) yield page;
}

/** The mark moves over the oldest page under way. */
async function firstDone(
  { ports, shopId }: ImportWork,
  row: ImportRow,
  underWay: { page: Page; settled: Promise<void> }[],
): Promise<ImportRow> {
  const [first] = underWay;
  if (!first) return row;
  await first.settled;
  underWay.shift();
  return ports.stores.inShop(shopId, (tx) =>
    ports.stores.imports.move(tx, row, {
      cursorId: first.page.at(-1) ?? row.cursorId,
      counts: addCounts(row.counts, { membersSettled: first.page.length }),
      restSeconds: LEASE_SECONDS,
    }),
  );
}

async function settlePage({ ports, shopId }: ImportWork, customers: Page): Promise<void> {
  const { stores, clock } = ports;
  await stores.inShopRetrying(shopId, async (tx) => {
    const now = clock();
    const known = await stores.settlements.loadKnown(tx, [], customers, "whole");
    const write = decideBatch(known, { ...nothingArrived(), customers }, now);
    if (write === "needs-whole") throw new Error("what was loaded whole can't be too little");
    await stores.settlements.writeBatch(tx, lessUnchanged(write, known), now);
  });
}

/** Who is settled already, on the same, is left alone. */
function lessUnchanged(write: BatchWrite, known: Known): BatchWrite {
  const changed = write.members.filter((member) => {
    const before = known.members.get(member.customerId);
    return (
      before === undefined ||
      member.entries.length > 0 ||
      before.dueAt !== before.standing.nextChangeAt ||
      differs(before.standing, member.standing) ||
      differs(before.checkpoint, member.checkpoint)
    );
  });
  return { ...write, members: changed };
}

/** Of flat records, in whatever order the table gives their fields. */
function differs<T extends object>(a: T, b: T): boolean {
  return (Object.keys(b) as (keyof T)[]).some((field) => a[field] !== b[field]);
}
