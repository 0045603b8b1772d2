/** Deliveries that were set aside: each with its error in words, and what can be done about it. */
import {
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Card,
  Checkbox,
  InlineStack,
  Text,
} from "@shopify/polaris";
import { useState } from "react";
import { CursorPaging } from "../pieces/cursor-paging.tsx";
import { Moment } from "../pieces/moment.tsx";
import { useWords } from "../words/use-words.tsx";
import { DismissDialog } from "./dismiss-dialog.tsx";
import { ParkedDialog } from "./parked-dialog.tsx";
import { headingOf } from "./subject-text.ts";
import type { ParkedView } from "./view.ts";

type ParkedCardProps = {
  parked: readonly ParkedView[];
  /** Of all pages. */
  total: number;
  paged: boolean;
  next: string | null;
  busy: boolean;
  onRetry: (webhookIds: readonly string[]) => void;
  onRetryAll: () => void;
  onDismiss: (webhookIds: readonly string[], askShopify: boolean) => void;
};

const idsOf = (those: readonly ParkedView[]): string[] => those.map((each) => each.webhookId);

export function ParkedCard(props: ParkedCardProps) {
  const { parked, total, busy } = props;
  const words = useWords().deliveries.parked;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [looking, setLooking] = useState<string | null>(null);
  const [dismissing, setDismissing] = useState<readonly ParkedView[]>([]);
  // What went away meanwhile isn't chosen any more.
  const picked = parked.filter(({ webhookId }) => chosen.has(webhookId));
  const looked = parked.find(({ webhookId }) => webhookId === looking) ?? null;
  const toggle = (webhookId: string): void => {
    const next = new Set(picked.map((each) => each.webhookId));
    if (!next.delete(webhookId)) next.add(webhookId);
    setChosen(next);
  };
  return (
    <Card padding="0">
      <Heading
        title={words.title}
        {...(total > 1 ? { retryAll: props.onRetryAll } : {})}
        busy={busy}
      />
      {parked.length === 0 ? (
        <Box padding="400" paddingBlockStart="0">
          <Text as="p" tone="subdued">
            {words.none}
          </Text>
        </Box>
      ) : (
        <>
          <BulkBar
            picked={picked.length}
            all={parked.length}
            busy={busy}
            onAll={(every) => setChosen(new Set(every ? idsOf(parked) : []))}
            onRetry={() => props.onRetry(idsOf(picked))}
            onDismiss={() => setDismissing(picked)}
          />
          <ul className="plain-rows" aria-label={words.title}>
            {parked.map((each) => (
              <ParkedRow
                key={each.webhookId}
                parked={each}
                chosen={chosen.has(each.webhookId)}
                busy={busy}
                onToggle={() => toggle(each.webhookId)}
                onLook={() => setLooking(each.webhookId)}
                onRetry={() => props.onRetry([each.webhookId])}
                onDismiss={() => setDismissing([each])}
              />
            ))}
          </ul>
          <CursorPaging
            previous={props.paged ? "/app/deliveries" : null}
            next={props.next === null ? null : `/app/deliveries?before=${props.next}`}
          />
        </>
      )}
      {looked ? <ParkedDialog parked={looked} onClose={() => setLooking(null)} /> : null}
      {dismissing.length > 0 ? (
        <DismissDialog
          parked={dismissing}
          onClose={() => setDismissing([])}
          onDismiss={(askShopify) => {
            props.onDismiss(idsOf(dismissing), askShopify);
            setDismissing([]);
          }}
        />
      ) : null}
    </Card>
  );
}

type HeadingProps = { title: string; retryAll?: () => void; busy: boolean };

function Heading({ title, retryAll, busy }: HeadingProps) {
  const words = useWords().deliveries.parked;
  return (
    <Box padding="400" paddingBlockEnd="300">
      <InlineStack align="space-between" blockAlign="center" gap="300">
        <Text as="h2" variant="headingMd">
          {title}
        </Text>
        {retryAll ? (
          <Button variant="primary" onClick={retryAll} disabled={busy}>
            {words.retryAll}
          </Button>
        ) : null}
      </InlineStack>
    </Box>
  );
}

type BulkBarProps = {
  picked: number;
  all: number;
  busy: boolean;
  onAll: (every: boolean) => void;
  onRetry: () => void;
  onDismiss: () => void;
};

function BulkBar({ picked, all, busy, onAll, onRetry, onDismiss }: BulkBarProps) {
  const words = useWords().deliveries.parked;
  const some = picked < all ? "indeterminate" : true;
  return (
    <Box paddingInline="400" paddingBlockEnd="200">
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Checkbox
          label={picked === 0 ? words.all : words.selected(picked)}
          checked={picked === 0 ? false : some}
          onChange={onAll}
        />
        {picked > 0 ? (
          <ButtonGroup>
            <Button disabled={busy} onClick={onRetry}>
              {words.retrySome(picked)}
            </Button>
            <Button tone="critical" disabled={busy} onClick={onDismiss}>
              {words.dismissSome(picked)}
            </Button>
          </ButtonGroup>
        ) : null}
      </InlineStack>
    </Box>
  );
}

type RowProps = {
  parked: ParkedView;
  chosen: boolean;
  busy: boolean;
  onToggle: () => void;
  onLook: () => void;
  onRetry: () => void;
  onDismiss: () => void;
};

function ParkedRow({ parked, chosen, busy, onToggle, onLook, onRetry, onDismiss }: RowProps) {
  const words = useWords().deliveries.parked;
  const name = headingOf(parked, words);
  return (
    <li>
      <div className="parked-row">
        <Checkbox label={name} labelHidden checked={chosen} onChange={onToggle} />
        <BlockStack gap="050">
          <Text as="h3" variant="headingSm">
            {name}
          </Text>
          <Text as="p">{words.problem[parked.problem]}</Text>
          <Text as="p" tone="subdued" variant="bodySm">
            {words.arrived} <Moment at={parked.receivedAt} /> · {words.attempts(parked.attempts)}
          </Text>
        </BlockStack>
        <ButtonGroup>
          <Button
            disabled={busy}
            accessibilityLabel={words.of(words.retry, name)}
            onClick={onRetry}
          >
            {words.retry}
          </Button>
          <Button
            variant="tertiary"
            accessibilityLabel={words.of(words.details, name)}
            onClick={onLook}
          >
            {words.details}
          </Button>
          {parked.owedByLaw ? null : (
            <Button
              variant="tertiary"
              tone="critical"
              disabled={busy}
              accessibilityLabel={words.of(words.dismiss, name)}
              onClick={onDismiss}
            >
              {words.dismiss}
            </Button>
          )}
        </ButtonGroup>
      </div>
    </li>
  );
}
