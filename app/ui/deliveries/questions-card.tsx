/** Orders that deliveries spoke of without showing them: asked for until Shopify answers. */
import { BlockStack, Text } from "@shopify/polaris";
import { Moment } from "../pieces/moment.tsx";
import { useWords } from "../words/use-words.tsx";
import { CardSection } from "./card-section.tsx";
import type { DeliveriesView } from "./view.ts";

type QuestionsCardProps = Pick<DeliveriesView, "questions" | "questionsTotal"> & {
  busy: boolean;
  onAskNow: () => void;
};

export function QuestionsCard({ questions, questionsTotal, busy, onAskNow }: QuestionsCardProps) {
  const words = useWords().deliveries.questions;
  const left = questionsTotal - questions.length;
  const action = { content: words.askNow, onAction: onAskNow, busy };
  return (
    <CardSection
      title={words.title}
      explanation={words.explanation}
      {...(questionsTotal > 0 ? { action } : {})}
    >
      {questions.length === 0 ? <Text as="p">{words.none}</Text> : null}
      {questions.length > 0 ? (
        <ul className="plain-rows plain-rows-inset" aria-label={words.title}>
          {questions.map((each) => (
            <li key={each.orderId}>
              <BlockStack gap="050">
                <Text as="h3" variant="headingSm">
                  {words.order(each.orderName ?? each.orderId)}
                </Text>
                <Text as="p">{words.reason[each.reason] ?? each.reason}</Text>
                {each.remark === null ? null : <Text as="p">{words.error(each.remark)}</Text>}
                <Text as="p" tone="subdued" variant="bodySm">
                  {words.next} <Moment at={each.dueAt} />
                  {each.attempts > 0 ? ` · ${words.tries(each.attempts)}` : null}
                </Text>
              </BlockStack>
            </li>
          ))}
        </ul>
      ) : null}
      {left > 0 ? (
        <Text as="p" tone="subdued">
          {words.more(left)}
        </Text>
      ) : null}
    </CardSection>
  );
}
