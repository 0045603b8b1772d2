/** Whether Shopify still sends what it was asked to send, and what was done where it had stopped. */
import { BlockStack, Text } from "@shopify/polaris";
import { Moment } from "../pieces/moment.tsx";
import { useWords } from "../words/use-words.tsx";
import { CardSection } from "./card-section.tsx";
import type { DeliveriesView } from "./view.ts";

export function SubscriptionsCard({ subscriptions }: Pick<DeliveriesView, "subscriptions">) {
  const words = useWords().deliveries.subscriptions;
  if (subscriptions === null) return null;
  const { wanted, restored, restoredAt, problem, checkedAt } = subscriptions;
  return (
    <CardSection title={words.title} explanation={words.explanation}>
      <BlockStack gap="200">
        {problem === null ? (
          <Text as="p">{wanted.length === 0 ? words.standard : words.also(wanted)}</Text>
        ) : null}
        {restored.length === 0 || restoredAt === null ? null : (
          <Text as="p">
            {words.restored(restored)} <Moment at={restoredAt} />
          </Text>
        )}
        {problem === null ? null : (
          <>
            <Text as="p" tone="caution">
              {words.failed}
            </Text>
            <details>
              <summary>{words.problem}</summary>
              <pre className="raw" tabIndex={0} aria-label={words.problem}>
                {problem}
              </pre>
            </details>
          </>
        )}
        {checkedAt === null ? null : (
          <Text as="p" variant="bodySm" tone="subdued">
            {words.checked} <Moment at={checkedAt} />
          </Text>
        )}
      </BlockStack>
    </CardSection>
  );
}
