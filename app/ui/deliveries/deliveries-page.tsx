import { BlockStack, InlineGrid, Page } from "@shopify/polaris";
import { useFetcher, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { useWords } from "../words/use-words.tsx";
import { ComparisonCard } from "./comparison-card.tsx";
import { HealthCard } from "./health-card.tsx";
import { OutcomeBanner } from "./outcome-banner.tsx";
import { ParkedCard } from "./parked-card.tsx";
import { ProofCard } from "./proof-card.tsx";
import { QuestionsCard } from "./questions-card.tsx";
import { ReadingCard } from "./reading-card.tsx";
import { StorefrontCard } from "./storefront-card.tsx";
import { SubscriptionsCard } from "./subscriptions-card.tsx";
import type { DeedOutcome, DeliveriesView } from "./view.ts";

/** While something is under way the page reads itself anew this often (ms), and else now and then. */
const BUSY_EVERY_MS = 1_500;
const CALM_EVERY_MS = 15_000;

export function DeliveriesPage({ view }: { view: DeliveriesView }) {
  const words = useWords().deliveries;
  const fetcher = useFetcher<DeedOutcome>();
  const deed = fetcher.formData?.get("deed");
  const outcome = fetcher.state === "idle" ? fetcher.data : undefined;
  const act = (fields: readonly (readonly [string, string])[]): void => {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    fetcher.submit(form, { method: "post", action: "/app/deliveries" });
  };
  const ids = (webhookIds: readonly string[]) => webhookIds.map((id) => ["id", id] as const);
  useLiveView(isBusy(view));
  return (
    <Page title={words.title} subtitle={words.subtitle}>
      <BlockStack gap="400">
        {outcome ? <OutcomeBanner key={keyOf(outcome)} outcome={outcome} /> : null}
        <HealthCard view={view} />
        <ParkedCard
          parked={view.parked}
          total={view.health.parked}
          paged={view.paged}
          next={view.next}
          busy={fetcher.state !== "idle"}
          onRetry={(webhookIds) => act([["deed", "retry"], ...ids(webhookIds)])}
          onRetryAll={() => act([["deed", "retry-all"]])}
          onDismiss={(webhookIds, ask) =>
            act([["deed", "dismiss"], ["ask", ask ? "yes" : "no"], ...ids(webhookIds)])
          }
        />
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400" alignItems="start">
          <BlockStack gap="400">
            <ComparisonCard
              comparisons={view.comparisons}
              comparisonsNext={view.comparisonsNext}
              comparisonsPaged={view.comparisonsPaged}
              reconciledTo={view.reconciledTo}
              nextNightAt={view.nextNightAt}
              busy={deed === "compare"}
              onCompare={() => act([["deed", "compare"]])}
            />
            <StorefrontCard showing={view.showing} />
            {view.reading ? <ReadingCard reading={view.reading} /> : null}
          </BlockStack>
          <BlockStack gap="400">
            <ProofCard
              lastProof={view.lastProof}
              runningProof={view.runningProof}
              busy={deed === "prove"}
              onProve={() => act([["deed", "prove"]])}
            />
            <QuestionsCard
              questions={view.questions}
              questionsTotal={view.questionsTotal}
              busy={deed === "ask-now"}
              onAskNow={() => act([["deed", "ask-now"]])}
            />
            <SubscriptionsCard subscriptions={view.subscriptions} />
          </BlockStack>
        </InlineGrid>
      </BlockStack>
    </Page>
  );
}

/** A second press of the same button tells anew. */
function keyOf(outcome: DeedOutcome): string {
  return outcome.kind === "retried" ? outcome.again.join() : JSON.stringify(outcome);
}

function isBusy(view: DeliveriesView): boolean {
  return (
    view.health.waiting > 0 ||
    view.runningProof !== null ||
    view.comparisons.some(({ state }) => state === "running")
  );
}

/** Reads anew while somebody looks. */
function useLiveView(busy: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (state !== "idle") return undefined;
    const timer = setInterval(
      () => {
        if (document.visibilityState === "visible") revalidate();
      },
      busy ? BUSY_EVERY_MS : CALM_EVERY_MS,
    );
    return () => clearInterval(timer);
  }, [busy, revalidate, state]);
}
