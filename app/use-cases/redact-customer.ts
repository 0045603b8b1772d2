/**
 * Forgets a customer, and everyone whom merges made the same person (`customers/redact`). One
 * transaction of the eraser, alone in the shop, takes their rows out of every table and leaves sums, a
 * tombstone that nobody can read an id from, and of each entry what its seal needs. After it the
 * deliveries that wait are looked through; killed in between, the request goes on from there.
 */
import type { NamedOrder } from "../adapters/postgres/eraser-store.server.ts";
import { leafOf } from "../domain/ledger/seal.ts";
import { resolveAliases } from "../domain/members/aliases.ts";
import { withoutCustomer } from "../domain/settlement/forgotten.ts";
import type { OrderFacts } from "../domain/orders/order-facts.ts";
import type { Id } from "../domain/shared/ids.ts";
import { dropDeliveriesAbout } from "./drop-deliveries-about.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";
import type { Sealing } from "./seal-ledger.ts";

/** Rows of a customer worked on at a time, within the one transaction. */
const ORDERS_PAGE = 500;
const ENTRIES_PAGE = 2_000;
/** Of a customer's orders, those whose waiting deliveries are recognised by the order alone. */
const ORDERS_NAMED_MAX = 50_000;

export type Forgetting = Ports & { sealing: Sealing };

export type RedactionRequest = {
  webhookId: string;
  customerId: Id;
  orderIds: readonly Id[];
  /** Of an earlier try that was cut off after its first step. */
  unfinished: Unfinished | null;
};

export type Unfinished = { customerIds: Id[]; orderIds: Id[]; erased: Erased };

/** What was emptied, in numbers. */
export type Erased = {
  members: number;
  orders: number;
  entries: number;
  actions: number;
  names: number;
  merges: number;
};

export async function redactCustomer(
  ports: Forgetting,
  shopId: ShopId,
  request: RedactionRequest,
): Promise<void> {
  const { eraser } = ports;
  const done = await eraser.alone(shopId, (tx) => eraseCustomer(ports, tx, request));
  const sought = { customerIds: new Set(done.customerIds), orderIds: new Set(done.orderIds) };
  const deliveries = await dropDeliveriesAbout(ports, shopId, sought);
  const report = { ...done.erased, deliveries };
  const kept = Object.values(report).some((count) => count > 0);
  await eraser.inShop(shopId, (tx) =>
    eraser.store.completeRequest(tx, request.webhookId, {
      report,
      remark: kept ? null : "nothing was kept of this customer",
    }),
  );
}

async function eraseCustomer(
  { eraser, sealing, contentHash }: Pick<Forgetting, "eraser" | "sealing" | "contentHash">,
  tx: ShopTransaction,
  request: RedactionRequest,
): Promise<Unfinished> {
  const { store } = eraser;
  const customerIds = await kinOf(store, tx, request);
  await store.buryCustomers(tx, customerIds);
  const erased: Erased = { ...NOTHING, ...request.unfinished?.erased };
  const orderIds = new Set([...request.orderIds, ...(request.unfinished?.orderIds ?? [])]);
  for (;;) {
    const orders = await store.ordersNaming(tx, customerIds, ORDERS_PAGE);
    await store.disownOrders(tx, orders.map(disowned(contentHash)));
    for (const { orderId } of orders) if (orderIds.size < ORDERS_NAMED_MAX) orderIds.add(orderId);
    erased.orders += orders.length;
    if (orders.length < ORDERS_PAGE) break;
  }
  await store.disownImportParts(tx, customerIds);
  for (let after = "0"; ;) {
    const page = await store.entriesOf(tx, customerIds, { after, rowsMax: ENTRIES_PAGE });
    const left = page.map(({ entryId, points, postedAt }, i) => ({
      ...{ entryId, points, postedAt },
      leafHash: leafOf(page[i] as (typeof page)[number], sealing),
    }));
    await store.eraseEntries(tx, left);
    erased.entries += left.length;
    if (page.length < ENTRIES_PAGE) break;
    after = page.at(-1)?.entryId ?? after;
  }
  const gone = await store.eraseCustomers(tx, customerIds);
  for (const key of ["members", "actions", "names", "merges"] as const) erased[key] += gone[key];
  await store.eraseMentions(tx, customerIds);
  await store.closeRequestsOf(tx, customerIds, request.webhookId);
  const unfinished = { customerIds, orderIds: [...orderIds], erased };
  await store.noteUnfinished(tx, request.webhookId, { unfinished });
  return unfinished;
}

const NOTHING: Erased = { members: 0, orders: 0, entries: 0, actions: 0, names: 0, merges: 0 };

/** Everyone who is the same person by merges that count; kin of refused ones are somebody else. */
async function kinOf(
  store: Forgetting["eraser"]["store"],
  tx: ShopTransaction,
  { customerId, unfinished }: RedactionRequest,
): Promise<Id[]> {
  const ids = new Set([customerId, ...(unfinished?.customerIds ?? [])]);
  const merges = await store.mergesAround(tx, [...ids]);
  const { keptOf } = resolveAliases(merges);
  const kept = new Set([...ids].map(keptOf));
  for (const { deletedId, keptId } of merges)
    for (const id of [deletedId, keptId]) if (kept.has(keptOf(id))) ids.add(id);
  return [...ids];
}

/** Hashed anew: snapshots kept by an older release had the customer in their hash. */
const disowned =
  (contentHash: Ports["contentHash"]) =>
  ({ orderId, facts }: NamedOrder): { orderId: Id; facts: OrderFacts } => {
    const { snapshot, ...rest } = withoutCustomer(facts);
    if (!snapshot) return { orderId, facts };
    const { updatedAt: _at, source: _source, contentHash: _before, ...kept } = snapshot;
    return {
      orderId,
      facts: { ...rest, snapshot: { ...snapshot, contentHash: contentHash(kept) } },
    };
  };
