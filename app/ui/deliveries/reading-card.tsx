/** The newest reading-in of past orders, in one line; Home tells more. */
import { Button, InlineStack, Text } from "@shopify/polaris";
import { Moment } from "../pieces/moment.tsx";
import { useWords } from "../words/use-words.tsx";
import { CardSection } from "./card-section.tsx";
import type { DeliveriesView } from "./view.ts";

export function ReadingCard({ reading }: { reading: NonNullable<DeliveriesView["reading"]> }) {
  const words = useWords().deliveries.reading;
  const { state, ordersRead } = reading;
  const told =
    state === "done"
      ? words.done(ordersRead)
      : state === "choosing"
        ? words.choosing
        : state === "failed" || state === "stopped"
          ? words.failed
          : words.running(ordersRead);
  return (
    <CardSection title={words.title} explanation={told}>
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Text as="span" tone="subdued" variant="bodySm">
          <Moment at={reading.finishedAt ?? reading.startedAt} />
        </Text>
        <Button url="/app" variant="plain">
          {words.open}
        </Button>
      </InlineStack>
    </CardSection>
  );
}
