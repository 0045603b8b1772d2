/** What they hold, and the sum that it is: the first thing that a merchant looks for. */
import { Banner, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import { Link } from "@remix-run/react";
import type { MemberPage } from "../../domain/settlement/member-history.ts";
import { useFormats, useReader, useWords } from "../words/use-words.tsx";
import { plain, SignedPoints } from "./points-text.tsx";

export function PointsCard({ page }: { page: MemberPage }) {
  const words = useWords().member.points;
  const { number, money, day } = useFormats();
  const { currency } = useReader();
  const { shown, balance, worthMinor } = page;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm">
            {words.title}
          </Text>
          <InlineStack gap="200" blockAlign="baseline">
            <span suppressHydrationWarning>
              <Text as="span" variant="heading2xl" {...(balance < 0 ? { tone: "critical" } : {})}>
                {plain(shown.available, number)}
              </Text>
            </span>
            <Text as="span" tone="subdued">
              {words.available}
            </Text>
          </InlineStack>
          {worthMinor > 0 ? (
            <Text as="p" tone="subdued">
              <span suppressHydrationWarning>{words.worth(money(worthMinor, currency))}</span>
            </Text>
          ) : null}
        </BlockStack>
        <Waiting shown={shown} />
        {balance < 0 ? (
          <Banner tone="warning">
            <p>{words.debt(-balance)}</p>
          </Banner>
        ) : null}
        {page.left ? <Text as="p">{words.outside}</Text> : null}
        {shown.enrolledAt === null && !page.left ? <Text as="p">{words.neverEnrolled}</Text> : null}
        {shown.expiring ? (
          <Text as="p">
            <span suppressHydrationWarning>
              {words.expires(shown.expiring.points, day(shown.expiring.at))}
            </span>
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function Waiting({ shown }: Pick<MemberPage, "shown">) {
  const words = useWords().member.points;
  const waiting = [
    { count: shown.pending, text: words.pending(shown.pending), hint: words.pendingHint },
    { count: shown.held, text: words.held(shown.held), hint: words.heldHint },
  ].filter(({ count }) => count > 0);
  return waiting.map(({ text, hint }) => (
    <Text as="p" key={hint}>
      <Text as="span" fontWeight="semibold">
        {text}
      </Text>{" "}
      <Text as="span" tone="subdued">
        {hint}
      </Text>
    </Text>
  ));
}

/** The balance as a sum of parts; each leads to its entries. */
export function WhyCard({ page }: { page: MemberPage }) {
  const words = useWords().member.why;
  const { number } = useFormats();
  const { parts, balance, shown } = page;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingSm">
          {words.title(plain(balance, number))}
        </Text>
        <Text as="p" tone="subdued">
          {parts.length > 0 ? words.intro : words.none}
        </Text>
        {parts.length > 0 ? (
          <ul className="receipt">
            {parts.map(({ part, entries, points }) => (
              <li key={part}>
                <Link className="receipt-row" to={`?part=${part}#history`} preventScrollReset>
                  <span>
                    <span className="receipt-label">{words.parts[part] ?? part}</span>{" "}
                    <Text as="span" tone="subdued">
                      {words.entries(entries)}
                    </Text>
                  </span>
                  <SignedPoints points={points} />
                </Link>
              </li>
            ))}
            <Total label={words.balance} points={balance} />
            {shown.held > 0 ? (
              <>
                <Total label={words.held} points={-shown.held} />
                <Total label={words.available} points={shown.available} />
              </>
            ) : null}
          </ul>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function Total({ label, points }: { label: string; points: number }) {
  const { number } = useFormats();
  return (
    <li className="receipt-total">
      <span className="receipt-row">
        <span>{label}</span>
        <span className="figure-text">{plain(points, number)}</span>
      </span>
    </li>
  );
}
