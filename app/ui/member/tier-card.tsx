/** The tier: since when, what keeps it, how far it is to the next; and what is known of the member. */
import { Badge, BlockStack, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { MemberPage } from "../../domain/settlement/member-history.ts";
import { Moment } from "../pieces/moment.tsx";
import { useFormats, useReader, useWords } from "../words/use-words.tsx";

export function TierCard({ page }: { page: MemberPage }) {
  const words = useWords().member.tier;
  const { money, day, percent } = useFormats();
  const { currency } = useReader();
  const { tier, next } = page.shown;
  const amount = (minor: number): string => money(minor, currency);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {words.title}
        </Text>
        <InlineStack gap="200" blockAlign="center">
          <Text as="span" variant="headingLg">
            {tier.name}
          </Text>
          <Badge>{words.rate(percent(tier.ratePercent / 100))}</Badge>
        </InlineStack>
        <Text as="p" tone="subdued">
          <span suppressHydrationWarning>
            {[tier.since === null ? null : words.since(day(tier.since)), keeps()]
              .filter((text) => text !== null)
              .join(" · ")}
          </span>
        </Text>
        {next ? (
          <BlockStack gap="150">
            <Text as="p">
              <span suppressHydrationWarning>
                {words.next(amount(next.remainingMinor), next.name)}
              </span>
            </Text>
            <div role="group" aria-label={words.nextLabel(next.name)}>
              <ProgressBar
                progress={next.progressPercent}
                size="small"
                tone="primary"
                animated={false}
              />
            </div>
          </BlockStack>
        ) : (
          <Text as="p">{words.top}</Text>
        )}
      </BlockStack>
    </Card>
  );

  function keeps(): string | null {
    const { fall } = page;
    if (fall) return words.falls(fall.to, day(fall.at), amount(fall.neededMinor));
    return tier.until === null ? null : words.fallsSometime(day(tier.until));
  }
}

export function AboutCard({ page }: { page: MemberPage }) {
  const words = useWords().member.about;
  const { number } = useFormats();
  const { shown, enrolledBy, orders, mergedFrom } = page;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingSm">
          {words.title}
        </Text>
        <Fact label={words.enrolled}>
          {shown.enrolledAt === null ? (
            words.notEnrolled
          ) : (
            <>
              <Moment at={shown.enrolledAt} shown="day" />{" "}
              {enrolledBy?.kind === "order"
                ? words.byOrder(enrolledBy.name ?? enrolledBy.id)
                : words.byJoin}
            </>
          )}
        </Fact>
        <Fact label={words.orders}>{number(orders)}</Fact>
        <Fact label={words.lifetime}>
          <span title={words.lifetimeHint}>{number(shown.lifetimeEarned)}</span>
        </Fact>
        {mergedFrom.map(({ customerId, points, at }) => (
          <Fact key={customerId} label={words.mergedFrom}>
            {customerId}
            {points === 0 ? null : ` · ${words.moved(points)}`}
            {at === null ? null : (
              <>
                {" · "}
                <Moment at={at} shown="day" />
              </>
            )}
          </Fact>
        ))}
      </BlockStack>
    </Card>
  );
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="sum-row">
      <Text as="span" tone="subdued">
        {label}
      </Text>
      <Text as="span" alignment="end">
        {children}
      </Text>
    </div>
  );
}
