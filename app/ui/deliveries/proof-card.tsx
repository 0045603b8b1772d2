/** The ledger proved by a second calculation: how much of it, when, and whether it holds. */
import { Banner, BlockStack, Text } from "@shopify/polaris";
import { Moment } from "../pieces/moment.tsx";
import { ProgressLine } from "../pieces/progress-line.tsx";
import { useWords } from "../words/use-words.tsx";
import { CardSection } from "./card-section.tsx";
import type { DeliveriesView, ProofView } from "./view.ts";

type ProofCardProps = Pick<DeliveriesView, "lastProof" | "runningProof"> & {
  busy: boolean;
  onProve: () => void;
};

export function ProofCard({ lastProof, runningProof, busy, onProve }: ProofCardProps) {
  const words = useWords().deliveries.proof;
  const action = {
    content: words.now,
    onAction: onProve,
    busy,
    disabled: runningProof !== null,
  };
  return (
    <CardSection title={words.title} explanation={words.explanation} action={action}>
      {runningProof ? (
        <ProgressLine
          label={words.running}
          done={runningProof.membersProved}
          all={runningProof.membersAll}
        />
      ) : null}
      {lastProof ? <LastProof proof={lastProof} /> : null}
      {!lastProof && !runningProof ? <Text as="p">{words.none}</Text> : null}
    </CardSection>
  );
}

function LastProof({ proof }: { proof: ProofView }) {
  const words = useWords().deliveries.proof;
  return (
    <BlockStack gap="200">
      <Text as="p" variant="headingSm">
        {proof.state === "failed"
          ? words.failedRun
          : words.share(proof.membersProved, proof.membersAll)}
      </Text>
      {proof.breaks > 0 ? (
        <Banner tone="critical">
          <p>{words.broken(proof.breaks)}</p>
          {proof.firstBreak === null ? null : (
            <details>
              <summary>{words.first}</summary>
              <pre className="raw" tabIndex={0} aria-label={words.first}>
                {proof.firstBreak}
              </pre>
            </details>
          )}
        </Banner>
      ) : null}
      {proof.breaks === 0 && proof.state === "done" ? <Text as="p">{words.sound}</Text> : null}
      {proof.unsettled > 0 ? <Text as="p">{words.unsettled(proof.unsettled)}</Text> : null}
      {proof.state === "failed" && proof.remark !== null ? (
        <Text as="p">{proof.remark}</Text>
      ) : null}
      <Text as="p" tone="subdued" variant="bodySm">
        {words.last} <Moment at={proof.finishedAt ?? proof.startedAt} /> ·{" "}
        {words.counts(proof.entries, proof.seals)}
      </Text>
    </BlockStack>
  );
}
