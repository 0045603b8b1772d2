/** Undoing an adjustment: at once, and with the consequence first where it would leave a gap. */
import { Modal, Text } from "@shopify/polaris";
import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import type { UndoOutcome } from "../../domain/members/adjustment-form.ts";
import { useFormats, useWords } from "../words/use-words.tsx";
import { plain, signed } from "./points-text.tsx";

type Asked = { key: string; points: number; after: number };

/** `dialog` is to be drawn; it is there only while something is asked. */
export function useUndo(): { undo: (key: string) => void; dialog: ReactNode } {
  const words = useWords().member.adjust;
  const { number } = useFormats();
  const shopify = useAppBridge();
  const fetcher = useFetcher<UndoOutcome>();
  const [asked, setAsked] = useState<Asked | null>(null);
  const sent = useRef("");
  const { submit } = fetcher;
  const undo = useCallback(
    (key: string, confirmed: boolean = false): void => {
      sent.current = key;
      const form = new FormData();
      form.set("intent", "undo");
      form.set("key", key);
      if (confirmed) form.set("confirmed", "below-zero");
      submit(form, { method: "post" });
    },
    [submit],
  );
  const outcome = fetcher.data as UndoOutcome | undefined;
  useEffect(() => {
    if (!outcome) return;
    if (outcome.kind === "confirm") {
      setAsked({ key: sent.current, points: outcome.points, after: outcome.after });
      return;
    }
    setAsked(null);
    if (outcome.kind === "not-found") shopify.toast.show(words.notFound, { isError: true });
    else shopify.toast.show(outcome.kind === "undone" ? words.undone : words.undoneAlready);
  }, [outcome, shopify, words]);
  const dialog = asked ? (
    <Modal
      open
      onClose={() => setAsked(null)}
      title={words.undoTitle}
      primaryAction={{
        content: words.undo,
        destructive: true,
        loading: fetcher.state !== "idle",
        onAction: () => undo(asked.key, true),
      }}
      secondaryActions={[{ content: words.cancel, onAction: () => setAsked(null) }]}
    >
      <Modal.Section>
        <Text as="p">
          {words.undoBelowZero(signed(asked.points, number), plain(asked.after, number))}
        </Text>
      </Modal.Section>
    </Modal>
  ) : null;
  return { undo, dialog };
}
