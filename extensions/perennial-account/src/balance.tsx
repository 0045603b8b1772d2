import type { Member } from "./member.ts";
import { day, number, points, say, sayCount } from "./words.ts";

const DAY_MS = 86_400_000;
/** From here on the days are counted down; before, the date is enough. */
const SOON_DAYS = 30;

export function Balance({ member, now }: { member: Member; now: number }) {
  const { available, pending, held, expiring } = member;
  return (
    <s-stack gap="small-200">
      <s-heading>{points(available)}</s-heading>
      {available < 0 ? <s-text>{say("balance.debt")}</s-text> : null}
      {pending > 0 ? <s-text color="subdued">{sayCount("balance.pending", pending)}</s-text> : null}
      {held > 0 ? <s-text color="subdued">{sayCount("balance.held", held)}</s-text> : null}
      {expiring ? <Expiry expiring={expiring} now={now} /> : null}
    </s-stack>
  );
}

function Expiry({ expiring, now }: { expiring: { points: number; at: string }; now: number }) {
  const days = Math.ceil((Date.parse(expiring.at) - now) / DAY_MS);
  const what = points(expiring.points);
  if (days <= 0) return null;
  if (days > SOON_DAYS)
    return (
      <s-text color="subdued">
        {say("balance.keepsUntil", { points: what, date: day(expiring.at) })}
      </s-text>
    );
  return (
    <s-text tone="warning">
      {sayCount("balance.goesIn", days, { points: what, number: number(days) })}
    </s-text>
  );
}
