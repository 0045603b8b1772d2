/**
 * The file for a customer who asks what is held of them (`customers/data_request`): everything that the
 * app holds, as JSON that a person can read, made when it is asked for. docs/customer-file.md says its form.
 */
import type { FileEntry } from "../adapters/postgres/customer-file-store.server.ts";
import type { KnownMember } from "../domain/settlement/batch-facts.ts";
import { resolveAliases } from "../domain/members/aliases.ts";
import type { OrderFacts } from "../domain/orders/order-facts.ts";
import { toGid, type Id } from "../domain/shared/ids.ts";
import { toIso, type Instant } from "../domain/shared/instant.ts";
import { ownFacts } from "./own-facts.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";
import { waitingAbout } from "./waiting-about.ts";

export const DATA_FILE_FORMAT = "perennial-customer-data/1";
/** Rows of the ledger and of the team log in one file: more than anybody has. */
const ENTRIES_PAGE = 2_000;
const ENTRIES_MAX = 200_000;
const DEEDS_MAX = 10_000;

export type DataFile = Record<string, unknown>;

/** What is not in it, because nobody here has it. */
const NOT_HELD = [
  "Addresses, telephone numbers and payment details: this app asks Shopify for none of them and keeps none.",
  "Names and e-mail addresses, unless they stand under `names`: they are read from Shopify when they are shown.",
  "What the customer looked at in the shop: this app records no behaviour.",
  "What Shopify itself holds, including the loyalty metafields of the customer, which repeat `standing`.",
];

export async function dataFileOf(
  ports: Ports,
  shop: { shopId: ShopId; domain: string },
  customerId: Id,
): Promise<DataFile> {
  const { stores, clock } = ports;
  const held = await stores.inSnapshot(shop.shopId, (tx) => heldOf(ports, tx, customerId));
  const sought = { customerIds: new Set(held.customerIds), orderIds: new Set(held.orderIds) };
  const { customerIds: _ids, orderIds: _orders, ...found } = held;
  return {
    format: DATA_FILE_FORMAT,
    madeAt: toIso(clock()),
    shop: shop.domain,
    ...found,
    waitingDeliveries: await waitingAbout(ports, shop.shopId, sought),
    notHeld: NOT_HELD,
  };
}

async function heldOf(ports: Ports, tx: ShopTransaction, customerId: Id) {
  const { stores } = ports;
  const known = await stores.settlements.loadKnown(tx, [], [customerId]);
  const own = ownFacts(known, customerId);
  const { keptOf } = resolveAliases(known.merges);
  const merges = known.merges.filter(({ deletedId }) => keptOf(deletedId) === own.kept);
  const customerIds = [
    ...new Set([customerId, own.kept, ...merges.flatMap((each) => [each.deletedId, each.keptId])]),
  ];
  const member = known.members.get(own.kept);
  const names = await stores.names.readNames(tx, customerIds);
  return {
    customerIds,
    orderIds: own.orders.map(({ orderId }) => orderId),
    customer: {
      id: toGid("Customer", own.kept),
      mergedFrom: customerIds.filter((id) => id !== own.kept).map((id) => toGid("Customer", id)),
    },
    names: names.map((name) => ports.nameSeal.open(tx.shopId, name)),
    memberNumbers: customerIds.flatMap((id) => known.members.get(id)?.memberId ?? []),
    standing: member ? standingOf(member) : null,
    points: (await allEntries(ports, tx, customerIds)).map(entryView),
    actions: own.actions.map(({ at, ...action }) => ({ at: toIso(at), ...action })),
    orders: own.orders.map(orderView),
    shownOnStorefront: (await stores.customerFile.shownOf(tx, customerIds)).map((each) => ({
      customer: toGid("Customer", each.customerId),
      lastSentToShopifyAt: isoOrNull(each.sentAt),
      changeWaits: each.waits,
    })),
    staffActions: (await stores.customerFile.deedsAbout(tx, customerIds, DEEDS_MAX)).map(
      ({ at, what, detail }) => ({ at: toIso(at), what, detail }),
    ),
  };
}

async function allEntries(
  { stores }: Ports,
  tx: ShopTransaction,
  customerIds: readonly Id[],
): Promise<FileEntry[]> {
  const entries: FileEntry[] = [];
  for (let after = "0"; entries.length < ENTRIES_MAX;) {
    const page = await stores.customerFile.entriesFor(tx, customerIds, {
      after,
      rowsMax: ENTRIES_PAGE,
    });
    entries.push(...page);
    if (page.length < ENTRIES_PAGE) break;
    after = page.at(-1)?.entryId ?? after;
  }
  return entries;
}

const isoOrNull = (at: Instant | null): string | null => (at === null ? null : toIso(at));

function standingOf({ standing }: KnownMember) {
  const { enrolledAt, tierSince, tierUntil, nextExpiryAt, nextChangeAt, ...figures } = standing;
  return {
    ...figures,
    enrolledAt: isoOrNull(enrolledAt),
    tierSince: isoOrNull(tierSince),
    tierUntil: isoOrNull(tierUntil),
    nextExpiryAt: isoOrNull(nextExpiryAt),
    nextChangeAt: isoOrNull(nextChangeAt),
  };
}

function entryView({ occurredAt, postedAt, ...entry }: FileEntry) {
  return { at: toIso(occurredAt), recordedAt: toIso(postedAt), ...entry };
}

function orderView({ orderId, deleted, snapshot, refunds }: OrderFacts) {
  const { contentHash: _internal, customerId, ...shown } = snapshot ?? { contentHash: "" };
  return {
    id: toGid("Order", orderId),
    deleted,
    customer: customerId ? toGid("Customer", customerId) : null,
    ...shown,
    ...(snapshot && {
      placedAt: toIso(snapshot.placedAt),
      updatedAt: toIso(snapshot.updatedAt),
      cancelledAt: isoOrNull(snapshot.cancelledAt),
    }),
    refunds: refunds.map(({ createdAt, ...refund }) => ({
      createdAt: toIso(createdAt),
      ...refund,
    })),
  };
}
