/** Opens one line of a member's history to its arithmetic: why exactly these points, and what changed them. */
import type { StoredEntry } from "../adapters/postgres/explanation-store.server.ts";
import { ACTIVE_KINDS, type Action, type ShopRules } from "../domain/members/member-facts.ts";
import { REACH_ORDERS_MAX } from "../domain/settlement/batch-facts.ts";
import { expiryStory } from "../domain/settlement/expiry-story.ts";
import type { Explanation, HistoryLine, Posting } from "../domain/settlement/explanation.ts";
import { orderStory } from "../domain/settlement/order-story.ts";
import { orderCause } from "../domain/settlement/settlement.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { ProgramVersion } from "../domain/program/program.ts";
import { TIER_WINDOW } from "../domain/tiers/tier-steps.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";
import { kinOf } from "./read-member-page.ts";

/** Of one cause; an order that was settled again more often shows the newest. */
const ENTRIES_MAX = 200;

/** Null for a line that isn't this member's. */
export async function explainHistory(
  ports: Ports,
  shopId: ShopId,
  customerId: Id,
  line: HistoryLine,
): Promise<Explanation | null> {
  const { stores } = ports;
  const { customerId: kept, versions } = await stores.readMember(shopId, customerId);
  const shop = await stores.shops.byId(shopId);
  if (!shop) return null;
  const rules = { timeZone: shop.timeZone, earnFrom: shop.earnFrom?.getTime() ?? null };
  const explanation = await stores.inSnapshot(shopId, async (tx) => {
    const kin = await kinOf(ports, tx, kept);
    const member = await stores.explanations.memberRow(tx, kept);
    const reader = { ports, tx, kin, rules, versions, memberId: member?.memberId ?? "0" };
    if (line.source === "order") return explainOrder(reader, line.id, null);
    const entry = await stores.explanations.entryOf(tx, reader.memberId, line.id);
    return entry && explainEntry(reader, entry);
  });
  return explanation?.kind === "order" ? titled(ports, shop.domain, explanation) : explanation;
}

/** The catalogue knows what changed since the installation; the rest is asked of Shopify. */
async function titled(
  { products }: Ports,
  shopDomain: string,
  explanation: Extract<Explanation, { kind: "order" }>,
): Promise<Explanation> {
  const { story, titles } = explanation;
  const told = [story.now, ...story.chain.flatMap((link) => link.told ?? [])];
  const ids = told.flatMap(({ lines }) => lines.flatMap(({ productId }) => productId ?? []));
  const untitled = [...new Set(ids)].filter((id) => titles[id] === undefined);
  if (untitled.length === 0) return explanation;
  const asked = await products.titlesOf(shopDomain, untitled);
  return { ...explanation, titles: { ...Object.fromEntries(asked), ...titles } };
}

type Reader = {
  ports: Ports;
  tx: ShopTransaction;
  memberId: Id;
  kin: readonly Id[];
  rules: ShopRules;
  versions: readonly ProgramVersion[];
};

async function explainEntry(reader: Reader, entry: StoredEntry): Promise<Explanation | null> {
  if (entry.kind === "order") {
    return explainOrder(reader, entry.cause.slice(orderCause("").length), entry.entryId);
  }
  const { explanations } = reader.ports.stores;
  const entries = await explanations.entriesOfCause(reader.tx, reader.memberId, {
    ...{ cause: entry.cause, rowsMax: ENTRIES_MAX },
  });
  const postings = entries.map(postingOf);
  if (entry.kind === "expiry") return explainExpiry(reader, entry, postings);
  if (entry.kind !== "adjustment") return { kind: "action", postings };
  const actions = await explanations.actionsOf(reader.tx, reader.kin);
  const own = actions.find((action) => action.key === entry.cause);
  const other = own && actions.find((action) => isOtherHalf(own, action));
  return {
    kind: "adjustment",
    detail: own?.detail ?? null,
    other: other ? { at: other.at, detail: other.detail ?? null, points: other.points } : null,
    postings,
  };
}

/** An adjustment and its undoing name each other by the one's key. */
function isOtherHalf(own: Action, action: Action): boolean {
  return own.detail?.undoes === action.key || action.detail?.undoes === own.key;
}

async function explainExpiry(
  { ports, tx, kin, versions, rules }: Reader,
  entry: StoredEntry,
  postings: Posting[],
): Promise<Explanation> {
  const { explanations } = ports.stores;
  const order = await explanations.lastOrderBefore(tx, kin, entry.occurredAt);
  const actions = await explanations.actionsOf(tx, kin);
  const acted = actions.filter(({ kind }) => ACTIVE_KINDS.has(kind)).map((action) => action.at);
  const activity = order === null ? acted : [order, ...acted];
  const story = expiryStory(entry.occurredAt, activity, versions, rules.timeZone);
  return { kind: "expiry", story, postings };
}

async function explainOrder(
  reader: Reader,
  orderId: Id,
  entryId: string | null,
): Promise<Explanation | null> {
  const { ports, tx, kin, memberId, versions, rules } = reader;
  const { explanations } = ports.stores;
  const facts = await explanations.orderOf(tx, orderId);
  const entries = await explanations.entriesOfCause(tx, memberId, {
    ...{ cause: orderCause(orderId), rowsMax: ENTRIES_MAX },
  });
  const isOwn = facts?.snapshot?.customerId != null && kin.includes(facts.snapshot.customerId);
  if (!facts?.snapshot || !isOwn) {
    return entries.length > 0 ? { kind: "order-gone", postings: entries.map(postingOf) } : null;
  }
  const { placedAt } = facts.snapshot;
  const span = { from: placedAt - TIER_WINDOW, to: placedAt, rowsMax: REACH_ORDERS_MAX };
  const orders = await explanations.ordersPlaced(tx, kin, span);
  const actions = await explanations.actionsOf(tx, kin);
  const story = orderStory(facts, { orders, actions, versions, rules }, entries);
  if (!story) return null;
  const products = facts.snapshot.lines.flatMap(({ productId }) => productId ?? []);
  const titles = await explanations.productTitles(tx, [...new Set(products)]);
  const { earnFrom } = rules;
  return { kind: "order", entryId, story, titles: Object.fromEntries(titles), earnFrom };
}

function postingOf({ arithmetic, ...entry }: StoredEntry): Posting {
  const { entryId, n, points, reason, postedAt } = entry;
  return {
    entryId,
    n,
    points,
    reason,
    postedAt,
    before: arithmetic.before,
    target: arithmetic.target,
  };
}
