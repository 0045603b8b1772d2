/** One member: what do they hold, and why? */
import { BlockStack, InlineGrid, Page } from "@shopify/polaris";
import { useSearchParams } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useCallback, useState } from "react";
import type { AdjustmentOutcome, UndoOutcome } from "../../domain/members/adjustment-form.ts";
import type { MemberPage as Member } from "../../domain/settlement/member-history.ts";
import { useFile } from "../pieces/csv-button.tsx";
import { useFormats, useWords } from "../words/use-words.tsx";
import { AdjustDialog } from "./adjust-dialog.tsx";
import { HistoryCard } from "./history-card.tsx";
import { PointsCard, WhyCard } from "./points-card.tsx";
import { signed } from "./points-text.tsx";
import { AboutCard, TierCard } from "./tier-card.tsx";
import { useUndo } from "./use-undo.tsx";
import { useWho } from "./use-who.ts";

/** What the page's action answers. */
export type MemberAnswer =
  ({ intent: "adjust" } & AdjustmentOutcome) | ({ intent: "undo" } & UndoOutcome);

/** How long (ms) the offer to undo stands in the toast; the history offers it afterwards. */
const UNDO_OFFERED_MS = 10_000;

interface MemberPageProps {
  page: Member;
  part: string | null;
  /** The customer in Shopify's own admin. */
  adminUrl: string;
}

export function MemberPage({ page, part, adminUrl }: MemberPageProps) {
  const words = useWords().member;
  const { number } = useFormats();
  const shopify = useAppBridge();
  const [adjusting, setAdjusting] = useState(false);
  const [query] = useSearchParams();
  const { undo, dialog } = useUndo();
  const onMade = useCallback(
    ({ key, points, repeated }: { key: string; points: number; repeated: boolean }): void => {
      setAdjusting(false);
      if (repeated) {
        shopify.toast.show(words.adjust.repeated);
        return;
      }
      const toast = shopify.toast.show(words.adjust.done(signed(points, number)), {
        action: words.adjust.undo,
        onAction: () => {
          shopify.toast.hide(toast);
          undo(key);
        },
        duration: UNDO_OFFERED_MS,
      });
    },
    [shopify, words, number, undo],
  );
  const { who, trouble } = useWho(page.customerId);
  const known = [
    who?.name ? who.email : null,
    who?.name || who?.email ? words.customer(page.customerId) : null,
  ];
  const subtitle = known.filter((text) => text !== null).join(" · ") || words.nameless(trouble);
  const file = useFile(`/app/members/${page.customerId}/file`, `customer-${page.customerId}.json`);
  const mayAdjust = page.shown.enrolledAt !== null || page.left;
  return (
    <Page
      title={who?.name ?? who?.email ?? words.customer(page.customerId)}
      subtitle={subtitle}
      backAction={{ content: words.back, url: "/app/members" }}
      primaryAction={{
        content: words.adjust.action,
        onAction: () => setAdjusting(true),
        disabled: !mayAdjust,
        ...(mayAdjust ? {} : { helpText: words.adjust.notNow }),
      }}
      secondaryActions={[
        { content: words.inShopify, url: adminUrl, external: true },
        { content: words.dataFile, onAction: file.take, loading: file.busy },
      ]}
    >
      <BlockStack gap="400">
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400" alignItems="start">
          <PointsCard page={page} />
          <TierCard page={page} />
          <WhyCard page={page} />
          <AboutCard page={page} />
        </InlineGrid>
        <HistoryCard page={page} part={part} isNewest={!query.has("cursor")} onUndo={undo} />
      </BlockStack>
      {adjusting ? (
        <AdjustDialog balance={page.balance} onClose={() => setAdjusting(false)} onMade={onMade} />
      ) : null}
      {dialog}
    </Page>
  );
}
