/** Whether past orders earn: each choice with what it comes to, and its consequence before the button. */
import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import type { ImportProgress } from "../../domain/imports/import-progress.ts";
import { Moment } from "../pieces/moment.tsx";
import { ProgressLine } from "../pieces/progress-line.tsx";
import { useFormats, useWords } from "../words/use-words.tsx";
import { EarnChoices } from "./earn-choices.tsx";
import { useHomeAct } from "./use-home-act.ts";
import type { PastOrdersView } from "./view.ts";

const READ: ReadonlySet<string> = new Set(["choosing", "settling", "done"]);

interface PastOrdersStepProps {
  history: ImportProgress | null;
  past: PastOrdersView;
}

export function PastOrdersStep({ history, past }: PastOrdersStepProps) {
  const words = useWords().home.past;
  const [changing, setChanging] = useState(false);
  const chosen = past.chosenAt !== null;
  const canChoose = chosen || (history !== null && READ.has(history.state));
  if (chosen && !changing) {
    return <Chosen history={history} past={past} onChange={() => setChanging(true)} />;
  }
  return (
    <BlockStack gap="400">
      <Text as="p">{words.why}</Text>
      {canChoose ? (
        <Trial past={past} onChosen={() => setChanging(false)} />
      ) : (
        <Text as="p" tone="subdued">
          {words.waiting}
        </Text>
      )}
      {chosen ? (
        <InlineStack>
          <Button variant="plain" onClick={() => setChanging(false)}>
            {words.keep}
          </Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}

function Chosen({ history, past, onChange }: PastOrdersStepProps & { onChange: () => void }) {
  const words = useWords().home.past;
  const formats = useFormats();
  const { inForce, chosenAt, membersDue } = past;
  const rule =
    inForce === "none" || inForce === "all"
      ? words.chosen[inForce]
      : words.chosen.since(formats.day(`${inForce}T12:00:00Z`));
  return (
    <BlockStack gap="200">
      <Text as="p">
        {rule} {chosenAt === null ? null : <Moment at={chosenAt} />}
      </Text>
      {history?.state === "settling" ? <Settling history={history} /> : null}
      {history?.state !== "settling" && membersDue > 0 ? (
        <Text as="p" tone="subdued">
          {words.due(membersDue)}
        </Text>
      ) : null}
      <InlineStack>
        <Button variant="plain" onClick={onChange}>
          {words.change}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

function Settling({ history }: { history: ImportProgress }) {
  const words = useWords().home.history;
  const { membersSettled, membersToSettle } = history.counts;
  return (
    <BlockStack gap="200">
      <ProgressLine
        label={words.phases.settling}
        done={membersSettled}
        all={membersToSettle}
        told={words.settled(membersSettled, membersToSettle)}
      />
      <Text as="p" tone="subdued">
        {words.leave}
      </Text>
    </BlockStack>
  );
}

function Trial({ past, onChosen }: { past: PastOrdersView; onChosen: () => void }) {
  const words = useWords().home.past;
  const { act, busy } = useHomeAct();
  const { dryRun, trying } = past;
  return (
    <BlockStack gap="400">
      {trying ? <ProgressLine label={words.trying} done={trying.tried} all={trying.of} /> : null}
      {dryRun ? (
        <EarnChoices past={past} dryRun={dryRun} onChosen={onChosen} />
      ) : trying ? null : (
        <InlineStack>
          <Button loading={busy === "try-earn"} onClick={() => act("try-earn")}>
            {words.tryAll}
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}
