/** What a choice for past orders would come to is what settling with it as the shop's rule comes to. */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { settle } from "../../app/domain/settlement/settle.ts";
import { whatIf } from "../../app/domain/settlement/what-if.ts";
import { factsOf, histories, withLoss, type History } from "./arbitraries.ts";

// Hundreds of histories a law: seconds on an idle machine, more on a busy one.
vi.setConfig({ testTimeout: 60_000 });

/** Instants at which something was ordered, and a millisecond beside: where the choice decides. */
function choicesIn(history: History, picks: readonly number[]): (number | null)[] {
  const placed = factsOf(history).orders.flatMap(({ snapshot }) =>
    snapshot ? [snapshot.placedAt] : [],
  );
  const near = placed.flatMap((at) => [at, at + 1]);
  return [null, history.now, ...picks.map((pick) => near[pick % Math.max(1, near.length)] ?? 0)];
}

function settledWith(history: History, earnFrom: number | null) {
  const { versions, rules, now } = history;
  const { standing, arithmetic } = settle(factsOf(history), versions, { ...rules, earnFrom }, now);
  const earned = [...arithmetic.values()].filter(({ standing: is }) => is === "earned");
  return {
    enrolled: standing.enrolledAt !== null,
    tierId: standing.tierId,
    balance: standing.balance,
    earned: earned.reduce((sum, { points }) => sum + points, 0),
    ordersEarning: earned.filter(({ points }) => points > 0).length,
  };
}

test.each([
  ["whole", histories()],
  ["with deliveries lost", withLoss(histories())],
] as const)("several choices tried at once, histories %s", (_, arbitrary) => {
  fc.assert(
    fc.property(arbitrary, fc.array(fc.nat(100), { maxLength: 3 }), (history, picks) => {
      const { versions, rules, now } = history;
      const choices = choicesIn(history, picks);
      const { held, ...member } = whatIf(
        factsOf(history),
        { versions, timeZone: rules.timeZone },
        choices,
        now,
      );
      expect(held.map((each) => ({ ...member, ...each }))).toEqual(
        choices.map((earnFrom) => settledWith(history, earnFrom)),
      );
    }),
    { numRuns: 1_500 },
  );
});
