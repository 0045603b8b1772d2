/** The fields behind each filter. */
import { BlockStack, ChoiceList, InlineGrid, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { FilterText } from "../../domain/members/member-filter.ts";
import { useReader, useWords } from "../words/use-words.tsx";
import { minorText, unitText } from "./applied-filters.ts";

export interface FieldProps {
  filter: FilterText;
  /** Values to take over; empty: no longer asked. */
  change: (values: FilterText) => void;
}

export function TierField({
  filter,
  change,
  tiers,
}: FieldProps & { tiers: readonly { id: string; name: string }[] }) {
  const words = useWords().members.filters;
  return (
    <ChoiceList
      allowMultiple
      title={words.tier}
      titleHidden
      choices={tiers.map(({ id, name }) => ({ label: name, value: id }))}
      selected={filter.tier?.split(",") ?? []}
      onChange={(chosen) => change({ tier: chosen.sort().join(",") })}
    />
  );
}

export function PointsField({ filter, change }: FieldProps) {
  const words = useWords().members.filters;
  return (
    <Range>
      <TypedField
        label={words.min}
        type="number"
        value={filter.pointsMin ?? ""}
        onTyped={(pointsMin) => change({ pointsMin: wholeText(pointsMin) })}
      />
      <TypedField
        label={words.max}
        type="number"
        value={filter.pointsMax ?? ""}
        onTyped={(pointsMax) => change({ pointsMax: wholeText(pointsMax) })}
      />
    </Range>
  );
}

const wholeText = (typed: string): string => (/^-?\d{1,12}$/.test(typed) ? typed : "");

export function SpendField({ filter, change }: FieldProps) {
  const words = useWords().members.filters;
  const { currency } = useReader();
  return (
    <Range>
      <TypedField
        label={words.min}
        type="number"
        suffix={currency}
        value={unitText(filter.spendMin, currency)}
        onTyped={(typed) => change({ spendMin: minorText(typed, currency) })}
      />
      <TypedField
        label={words.max}
        type="number"
        suffix={currency}
        value={unitText(filter.spendMax, currency)}
        onTyped={(typed) => change({ spendMax: minorText(typed, currency) })}
      />
    </Range>
  );
}

export function EnrolledField({ filter, change }: FieldProps) {
  const words = useWords().members.filters;
  return (
    <Range>
      <TypedField
        label={words.from}
        type="date"
        value={filter.enrolledFrom ?? ""}
        onTyped={(enrolledFrom) => change({ enrolledFrom })}
      />
      <TypedField
        label={words.to}
        type="date"
        value={filter.enrolledTo ?? ""}
        onTyped={(enrolledTo) => change({ enrolledTo })}
      />
    </Range>
  );
}

export function LastOrderField({ filter, change }: FieldProps) {
  const words = useWords().members.filters;
  return (
    <BlockStack gap="300">
      <TypedField
        label={words.orderedSince}
        type="date"
        value={filter.orderedSince ?? ""}
        onTyped={(orderedSince) => change({ orderedSince })}
      />
      <TypedField
        label={words.notOrderedSince}
        type="date"
        value={filter.notOrderedSince ?? ""}
        helpText={words.notOrderedHint}
        onTyped={(notOrderedSince) => change({ notOrderedSince })}
      />
    </BlockStack>
  );
}

const WITHIN_DAYS = [7, 30, 60, 90];

export function ExpiringField({ filter, change }: FieldProps) {
  const words = useWords().members.filters;
  const choices = WITHIN_DAYS.map((days) => ({ label: words.within(days), value: String(days) }));
  return (
    <ChoiceList
      title={words.expiring}
      titleHidden
      choices={[{ label: words.any, value: "" }, ...choices]}
      selected={[filter.expiringDays ?? ""]}
      onChange={([expiringDays = ""]) => change({ expiringDays })}
    />
  );
}

export function LeftField({ filter, change }: FieldProps) {
  const words = useWords().members.filters;
  return (
    <ChoiceList
      title={words.left}
      titleHidden
      choices={[
        { label: words.inProgram, value: "" },
        { label: words.hasLeft, value: "1" },
      ]}
      selected={[filter.left ?? ""]}
      onChange={([left = ""]) => change({ left })}
    />
  );
}

function Range({ children }: { children: React.ReactNode }) {
  return (
    <div className="filter-range">
      <InlineGrid columns={2} gap="200">
        {children}
      </InlineGrid>
    </div>
  );
}

interface TypedFieldProps {
  label: string;
  type: "number" | "date";
  value: string;
  suffix?: string;
  helpText?: string;
  onTyped: (typed: string) => void;
}

/** Shows what is typed at once; the list follows. */
function TypedField({ value, onTyped, ...field }: TypedFieldProps) {
  const [typed, setTyped] = useState({ text: value, of: value });
  // The list was changed elsewhere (a view, a filter taken away): the field follows.
  if (typed.of !== value)
    setTyped({ text: sameAs(typed.text, value) ? typed.text : value, of: value });
  return (
    <TextField
      {...field}
      autoComplete="off"
      value={typed.text}
      onChange={(text) => {
        setTyped({ text, of: typed.of });
        onTyped(text);
      }}
    />
  );
}

const sameAs = (typed: string, value: string): boolean =>
  typed === value || (typed !== "" && Number(typed.replace(",", ".")) === Number(value));
