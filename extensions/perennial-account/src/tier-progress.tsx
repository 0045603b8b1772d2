import type { Member } from "./member.ts";
import { day, moneyOfHundredths, percent, say } from "./words.ts";

const BASE_RATE_PERCENT = 100;
const WHOLE_WAY = 100;

export function TierProgress({ member, currency }: { member: Member; currency: string | null }) {
  const { tier, next } = member;
  const extra = tier.ratePercent - BASE_RATE_PERCENT;
  return (
    <s-stack gap="small-200">
      {next ? <WayToNext next={next} currency={currency} /> : <s-text>{say("tier.top")}</s-text>}
      {extra > 0 ? (
        <s-text color="subdued">{say("tier.extra", { percent: percent(extra) })}</s-text>
      ) : null}
      {tier.until === null ? null : (
        <s-text color="subdued">
          {say("tier.until", { tier: tier.name, date: day(tier.until) })}
        </s-text>
      )}
    </s-stack>
  );
}

interface WayProps {
  next: NonNullable<Member["next"]>;
  currency: string | null;
}

/** The bar is the same in both; what is missing in money needs the app's word on the currency. */
function WayToNext({ next, currency }: WayProps) {
  const way = say("tier.way", { percent: percent(next.progress), tier: next.name });
  return (
    <s-stack gap="small-200">
      <s-progress value={next.progress} max={WHOLE_WAY} accessibilityLabel={way} />
      <s-text>
        {currency === null
          ? way
          : say("tier.missing", {
              amount: moneyOfHundredths(next.remaining, currency),
              tier: next.name,
            })}
      </s-text>
    </s-stack>
  );
}
