/** Long work as a bar with its name and how far it is; without an end in sight it only moves. */
import { BlockStack, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";
import { useWords } from "../words/use-words.tsx";

interface ProgressLineProps {
  label: string;
  done: number;
  /** Null: not known. */
  all: number | null;
  /** Absent: "1,200 of 5,000". */
  told?: string;
}

export function ProgressLine({ label, done, all, told }: ProgressLineProps) {
  const id = useId();
  const words = useWords().frame.progress;
  const percent = all === null || all === 0 ? null : Math.min(100, Math.floor((done / all) * 100));
  return (
    <BlockStack gap="150">
      <InlineStack align="space-between" gap="200">
        <Text as="span" id={id}>
          {label}
        </Text>
        <Text as="span" tone="subdued" numeric>
          {told ?? (all === null ? "" : words.of(done, all))}
        </Text>
      </InlineStack>
      {percent === null ? (
        <div className="progress-open" role="progressbar" aria-labelledby={id} />
      ) : (
        <ProgressBar progress={percent} size="small" tone="primary" ariaLabelledBy={id} />
      )}
    </BlockStack>
  );
}
