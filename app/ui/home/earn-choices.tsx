/** Three cards to choose from, what each comes to, and one button that says what it does. */
import { BlockStack, Button, InlineGrid, InlineStack, Text } from "@shopify/polaris";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useId, useState } from "react";
import type { DryRun, TriedChoice } from "../../domain/settlement/earn-trial.ts";
import { Moment } from "../pieces/moment.tsx";
import { useFormats, useWords } from "../words/use-words.tsx";
import { ChoiceCard } from "./choice-card.tsx";
import { kindOf, type ChoiceKind } from "./choice-kind.ts";
import { TierBars } from "./tier-bars.tsx";
import { useHomeAct } from "./use-home-act.ts";
import type { PastOrdersView } from "./view.ts";

interface EarnChoicesProps {
  past: PastOrdersView;
  dryRun: DryRun;
  onChosen: () => void;
}

export function EarnChoices({ past, dryRun, onChosen }: EarnChoicesProps) {
  const words = useWords().home.past;
  const name = useId();
  const [kind, setKind] = useState<ChoiceKind>(inForceOf(past));
  const triedDay = dryRun.choices.find((choice) => kindOf(choice) === "since")?.earnFrom ?? "";
  const [day, setDay] = useState<string>(triedDay);
  const trial = useHomeAct();
  const { currency } = dryRun;
  const chosen = dryRun.choices.find((choice) => kindOf(choice) === kind);
  const tried = chosen && (kind !== "since" || day === chosen.earnFrom) ? chosen : null;
  return (
    <BlockStack gap="400">
      <fieldset className="earn-choices">
        <legend>
          <Text as="span" visuallyHidden>
            {words.title}
          </Text>
        </legend>
        <InlineGrid columns={{ xs: 1, md: 3 }} gap="300">
          {dryRun.choices.map((choice) => (
            <ChoiceCard
              key={kindOf(choice)}
              name={name}
              kind={kindOf(choice)}
              choice={choice}
              currency={currency}
              chosen={kindOf(choice) === kind}
              onChoose={() => setKind(kindOf(choice))}
              day={{
                value: day,
                max: past.today,
                onChange: setDay,
                refused: trial.answer?.refused ?? null,
                busy: trial.busy === "try-earn" || past.trying !== null,
                onTry: () => trial.act("try-earn", { day }),
              }}
            />
          ))}
        </InlineGrid>
      </fieldset>
      {chosen ? <TierBars tiers={chosen.membersByTier} members={chosen.members} /> : null}
      <Decision kind={kind} tried={tried} currency={currency} onChosen={onChosen} />
      <Text as="p" variant="bodySm" tone="subdued">
        {words.asOf}
        <Moment at={dryRun.takenAt} />
        {". "}
        {words.later}
      </Text>
    </BlockStack>
  );
}

const inForceOf = ({ inForce, chosenAt }: PastOrdersView): ChoiceKind =>
  chosenAt === null ? "all" : inForce === "none" || inForce === "all" ? inForce : "since";

interface DecisionProps {
  kind: ChoiceKind;
  /** Null: its numbers are not known. */
  tried: TriedChoice | null;
  currency: string;
  onChosen: () => void;
}

function Decision({ kind, tried, currency, onChosen }: DecisionProps) {
  const words = useWords().home.past;
  const formats = useFormats();
  const shopify = useAppBridge();
  const { act, busy, answer } = useHomeAct();
  useEffect(() => {
    if (answer?.intent !== "choose-earn" || answer.refused !== null) return;
    shopify.toast.show(words.chosenToast);
    onChosen();
    // For each answer once: the words and the way back stay the same.
  }, [answer]);
  if (!tried) {
    return (
      <Text as="p" tone="subdued">
        {words.notTried}
      </Text>
    );
  }
  const money = formats.money(tried.liabilityMinor, currency);
  return (
    <div className="earn-decision">
      <InlineStack gap="300" align="space-between" blockAlign="center">
        <div className="to-do-words">
          <Text as="p" fontWeight="semibold">
            <span suppressHydrationWarning>
              {words.consequence(tried.points, tried.membersHolding, money)}
            </span>
          </Text>
        </div>
        <Button
          variant="primary"
          loading={busy === "choose-earn"}
          onClick={() => act("choose-earn", { choice: tried.earnFrom })}
        >
          {words.buttons[kind]}
        </Button>
      </InlineStack>
    </div>
  );
}
