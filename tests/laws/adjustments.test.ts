/** Adjustments and their undoing are facts like any other: fold and oracle agree, and an undone one never was. */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { adjustmentKey, undoKey } from "../../app/domain/members/adjustment.ts";
import type { Action } from "../../app/domain/members/member-facts.ts";
import { postDifferences, type Posted } from "../../app/domain/settlement/post.ts";
import { settleByDefinition } from "../../app/domain/settlement/oracle.ts";
import { settle } from "../../app/domain/settlement/settle.ts";
import type { Settlement } from "../../app/domain/settlement/settlement.ts";
import { DAY } from "../../app/domain/shared/instant.ts";
import { factsOf, histories, type History } from "./arbitraries.ts";

vi.setConfig({ testTimeout: 60_000 });

const adjustments = fc.array(
  fc.record({
    id: fc.uuid(),
    points: fc.integer({ min: -600, max: 600 }).filter((points) => points !== 0),
    /** Days before (or after) the history's now. */
    days: fc.integer({ min: -20, max: 500 }),
    isUndone: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);
type Adjusted = { history: History; made: Action[]; undoings: Action[] };

const adjusted: fc.Arbitrary<Adjusted> = fc
  .tuple(histories({ lives: 4 }), adjustments)
  .map(([history, drafts]) => {
    const made = drafts.map(({ id, points, days }): Action => {
      const key = adjustmentKey(id) ?? "";
      return { key, kind: "adjustment", at: history.now - days * DAY, points };
    });
    const undoings = made.flatMap((action, index): Action[] =>
      drafts[index]?.isUndone
        ? [{ ...action, key: undoKey(action.key) ?? "", points: -action.points }]
        : [],
    );
    return { history, made, undoings };
  });

function settled(history: History, actions: readonly Action[], fold = settle): Settlement {
  const { versions, rules, now } = history;
  const facts = factsOf(history);
  return fold({ ...facts, actions: [...facts.actions, ...actions] }, versions, rules, now);
}
const comparable = ({ targets, standing }: Settlement) => ({
  targets: Object.fromEntries([...targets].sort()),
  standing: { ...standing, nextChangeAt: null },
});

test("settle equals the oracle with adjustments and undoings among the facts, in any order", () => {
  fc.assert(
    fc.property(adjusted, ({ history, made, undoings }) => {
      const actions = [...made, ...undoings];
      const whole = comparable(settled(history, actions));
      expect(whole).toEqual(comparable(settled(history, actions.toReversed())));
      expect(whole).toEqual(
        comparable(settled(history, actions, settleByDefinition as typeof settle)),
      );
    }),
    { numRuns: 1_000 },
  );
});

test("an adjustment that was undone is as though it had never been, whatever expired meanwhile", () => {
  fc.assert(
    fc.property(adjusted, ({ history, made, undoings }) => {
      const undone = new Set(undoings.map(({ key }) => key));
      const left = made.filter(({ key }) => !undone.has(undoKey(key) ?? ""));
      const { targets, standing } = settled(history, [...made, ...undoings]);
      const never = settled(history, left);
      for (const { key } of made) targets.delete(key);
      for (const { key } of undoings) targets.delete(key);
      for (const { key } of left) never.targets.delete(key);
      expect(Object.fromEntries(targets)).toEqual(Object.fromEntries(never.targets));
      expect({ ...standing, nextChangeAt: 0 }).toEqual({ ...never.standing, nextChangeAt: 0 });
    }),
    { numRuns: 1_000 },
  );
});

test("the balance is the sum of the entries, adjusted and undone one after the other", () => {
  fc.assert(
    fc.property(adjusted, ({ history, made, undoings }) => {
      const posted = new Map<string, Posted>();
      const actions: Action[] = [];
      for (const action of [null, ...made, ...undoings]) {
        if (action) actions.push(action);
        const { versions, rules, now } = history;
        const facts = factsOf(history);
        const all = { ...facts, actions: [...facts.actions, ...actions] };
        const settlement = settle(all, versions, rules, now);
        for (const { cause, points, n, occurredAt } of postDifferences(settlement, posted)) {
          const held = (posted.get(cause)?.points ?? 0) + points;
          posted.set(cause, { points: held, entries: n + 1, occurredAt, last: {} });
        }
        const sum = [...posted.values()].reduce((total, { points }) => total + points, 0);
        expect(sum).toBe(settlement.standing.balance);
      }
    }),
    { numRuns: 500 },
  );
});
