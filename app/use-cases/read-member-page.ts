/**
 * One member as the merchant sees them: what they hold and why, as sums that add up to the balance
 * and as a history by pages. Everything is read as of one instant.
 */
import { resolveAliases } from "../domain/members/aliases.ts";
import { pointsWorthMinor } from "../domain/program/points-worth.ts";
import { versionAt, type ProgramVersion } from "../domain/program/program.ts";
import { liveOrders, standingOf } from "../domain/settlement/settle.ts";
import { keptGoods } from "../domain/orders/goods.ts";
import { leftSpans } from "../domain/members/membership.ts";
import type { StoredRow } from "../adapters/postgres/member-history-store.server.ts";
import type {
  BalancePart,
  HistoryCursor,
  HistoryRow,
  MemberPage,
} from "../domain/settlement/member-history.ts";
import { shownState } from "../domain/settlement/shown-state.ts";
import type { Standing } from "../domain/settlement/settlement.ts";
import { isId, type Id } from "../domain/shared/ids.ts";
import type { Instant } from "../domain/shared/instant.ts";
import { AppError } from "../domain/shared/app-error.ts";
import { at, stepAtMark, TIER_WINDOW, tierSteps } from "../domain/tiers/tier-steps.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";
import { readShopperState } from "./read-shopper-state.ts";

export const HISTORY_PAGE = 25;
/** Whoever orders more often than this in a year is told when the tier falls, not by how much. */
const OUTLOOK_ORDERS_MAX = 500;

export type MemberQuery = { cursor: string | null; part: BalancePart | "nothing" | null };

/** Null for a number of which nothing is known here. */
export async function readMemberPage(
  ports: Ports,
  shopId: ShopId,
  customerId: Id,
  query: MemberQuery,
): Promise<MemberPage | null> {
  const before = query.cursor === null ? null : readCursor(query.cursor);
  const { stores } = ports;
  const { customerId: kept, versions, now } = await readShopperState(ports, shopId, customerId);
  const shop = await stores.shops.byId(shopId);
  return stores.inSnapshot(shopId, async (tx) => {
    const kin = await kinOf(ports, tx, kept);
    const row = await stores.explanations.memberRow(tx, kept);
    const memberId = row?.memberId ?? NOBODY;
    const rowsMax = HISTORY_PAGE + 1;
    const rows = await stores.memberHistory.historyPage(tx, {
      ...{ memberId, kin, before, rowsMax, part: query.part },
    });
    if (!row && rows.length === 0 && before === null && query.part === null) return null;
    const version = versionAt(versions, now);
    const others = kin.filter((id) => id !== kept);
    const page = rows.slice(0, HISTORY_PAGE);
    const earnFrom = shop?.earnFrom?.getTime() ?? null;
    const { settings } = await stores.settings.readSettings(tx);
    const balance = row?.balance ?? 0;
    return {
      customerId: kept,
      shown: shownState(version, row),
      balance,
      worthMinor: pointsWorthMinor(balance, version),
      orders: row?.checkpoint.orders ?? 0,
      left: row?.checkpoint.left ?? false,
      enrolledBy: await enrolledBy(ports, tx, kin, row?.standing.enrolledAt ?? null),
      fall: row && (await fallOf(ports, tx, { kin, standing: row.standing, versions, now })),
      parts: await stores.memberHistory.partSums(tx, memberId),
      history: {
        rows: await told(ports, tx, { rows: page, kin, earnFrom }),
        nextCursor: rows.length > HISTORY_PAGE ? cursorOf(page.at(-1)) : null,
      },
      mergedFrom: others.length > 0 ? await stores.explanations.movedFrom(tx, others) : [],
      limit: settings.adjustmentLimitPoints,
    };
  });
}

const NOBODY: Id = "0";

/** The customer and everyone who was merged into them; who is named by refused merges is not. */
export async function kinOf(
  { stores }: Pick<Ports, "stores">,
  tx: ShopTransaction,
  kept: Id,
): Promise<Id[]> {
  const merges = await stores.explanations.mergesAround(tx, kept);
  const { keptOf } = resolveAliases(merges);
  const named = merges.flatMap(({ deletedId, keptId }) => [deletedId, keptId]);
  return [...new Set([kept, ...named])].filter((id) => keptOf(id) === kept);
}

async function enrolledBy(
  { stores }: Ports,
  tx: ShopTransaction,
  kin: readonly Id[],
  enrolledAt: Instant | null,
): Promise<MemberPage["enrolledBy"]> {
  if (enrolledAt === null) return null;
  const order = await stores.explanations.orderAt(tx, kin, enrolledAt);
  return order ? { kind: "order", ...order } : { kind: "join" };
}

type Outlook = {
  kin: readonly Id[];
  standing: Standing;
  versions: readonly ProgramVersion[];
  now: Instant;
};

/** What the tier falls to if nothing more is bought, and what spending until then would keep it. */
async function fallOf(
  { stores }: Ports,
  tx: ShopTransaction,
  { kin, standing, versions, now }: Outlook,
): Promise<MemberPage["fall"]> {
  const until = standing.tierUntil;
  if (until === null) return null;
  const span = { from: now - TIER_WINDOW, to: now + 1, rowsMax: OUTLOOK_ORDERS_MAX };
  const orders = await stores.explanations.ordersPlaced(tx, kin, span);
  if (orders.length === OUTLOOK_ORDERS_MAX) return null;
  const live = liveOrders(orders).map(({ facts }) => facts);
  const { tier, spendMinor } = stepAtMark(tierSteps(live, versions), at(until) + 1);
  const { tiers } = versionAt(versions, until);
  const held = tiers.find(({ id }) => id === standing.tierId);
  if (!held || tier.thresholdMinor >= held.thresholdMinor) return null;
  return { to: tier.name, at: until, neededMinor: held.thresholdMinor - spendMinor };
}

type Untold = { rows: readonly StoredRow[]; kin: readonly Id[]; earnFrom: Instant | null };

/** Orders that brought nothing with the reason; the rest as it was stored. */
async function told(
  { stores }: Ports,
  tx: ShopTransaction,
  { rows, kin, earnFrom }: Untold,
): Promise<HistoryRow[]> {
  const any = rows.some(({ facts }) => facts !== null);
  const left = leftSpans(any ? await stores.explanations.actionsOf(tx, kin) : []);
  return rows.map(({ facts, ...row }) => ({
    ...row,
    nothing: facts && {
      standing: standingOf(facts, left, earnFrom),
      goodsMinor: keptGoods(facts).goodsMinor,
    },
  }));
}

const CURSOR = /^(-?\d{1,15})\.([1-3])\.([\w:.-]{1,200})$/;

function readCursor(text: string): HistoryCursor {
  const [, at = "", rank = "", id = ""] = CURSOR.exec(text) ?? [];
  if (rank === "" || (rank !== "1" && !isId(id))) {
    throw new AppError(
      "bad-request",
      `"${text.slice(0, 40)}" is not a cursor of this list; leave it out to begin anew.`,
    );
  }
  return { at: Number(at), rank: Number(rank), id };
}

function cursorOf(row: HistoryCursor | undefined): string | null {
  return row ? `${row.at}.${row.rank}.${row.id}` : null;
}
