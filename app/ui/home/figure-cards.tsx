/** Four figures with the weeks that led to them; each says what it counts. */
import { BlockStack, Box, Card, InlineGrid, InlineStack, Text, Tooltip } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { ImportProgress } from "../../domain/imports/import-progress.ts";
import { EmptyPage } from "../pieces/empty-page.tsx";
import { Figure, Money } from "../pieces/figure.tsx";
import { Moment } from "../pieces/moment.tsx";
import { FiguresSkeleton } from "../pieces/skeletons.tsx";
import { useFormats, useWords } from "../words/use-words.tsx";
import { Sparkline } from "./sparkline.tsx";
import type { FiguresView } from "./view.ts";

interface FigureCardsProps {
  figures: FiguresView | null;
  history: ImportProgress | null;
}

export function FigureCards({ figures, history }: FigureCardsProps) {
  const words = useWords().home.figures;
  // Counted before the past had come in: not empty, but old.
  const current = figures?.counting && isEmpty(figures) && hasRead(history) ? null : figures;
  if (current !== null && isEmpty(current)) {
    const reading = history !== null && history.finishedAt === null;
    const { title, text } = reading ? words.soon : words.empty;
    return <EmptyPage heading={title}>{text}</EmptyPage>;
  }
  return (
    <BlockStack gap="300">
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <InlineStack gap="200" align="space-between" blockAlign="baseline">
          <Text as="h2" variant="headingMd">
            {words.title}
          </Text>
          {current ? (
            <Text as="p" variant="bodySm" tone="subdued">
              {words.asOf}
              <Moment at={current.takenAt} />
              {current.counting ? ` (${words.counting})` : null}
            </Text>
          ) : null}
        </InlineStack>
      </Box>
      {current ? <Four figures={current} /> : <Counting />}
    </BlockStack>
  );
}

const isEmpty = ({ members, buyers }: FiguresView): boolean => members === 0 && buyers === 0;

const hasRead = (history: ImportProgress | null): boolean =>
  history !== null && history.finishedAt !== null && history.counts.ordersRead > 0;

function Counting() {
  const words = useWords().home.figures;
  return (
    <div role="status">
      <BlockStack gap="200">
        <Text as="p" tone="subdued">
          {words.first}
        </Text>
        <FiguresSkeleton />
      </BlockStack>
    </div>
  );
}

function Four({ figures }: { figures: FiguresView }) {
  const words = useWords().home.figures;
  const formats = useFormats();
  const { weeks, buyers, repeatBuyers } = figures;
  const number = (value: number): string => formats.number(value);
  return (
    <InlineGrid columns={{ xs: 2, lg: 4 }} gap={{ xs: "0", sm: "300" }}>
      <One
        label={words.members.label}
        help={words.members.help}
        trend={{ values: weeks.map((week) => week.members), shape: "line", told: number }}
        beneath={words.before(weeks.length - 1, formats.short(weeks[0]?.members ?? 0))}
      >
        <Figure value={figures.members} />
      </One>
      <One
        label={words.repeat.label}
        help={words.repeat.help}
        trend={{
          values: weeks.map((week) => week.repeatRate),
          shape: "line",
          told: formats.percent,
        }}
        beneath={buyers === 0 ? words.repeat.none : words.repeat.value(repeatBuyers, buyers)}
      >
        {buyers === 0 ? "–" : formats.percent(repeatBuyers / buyers)}
      </One>
      <One
        label={words.outstanding.label}
        help={words.outstanding.help}
        trend={{ values: weeks.map((week) => week.pointsOutstanding), shape: "line", told: number }}
        beneath={words.outstanding.points(formats.short(figures.pointsOutstanding))}
      >
        <Money minor={figures.liabilityMinor} short />
      </One>
      <One
        label={words.earned.label(figures.latelyDays)}
        help={words.earned.help}
        // The first week holds all that was before it.
        trend={{ values: weeks.slice(1).map((week) => week.earned), shape: "bars", told: number }}
        beneath={words.earned.perWeek(weeks.length - 1)}
      >
        <Figure value={figures.pointsEarnedLately} />
      </One>
    </InlineGrid>
  );
}

interface OneProps {
  label: string;
  help: string;
  beneath: string;
  trend: {
    values: (number | null)[];
    shape: "line" | "bars";
    told: (value: number) => string;
  };
  children: ReactNode;
}

function One({ label, help, beneath, trend, children }: OneProps) {
  const words = useWords().home.figures.trend;
  const { values, shape, told } = trend;
  const known = values.filter((value) => value !== null);
  const [first = 0, last = 0] = [known[0], known.at(-1)];
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack>
          <Tooltip content={help} hasUnderline>
            <Text as="h3" variant="bodyMd" tone="subdued">
              {label}
              <Text as="span" visuallyHidden>
                {` (${help})`}
              </Text>
            </Text>
          </Tooltip>
        </InlineStack>
        <Text as="p" variant="headingXl">
          {children}
        </Text>
        <Sparkline
          values={values}
          shape={shape}
          title={`${label}: ${words.from(told(first), told(last))}`}
        />
        <Text as="p" variant="bodySm" tone="subdued">
          <span suppressHydrationWarning>{beneath}</span>
        </Text>
      </BlockStack>
    </Card>
  );
}
