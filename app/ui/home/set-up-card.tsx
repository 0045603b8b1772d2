/** Four steps that check themselves; the first that is open stands open. */
import {
  BlockStack,
  Box,
  Button,
  Card,
  Divider,
  InlineStack,
  ProgressBar,
  Text,
} from "@shopify/polaris";
import { Fragment, useId, type ReactNode } from "react";
import { useWords } from "../words/use-words.tsx";
import { BlocksStep } from "./blocks-step.tsx";
import { ConnectedStep } from "./connected-step.tsx";
import { HistoryStep } from "./history-step.tsx";
import { PastOrdersStep } from "./past-orders-step.tsx";
import { SetUpStep } from "./set-up-step.tsx";
import { useHomeAct } from "./use-home-act.ts";
import type { HomeProgress, SetUpView } from "./view.ts";

interface SetUpCardProps {
  setUp: SetUpView;
  progress: HomeProgress;
}

interface Step {
  key: string;
  title: string;
  done: boolean;
  content: ReactNode;
}

export function SetUpCard({ setUp, progress }: SetUpCardProps) {
  const words = useWords().home.setUp;
  const headingId = useId();
  const { act, busy } = useHomeAct();
  const steps = useSteps(setUp, progress);
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done)?.key ?? null;
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="200">
          <InlineStack align="space-between" blockAlign="baseline" gap="200">
            <Text as="h2" variant="headingMd" id={headingId}>
              {words.title}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued">
              {words.progress(done, steps.length)}
            </Text>
          </InlineStack>
          <ProgressBar
            progress={(done / steps.length) * 100}
            size="small"
            tone="success"
            ariaLabelledBy={headingId}
          />
        </BlockStack>
      </Box>
      {steps.map((step) => (
        <Fragment key={step.key}>
          <Divider />
          <SetUpStep title={step.title} done={step.done} openFirst={step.key === next}>
            {step.content}
          </SetUpStep>
        </Fragment>
      ))}
      {next === null ? (
        <>
          <Divider />
          <Box padding="400">
            <InlineStack align="space-between" blockAlign="center" gap="200">
              <Text as="p">{words.allDone}</Text>
              <Button loading={busy === "close-set-up"} onClick={() => act("close-set-up")}>
                {words.putAway}
              </Button>
            </InlineStack>
          </Box>
        </>
      ) : null}
    </Card>
  );
}

/** What comes after the reading is the next step's. */
const READ: ReadonlySet<string> = new Set(["choosing", "settling", "done"]);

function useSteps({ connected, blocks }: SetUpView, { history, past }: HomeProgress): Step[] {
  const words = useWords().home;
  const isConnected = connected.missingScopes.length === 0 && !connected.accessLost;
  const isRead = history === null ? past.known.from !== null : READ.has(history.state);
  const isSettled = past.membersDue === 0 && (history === null || history.state === "done");
  const isChosen = past.chosenAt !== null && isSettled;
  const isPlaced = blocks.seenAt !== null || blocks.placedAt !== null;
  return [
    {
      key: "connected",
      done: isConnected,
      title: isConnected ? words.connected.title : words.connected.titleOpen,
      content: <ConnectedStep connected={connected} />,
    },
    {
      key: "history",
      done: isRead,
      title: isRead ? words.history.titleDone : words.history.title,
      content: <HistoryStep history={history} past={past} />,
    },
    {
      key: "past",
      done: isChosen,
      title: isChosen ? words.past.titleDone : words.past.title,
      content: <PastOrdersStep history={history} past={past} />,
    },
    {
      key: "blocks",
      done: isPlaced,
      title: isPlaced ? words.blocks.titleDone : words.blocks.title,
      content: <BlocksStep blocks={blocks} />,
    },
  ];
}
