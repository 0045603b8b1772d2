/** The fold and the plain oracle, written apart, say the same of every member at every instant. */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { settleByDefinition } from "../../app/domain/settlement/oracle.ts";
import { settle } from "../../app/domain/settlement/settle.ts";
import type { Settlement } from "../../app/domain/settlement/settlement.ts";
import { factsOf, histories, withLoss, type History } from "./arbitraries.ts";

// Hundreds of histories a law: seconds on an idle machine, more on a busy one.
vi.setConfig({ testTimeout: 60_000 });

type Settle = typeof settleByDefinition;

/** How cautious `nextChangeAt` is may differ; that it is never too late is a law of its own. */
function comparable({ targets, standing }: Settlement) {
  return {
    targets: Object.fromEntries([...targets].sort()),
    standing: { ...standing, nextChangeAt: "compared elsewhere" },
  };
}

function settled(fold: Settle, history: History): Settlement {
  return fold(factsOf(history), history.versions, history.rules, history.now);
}

test("settle equals the oracle on histories that arrived whole", () => {
  fc.assert(
    fc.property(histories(), (history) => {
      expect(comparable(settled(settle, history))).toEqual(
        comparable(settled(settleByDefinition, history)),
      );
    }),
    { numRuns: 3_000 },
  );
});

test("settle equals the oracle where deliveries were lost: unlisted refunds, stale snapshots", () => {
  fc.assert(
    fc.property(withLoss(histories()), (history) => {
      expect(comparable(settled(settle, history))).toEqual(
        comparable(settled(settleByDefinition, history)),
      );
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ["settle", settle],
  ["settleByDefinition", settleByDefinition],
] as [string, Settle][])("%s: nothing shown changes before nextChangeAt", (_, fold) => {
  fc.assert(
    fc.property(histories(), fc.double({ min: 0, max: 1, noNaN: true }), (history, share) => {
      const { standing } = settled(fold, history);
      const end = standing.nextChangeAt ?? history.now + 4e11;
      expect(end).toBeGreaterThan(history.now);
      for (const at of [history.now + Math.floor(share * (end - 1 - history.now)), end - 1]) {
        const later = settled(fold, { ...history, now: at });
        expect(comparable(later)).toEqual(comparable(settled(fold, history)));
      }
    }),
    { numRuns: 1_000 },
  );
});
