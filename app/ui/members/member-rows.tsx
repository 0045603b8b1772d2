/** Members as rows of the table, and as cards where it is narrow. */
import { Badge, BlockStack, IndexTable, InlineStack, Link, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { Figure, Money } from "../pieces/figure.tsx";
import { Moment } from "../pieces/moment.tsx";
import { useFormats, useWords } from "../words/use-words.tsx";
import type { CustomerNameText, MemberRow } from "./view.ts";

/** Undefined: not read yet, or Shopify didn't tell; null: Shopify knows no such customer. */
export type Who = CustomerNameText | null | undefined;

interface RowProps {
  member: MemberRow;
  who: Who;
  tierName: string;
  position: number;
  selected: boolean;
  condensed: boolean;
}

export function MemberTableRow(props: RowProps) {
  const { member, position, selected, condensed } = props;
  return (
    <IndexTable.Row id={member.customerId} position={position} selected={selected}>
      {condensed ? <Card {...props} /> : <Cells {...props} />}
    </IndexTable.Row>
  );
}

function Cells({ member, who, tierName }: RowProps) {
  return (
    <>
      <IndexTable.Cell>
        <Name customerId={member.customerId} who={who} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Tier member={member} tierName={tierName} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <End>
          <Points member={member} />
        </End>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <End>
          <Figure value={member.lifetimeEarned} />
        </End>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <End>
          <Money minor={member.spendMinor} />
        </End>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Day at={member.lastOrderAt} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Day at={member.enrolledAt} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Day at={member.available > 0 ? member.expiresAt : null} />
      </IndexTable.Cell>
    </>
  );
}

/** The three figures that decide, under the name. */
function Card({ member, who, tierName }: RowProps) {
  const words = useWords().members;
  return (
    <div className="member-card">
      <BlockStack gap="150">
        <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
          <Name customerId={member.customerId} who={who} />
          <Text as="span" fontWeight="semibold" numeric>
            <Points member={member} />
          </Text>
        </InlineStack>
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Tier member={member} tierName={tierName} />
          <Text as="span" variant="bodySm" tone="subdued">
            {words.columns.lastOrder} <Day at={member.lastOrderAt} />
          </Text>
        </InlineStack>
      </BlockStack>
    </div>
  );
}

/** As large before the name is there as with it: nothing moves when it comes. */
export function Name({ customerId, who }: { customerId: string; who: Who }) {
  const words = useWords().members;
  const number = words.customer(customerId);
  const title = who?.name ?? who?.email ?? number;
  const below =
    who === null
      ? words.gone
      : who === undefined
        ? null
        : who.name !== null
          ? (who.email ?? number)
          : who.email === null
            ? words.noName
            : number;
  return (
    <div className="member-name">
      <Link dataPrimaryLink monochrome removeUnderline url={`/app/members/${customerId}`}>
        <Text as="span" fontWeight="semibold" breakWord>
          {title}
        </Text>
      </Link>
      <span className="member-below" title={below ?? undefined}>
        <Text as="span" variant="bodySm" tone="subdued" truncate>
          {below ?? "\u00a0"}
        </Text>
      </span>
    </div>
  );
}

function Tier({ member, tierName }: Pick<RowProps, "member" | "tierName">) {
  const words = useWords().members;
  return member.hasLeft ? <Badge tone="attention">{words.left}</Badge> : <Badge>{tierName}</Badge>;
}

function Points({ member: { available, pending } }: Pick<RowProps, "member">) {
  const words = useWords().members;
  const formats = useFormats();
  return (
    <span className="member-points">
      <Text as="span" numeric {...(available < 0 ? { tone: "critical" as const } : {})}>
        <span suppressHydrationWarning>{formats.number(available)}</span>
      </Text>
      {pending > 0 ? (
        <Text as="span" variant="bodySm" tone="subdued">
          {words.pendingPoints(pending)}
        </Text>
      ) : null}
    </span>
  );
}

function Day({ at }: { at: number | null }) {
  const words = useWords().members;
  if (at !== null) return <Moment at={at} shown="day" />;
  return (
    <Text as="span" tone="subdued">
      <span aria-hidden="true">–</span>
      <span className="Polaris-Text--visuallyHidden">{words.none}</span>
    </Text>
  );
}

function End({ children }: { children: ReactNode }) {
  return (
    <Text as="span" alignment="end" numeric>
      <span className="cell-end">{children}</span>
    </Text>
  );
}
