/** Reading the history: begun here, followed here, found here again. */
import { Banner, BlockStack, Button, InlineStack, List, Text } from "@shopify/polaris";
import type { ImportProgress } from "../../domain/imports/import-progress.ts";
import { Moment } from "../pieces/moment.tsx";
import { useWords } from "../words/use-words.tsx";
import { ImportPhases } from "./import-phases.tsx";
import { KnownFrom } from "./known-from.tsx";
import { useHomeAct } from "./use-home-act.ts";
import type { PastOrdersView } from "./view.ts";

interface HistoryStepProps {
  history: ImportProgress | null;
  past: PastOrdersView;
}

export function HistoryStep({ history, past }: HistoryStepProps) {
  const words = useWords().home.history;
  if (history === null) {
    return (
      <BlockStack gap="300">
        <Text as="p">{words.why}</Text>
        <StartButton words={words.start} primary />
      </BlockStack>
    );
  }
  switch (history.state) {
    case "choosing":
    case "settling":
    case "done":
      return <Read history={history} past={past} />;
    case "failed":
      return <Failed history={history} />;
    case "stopped":
      return (
        <BlockStack gap="300">
          <Text as="p">{words.stopped(history.counts.ordersRead)}</Text>
          <StartButton words={words.goOn} primary />
        </BlockStack>
      );
    default:
      return <UnderWay history={history} past={past} />;
  }
}

function UnderWay({ history, past }: { history: ImportProgress; past: PastOrdersView }) {
  const words = useWords().home.history;
  const { act, busy } = useHomeAct();
  return (
    <BlockStack gap="400">
      <ImportPhases history={history} trying={past.trying} />
      {history.remark === null ? null : (
        <Text as="p" tone="caution">
          {words.waits(history.remark)}
        </Text>
      )}
      <InlineStack gap="300" blockAlign="center" align="space-between">
        <Text as="p" tone="subdued">
          {words.since}
          <Moment at={history.startedAt} />
          {". "}
          {words.leave}
        </Text>
        <Button loading={busy === "stop-import"} onClick={() => act("stop-import")}>
          {words.stop}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

function Failed({ history }: { history: ImportProgress }) {
  const words = useWords().home.history;
  return (
    <BlockStack gap="300">
      <Banner tone="critical" title={words.failed}>
        <BlockStack gap="100">
          {history.remark === null ? null : <Text as="p">{words.reason(history.remark)}</Text>}
          <Text as="p">{words.failedKept(history.counts.ordersRead)}</Text>
        </BlockStack>
      </Banner>
      <StartButton words={words.again} primary />
    </BlockStack>
  );
}

function Read({ history, past }: { history: ImportProgress; past: PastOrdersView }) {
  const words = useWords().home.history;
  const { counts, problems } = history;
  return (
    <BlockStack gap="200">
      <Text as="p">{words.doneCount(counts.ordersRead, counts.ordersNew)}</Text>
      {counts.linesSkipped > 0 ? (
        <>
          <Text as="p">{words.skipped(counts.linesSkipped)}</Text>
          <List>
            {problems.map(({ line, reason }) => (
              <List.Item key={line}>{words.line(line, reason)}</List.Item>
            ))}
          </List>
        </>
      ) : null}
      {counts.refundsMissed > 0 ? (
        <Text as="p">{words.missedRefunds(counts.refundsMissed)}</Text>
      ) : null}
      <KnownFrom known={past.known} />
    </BlockStack>
  );
}

function StartButton({ words, primary }: { words: string; primary: boolean }) {
  const { act, busy } = useHomeAct();
  return (
    <InlineStack>
      <Button
        variant={primary ? "primary" : "secondary"}
        loading={busy === "start-import"}
        onClick={() => act("start-import")}
      >
        {words}
      </Button>
    </InlineStack>
  );
}
