/** Lists that show nobody, and why. */
import { BlockStack, Box, Button, EmptySearchResult, InlineStack, Text } from "@shopify/polaris";
import type { FilterText } from "../../domain/members/member-filter.ts";
import { useWords } from "../words/use-words.tsx";
import type { ListView } from "./view.ts";

interface ListProblemProps {
  problem: NonNullable<ListView["problem"]>;
  toAll: () => void;
}

export function ListProblem({ problem, toAll }: ListProblemProps) {
  const { problems } = useWords().members;
  const [title, text] = {
    "too-slow": [problems.slowTitle, problems.slow],
    "not-a-place": [problems.placeTitle, problems.place],
    "not-a-filter": [problems.filterTitle, problems.filter],
  }[problem] as [string, string];
  return (
    <Box padding="800">
      <BlockStack gap="400" inlineAlign="center">
        <div className="empty-words">
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd" alignment="center">
              {title}
            </Text>
            <Text as="p" tone="subdued" alignment="center">
              {text}
            </Text>
          </BlockStack>
        </div>
        <Button onClick={toAll}>{problems.fromStart}</Button>
      </BlockStack>
    </Box>
  );
}

export function NothingMatches({ filter, toAll }: { filter: FilterText; toAll: () => void }) {
  const words = useWords().members;
  const asked = Object.keys(filter);
  const only = (name: string): boolean => asked.length === 1 && asked[0] === name;
  const text =
    only("pointsMax") && filter.pointsMax === "-1"
      ? words.emptyNegative
      : only("expiringDays")
        ? words.emptyExpiring
        : words.filteredEmpty.text;
  return (
    <Box paddingBlockStart="800" paddingBlockEnd="600" paddingInline="400">
      <BlockStack gap="400">
        <EmptySearchResult title={words.filteredEmpty.title} description={text} />
        <InlineStack align="center">
          <Button onClick={toAll}>{words.filteredEmpty.action}</Button>
        </InlineStack>
      </BlockStack>
    </Box>
  );
}
