/** One choice for past orders: a radio button with what it comes to. */
import { BlockStack, Button, InlineStack, Text, TextField } from "@shopify/polaris";
import { useId, type ReactNode } from "react";
import type { TriedChoice } from "../../domain/settlement/earn-trial.ts";
import { Figure, Money } from "../pieces/figure.tsx";
import { useWords } from "../words/use-words.tsx";
import type { ChoiceKind } from "./choice-kind.ts";

interface ChoiceCardProps {
  name: string;
  kind: ChoiceKind;
  choice: TriedChoice;
  currency: string;
  chosen: boolean;
  onChoose: () => void;
  /** For the choice of a day. */
  day: DayProps;
}

interface DayProps {
  value: string;
  max: string;
  onChange: (day: string) => void;
  refused: "no-day" | "not-yet" | null;
  busy: boolean;
  onTry: () => void;
}

const HELP = { none: "noneHelp", since: "sinceHelp", all: "allHelp" } as const;

export function ChoiceCard(props: ChoiceCardProps) {
  const { name, kind, choice, currency, chosen, onChoose, day } = props;
  const words = useWords().home.past;
  const id = useId();
  const known = kind !== "since" || day.value === choice.earnFrom;
  return (
    <div className={chosen ? "earn-choice earn-choice-chosen" : "earn-choice"}>
      <BlockStack gap="300">
        <div className="earn-choice-title">
          <input type="radio" name={name} id={id} checked={chosen} onChange={onChoose} />
          <label htmlFor={id}>
            <Text as="span" fontWeight="semibold">
              {words[kind]}
            </Text>
            <Text as="span" tone="subdued" variant="bodySm">
              {words[HELP[kind]]}
            </Text>
          </label>
        </div>
        {kind === "since" ? <DayField day={day} onFocus={onChoose} known={known} /> : null}
        <dl className={known ? "earn-figures" : "earn-figures earn-figures-old"}>
          <Line label={words.points}>
            <Figure value={choice.points} />
          </Line>
          <Line label={words.liability} help={words.liabilityHelp}>
            <Money minor={choice.liabilityMinor} currency={currency} short />
          </Line>
          <Line label={words.ordersEarning}>
            <Figure value={choice.ordersEarning} />
          </Line>
          <Line label={words.holding}>
            <Figure value={choice.membersHolding} />
          </Line>
        </dl>
      </BlockStack>
    </div>
  );
}

interface DayFieldProps {
  day: DayProps;
  /** Whether the numbers below are of this day. */
  known: boolean;
  onFocus: () => void;
}

function DayField({ day, known, onFocus }: DayFieldProps) {
  const words = useWords().home.past;
  return (
    <BlockStack gap="200">
      <TextField
        type="date"
        label={words.day}
        autoComplete="off"
        value={day.value}
        max={day.max}
        onFocus={onFocus}
        onChange={day.onChange}
        {...(day.refused === null ? {} : { error: words.refused[day.refused] })}
      />
      {known ? null : (
        <InlineStack>
          <Button loading={day.busy} onClick={day.onTry}>
            {words.tryDay}
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}

function Line({ label, help, children }: { label: string; help?: string; children: ReactNode }) {
  return (
    <div title={help}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
