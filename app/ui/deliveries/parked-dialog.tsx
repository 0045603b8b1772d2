/** One parked delivery: what happened, what was kept, what to do; its error and its masked content below. */
import { BlockStack, Button, Modal, Text } from "@shopify/polaris";
import { useFetcher } from "@remix-run/react";
import type { ReactNode } from "react";
import { Moment } from "../pieces/moment.tsx";
import { useWords } from "../words/use-words.tsx";
import type { Words } from "../words/words.ts";
import { headingOf } from "./subject-text.ts";
import type { ParkedView } from "./view.ts";

export type BodyAnswer = { body: { text: string; cut: boolean } | null };

export function ParkedDialog({ parked, onClose }: { parked: ParkedView; onClose: () => void }) {
  const all = useWords().deliveries;
  const words = all.detail;
  return (
    <Modal
      open
      onClose={onClose}
      title={headingOf(parked, all.parked)}
      secondaryActions={[{ content: words.close, onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          <Part title={words.happened}>
            {all.parked.problem[parked.problem]}
            {words.stop}
            {words.problem[parked.problem]}
          </Part>
          <Part title={words.kept}>{keptOf(parked, words)}</Part>
          <Part title={words.doNow}>{adviceOn(parked, words)}</Part>
          <Text as="p" tone="subdued" variant="bodySm">
            {words.arrived} <Moment at={parked.receivedAt} />
            {parked.triedAt === null ? null : (
              <>
                {" · "}
                {words.tried} <Moment at={parked.triedAt} />
              </>
            )}
            {" · "}
            {all.parked.attempts(parked.attempts)}
          </Text>
          {parked.error === null ? null : (
            <details>
              <summary>{words.raw}</summary>
              <pre className="raw" tabIndex={0} aria-label={words.raw}>
                {parked.error}
              </pre>
              <Text as="p" tone="subdued" variant="bodySm">
                {words.technical(parked.topic, parked.apiVersion, parked.size)}
              </Text>
            </details>
          )}
          <MaskedBody webhookId={parked.webhookId} />
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <BlockStack gap="050">
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      <Text as="p">{children}</Text>
    </BlockStack>
  );
}

/** Opened on demand only: it is decrypted for whoever asks, and masked before it leaves the server. */
function MaskedBody({ webhookId }: { webhookId: string }) {
  const words = useWords().deliveries.detail;
  const fetcher = useFetcher<BodyAnswer>();
  const { data, state } = fetcher;
  if (!data)
    return (
      <div>
        <Button
          loading={state !== "idle"}
          onClick={() => fetcher.load(`/app/deliveries/body/${encodeURIComponent(webhookId)}`)}
        >
          {words.body}
        </Button>
      </div>
    );
  if (!data.body) return <Text as="p">{words.bodyNone}</Text>;
  return (
    <BlockStack gap="100">
      <Text as="p" tone="subdued" variant="bodySm">
        {words.bodyHint} {data.body.cut ? words.bodyCut : ""}
      </Text>
      <pre className="raw" tabIndex={0} aria-label={words.body}>
        {data.body.text}
      </pre>
    </BlockStack>
  );
}

function keptOf({ problem }: ParkedView, words: Words["deliveries"]["detail"]): string {
  if (problem === "contradiction") return words.keptMerge;
  return problem === "closed" ? words.keptClosed : words.keptIt;
}

function adviceOn(parked: ParkedView, words: Words["deliveries"]["detail"]): string {
  const { advice } = words;
  if (parked.owedByLaw) return advice.law;
  if (parked.problem === "contradiction") return advice.merge;
  if (parked.problem === "unknown-topic") return advice.update;
  if (parked.problem === "closed") return advice.key;
  return parked.problem === "unreadable" && parked.canAsk ? advice.readAgain : advice.retry;
}
