/** The views of the list: those that every shop has, then the team's own. */
import type { FilterText } from "../../domain/members/member-filter.ts";
import type { Words } from "../words/words.ts";
import type { ListView, SavedView } from "./view.ts";

/** Days within which points count as expiring soon. */
export const SOON_DAYS = 30;

export type ViewTab = SavedView & { own: boolean };

export function viewsOf({ tiers, saved }: ListView, words: Words["members"]): ViewTab[] {
  const given = (id: string, name: string, filter: FilterText): ViewTab => ({
    ...{ id, name, filter },
    order: null,
    own: false,
  });
  return [
    given("all", words.views.all, {}),
    ...tiers.map((tier) => given(`tier-${tier.id}`, tier.name, { tier: tier.id })),
    given("expiring", words.views.expiring, { expiringDays: String(SOON_DAYS) }),
    given("negative", words.views.negative, { pointsMax: "-1" }),
    given("left", words.views.left, { left: "1" }),
    ...saved.map((view) => ({ ...view, own: true })),
  ];
}

/** The view that the address names, else the one that shows just this, else all. */
export function selectedView(views: readonly ViewTab[], list: ListView): number {
  const named = views.findIndex(({ id }) => id === list.viewId);
  if (named >= 0) return named;
  const same = views.findIndex(({ filter }) => isSame(filter, list.filter));
  return Math.max(0, same);
}

export function isSame(one: FilterText, other: FilterText): boolean {
  const text = (filter: FilterText) => JSON.stringify(Object.entries(filter).sort());
  return text(one) === text(other);
}
