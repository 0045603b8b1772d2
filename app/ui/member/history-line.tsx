/** One line of the history: a sentence, its points, and what it opens to. */
import { Badge, Icon, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import { ChevronDownIcon } from "@shopify/polaris-icons";
import { useFetcher } from "@remix-run/react";
import { useEffect, useId, useState } from "react";
import type { Explanation } from "../../domain/settlement/explanation.ts";
import type { HistoryRow } from "../../domain/settlement/member-history.ts";
import type { Id } from "../../domain/shared/ids.ts";
import { Moment } from "../pieces/moment.tsx";
import { useFormats, useReader, useWords } from "../words/use-words.tsx";
import { ExplanationView } from "./explanation-view.tsx";
import { lineText, staffText } from "./history-words.ts";
import { SignedPoints } from "./points-text.tsx";

interface HistoryLineProps {
  row: HistoryRow;
  customerId: Id;
  onUndo: (key: string) => void;
}

export function HistoryLine({ row, customerId, onUndo }: HistoryLineProps) {
  const [isOpen, setOpen] = useState(false);
  const region = useId();
  // What only happened has nothing behind it.
  if (row.source === "action") {
    return (
      <li>
        <div className="history-toggle" style={{ cursor: "auto" }}>
          <span className="chevron" />
          <LineText row={row} customerId={customerId} />
        </div>
      </li>
    );
  }
  return (
    <li>
      <button
        type="button"
        className="history-toggle"
        aria-expanded={isOpen}
        aria-controls={region}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="chevron">
          <Icon source={ChevronDownIcon} tone="subdued" />
        </span>
        <LineText row={row} customerId={customerId} />
        <SignedPoints points={row.points} />
      </button>
      <div id={region} hidden={!isOpen}>
        {isOpen ? <Opened row={row} customerId={customerId} onUndo={onUndo} /> : null}
      </div>
    </li>
  );
}

function LineText({ row, customerId }: Pick<HistoryLineProps, "row" | "customerId">) {
  const words = useWords().member;
  const formats = useFormats();
  const { currency } = useReader();
  const text = lineText(row, words, (minor) => formats.money(minor, currency));
  const by = staffText(row, words.history);
  const late = row.postedAt !== null && formats.day(row.postedAt) !== formats.day(row.at);
  const elsewhere = row.order?.customerId ?? customerId;
  const notes = [
    by,
    elsewhere === customerId ? null : words.history.moved(elsewhere),
    late && row.postedAt !== null ? words.history.posted(formats.day(row.postedAt)) : null,
  ].filter((note) => note !== null);
  return (
    <span className="what">
      <InlineStack gap="200" blockAlign="center">
        <span suppressHydrationWarning>{text}</span>
        {row.undoneBy === null ? null : <Badge>{words.history.wasUndone}</Badge>}
      </InlineStack>
      <Text as="span" variant="bodySm" tone="subdued">
        <Moment at={row.at} shown="time" />
        <span suppressHydrationWarning>{notes.map((note) => ` · ${note}`).join("")}</span>
      </Text>
    </span>
  );
}

/** Fetched when it is opened, and kept while it stays open. */
function Opened({ row, customerId, onUndo }: HistoryLineProps) {
  const words = useWords().member.explain;
  const { isHere, found } = useLine(customerId, `${row.source}.${row.id}`);
  return <div className="history-open">{inside()}</div>;

  function inside() {
    if (found) return <ExplanationView explanation={found} row={row} onUndo={onUndo} />;
    if (isHere) {
      return (
        <Text as="p" tone="critical">
          {words.failed}
        </Text>
      );
    }
    return (
      <div role="status" aria-label={words.loading}>
        <SkeletonBodyText lines={4} />
      </div>
    );
  }
}

/** `found` is null while it is fetched, and for a line that is gone. */
function useLine(customerId: Id, line: string): { isHere: boolean; found: Explanation | null } {
  const fetcher = useFetcher<{ found: Explanation | null }>();
  const { load } = fetcher;
  const href = `/app/members/${customerId}/why?line=${line}`;
  useEffect(() => {
    load(href);
  }, [load, href]);
  const { data } = fetcher;
  return { isHere: data !== undefined, found: data?.found ?? null };
}
