/** A page of the members' list, and how many there are as far as it pays to count. */
import type {
  ListConditions,
  ListedMember,
} from "../adapters/postgres/member-list-store.server.ts";
import type { MemberFilter } from "../domain/members/member-filter.ts";
import {
  cursorOf,
  readCursor,
  type MemberOrder,
  type Place,
} from "../domain/members/member-order.ts";
import { AppError } from "../domain/shared/app-error.ts";
import { startOfDate } from "../domain/shared/calendar.ts";
import { DAY } from "../domain/shared/instant.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";

export const MEMBERS_PAGE = 50;
/** Nobody waits longer for a page: what matches hardly anybody is told so instead. */
const PAGE_MS_MAX = 2_500;
/** Counting goes so far: beyond it a list is "many". */
export const COUNT_MAX = 10_000;
const COUNT_MS_MAX = 1_500;
const ONE_DAY_HOURS = 36;

export type ListShop = { shopId: ShopId; timeZone: string };
export type MembersQuery = {
  filter: MemberFilter;
  order: MemberOrder;
  /** At most one of them: a page's own `next` or `previous`. */
  after: string | null;
  before: string | null;
};

export type MembersPage =
  | { kind: "page"; members: ListedMember[]; previous: string | null; next: string | null }
  /** The filter matches so few that finding a page of them takes too long. */
  | { kind: "too-slow" };

export async function listMembers(
  ports: Ports,
  shop: ListShop,
  query: MembersQuery,
): Promise<MembersPage> {
  const { stores } = ports;
  const { order } = query;
  const place = placeOf(query);
  return stores.inShop(shop.shopId, async (tx): Promise<MembersPage> => {
    const conditions = await conditionsFor(ports, tx, shop, query.filter);
    const read = await stores.memberList.readPage(tx, {
      ...{ conditions, order, place },
      rowsMax: MEMBERS_PAGE + 1,
      patienceMs: PAGE_MS_MAX,
    });
    if (read.kind === "too-slow") return read;
    const back = place?.side === "before";
    const more = read.rows.length > MEMBERS_PAGE;
    const rows = back ? read.rows.slice(-MEMBERS_PAGE) : read.rows.slice(0, MEMBERS_PAGE);
    const [first, last] = [rows[0], rows.at(-1)];
    return {
      kind: "page",
      members: rows.map(({ key: _key, ...member }) => member),
      previous: first && (back ? more : place !== null) ? cursorOf(order, first) : null,
      next: last && (back ? true : more) ? cursorOf(order, last) : null,
    };
  });
}

function placeOf({ order, after, before }: MembersQuery): Place | null {
  const cursor = after ?? before;
  if (cursor === null) return null;
  const row = after !== null && before !== null ? null : readCursor(cursor, order);
  if (row) return { ...row, side: after === null ? "before" : "after" };
  throw new AppError(
    "bad-request",
    `"${cursor.slice(0, 60)}" is no place in this list; leave it out to begin anew.`,
  );
}

export type MembersCount = { count: number; more: boolean };

/** Null when even counting that far takes too long. */
export async function countMembers(
  ports: Ports,
  shop: ListShop,
  filter: MemberFilter,
): Promise<MembersCount | null> {
  const { stores } = ports;
  return stores.inShop(shop.shopId, async (tx) => {
    const conditions = await conditionsFor(ports, tx, shop, filter);
    const count = await stores.memberList.countUpTo(tx, {
      conditions,
      countMax: COUNT_MAX + 1,
      patienceMs: COUNT_MS_MAX,
    });
    return count === null ? null : { count: Math.min(count, COUNT_MAX), more: count > COUNT_MAX };
  });
}

/** The filter's days as instants of the shop's zone, and the tiers that it reaches. */
export async function conditionsFor(
  { stores, clock }: Ports,
  tx: ShopTransaction,
  { timeZone }: ListShop,
  filter: MemberFilter,
): Promise<ListConditions> {
  const start = (day: string | null) => (day === null ? null : startOfDate(day, timeZone));
  const { expiringDays } = filter;
  return {
    filter,
    tierIds: filter.tierIds.length > 0 ? filter.tierIds : await stores.memberList.tierIdsOf(tx),
    enrolledFrom: start(filter.enrolledFrom),
    enrolledBefore: start(dayAfter(filter.enrolledTo)),
    orderedSince: start(filter.orderedSince),
    notOrderedSince: start(filter.notOrderedSince),
    expiringBefore: expiringDays === null ? null : clock() + expiringDays * DAY,
  };
}

/** The next day of the calendar, wherever it is. */
function dayAfter(day: string | null): string | null {
  if (day === null) return null;
  const next = Date.parse(`${day}T00:00:00Z`) + ONE_DAY_HOURS * (DAY / 24);
  return new Date(next).toISOString().slice(0, 10);
}
