/** From which day orders are known, why no further, and what to do about that. */
import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { Moment } from "../pieces/moment.tsx";
import { useWords } from "../words/use-words.tsx";
import { useHomeAct } from "./use-home-act.ts";
import { useScopes } from "./use-scopes.ts";
import type { PastOrdersView } from "./view.ts";

const ALL_ORDERS_SCOPE = "read_all_orders";

const REACHES = { everything: "everything", "sixty-days": "sixtyDays", file: "file" } as const;

export function KnownFrom({ known }: Pick<PastOrdersView, "known">) {
  const words = useWords().home.known;
  const { act } = useHomeAct();
  const { ask, asking } = useScopes(words.declined);
  const { from, reach, canAskForAll } = known;
  if (from === null) return <Text as="p">{words.none}</Text>;
  const allow = async (): Promise<void> => {
    if (await ask([ALL_ORDERS_SCOPE])) act("start-import");
  };
  return (
    <BlockStack gap="200">
      <Text as="p">
        {words.since}
        <Text as="span" fontWeight="semibold">
          <Moment at={from} shown="day" />
        </Text>
        {". "}
        {reach === null ? null : words[REACHES[reach]]}
      </Text>
      {canAskForAll ? (
        <InlineStack>
          <Button loading={asking} onClick={() => void allow()}>
            {words.allow}
          </Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}
