/** Is anything stuck? One sentence, and the four figures it rests on. */
import { Badge, BlockStack, Card, InlineGrid, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { Figure } from "../pieces/figure.tsx";
import { useFormats, useWords } from "../words/use-words.tsx";
import type { Words } from "../words/words.ts";
import type { DeliveriesView } from "./view.ts";

/** From here on a merchant should know: a shopper who comes back from the checkout looks within a minute. */
const LATE_SECONDS = 60;

type Tone = "success" | "info" | "warning" | "critical";
type Verdict = { tone: Tone; badge: string; title: string; more: string };

export function HealthCard({ view }: { view: DeliveriesView }) {
  const words = useWords().deliveries;
  const { figures } = words;
  const { health } = view;
  const verdict = verdictOn(view, words.health);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <InlineStack gap="300" blockAlign="center">
            <Text as="h2" variant="headingLg">
              {verdict.title}
            </Text>
            <Badge tone={verdict.tone}>{verdict.badge}</Badge>
          </InlineStack>
          <Text as="p" tone="subdued">
            {verdict.more}
          </Text>
        </BlockStack>
        <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
          <Told label={figures.lag}>
            {health.lagSeconds === null ? figures.noLag : figures.seconds(health.lagSeconds)}
          </Told>
          <Told label={figures.waiting}>
            <Figure value={health.waiting} />
          </Told>
          <Told label={figures.parked}>
            <Figure value={health.parked} />
          </Told>
          <Told label={figures.newest}>
            <Newest health={health} />
          </Told>
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

function Newest({ health }: Pick<DeliveriesView, "health">) {
  const { figures } = useWords().deliveries;
  const formats = useFormats();
  if (health.newestAt === null) return <>{figures.never}</>;
  return (
    <time
      dateTime={new Date(health.newestAt).toISOString()}
      title={formats.exact(health.newestAt)}
      suppressHydrationWarning
    >
      {figures.ago(health.newestSeconds ?? 0)}
    </time>
  );
}

function Told({ label, children }: { label: string; children: ReactNode }) {
  return (
    <BlockStack gap="050">
      <Text as="p" tone="subdued">
        {label}
      </Text>
      <Text as="p" variant="headingMd" numeric>
        {children}
      </Text>
    </BlockStack>
  );
}

/** The worst of it, in one sentence. */
function verdictOn(view: DeliveriesView, words: Words["deliveries"]["health"]): Verdict {
  const { health, showing, questionsFailing } = view;
  const lag = health.lagSeconds ?? 0;
  if (health.parked > 0)
    return {
      tone: "critical",
      badge: words.attention,
      title: words.stuck(health.parked),
      more: words.stuckMore,
    };
  if (health.waiting > 0 && lag >= LATE_SECONDS)
    return {
      tone: "warning",
      badge: words.late,
      title: words.behind(lag),
      more: words.behindMore(health.waiting),
    };
  if (questionsFailing > 0)
    return {
      tone: "warning",
      badge: words.attention,
      title: words.unanswered(questionsFailing),
      more: words.unansweredMore,
    };
  if (showing.failing > 0)
    return {
      tone: "warning",
      badge: words.late,
      title: words.storefront(showing.failing),
      more: words.storefrontMore,
    };
  if (health.waiting > 0)
    return {
      tone: "info",
      badge: words.working,
      title: words.settling,
      more: words.settlingMore(health.waiting),
    };
  if (health.newestAt === null)
    return { tone: "info", badge: words.waiting, title: words.none, more: words.noneMore };
  return { tone: "success", badge: words.good, title: words.fine, more: words.fineMore };
}
