import type { FilterText } from "../../domain/members/member-filter.ts";

/** A filter as the query of an address. */
export function queryText(filter: FilterText): string {
  return new URLSearchParams(filter).toString();
}
