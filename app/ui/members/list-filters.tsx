/** Views, search, filters and order above the list. */
import { IndexFilters, IndexFiltersMode, useSetIndexFiltersMode } from "@shopify/polaris";
import { useState } from "react";
import type { FilterText } from "../../domain/members/member-filter.ts";
import type { OrderedBy } from "../../domain/members/member-order.ts";
import { useFormats, useReader, useWords } from "../words/use-words.tsx";
import type { Words } from "../words/words.ts";
import { appliedFilters, without, withValues } from "./applied-filters.ts";
import {
  EnrolledField,
  ExpiringField,
  LastOrderField,
  LeftField,
  PointsField,
  SpendField,
  TierField,
} from "./filter-fields.tsx";
import { useListAddress } from "./use-list-address.ts";
import { useViewDeeds } from "./use-view-deeds.ts";
import type { ListView } from "./view.ts";
import { isSame, selectedView, viewsOf, type ViewTab } from "./views.ts";

interface ListFiltersProps {
  list: ListView;
  searched: string;
  loading: boolean;
}

export function ListFilters({ list, searched, loading }: ListFiltersProps) {
  const words = useWords().members;
  const { go, goSoon } = useListAddress();
  const deeds = useViewDeeds(list);
  const views = viewsOf(list, words);
  const selected = selectedView(views, list);
  const view = views[selected];
  const order = list.orderChosen ? list.order : null;
  const changed = view !== undefined && !isSame(view.filter, list.filter);
  const { mode, setMode } = useSetIndexFiltersMode(
    changed || searched !== "" ? IndexFiltersMode.Filtering : IndexFiltersMode.Default,
  );
  const [typed, setTyped] = useState({ text: searched, of: searched });
  if (typed.of !== searched) setTyped({ text: searched, of: searched });
  const viewId = list.viewId;
  const change = (values: FilterText): void =>
    goSoon({ filter: withValues(list.filter, values), order, viewId });
  const toView = (tab: ViewTab | undefined): void => {
    if (tab) go({ filter: tab.filter, order: tab.order, viewId: tab.id });
  };
  const search = (text: string): void => {
    setTyped({ text, of: typed.of });
    goSoon({ filter: list.filter, order, viewId, search: text.trim() });
  };
  return (
    <IndexFilters
      mode={mode}
      setMode={setMode}
      tabs={views.map((tab, index) => tabOf(tab, index, deeds))}
      selected={selected}
      onSelect={(index) => toView(views[index])}
      canCreateNewView
      onCreateNewView={(name) => deeds.save(name)}
      queryValue={typed.text}
      queryPlaceholder={words.search.placeholder}
      onQueryChange={search}
      onQueryClear={() => {
        setTyped({ text: "", of: typed.of });
        go({ filter: list.filter, order, viewId });
      }}
      loading={loading}
      // Whom Shopify finds are all that it finds: filters are the list's.
      hideFilters={typed.text !== ""}
      {...sorting(list, words, (chosen) => go({ filter: list.filter, order: chosen, viewId }))}
      {...useFilters(list, change, (filter) => go({ filter, order, viewId }))}
      primaryAction={
        view?.own === true
          ? { type: "save", onAction: () => deeds.change(view.id), disabled: !changed }
          : { type: "save-as", onAction: (name) => deeds.save(name), disabled: !changed }
      }
      cancelAction={{
        onAction: () => {
          setTyped({ text: "", of: typed.of });
          toView(view);
        },
      }}
    />
  );
}

function tabOf(tab: ViewTab, index: number, deeds: ReturnType<typeof useViewDeeds>) {
  const { id, name } = tab;
  const actions = [
    { type: "rename" as const, onPrimaryAction: (to: string) => deeds.rename(id, to) },
    { type: "delete" as const, onPrimaryAction: () => deeds.remove(id) },
  ];
  const shared = { id: `view-${id}`, content: name, index, isLocked: !tab.own };
  return tab.own ? { ...shared, actions } : shared;
}

const isTime = (by: OrderedBy): boolean => by === "enrolled";

function sorting(list: ListView, words: Words["members"], sortBy: (order: string) => void) {
  const { order } = words;
  const choices = list.orders.flatMap((by) => {
    const [descending, ascending] = isTime(by)
      ? [order.newest, order.oldest]
      : by === "expiry"
        ? [order.latest, order.soonest]
        : [order.most, order.fewest];
    return [
      { label: order[by], value: `${by} desc` as const, directionLabel: descending },
      { label: order[by], value: `${by} asc` as const, directionLabel: ascending },
    ];
  });
  return {
    sortOptions: choices,
    sortSelected: [list.order.replace("-", " ")],
    onSort: ([chosen = ""]: string[]) => sortBy(chosen.replace(" ", "-")),
  };
}

function useFilters(
  list: ListView,
  change: (values: FilterText) => void,
  replace: (filter: FilterText) => void,
) {
  const words = useWords().members;
  const formats = useFormats();
  const { currency } = useReader();
  const { filter, tiers } = list;
  const fields = { filter, change };
  const { filters } = words;
  const applied = appliedFilters(filter, { words, formats, currency, tiers });
  return {
    filters: [
      {
        key: "tier",
        label: filters.tier,
        filter: <TierField {...fields} tiers={tiers} />,
        pinned: true,
      },
      { key: "points", label: filters.points, filter: <PointsField {...fields} />, pinned: true },
      { key: "spend", label: filters.spend, filter: <SpendField {...fields} /> },
      {
        key: "lastOrder",
        label: filters.lastOrder,
        filter: <LastOrderField {...fields} />,
        pinned: true,
      },
      { key: "enrolled", label: filters.enrolled, filter: <EnrolledField {...fields} /> },
      { key: "expiring", label: filters.expiring, filter: <ExpiringField {...fields} /> },
      { key: "left", label: filters.left, filter: <LeftField {...fields} /> },
    ].map((each) => ({ ...each, shortcut: each.pinned === true })),
    appliedFilters: applied.map(({ key, label, names }) => ({
      key: key === "orderedSince" || key === "notOrderedSince" ? "lastOrder" : key,
      label,
      onRemove: () => replace(without(filter, names)),
    })),
    onClearAll: () => replace({}),
  };
}
