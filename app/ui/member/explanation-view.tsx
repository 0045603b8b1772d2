/** What a line opens to. */
import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import type { Explanation, Posting } from "../../domain/settlement/explanation.ts";
import type { HistoryRow } from "../../domain/settlement/member-history.ts";
import { Moment } from "../pieces/moment.tsx";
import { useFormats, useWords } from "../words/use-words.tsx";
import { OrderExplanation } from "./order-explanation.tsx";
import { SignedPoints } from "./points-text.tsx";
import { Fact } from "./tier-card.tsx";

interface ExplanationViewProps {
  explanation: Explanation;
  row: HistoryRow;
  onUndo: (key: string) => void;
}

export function ExplanationView({ explanation, row, onUndo }: ExplanationViewProps) {
  const words = useWords().member.explain;
  switch (explanation.kind) {
    case "order":
      return <OrderExplanation explanation={explanation} />;
    case "order-gone":
      return (
        <BlockStack gap="200">
          <Text as="p">{words.gone}</Text>
          <Postings postings={explanation.postings} opened={row.id} />
        </BlockStack>
      );
    case "expiry":
      return <ExpiryExplanation explanation={explanation} opened={row.id} />;
    case "adjustment":
      return <AdjustmentExplanation explanation={explanation} row={row} onUndo={onUndo} />;
    default:
      return <Postings postings={explanation.postings} opened={row.id} />;
  }
}

function ExpiryExplanation({
  explanation: { story, postings },
  opened,
}: {
  explanation: Extract<Explanation, { kind: "expiry" }>;
  opened: string;
}) {
  const words = useWords().member.explain;
  const { moment, exact } = useFormats();
  const { lastActivityAt, months, at } = story;
  return (
    <BlockStack gap="200">
      <Text as="p">
        <span suppressHydrationWarning>
          {lastActivityAt === null
            ? words.expiry.unknown(months)
            : words.expiry.last(moment(lastActivityAt), months)}
        </span>
      </Text>
      <Fact label={words.expiry.at}>
        <span suppressHydrationWarning>{exact(at)}</span>
      </Fact>
      <Text as="p" tone="subdued">
        {words.expiry.took}
      </Text>
      {postings.length > 1 ? <Postings postings={postings} opened={opened} /> : null}
    </BlockStack>
  );
}

function AdjustmentExplanation({
  explanation: { detail, other },
  row,
  onUndo,
}: {
  explanation: Extract<Explanation, { kind: "adjustment" }>;
  row: HistoryRow;
  onUndo: (key: string) => void;
}) {
  const all = useWords().member;
  const words = all.explain.adjustment;
  const { moment } = useFormats();
  const staff = (from: typeof detail): string => from?.staff?.name ?? words.nobody;
  const isUndo = detail?.undoes != null;
  return (
    <BlockStack gap="200">
      {isUndo ? null : (
        <>
          <Fact label={words.reason}>{all.adjust.reasons[detail?.reason ?? ""] ?? "–"}</Fact>
          <Fact label={words.note}>{detail?.note ?? words.noNote}</Fact>
        </>
      )}
      <Fact label={words.staff}>{staff(detail)}</Fact>
      {detail ? (
        <Fact label={words.made}>
          <Moment at={detail.madeAt} />
        </Fact>
      ) : null}
      {other?.detail ? (
        <Text as="p" fontWeight="semibold">
          <span suppressHydrationWarning>
            {isUndo
              ? words.undoes(moment(other.detail.madeAt))
              : words.undoneBy(staff(other.detail), moment(other.detail.madeAt))}
          </span>
        </Text>
      ) : null}
      <Text as="p" tone="subdued">
        {words.secret}
      </Text>
      {isUndo || other ? null : (
        <InlineStack>
          <Button onClick={() => onUndo(row.cause)}>{words.undo}</Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}

/** What was posted for one cause, first to last. */
function Postings({ postings, opened }: { postings: readonly Posting[]; opened: string }) {
  const words = useWords().member.explain;
  return (
    <ol className="chain">
      {postings.map((posting) => (
        <li key={posting.entryId}>
          <SignedPoints points={posting.points} /> {words.because[posting.reason] ?? posting.reason}{" "}
          <Text as="span" tone="subdued">
            <Moment at={posting.postedAt} /> · {words.holds(posting.target)}
            {posting.entryId === opened ? ` · ${words.thisEntry}` : ""}
          </Text>
        </li>
      ))}
    </ol>
  );
}
