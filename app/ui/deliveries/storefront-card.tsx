/** What shoppers see: how soon new points are there, and what keeps them. */
import { BlockStack, Text } from "@shopify/polaris";
import { useWords } from "../words/use-words.tsx";
import type { Words } from "../words/words.ts";
import { CardSection } from "./card-section.tsx";
import type { DeliveriesView } from "./view.ts";

const LATE_SECONDS = 60;

export function StorefrontCard({ showing }: Pick<DeliveriesView, "showing">) {
  const words = useWords().deliveries.storefront;
  return (
    <CardSection title={words.title} explanation={words.explanation}>
      <BlockStack gap="100">
        {linesOf(showing, words).map((line) => (
          <Text as="p" key={line}>
            {line}
          </Text>
        ))}
        {showing.problem === null ? null : (
          <details>
            <summary>{words.problem}</summary>
            <pre className="raw" tabIndex={0} aria-label={words.problem}>
              {showing.problem}
            </pre>
          </details>
        )}
      </BlockStack>
    </CardSection>
  );
}

function linesOf(
  { news, newsOldestSeconds, history, failing, usualLagMs }: DeliveriesView["showing"],
  words: Words["deliveries"]["storefront"],
): string[] {
  const late = (newsOldestSeconds ?? 0) >= LATE_SECONDS;
  return [
    failing > 0 ? words.failing(failing) : "",
    news > 0 && late ? words.newsLate(news, newsOldestSeconds ?? 0) : "",
    news > 0 && !late ? words.news(news) : "",
    history > 0 ? words.history(history) : "",
    usualLagMs !== null ? words.usual(usualLagMs / 1_000) : "",
    usualLagMs === null && news + history + failing === 0 ? words.current : "",
  ].filter(Boolean);
}
