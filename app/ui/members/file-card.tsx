/** The file while it is written: how far it is, and a way to stop it. */
import { Button, Card, InlineStack } from "@shopify/polaris";
import { ProgressLine } from "../pieces/progress-line.tsx";
import { useWords } from "../words/use-words.tsx";
import type { CountView } from "./view.ts";

interface FileCardProps {
  rows: number;
  stop: () => void;
  count: CountView | undefined;
}

export function FileCard({ rows, stop, count }: FileCardProps) {
  const words = useWords().members.file;
  return (
    <Card>
      <InlineStack gap="400" blockAlign="center" wrap={false}>
        <div className="grows">
          <ProgressLine
            label={words.taking}
            done={rows}
            all={count && !count.more && count.count >= rows ? count.count : null}
            told={words.rows(rows)}
          />
        </div>
        <Button onClick={stop}>{words.stop}</Button>
      </InlineStack>
    </Card>
  );
}
