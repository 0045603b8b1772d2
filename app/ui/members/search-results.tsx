/** Customers whom Shopify found: members with their figures, and those who aren't members yet. */
import { Badge, Box, EmptySearchResult, IndexTable, Text, useBreakpoints } from "@shopify/polaris";
import { Figure, Money } from "../pieces/figure.tsx";
import { Moment } from "../pieces/moment.tsx";
import { useWords } from "../words/use-words.tsx";
import { Name } from "./member-rows.tsx";
import type { FoundRow, SearchView } from "./view.ts";

interface SearchResultsProps {
  search: SearchView;
  tiers: readonly { id: string; name: string }[];
  loading: boolean;
}

export function SearchResults({ search, tiers, loading }: SearchResultsProps) {
  const words = useWords().members;
  const condensed = useBreakpoints().smDown;
  const { columns } = words;
  const tierName = (id: string) => tiers.find((tier) => tier.id === id)?.name ?? id;
  if (search.customers.length === 0) {
    return (
      <Box paddingBlock="800" paddingInline="400">
        <EmptySearchResult
          title={words.search.noneTitle}
          description={words.search.none(search.text)}
        />
      </Box>
    );
  }
  return (
    <>
      <IndexTable
        resourceName={{ singular: words.one, plural: words.many }}
        itemCount={search.customers.length}
        selectable={false}
        condensed={condensed}
        loading={loading}
        headings={[
          { title: columns.member },
          { title: columns.tier },
          { title: columns.points, alignment: "end" },
          { title: columns.spend, alignment: "end" },
          { title: columns.lastOrder },
        ]}
      >
        {search.customers.map((found, position) => (
          <IndexTable.Row key={found.customerId} id={found.customerId} position={position}>
            {condensed ? (
              <div className="member-card">
                <Name customerId={found.customerId} who={found} />
                <Standing found={found} tierName={tierName} />
              </div>
            ) : (
              <FoundCells found={found} tierName={tierName} />
            )}
          </IndexTable.Row>
        ))}
      </IndexTable>
      <Box padding="300">
        <Text as="p" tone="subdued" alignment="center">
          {words.search.found(search.customers.length)}
          {search.more ? ` ${words.search.more}` : ""}
        </Text>
      </Box>
    </>
  );
}

interface FoundProps {
  found: FoundRow;
  tierName: (id: string) => string;
}

function FoundCells({ found, tierName }: FoundProps) {
  const { member } = found;
  return (
    <>
      <IndexTable.Cell>
        <Name customerId={found.customerId} who={found} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Standing found={found} tierName={tierName} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <span className="cell-end">{member ? <Figure value={member.available} /> : null}</span>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <span className="cell-end">{member ? <Money minor={member.spendMinor} /> : null}</span>
      </IndexTable.Cell>
      <IndexTable.Cell>
        {member?.lastOrderAt == null ? null : <Moment at={member.lastOrderAt} shown="day" />}
      </IndexTable.Cell>
    </>
  );
}

function Standing({ found: { member }, tierName }: FoundProps) {
  const words = useWords().members;
  if (!member) return <Badge tone="info">{words.notEnrolled}</Badge>;
  return member.hasLeft ? (
    <Badge tone="attention">{words.left}</Badge>
  ) : (
    <Badge>{tierName(member.tierId)}</Badge>
  );
}
