/** The members' list in an address: filter, order, place and what is looked for. */
import {
  EVERYBODY,
  FILTER_NAMES,
  readFilter,
  type FilterText,
  type MemberFilter,
} from "../domain/members/member-filter.ts";
import { orderFor, readOrder, type MemberOrder } from "../domain/members/member-order.ts";

export type AskedList = {
  filter: MemberFilter;
  /** What in the address is no filter, if anything is. */
  wrong: string | null;
  order: MemberOrder;
  orderChosen: boolean;
  after: string | null;
  before: string | null;
  viewId: string | null;
  /** What is looked for; empty: nothing. */
  search: string;
};

export function askedList(parameters: URLSearchParams): AskedList {
  const read = readFilter(filterTextIn(parameters));
  const filter = read.kind === "filter" ? read.filter : EVERYBODY;
  const sort = parameters.get("sort");
  const wished = sort === null ? null : readOrder(sort);
  return {
    filter,
    wrong: read.kind === "filter" ? null : `${read.name}=${read.value}`,
    order: orderFor(filter, wished),
    orderChosen: wished !== null,
    after: parameters.get("after"),
    before: parameters.get("before"),
    viewId: parameters.get("view"),
    search: (parameters.get("q") ?? "").trim(),
  };
}

export function filterTextIn(parameters: URLSearchParams): FilterText {
  return Object.fromEntries(
    FILTER_NAMES.flatMap((name) => {
      const value = parameters.get(name);
      return value === null || value === "" ? [] : [[name, value]];
    }),
  );
}
