import type { Member } from "./member.ts";
import type { OrderEarnings } from "./order-earnings.ts";
import { AsOf } from "./states.tsx";
import { moneyOfMinor, number, points, say, sayCount } from "./words.ts";

const BASE_RATE_PERCENT = 100;

/** Standings that earn nothing and say why; others earn nothing for want of goods. */
const WHY_NOT: Readonly<Record<string, string>> = {
  cancelled: "order.cancelled",
  voided: "order.voided",
  test: "order.test",
  "left-program": "order.whileAway",
  "before-earn-from": "order.tooEarly",
};

export function Earnings({ earnings }: { earnings: OrderEarnings }) {
  const { order, available } = earnings;
  return (
    <s-stack gap="base">
      <s-stack gap="small-200">
        <s-heading>{headlineOf(order)}</s-heading>
        {order.standing === "earned" || order.standing === "pending" ? (
          <Why earnings={earnings} />
        ) : null}
      </s-stack>
      <s-divider />
      <s-text>{say("order.balance", { points: points(available) })}</s-text>
    </s-stack>
  );
}

function headlineOf({ standing, points: worth, pointsAtFirst }: OrderEarnings["order"]): string {
  const whyNot = WHY_NOT[standing];
  if (whyNot !== undefined) return say(whyNot);
  if (standing === "pending" && worth > 0) return sayCount("order.pending", worth);
  if (standing !== "earned" || pointsAtFirst === 0) return say("order.nothing");
  return worth > 0 ? sayCount("order.earned", worth) : say("order.nothingLeft");
}

/** The arithmetic in one line, and what went back in another. */
function Why({ earnings }: { earnings: OrderEarnings }) {
  const { order, program } = earnings;
  const { currency } = program;
  const returned = order.pointsAtFirst - order.points;
  return (
    <s-stack gap="small-200">
      {order.points > 0 ? (
        <s-text color="subdued">
          {say("order.why", {
            goods: moneyOfMinor(order.goodsMinor, currency),
            points: points(order.ratePercent / BASE_RATE_PERCENT),
            unit: moneyOfMinor(order.minorPerPoint, currency),
            tier: order.tier.name,
          })}
        </s-text>
      ) : null}
      {returned > 0 ? (
        <s-text>
          {sayCount("order.wentBack", order.pointsAtFirst, { returned: number(returned) })}
        </s-text>
      ) : null}
    </s-stack>
  );
}

/** From the metafield alone: what of the order is among the last movements, and the balance of then. */
export function EarningsAsOf({ member, orderName }: { member: Member; orderName: string }) {
  const own = member.recent.filter(({ kind, order }) => kind === "order" && order === orderName);
  const earned = own.reduce((sum, movement) => sum + movement.points, 0);
  return (
    <s-stack gap="base">
      {earned > 0 ? <s-heading>{sayCount("order.earned", earned)}</s-heading> : null}
      <s-text>{say("order.balance", { points: points(member.available) })}</s-text>
      <AsOf member={member} />
    </s-stack>
  );
}
