/** The table of the list: sorted by its headings, chosen from, taken into files. */
import { useEffect, useRef, type RefObject } from "react";
import { IndexTable, useBreakpoints, useIndexResourceState } from "@shopify/polaris";
import type { NonEmptyArray } from "@shopify/polaris/build/ts/src/types";
import type { IndexTableHeading } from "@shopify/polaris/build/ts/src/components/IndexTable";
import { readOrder, type OrderedBy, type OrderText } from "../../domain/members/member-order.ts";
import { useWords } from "../words/use-words.tsx";
import type { Words } from "../words/words.ts";
import { MemberTableRow, type Who } from "./member-rows.tsx";
import type { CountView, ListView, MemberRow } from "./view.ts";

/**
 * Polaris says "mixed" of its own box of all without telling the browser, which contradict each other
 * for whoever listens to the page.
 */
function useMixedBoxes(): RefObject<HTMLDivElement> {
  const table = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const boxes = table.current?.querySelectorAll<HTMLInputElement>("input[type=checkbox]") ?? [];
    for (const box of boxes) box.indeterminate = box.getAttribute("aria-checked") === "mixed";
  });
  return table;
}

/** Which order each column is sorted by; null: none. */
const ORDER_OF_COLUMN: readonly (OrderedBy | null)[] = [
  null,
  null,
  "points",
  null,
  "spend",
  null,
  "enrolled",
  "expiry",
];

export interface ChosenMembers {
  /** All that match, also those on other pages. */
  everybody: boolean;
  customerIds: string[];
  clear: () => void;
}

export interface MembersTableProps {
  list: ListView;
  count: CountView | undefined;
  whoIs: (customerId: string) => Who;
  loading: boolean;
  sortBy: (order: OrderText) => void;
  /** Deeds on whoever is chosen. */
  deeds: (chosen: ChosenMembers) => { content: string; onAction: () => void }[];
}

export function MembersTable({ list, count, whoIs, loading, sortBy, deeds }: MembersTableProps) {
  const words = useWords().members;
  const condensed = useBreakpoints().smDown;
  const { members } = list.page;
  const tierNames = new Map(list.tiers.map(({ id, name }) => [id, name]));
  const rows = members.map((member) => ({ ...member, id: member.customerId }));
  const { selectedResources, allResourcesSelected, handleSelectionChange, clearSelection } =
    useIndexResourceState(rows);
  const hasOthers = list.page.next !== null || list.page.previous !== null;
  const order = readOrder(list.order);
  const chosen: ChosenMembers = {
    everybody: allResourcesSelected && hasOthers,
    customerIds: selectedResources,
    clear: clearSelection,
  };
  const total = count == null ? `${members.length}+` : `${count.count}${count.more ? "+" : ""}`;
  const table = useMixedBoxes();
  return (
    <div ref={table}>
      <IndexTable
        resourceName={{ singular: words.one, plural: words.many }}
        itemCount={members.length}
        headings={headings(words)}
        selectedItemsCount={allResourcesSelected ? "All" : selectedResources.length}
        onSelectionChange={handleSelectionChange}
        hasMoreItems={hasOthers}
        paginatedSelectAllActionText={`${words.bulk.selectAll} (${total})`}
        promotedBulkActions={deeds(chosen)}
        condensed={condensed}
        loading={loading}
        sortable={ORDER_OF_COLUMN.map((by) => by !== null && list.orders.includes(by))}
        sortColumnIndex={order ? ORDER_OF_COLUMN.indexOf(order.by) : -1}
        sortDirection={order?.direction === "asc" ? "ascending" : "descending"}
        defaultSortDirection="descending"
        onSort={(column, direction) => {
          const by = ORDER_OF_COLUMN[column];
          if (by) sortBy(`${by}-${direction === "ascending" ? "asc" : "desc"}`);
        }}
      >
        {members.map((member: MemberRow, position) => (
          <MemberTableRow
            key={member.customerId}
            member={member}
            who={whoIs(member.customerId)}
            tierName={tierNames.get(member.tierId) ?? member.tierId}
            position={position}
            selected={selectedResources.includes(member.customerId)}
            condensed={condensed}
          />
        ))}
      </IndexTable>
    </div>
  );
}

function headings({ columns }: Words["members"]): NonEmptyArray<IndexTableHeading> {
  return [
    { title: columns.member },
    { title: columns.tier },
    { title: columns.points, alignment: "end" },
    { title: columns.lifetime, alignment: "end" },
    { title: columns.spend, alignment: "end" },
    { title: columns.lastOrder },
    { title: columns.enrolled },
    { title: columns.expires },
  ];
}
