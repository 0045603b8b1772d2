/** Comparisons with Shopify: what was compared, what differed and why, and what was put right. */
import { BlockStack, Text } from "@shopify/polaris";
import { CursorPaging } from "../pieces/cursor-paging.tsx";
import { Moment } from "../pieces/moment.tsx";
import { ProgressLine } from "../pieces/progress-line.tsx";
import { useWords } from "../words/use-words.tsx";
import { CardSection } from "./card-section.tsx";
import { FindingsTable } from "./findings-table.tsx";
import type { ComparisonView, DeliveriesView } from "./view.ts";

type ComparisonCardProps = Pick<
  DeliveriesView,
  "comparisons" | "comparisonsNext" | "comparisonsPaged" | "reconciledTo" | "nextNightAt"
> & { busy: boolean; onCompare: () => void };

export function ComparisonCard(props: ComparisonCardProps) {
  const { comparisons, reconciledTo, nextNightAt } = props;
  const words = useWords().deliveries.comparison;
  const running = comparisons.find(({ state }) => state === "running");
  const ended = comparisons.filter(({ state }) => state !== "running");
  const action = {
    content: words.now,
    onAction: props.onCompare,
    busy: props.busy,
    disabled: running !== undefined,
  };
  return (
    <CardSection title={words.title} explanation={words.explanation} action={action}>
      {reconciledTo === null ? null : (
        <Text as="p">
          {words.agreedTo} <Moment at={reconciledTo} />
        </Text>
      )}
      {running ? (
        <ProgressLine
          label={words.running}
          done={running.compared}
          all={null}
          told={words.runningTold(running.compared, running.differing)}
        />
      ) : null}
      {ended.length === 0 && !running ? <Text as="p">{words.none}</Text> : null}
      {ended.length > 0 ? (
        <ul className="plain-rows plain-rows-inset" aria-label={words.title}>
          {ended.map((each) => (
            <li key={each.runId}>
              <Comparison comparison={each} />
            </li>
          ))}
        </ul>
      ) : null}
      <CursorPaging
        previous={props.comparisonsPaged ? "/app/deliveries" : null}
        next={
          props.comparisonsNext === null
            ? null
            : `/app/deliveries?compared-before=${props.comparisonsNext}`
        }
      />
      {nextNightAt === null ? null : (
        <Text as="p" tone="subdued" variant="bodySm">
          {words.next} <Moment at={nextNightAt} />
        </Text>
      )}
    </CardSection>
  );
}

function Comparison({ comparison }: { comparison: ComparisonView }) {
  const words = useWords().deliveries.comparison;
  const { compared, differing, repaired, findings, missingTopics, remark } = comparison;
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {comparison.state === "failed" ? `${words.failedRun}. ` : null}
        {words.result(compared, differing, repaired)}
      </Text>
      {comparison.state === "failed" && remark !== null ? <Text as="p">{remark}</Text> : null}
      {missingTopics.length > 0 ? <Text as="p">{words.topics(missingTopics)}</Text> : null}
      <Text as="p" tone="subdued" variant="bodySm">
        {words.trigger(comparison.trigger)} ·{" "}
        <Moment at={comparison.finishedAt ?? comparison.startedAt} />
      </Text>
      {findings.length > 0 ? (
        <details>
          <summary>{words.show}</summary>
          <FindingsTable findings={findings} leftOut={comparison.findingsLeftOut} />
        </details>
      ) : null}
    </BlockStack>
  );
}
