/** Points by hand: a form, and above the limit the consequence in figures before it is sent. */
import {
  Banner,
  BlockStack,
  InlineStack,
  Modal,
  RadioButton,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import { ADJUSTMENT_REASONS, NOTE_CHARACTERS_MAX } from "../../domain/members/adjustment.ts";
import type { AdjustmentOutcome, Warning } from "../../domain/members/adjustment-form.ts";
import { useFormats, useReader, useWords } from "../words/use-words.tsx";
import { plain, signed } from "./points-text.tsx";

interface AdjustDialogProps {
  balance: number;
  onClose: () => void;
  onMade: (made: { key: string; points: number; repeated: boolean }) => void;
}

type Draft = { direction: "add" | "take"; points: string; reason: string; note: string };
const EMPTY: Draft = { direction: "add", points: "", reason: "", note: "" };

/** Mounted anew each time it is opened: its id is what makes a second click harmless. */
export function AdjustDialog({ balance, onClose, onMade }: AdjustDialogProps) {
  const words = useWords().member.adjust;
  const { number } = useFormats();
  const [id] = useState(() => crypto.randomUUID());
  const [draft, setDraft] = useState(EMPTY);
  const [warned, setWarned] = useState<Warning | null>(null);
  const fetcher = useFetcher<AdjustmentOutcome>();
  const outcome = fetcher.data as AdjustmentOutcome | undefined;
  const busy = fetcher.state !== "idle";
  useEffect(() => {
    if (!outcome) return;
    if (outcome.kind === "confirm") setWarned(outcome.warning);
    if (outcome.kind === "adjusted" || outcome.kind === "repeated") {
      const { key, points } = outcome;
      onMade({ key, points, repeated: outcome.kind === "repeated" });
    }
  }, [outcome, onMade]);
  const send = (): void => {
    const form = new FormData();
    form.set("intent", "adjust");
    form.set("id", id);
    form.set("points", draft.points.trim() === "" ? "" : signOf(draft) + bare(draft.points));
    form.set("reason", draft.reason);
    form.set("note", draft.note);
    for (const each of warned?.consequences ?? []) form.append("confirmed", each);
    fetcher.submit(form, { method: "post" });
  };
  const change = warned ? signed(warned.points, number) : "";
  return (
    <Modal
      open
      onClose={onClose}
      title={warned ? words.confirmTitle : words.title}
      primaryAction={{
        content: warned ? words.confirm(change) : words.save,
        onAction: send,
        loading: busy,
        destructive: warned !== null && warned.points < 0,
      }}
      secondaryActions={[
        warned
          ? { content: words.back, onAction: () => setWarned(null) }
          : { content: words.cancel, onAction: onClose },
      ]}
    >
      <Modal.Section>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <BlockStack gap="400">
            {warned ? (
              <Consequences warning={warned} />
            ) : (
              <Fields draft={draft} setDraft={setDraft} outcome={outcome} balance={balance} />
            )}
            {/* Enter sends the form. */}
            <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
          </BlockStack>
        </form>
      </Modal.Section>
    </Modal>
  );
}

const signOf = ({ direction }: Draft): string => (direction === "take" ? "-" : "");
/** The direction says the sign; one that was typed as well doesn't turn it around. */
const bare = (text: string): string => text.trim().replace(/^[+−–-]/, "");

interface FieldsProps {
  draft: Draft;
  setDraft: (draft: Draft) => void;
  outcome: AdjustmentOutcome | undefined;
  balance: number;
}

function Fields({ draft, setDraft, outcome, balance }: FieldsProps) {
  const words = useWords().member.adjust;
  const set = (change: Partial<Draft>): void => setDraft({ ...draft, ...change });
  const faultOf = (field: string): string | false => {
    const faults = outcome?.kind === "invalid" ? outcome.faults : [];
    const fault = faults.find((each) => each.startsWith(`${field}-`));
    return (fault !== undefined && words.faults[fault]) || false;
  };
  const problem = problemOf(outcome, words);
  return (
    <>
      {problem === null ? null : (
        <Banner tone="critical">
          <p>{problem}</p>
        </Banner>
      )}
      <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
        <legend style={{ padding: 0 }}>{words.direction}</legend>
        <InlineStack gap="400">
          {(["add", "take"] as const).map((direction) => (
            <RadioButton
              key={direction}
              id={`adjust-${direction}`}
              name="direction"
              label={words[direction]}
              checked={draft.direction === direction}
              onChange={() => set({ direction })}
            />
          ))}
        </InlineStack>
      </fieldset>
      <TextField
        label={words.points}
        value={draft.points}
        onChange={(points) => set({ points })}
        inputMode="numeric"
        autoComplete="off"
        autoFocus
        error={faultOf("points")}
        helpText={<After draft={draft} balance={balance} />}
      />
      <Select
        label={words.reason}
        placeholder={words.choose}
        options={ADJUSTMENT_REASONS.map((value) => ({
          value,
          label: words.reasons[value] ?? value,
        }))}
        value={draft.reason}
        onChange={(reason) => set({ reason })}
        error={faultOf("reason")}
      />
      <TextField
        label={words.note}
        value={draft.note}
        onChange={(note) => set({ note })}
        helpText={draft.reason === "other" ? words.noteNeeded : words.noteHint}
        multiline={2}
        maxLength={NOTE_CHARACTERS_MAX}
        autoComplete="off"
        error={faultOf("note")}
      />
    </>
  );
}

function problemOf(
  outcome: AdjustmentOutcome | undefined,
  words: { conflict: string; notAMember: string },
): string | null {
  if (outcome?.kind === "conflict") return words.conflict;
  return outcome?.kind === "not-a-member" ? words.notAMember : null;
}

function After({ draft, balance }: Pick<FieldsProps, "draft" | "balance">) {
  const words = useWords().member.adjust;
  const { number } = useFormats();
  const points = Number(bare(draft.points).replaceAll(/[,\s]/g, ""));
  const change = Number.isInteger(points) ? points * (draft.direction === "take" ? -1 : 1) : 0;
  return <>{words.after(plain(balance, number), plain(balance + change, number))}</>;
}

function Consequences({ warning }: { warning: Warning }) {
  const words = useWords().member.adjust;
  const { number, money } = useFormats();
  const { currency } = useReader();
  const { points, limit, worthMinor, today, dayLimit, before, after } = warning;
  const texts = {
    "above-limit": words.aboveLimit(Math.abs(points), limit, money(Math.abs(worthMinor), currency)),
    "above-day-limit": words.aboveDayLimit(today, dayLimit),
    "below-zero": words.belowZero(plain(after, number)),
  };
  return (
    <BlockStack gap="300">
      {warning.consequences.map((consequence) => (
        <Text as="p" key={consequence}>
          {texts[consequence]}
        </Text>
      ))}
      <Text as="p" fontWeight="semibold">
        {words.after(plain(before, number), plain(after, number))}
      </Text>
    </BlockStack>
  );
}
