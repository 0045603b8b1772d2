import type { Member } from "./member.ts";
import { day, number, points, say, sayCount } from "./words.ts";

const DAY_MS = 86_400_000;
/** From here on the days are counted down; before, the date is enough. */
const SOON_DAYS = 30;

export function Balance({ member, now }: { member: Member; now: number }) {
  const { available, pending, held, expiring, tier } = member;
  return (
    <s-stack gap="small-200">
      <s-grid gridTemplateColumns="1fr auto" gap="base" alignItems="center">
        <s-heading>{points(available)}</s-heading>
        <s-badge>{tier.name}</s-badge>
      </s-grid>
      {available < 0 ? <s-text>{say("balance.debt")}</s-text> : null}
      {pending > 0 ? <s-text color="subdued">{sayCount("balance.pending", pending)}</s-text> : null}
      {held > 0 ? <s-text color="subdued">{sayCount("balance.held", held)}</s-text> : null}
      {expiring ? <Expiry expiring={expiring} ofAll={available} now={now} /> : null}
    </s-stack>
  );
}

interface ExpiryProps {
  expiring: { points: number; at: string };
  ofAll: number;
  now: number;
}

function Expiry({ expiring, ofAll, now }: ExpiryProps) {
  const days = Math.ceil((Date.parse(expiring.at) - now) / DAY_MS);
  const what = points(expiring.points);
  if (days <= 0) return null;
  if (days > SOON_DAYS)
    return (
      <s-text color="subdued">
        {expiring.points === ofAll
          ? say("balance.goodUntil", { date: lastDay(expiring.at) })
          : say("balance.partGoodUntil", { points: what, date: lastDay(expiring.at) })}
      </s-text>
    );
  return (
    <s-text tone="warning">
      {sayCount("balance.goesIn", days, { points: what, number: number(days) })}
    </s-text>
  );
}

/** Points expire as a day begins: the day before is the last on which they are good. */
function lastDay(expiresAt: string): string {
  return day(new Date(Date.parse(expiresAt) - 1).toISOString());
}
