/**
 * Orders of a history that was read to its end become facts: new ones as they are, those known
 * already joined with what is known. Whoever has a member's row and orders that it doesn't count is
 * made due, so that nothing passes for settled that isn't.
 */
import type { TakenPart } from "../adapters/postgres/history-store.server.ts";
import type { ImportRow } from "../adapters/postgres/import-store.server.ts";
import type { Assembled, Loose } from "../adapters/shopify/bulk-lines.server.ts";
import { addCounts, type LineProblem } from "../domain/imports/import-progress.ts";
import { joinOrderFacts, noFacts, type OrderFacts } from "../domain/orders/order-facts.ts";
import type { Gap } from "../domain/orders/gaps.ts";
import { same, sameWorth } from "../domain/settlement/batch.ts";
import { compareIds, type Id } from "../domain/shared/ids.ts";
import { keptProblems, LEASE_SECONDS, type ImportWork, type Stepped } from "./import-step.ts";
import { noteKnownFrom } from "./note-known-from.ts";
import type { Ports, ShopTransaction } from "./ports.ts";
import { stripForgotten } from "./strip-forgotten.ts";

/** In one transaction: live deliveries of the same orders wait no longer than a moment. */
const PARTS_MAX = 2_000;

export async function joinHistory(work: ImportWork, row: ImportRow): Promise<Stepped> {
  const { ports, shopId } = work;
  const moved = await ports.stores.inShopRetrying(shopId, (tx) => joinPage(ports, tx, row));
  return { row: moved, restSeconds: 0 };
}

async function joinPage(ports: Ports, tx: ShopTransaction, row: ImportRow): Promise<ImportRow> {
  const { stores, clock } = ports;
  const { importId } = row;
  if (row.bytes !== 0 && !(await stores.history.isKept(tx, importId)))
    return readAnew(ports, tx, row);
  const page = { after: row.cursorId, partsMax: PARTS_MAX };
  const upTo = await stores.history.pageEnd(tx, importId, page);
  if (upTo === null) return goOnToRefunds(ports, tx, row);
  const now = clock();
  const taken = await stores.history.takeParts(tx, importId, { after: row.cursorId, upTo, now });
  const { facts, orphans, unreadable } = assembled(ports, taken.others);
  const joined = await joinKnown(ports, tx, await stripForgotten(stores, tx, facts));
  await stores.history.writeFacts(tx, joined.writes);
  await stores.history.makeDue(tx, [...taken.customers, ...joined.customers], now);
  if (unreadable.length > 0) await stores.facts.askForOrders(tx, gapsOf(unreadable), now);
  return stores.imports.move(tx, row, {
    cursorId: upTo,
    counts: addCounts(row.counts, {
      ordersNew: taken.added + joined.added,
      ordersChanged: joined.writes.length - joined.added,
      linesSkipped: orphans.reduce((sum, each) => sum + each.lines, 0),
    }),
    problems: keptProblems(row.problems, orphans.map(problemOf)),
    restSeconds: LEASE_SECONDS,
  });
}

/** What was read is gone with a crash of the database: it is read again. */
async function readAnew(
  { stores }: Ports,
  tx: ShopTransaction,
  row: ImportRow,
): Promise<ImportRow> {
  const change = { isWhole: false, atByte: 0, cursorId: "0", restSeconds: LEASE_SECONDS };
  return stores.imports.move(tx, row, change);
}

async function goOnToRefunds(
  ports: Ports,
  tx: ShopTransaction,
  row: ImportRow,
): Promise<ImportRow> {
  const { stores } = ports;
  await stores.history.endParts(tx, row.importId);
  await noteKnownFrom(ports, tx, row.source);
  const refundsToRead = await stores.history.countLackingRefunds(tx);
  const counts = { ...row.counts, refundsToRead };
  const change = { cursorId: "0", counts, restSeconds: LEASE_SECONDS };
  return stores.imports.move(tx, row, { state: "refunds", ...change });
}

type Orphans = { orderId: Id; lines: number };
type Unreadable = { orderId: Id; reason: string };

function assembled(ports: Ports, others: ReadonlyMap<Id, TakenPart[]>) {
  const facts: OrderFacts[] = [];
  const orphans: Orphans[] = [];
  const unreadable: Unreadable[] = [];
  for (const [orderId, parts] of others) {
    const whole: Assembled = ports.history.assemble(
      parts.map((part) => ({ facts: part.facts, loose: part.loose as Loose[] })),
    );
    if (whole.kind === "order") facts.push(whole.facts);
    else if (whole.kind === "orphans") orphans.push({ orderId, lines: whole.lines });
    else unreadable.push({ orderId, reason: whole.reason });
  }
  return { facts, orphans, unreadable };
}

/** Its place in the file isn't known any more: the order says where to look. */
function problemOf({ orderId, lines }: Orphans): LineProblem {
  return { line: 0, reason: `${lines} lines of order ${orderId}, which the file doesn't have` };
}

function gapsOf(unreadable: readonly Unreadable[]): Gap[] {
  return unreadable.map(({ orderId }) => ({
    orderId,
    reason: "a line of the history that can't be read",
    needsAt: null,
    patience: 0,
  }));
}

type Joined = {
  writes: { facts: OrderFacts; expectedRev: number }[];
  /** Of the writes, those of orders that weren't known. */
  added: number;
  /** Whom the writes make worth something else. */
  customers: Set<Id>;
};

async function joinKnown(
  { stores }: Ports,
  tx: ShopTransaction,
  arrived: readonly OrderFacts[],
): Promise<Joined> {
  const joined: Joined = { writes: [], added: 0, customers: new Set() };
  if (arrived.length === 0) return joined;
  const known = await stores.history.factsOf(
    tx,
    arrived.map((facts) => facts.orderId),
  );
  for (const facts of arrived.toSorted((a, b) => compareIds(a.orderId, b.orderId))) {
    const before = known.get(facts.orderId);
    const after = joinOrderFacts(before?.facts ?? noFacts(facts.orderId), facts);
    if (before && same(before.facts, after)) continue;
    joined.writes.push({ facts: after, expectedRev: before?.rev ?? 0 });
    if (!before) joined.added += 1;
    if (before && sameWorth(before.facts, after)) continue;
    for (const state of [before?.facts, after])
      if (state?.snapshot?.customerId) joined.customers.add(state.snapshot.customerId);
  }
  return joined;
}
