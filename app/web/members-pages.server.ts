/** What the members' list may ask of the app, and have it do. */
import type { App } from "../app.server.ts";
import type { ListedMember } from "../adapters/postgres/member-list-store.server.ts";
import { filterText, readFilter } from "../domain/members/member-filter.ts";
import { orderText, possibleOrders, readOrder } from "../domain/members/member-order.ts";
import { AppError } from "../domain/shared/app-error.ts";
import { isId } from "../domain/shared/ids.ts";
import { exportMembers, type Selection } from "../use-cases/export-members.ts";
import { countMembers, listMembers, type MembersPage } from "../use-cases/list-members.ts";
import { readNames } from "../use-cases/read-names.ts";
import {
  changeFilter,
  listFilters,
  removeFilter,
  saveFilter,
  type FilterOutcome,
} from "../use-cases/save-filter.ts";
import { searchMembers } from "../use-cases/search-members.ts";
import { readTiers } from "../use-cases/read-tiers.ts";
import type {
  CountView,
  ListView,
  MemberRow,
  NamesView,
  SearchView,
  ViewOutcome,
} from "../ui/members/view.ts";
import type { AdminVisit } from "./admin-visit.server.ts";
import { memberCsv } from "./member-csv.ts";
import type { AskedList } from "./member-query.ts";

export interface MembersPages {
  list(visit: AdminVisit, asked: AskedList): Promise<ListView>;
  names(visit: AdminVisit, customerIds: readonly string[]): Promise<NamesView>;
  count(visit: AdminVisit, asked: AskedList): Promise<CountView>;
  search(visit: AdminVisit, text: string): Promise<SearchView>;
  /** Saves, changes or removes a view, as a form of the page says. */
  change(visit: AdminVisit, form: FormData): Promise<ViewOutcome>;
  /** The text of the file, in parts. */
  export(visit: AdminVisit, selection: Selection): AsyncGenerator<string, void>;
}

export function membersPages({ ports }: App): MembersPages {
  return {
    list: async (visit, asked) => {
      const [saved, { tiers, nobody }] = [
        await listFilters(ports, visit.shopId),
        await readTiers(ports, visit.shopId),
      ];
      const { filter, order, orderChosen, viewId } = asked;
      const list = {
        filter: filterText(filter),
        order: orderText(order),
        orderChosen,
        orders: possibleOrders(filter),
        viewId,
        tiers,
        nobody,
        saved: saved.map(({ filterId: id, name, query }) => ({ id, name, ...query })),
      };
      const nothing = { members: [], previous: null, next: null };
      if (asked.wrong !== null) return { ...list, page: nothing, problem: "not-a-filter" };
      const read = asked.search === "" ? await pageOf(visit, asked) : nothing;
      if (read === "not-a-place" || read === "too-slow")
        return { ...list, page: nothing, problem: read };
      return { ...list, page: read, problem: null };
    },
    names: async (visit, customerIds) => {
      const { names, trouble } = await readNames(ports, visit, customerIds);
      return { names: Object.fromEntries(names), trouble };
    },
    count: (visit, { filter }) => countMembers(ports, visit, filter),
    search: async (visit, text) => {
      const { customers, more, trouble } = await searchMembers(ports, visit, text);
      const found = customers.map(({ member, ...who }) => ({
        ...who,
        member: member && rowOf(member),
      }));
      return { text, customers: found, more, trouble };
    },
    change: (visit, form) => changed(ports, visit, form),
    export: (visit, selection) => {
      const pages = exportMembers(ports, visit, { selection, staff: visit.staff });
      return memberCsv(pages, visit.currency);
    },
  };

  async function pageOf(visit: AdminVisit, asked: AskedList) {
    const read = await orNotAPlace(() => listMembers(ports, visit, asked));
    if (read === "not-a-place" || read.kind === "too-slow")
      return read === "not-a-place" ? read : "too-slow";
    const { members, previous, next } = read;
    return { members: members.map(rowOf), previous, next };
  }
}

async function orNotAPlace(list: () => Promise<MembersPage>): Promise<MembersPage | "not-a-place"> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof AppError && error.code === "bad-request") return "not-a-place";
    throw error;
  }
}

function rowOf({ memberId: _opaque, ...row }: ListedMember): MemberRow {
  return row;
}

async function changed(
  ports: App["ports"],
  { shopId, staff }: AdminVisit,
  form: FormData,
): Promise<ViewOutcome> {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  try {
    const filterId = text("id");
    if (text("intent") === "remove-view") {
      if (isId(filterId)) await removeFilter(ports, shopId, { staff, filterId });
      return { kind: "removed" };
    }
    if (text("intent") === "rename-view" && isId(filterId)) {
      return outcomeOf(await changeFilter(ports, shopId, { staff, filterId, name: text("name") }));
    }
    const query = queryIn(text("filter"), text("sort"));
    if (text("intent") === "change-view" && isId(filterId)) {
      return outcomeOf(await changeFilter(ports, shopId, { staff, filterId, query }));
    }
    return outcomeOf(await saveFilter(ports, shopId, { staff, name: text("name"), query }));
  } catch (error) {
    if (error instanceof AppError) return { kind: "refused", message: error.message };
    throw error;
  }
}

function queryIn(filter: string, sort: string) {
  const read = readFilter(Object.fromEntries(new URLSearchParams(filter)));
  if (read.kind === "invalid")
    throw new AppError("bad-request", `"${read.value}" is not a filter by ${read.name}.`);
  return { filter: filterText(read.filter), order: readOrder(sort) === null ? null : sort };
}

function outcomeOf(outcome: FilterOutcome): ViewOutcome {
  return outcome.kind === "saved" ? { kind: "saved", id: outcome.filterId } : outcome;
}
