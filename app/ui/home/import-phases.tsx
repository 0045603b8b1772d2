/** The way of an import: what is done, what moves and how far, what is still to come. */
import { BlockStack, Icon, Text } from "@shopify/polaris";
import { CheckIcon } from "@shopify/polaris-icons";
import type { ImportProgress } from "../../domain/imports/import-progress.ts";
import { ProgressLine } from "../pieces/progress-line.tsx";
import { useWords } from "../words/use-words.tsx";
import type { Words } from "../words/words.ts";
import type { PastOrdersView } from "./view.ts";

/** Until the merchant is asked; what follows their choice is shown beside it. */
const PHASES = ["asking", "reading", "refunds", "trying"] as const;
type Phase = (typeof PHASES)[number];

interface ImportPhasesProps {
  history: ImportProgress;
  trying: PastOrdersView["trying"];
}

export function ImportPhases({ history, trying }: ImportPhasesProps) {
  const words = useWords().home.history;
  const now = PHASES.findIndex((phase) => phase === history.state);
  return (
    <ol className="import-phases">
      {PHASES.map((phase, index) => (
        <li key={phase} aria-current={index === now ? "step" : undefined}>
          <span className="import-mark" aria-hidden="true">
            {index < now ? <Icon source={CheckIcon} tone="success" /> : <i />}
          </span>
          {index === now ? (
            <Now phase={phase} history={history} trying={trying} />
          ) : (
            <Text as="span" tone={index < now ? "base" : "subdued"}>
              {words.phases[phase]}
            </Text>
          )}
        </li>
      ))}
    </ol>
  );
}

type Now = ImportPhasesProps & { phase: Phase };

function Now({ phase, history, trying }: Now) {
  const words = useWords().home.history;
  const { done, all, told } = howFar(words, phase, history, trying);
  return (
    <div className="import-now">
      <BlockStack gap="100">
        <ProgressLine label={words.phases[phase]} done={done} all={all} told={told} />
        {phase === "asking" ? (
          <Text as="p" tone="subdued" variant="bodySm">
            {words.asking}
          </Text>
        ) : null}
      </BlockStack>
    </div>
  );
}

function howFar(
  words: Words["home"]["history"],
  phase: Phase,
  { counts, bytes, atByte, isWhole }: ImportProgress,
  trying: PastOrdersView["trying"],
): { done: number; all: number | null; told: string } {
  switch (phase) {
    case "reading":
      if (isWhole) return { done: 0, all: null, told: words.joined(counts.ordersRead) };
      return { done: atByte, all: bytes, told: words.read(counts.ordersRead) };
    case "refunds": {
      const { refundsRead: done, refundsToRead: all } = counts;
      return { done, all, told: words.refunds(done, all) };
    }
    case "trying":
      return trying
        ? { done: trying.tried, all: trying.of, told: words.tried(trying.tried, trying.of) }
        : { done: 0, all: null, told: "" };
    default:
      return { done: 0, all: null, told: "" };
  }
}
