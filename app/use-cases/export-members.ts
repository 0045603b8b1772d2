/**
 * Members for a file, a page at a time, so that any number of them fits. They go by when they enrolled,
 * which doesn't change while the file is made: nobody is in it twice or left out. Taking one is logged.
 */
import type { Logged } from "../adapters/postgres/team-log-store.server.ts";
import type { ListedMember } from "../adapters/postgres/member-list-store.server.ts";
import type { CustomerName } from "../adapters/shopify/customer-api.server.ts";
import { filterText, type MemberFilter } from "../domain/members/member-filter.ts";
import type { MemberOrder, Place } from "../domain/members/member-order.ts";
import { AppError } from "../domain/shared/app-error.ts";
import type { Id } from "../domain/shared/ids.ts";
import { conditionsFor, type ListShop } from "./list-members.ts";
import { logStaff } from "./log-staff.ts";
import type { Ports } from "./ports.ts";
import { keptNames } from "./read-names.ts";

export type Selection =
  { kind: "matching"; filter: MemberFilter } | { kind: "chosen"; customerIds: readonly Id[] };

/** Names only where the merchant has them kept: asking Shopify for everybody's would take hours. */
export type ExportedMember = ListedMember & { name: CustomerName | null };

/** One page of a list at a time is chosen by hand; several add up. */
export const CHOSEN_MAX = 1_000;
const EXPORT_PAGE = 1_000;
/** Ten million members. */
const PAGES_MAX = 10_000;
/** A file may take its time; a page of it that takes longer (ms) is a fault. */
const EXPORT_MS_MAX = 30_000;

export async function* exportMembers(
  ports: Ports,
  shop: ListShop,
  { selection, staff }: { selection: Selection; staff: Logged["staff"] },
): AsyncGenerator<ExportedMember[], void> {
  const detail =
    selection.kind === "matching"
      ? { filter: filterText(selection.filter) }
      : { members: selection.customerIds.length };
  await logStaff(ports, shop.shopId, { staff, what: "members-exported", subject: null, detail });
  if (selection.kind === "chosen") yield await chosen(ports, shop, selection.customerIds);
  else yield* matching(ports, shop, selection.filter);
}

async function* matching(
  ports: Ports,
  shop: ListShop,
  filter: MemberFilter,
): AsyncGenerator<ExportedMember[], void> {
  const order: MemberOrder = { by: filter.left ? "points" : "enrolled", direction: "asc" };
  let place: Place | null = null;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const rows = await exportPage(ports, shop, { filter, order, place });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < EXPORT_PAGE) return;
    place = { side: "after", key: last.key, memberId: last.memberId };
  }
}

type ExportPage = { filter: MemberFilter; order: MemberOrder; place: Place | null };

function exportPage(
  ports: Ports,
  shop: ListShop,
  { filter, order, place }: ExportPage,
): Promise<(ExportedMember & { key: number })[]> {
  const { stores } = ports;
  return stores.inShop(shop.shopId, async (tx) => {
    const conditions = await conditionsFor(ports, tx, shop, filter);
    const rowsMax = EXPORT_PAGE;
    const patienceMs = EXPORT_MS_MAX;
    const read = await stores.memberList.readPage(tx, {
      ...{ conditions, order, place },
      ...{ rowsMax, patienceMs },
    });
    if (read.kind === "too-slow")
      throw new AppError("unavailable", "The members could not be read in time; try again.");
    const { names } = await keptNames(
      ports,
      tx,
      read.rows.map(({ customerId }) => customerId),
    );
    return read.rows.map((row) => ({ ...row, name: names.get(row.customerId) ?? null }));
  });
}

async function chosen(
  ports: Ports,
  shop: ListShop,
  customerIds: readonly Id[],
): Promise<ExportedMember[]> {
  const { stores } = ports;
  return stores.inShop(shop.shopId, async (tx) => {
    const found = await stores.memberList.readCustomers(tx, customerIds.slice(0, CHOSEN_MAX));
    const { names } = await keptNames(ports, tx, customerIds.slice(0, CHOSEN_MAX));
    return [...found.values()].flatMap(({ customerId, member }) =>
      member ? [{ ...member, name: names.get(customerId) ?? null }] : [],
    );
  });
}
