/** The history, newest first, grouped by day in the shop's zone; every line opens to its arithmetic. */
import { Card, InlineStack, Select, Text } from "@shopify/polaris";
import { useNavigate } from "@remix-run/react";
import {
  BALANCE_PARTS,
  type HistoryRow,
  type MemberPage,
} from "../../domain/settlement/member-history.ts";
import { CursorPaging } from "../pieces/cursor-paging.tsx";
import { EmptyPage } from "../pieces/empty-page.tsx";
import { useFormats, useWords } from "../words/use-words.tsx";
import { HistoryLine } from "./history-line.tsx";

interface HistoryCardProps {
  page: MemberPage;
  part: string | null;
  /** Whether what is shown is the first page. */
  isNewest: boolean;
  onUndo: (key: string) => void;
}

export function HistoryCard({ page, part, isNewest, onUndo }: HistoryCardProps) {
  const words = useWords().member.history;
  const { rows, nextCursor } = page.history;
  const query = (cursor: string | null): string =>
    `?${new URLSearchParams({ ...(part && { part }), ...(cursor && { cursor }) }).toString()}#history`;
  return (
    <Card padding="0">
      <div id="history" className="history-day">
        <InlineStack align="space-between" blockAlign="center" gap="300">
          <Text as="h2" variant="headingSm">
            {words.title}
          </Text>
          <PartSelect page={page} part={part} />
        </InlineStack>
      </div>
      {rows.length === 0 ? (
        <EmptyPage heading={part ? words.emptyPart : words.empty}>{words.emptyHint}</EmptyPage>
      ) : (
        <Days page={page} onUndo={onUndo} />
      )}
      <CursorPaging
        previous={isNewest ? null : query(null)}
        next={nextCursor === null ? null : query(nextCursor)}
      />
    </Card>
  );
}

function PartSelect({ page, part }: Pick<HistoryCardProps, "page" | "part">) {
  const words = useWords().member;
  const navigate = useNavigate();
  const present = new Set(page.parts.map((sum) => sum.part as string));
  const options = [
    { label: words.history.all, value: "" },
    ...Object.keys(BALANCE_PARTS)
      .filter((each) => present.has(each) || each === part)
      .map((each) => ({ label: words.why.parts[each] ?? each, value: each })),
    { label: words.history.nothing, value: "nothing" },
  ];
  return (
    <Select
      label={words.history.show}
      labelInline
      options={options}
      value={part ?? ""}
      onChange={(value) =>
        navigate(value === "" ? "?#history" : `?part=${value}#history`, {
          preventScrollReset: true,
        })
      }
    />
  );
}

function Days({ page, onUndo }: Pick<HistoryCardProps, "page" | "onUndo">) {
  const { day } = useFormats();
  const days: { day: string; rows: HistoryRow[] }[] = [];
  for (const row of page.history.rows) {
    const shown = day(row.at);
    if (days.at(-1)?.day !== shown) days.push({ day: shown, rows: [] });
    days.at(-1)?.rows.push(row);
  }
  return days.map((each) => (
    <section key={each.rows[0]?.cause ?? each.day} aria-label={each.day}>
      <div className="history-day">
        <Text as="h3" variant="bodySm" tone="subdued" fontWeight="semibold">
          <span suppressHydrationWarning>{each.day}</span>
        </Text>
      </div>
      <ul className="history">
        {each.rows.map((row) => (
          <HistoryLine
            key={`${row.source}.${row.id}`}
            row={row}
            customerId={page.customerId}
            onUndo={onUndo}
          />
        ))}
      </ul>
    </section>
  ));
}
