/** Dismissing can't be undone: its consequence first, and the better choice offered. */
import { BlockStack, Checkbox, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { useWords } from "../words/use-words.tsx";
import type { ParkedView } from "./view.ts";

type DismissDialogProps = {
  parked: readonly ParkedView[];
  onClose: () => void;
  onDismiss: (askShopify: boolean) => void;
};

export function DismissDialog({ parked, onClose, onDismiss }: DismissDialogProps) {
  const words = useWords().deliveries.dismiss;
  const [ask, setAsk] = useState(true);
  const askable = parked.filter(({ canAsk }) => canAsk).length;
  return (
    <Modal
      open
      onClose={onClose}
      title={words.title(parked.length)}
      primaryAction={{
        content: words.confirm,
        destructive: true,
        onAction: () => onDismiss(ask && askable > 0),
      }}
      secondaryActions={[{ content: words.cancel, onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <Text as="p">{words.consequence(parked.length)}</Text>
          {askable > 0 ? (
            <Checkbox
              label={words.askLabel(askable)}
              helpText={words.askHelp}
              checked={ask}
              onChange={setAsk}
            />
          ) : (
            <Text as="p">{words.noOrder}</Text>
          )}
          {parked.some(({ owedByLaw }) => owedByLaw) ? <Text as="p">{words.law}</Text> : null}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
