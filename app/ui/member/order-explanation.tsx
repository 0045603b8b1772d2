/** An order on paper: its lines, their sum, the rule, the rounding, and what changed it later. */
import { BlockStack, Text } from "@shopify/polaris";
import type { Explanation } from "../../domain/settlement/explanation.ts";
import type { Link, OrderStory } from "../../domain/settlement/order-story.ts";
import type { Told, ToldLine } from "../../domain/settlement/told-arithmetic.ts";
import type { Id } from "../../domain/shared/ids.ts";
import { Moment } from "../pieces/moment.tsx";
import { useFormats, useReader, useWords } from "../words/use-words.tsx";
import { SignedPoints } from "./points-text.tsx";
import { Fact } from "./tier-card.tsx";

type OrderOpened = Extract<Explanation, { kind: "order" }>;

export function OrderExplanation({ explanation }: { explanation: OrderOpened }) {
  const words = useWords().member.explain;
  const { story, entryId, titles, earnFrom } = explanation;
  const link = story.chain.find((each) => each.entryId === entryId) ?? null;
  const told = link ? link.told : story.now;
  const title = titleOf(titles, useWords().member.explain);
  return (
    <BlockStack gap="400">
      <BlockStack gap="100">
        <Fact label={words.placed}>
          <Moment at={story.placedAt} />
        </Fact>
        {told ? <Standing told={told} earnFrom={earnFrom} /> : null}
      </BlockStack>
      {told ? (
        <>
          <Goods told={told} title={title} />
          {COUNTED.has(told.standing) ? (
            <Formula
              told={told}
              story={story}
              isLast={link === null || link === story.chain.at(-1)}
            />
          ) : null}
        </>
      ) : null}
      <Chain story={story} opened={entryId} title={title} />
    </BlockStack>
  );
}

/** Elsewhere a sum would contradict the sentence above it: such an order earns nothing. */
const COUNTED: ReadonlySet<string> = new Set(["earned", "pending"]);

type Title = (productId: Id | null) => string;

function titleOf(
  titles: Readonly<Record<Id, string>>,
  words: { product: (id: string) => string; noProduct: string },
): Title {
  return (productId) =>
    productId === null ? words.noProduct : (titles[productId] ?? words.product(productId));
}

function Standing({ told, earnFrom }: { told: Told; earnFrom: number | null }) {
  const words = useWords().member.explain;
  const { moment } = useFormats();
  const before = told.standing === "before-earn-from" && earnFrom !== null;
  return (
    <Text as="p" {...(told.standing === "earned" ? {} : { fontWeight: "semibold" })}>
      <span suppressHydrationWarning>
        {before ? words.beforeEarnFrom(moment(earnFrom)) : words.standings[told.standing]}
      </span>
    </Text>
  );
}

/** A short line of figures and text at either end of a row. */
function Row({ label, amount, note }: { label: string; amount: string; note?: string }) {
  return (
    <div className="sum-row">
      <span>
        <span suppressHydrationWarning>{label}</span>
        {note === undefined ? null : (
          <Text as="p" variant="bodySm" tone="subdued">
            <span suppressHydrationWarning>{note}</span>
          </Text>
        )}
      </span>
      <span className="figure-text" suppressHydrationWarning>
        {amount}
      </span>
    </div>
  );
}

function Goods({ told, title }: { told: Told; title: Title }) {
  const words = useWords().member.explain;
  const money = useShopMoney();
  return (
    <BlockStack gap="200">
      <Text as="h4" variant="headingXs">
        {words.goods}
      </Text>
      {told.lines.map((line) => (
        <GoodsLine key={line.id} line={line} title={title} />
      ))}
      {told.giftCards.map(({ id, quantity, priceMinor }) => (
        <Row
          key={id}
          label={words.giftCard}
          amount={words.leftOut}
          note={words.line(money(priceMinor), quantity)}
        />
      ))}
      {told.goodwillMinor > 0 ? (
        <Row label={words.goodwill} amount={`−${money(told.goodwillMinor)}`} />
      ) : null}
      <Text as="p" fontWeight="semibold">
        <Row label={words.sum} amount={money(told.goodsMinor)} />
      </Text>
    </BlockStack>
  );
}

function GoodsLine({ line, title }: { line: ToldLine; title: Title }) {
  const words = useWords().member.explain;
  const money = useShopMoney();
  const { parts, quantity, kept } = line;
  const figures = parts
    ? [
        words.line(money(parts.priceMinor), quantity),
        parts.discountMinor > 0 ? words.discount(money(parts.discountMinor)) : null,
        parts.includedTaxMinor > 0 ? words.tax(money(parts.includedTaxMinor)) : null,
        `= ${money(line.goodsMinor)}`,
      ]
    : [money(line.goodsMinor), `(${words.edited})`];
  const share = kept === quantity ? words.allKept : words.kept(kept, quantity);
  const note = `${figures.filter((text) => text !== null).join(" ")} · ${share}`;
  return <Row label={title(line.productId)} amount={money(line.keptMinor)} note={note} />;
}

function useShopMoney(): (minor: number) => string {
  const { money } = useFormats();
  const { currency } = useReader();
  return (minor) => money(minor, currency);
}

function Formula({ told, story, isLast }: { told: Told; story: OrderStory; isLast: boolean }) {
  const words = useWords().member.explain;
  const { number, percent, moment } = useFormats();
  const money = useShopMoney();
  const rate = percent(told.ratePercent / 100);
  const isWhole = !told.exact.includes(".");
  const { tier } = told;
  const sameTier = story.now.tier.id === tier.id && story.now.version === told.version;
  const why = [
    words.rate(tier.name, rate),
    sameTier || isLast ? words.spend(money(story.spendBeforeMinor), story.ordersBefore) : null,
    tier.thresholdMinor > 0 ? words.threshold(tier.name, money(tier.thresholdMinor)) : null,
    sameTier || isLast ? null : words.otherTier(tier.name),
    `${words.version(told.version)}, ${told.versionStartsAt === null ? words.fromBeginning : words.from(moment(told.versionStartsAt))}`,
  ].filter((text) => text !== null);
  return (
    <BlockStack gap="200">
      <Text as="h4" variant="headingXs">
        {words.formula}
      </Text>
      <Row
        label={words.calculation(money(told.goodsMinor), rate, money(told.minorPerPoint))}
        amount={number(told.points)}
        note={[
          words.exact(told.exact),
          isWhole ? words.whole : words.dropped,
          ...(told.standing === "pending" ? [words.wouldBe] : []),
        ].join(" · ")}
      />
      {why.map((text) => (
        <Text as="p" variant="bodySm" key={text}>
          <span suppressHydrationWarning>{text}</span>
        </Text>
      ))}
    </BlockStack>
  );
}

interface ChainProps {
  story: OrderStory;
  opened: string | null;
  title: Title;
}

function Chain({ story, opened, title }: ChainProps) {
  const words = useWords().member.explain;
  const { chain, target } = story;
  const held = chain.at(-1)?.target ?? 0;
  return (
    <BlockStack gap="200">
      <Text as="h4" variant="headingXs">
        {words.chain}
      </Text>
      {chain.length === 0 ? <Text as="p">{words.noEntries}</Text> : null}
      <ol className="chain">
        {chain.map((link) => (
          <li key={link.entryId}>
            <ChainLink link={link} isOpened={link.entryId === opened} title={title} />
          </li>
        ))}
      </ol>
      <Text as="p" fontWeight="semibold">
        {held === target ? words.agrees(target) : words.settling(target, held)}
      </Text>
    </BlockStack>
  );
}

function ChainLink({ link, isOpened, title }: { link: Link; isOpened: boolean; title: Title }) {
  const words = useWords().member.explain;
  const { moment } = useFormats();
  const money = useShopMoney();
  const causes = [
    ...link.refunds.map(({ id, createdAt }) => words.refund(id, moment(createdAt))),
    ...link.refunds.flatMap(({ goodwillMinor }) =>
      goodwillMinor > 0 ? [words.goodwillOf(money(goodwillMinor))] : [],
    ),
    ...link.lines.map((line) => words.lineChange(title(line.productId), line.before, line.after)),
    ...(link.tierBefore !== null && link.told
      ? [words.tierChange(link.tierBefore, link.told.tier.name)]
      : []),
  ];
  return (
    <>
      <SignedPoints points={link.points} /> {words.because[link.reason] ?? link.reason}
      {causes.length > 0 ? <span suppressHydrationWarning>: {causes.join("; ")}</span> : null}{" "}
      <Text as="span" tone="subdued">
        <Moment at={link.postedAt} /> · {words.holds(link.target)}
        {isOpened ? ` · ${words.thisEntry}` : ""}
      </Text>
    </>
  );
}
