/** Views of the members' list: the whole team has the same, and the log says who made or removed one. */
import type { Logged } from "../adapters/postgres/team-log-store.server.ts";
import type { SavedFilter, SavedQuery } from "../adapters/postgres/saved-filter-store.server.ts";
import { AppError } from "../domain/shared/app-error.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { Ports, ShopId } from "./ports.ts";

/** As many as a row of tabs still makes sense of. */
export const FILTERS_MAX = 30;
export const FILTER_NAME_CHARACTERS_MAX = 40;

type Staff = Logged["staff"];
export type FilterOutcome =
  { kind: "saved"; filterId: Id } | { kind: "name-taken" } | { kind: "too-many" };

export function listFilters({ stores }: Ports, shopId: ShopId): Promise<SavedFilter[]> {
  return stores.inShop(shopId, (tx) => stores.filters.listFilters(tx, FILTERS_MAX));
}

export async function saveFilter(
  { stores }: Ports,
  shopId: ShopId,
  { staff, name: wished, query }: { staff: Staff; name: string; query: SavedQuery },
): Promise<FilterOutcome> {
  const name = nameOf(wished);
  return stores.inShop(shopId, async (tx): Promise<FilterOutcome> => {
    const kept = { name, query, filtersMax: FILTERS_MAX };
    const filterId = await stores.filters.addFilter(tx, kept);
    if (filterId === null) {
      const all = await stores.filters.listFilters(tx, FILTERS_MAX);
      return { kind: all.some((each) => each.name === name) ? "name-taken" : "too-many" };
    }
    const subject = `filter:${filterId}`;
    await stores.team.append(tx, { staff, what: "filter-saved", subject, detail: { name, query } });
    return { kind: "saved", filterId };
  });
}

/** What is left out stays. */
export async function changeFilter(
  { stores }: Ports,
  shopId: ShopId,
  change: { staff: Staff; filterId: Id; name?: string; query?: SavedQuery },
): Promise<FilterOutcome> {
  const { staff, filterId } = change;
  return stores.inShopRetrying(shopId, async (tx): Promise<FilterOutcome> => {
    const found = await stores.filters.findFilter(tx, filterId);
    if (!found) throw new AppError("not-found", "This view was removed meanwhile.");
    const name = change.name === undefined ? found.name : nameOf(change.name);
    const query = change.query ?? found.query;
    if (!(await stores.filters.changeFilter(tx, { filterId, name, query })))
      return { kind: "name-taken" };
    const subject = `filter:${filterId}`;
    await stores.team.append(tx, { staff, what: "filter-saved", subject, detail: { name, query } });
    return { kind: "saved", filterId };
  });
}

/** Removed already: nothing to do, nothing logged. */
export async function removeFilter(
  { stores }: Ports,
  shopId: ShopId,
  { staff, filterId }: { staff: Staff; filterId: Id },
): Promise<void> {
  await stores.inShop(shopId, async (tx) => {
    const found = await stores.filters.findFilter(tx, filterId);
    if (!found) return;
    await stores.filters.removeFilter(tx, filterId);
    const { name } = found;
    const subject = `filter:${filterId}`;
    await stores.team.append(tx, { staff, what: "filter-deleted", subject, detail: { name } });
  });
}

function nameOf(wished: string): string {
  const name = wished.replaceAll("\0", "").trim();
  if (name !== "" && name.length <= FILTER_NAME_CHARACTERS_MAX) return name;
  throw new AppError(
    "bad-request",
    `The name of a view has 1 to ${FILTER_NAME_CHARACTERS_MAX} characters.`,
  );
}
