/**
 * Everything that a shop's points follow from, and the ledger itself, as lines: enough to compute
 * every target, balance and seal again elsewhere. The format is told in docs/ledger-export.md.
 */
import type { ShopRow } from "../adapters/postgres/shop-store.server.ts";
import type { ShopTransaction, Stores } from "./ports.ts";

/** Rows read at a time. */
const PAGE_MAX = 1_000;

export type ExportLine = { type: string } & Record<string, unknown>;

export async function* exportLedger(stores: Stores, shop: ShopRow): AsyncGenerator<ExportLine> {
  // Pages are read in transactions of their own: entries only grow, facts may be newer than the
  // first line says. For an export of one instant, stop the app.
  const inShop = <T>(work: (tx: ShopTransaction) => Promise<T>): Promise<T> =>
    stores.inShop(shop.shopId, work);
  yield {
    type: "shop",
    domain: shop.domain,
    currency: shop.currency,
    timeZone: shop.timeZone,
    earnFrom: shop.earnFrom?.toISOString() ?? null,
  };
  const { versions } = await stores.readMember(shop.shopId, "0");
  for (const version of versions) yield { type: "version", ...version };
  for (const merge of await inShop((tx) => stores.ledger.merges(tx)))
    yield { type: "merge", ...merge };
  for (let after = "0"; ;) {
    const orders = await inShop((tx) => stores.ledger.ordersAfter(tx, after, PAGE_MAX));
    for (const facts of orders) yield { type: "order", ...facts };
    const last = orders.at(-1);
    if (!last) break;
    after = last.orderId;
  }
  for (let after = "0"; ;) {
    const members = await inShop((tx) => stores.ledger.membersAfter(tx, after, PAGE_MAX));
    const actions = await inShop((tx) =>
      stores.ledger.actionsOf(
        tx,
        members.map((member) => member.customerId),
      ),
    );
    for (const member of members) yield { type: "member", ...member };
    for (const action of actions) yield { type: "action", ...action };
    const last = members.at(-1);
    if (!last) break;
    after = last.memberId;
  }
  for (let after = "0"; ;) {
    const entries = await inShop((tx) => stores.ledger.entriesAfter(tx, after, PAGE_MAX));
    for (const entry of entries) yield { type: "entry", ...entry };
    const last = entries.at(-1);
    if (!last) break;
    after = last.entryId;
  }
  for (let after = "0"; ;) {
    const erased = await inShop((tx) => stores.ledger.erasedAfter(tx, after, PAGE_MAX));
    for (const entry of erased) yield { type: "erased", ...entry };
    const last = erased.at(-1);
    if (!last) break;
    after = last.entryId;
  }
  for (const seal of await inShop((tx) => stores.ledger.seals(tx))) yield { type: "seal", ...seal };
}
