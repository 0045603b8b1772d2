/** Merged customers are settled as though there had always been one, in whatever order told. */
import type { MemberFacts } from "../../app/domain/settlement/settlement.ts";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { resolveAliases } from "../../app/domain/members/aliases.ts";
import type { CustomerMerge } from "../../app/domain/members/member-facts.ts";
import { settle } from "../../app/domain/settlement/settle.ts";
import { factsOf, histories, type History } from "./arbitraries.ts";

// Hundreds of histories a law: seconds on an idle machine, more on a busy one.
vi.setConfig({ testTimeout: 60_000 });

const IDS = ["7", "11", "1001", "9007199254740993", "9007199254740995"];
const id = fc.constantFrom(...IDS);

/** Any merges at all: chains, cycles, two keepers of one customer. */
const merges: fc.Arbitrary<CustomerMerge[]> = fc.array(fc.record({ deletedId: id, keptId: id }), {
  maxLength: 7,
});

/** Merges that can happen: a deleted customer is gone, so it is deleted once and keeps nobody after. */
const possibleMerges: fc.Arbitrary<CustomerMerge[]> = fc
  .tuple(fc.shuffledSubarray(IDS, { minLength: IDS.length }), fc.array(fc.nat(), { maxLength: 4 }))
  .map(([order, picks]) =>
    picks.map((pick, index) => {
      const survivors = order.slice(index + 1);
      return { deletedId: order[index]!, keptId: survivors[pick % survivors.length]! };
    }),
  );

function inAnyOrder(told: fc.Arbitrary<CustomerMerge[]>) {
  return told.chain((known) =>
    fc.tuple(
      fc.constant(known),
      fc.shuffledSubarray(known, { minLength: known.length }),
      fc.subarray(known),
    ),
  );
}

test("whatever the order and number of their deliveries, merges resolve to the same", () => {
  fc.assert(
    fc.property(inAnyOrder(merges), ([known, shuffled, again]) => {
      const once = resolveAliases(known);
      const otherwise = resolveAliases([...shuffled, ...again]);
      for (const one of IDS) {
        expect(otherwise.keptOf(one)).toBe(once.keptOf(one));
        expect(once.keptOf(once.keptOf(one))).toBe(once.keptOf(one));
      }
      expect(new Set(otherwise.refused.map(told))).toEqual(new Set(once.refused.map(told)));
    }),
    { numRuns: 2_000 },
  );
});

test("merges that can happen are all taken, chains included", () => {
  fc.assert(
    fc.property(inAnyOrder(possibleMerges), ([known, shuffled]) => {
      const { keptOf, refused } = resolveAliases(shuffled);
      expect(refused).toEqual([]);
      for (const { deletedId, keptId } of known) expect(keptOf(deletedId)).toBe(keptOf(keptId));
      const deleted = new Set(known.map((merge) => merge.deletedId));
      for (const one of IDS) expect(deleted.has(keptOf(one))).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});

test("a cycle is refused, and the rest of the merges stand", () => {
  const around = [
    { deletedId: "7", keptId: "11" },
    { deletedId: "11", keptId: "1001" },
    { deletedId: "1001", keptId: "7" },
  ];
  const { keptOf, refused } = resolveAliases(around);
  expect(refused).toHaveLength(1);
  expect(new Set(["7", "11", "1001"].map(keptOf)).size).toBe(1);
});

test("the kept customer is settled on the union of facts, as though there had been one", () => {
  const spread = histories().chain((history) =>
    fc.record({
      history: fc.constant(history),
      owners: fc.array(id, { minLength: 12, maxLength: 12 }),
      merges: inAnyOrder(possibleMerges),
    }),
  );
  fc.assert(
    fc.property(spread, ({ history, owners, merges: [known, shuffled, again] }) => {
      const one = standingsByCustomer(history, owners, known);
      expect(standingsByCustomer(history, owners, [...shuffled, ...again])).toEqual(one);
      // All five merged into one: exactly the member whom the history was told of.
      const everyone = IDS.slice(1).map((deletedId) => ({ deletedId, keptId: IDS[0]! }));
      const { versions, rules, now } = history;
      expect(standingsByCustomer(history, owners, everyone)).toEqual({
        [IDS[0]!]: settle(factsOf(history), versions, rules, now).standing,
      });
    }),
    { numRuns: 500 },
  );
});

function told(merge: CustomerMerge): string {
  return `${merge.deletedId} into ${merge.keptId}`;
}

/** The history's orders and actions dealt out to customers, then settled by kept customer. */
function standingsByCustomer(history: History, owners: string[], known: CustomerMerge[]) {
  const { keptOf } = resolveAliases(known);
  const whole = factsOf(history);
  const memberOf = (index: number): string => keptOf(owners[index % owners.length]!);
  const kept = [...new Set(IDS.map(keptOf))];
  const standings = kept.map((customer) => {
    const facts: MemberFacts = {
      orders: whole.orders.filter((_, index) => memberOf(index) === customer),
      actions: whole.actions.filter((_, index) => memberOf(index + 5) === customer),
    };
    const { versions, rules, now } = history;
    return [customer, settle(facts, versions, rules, now).standing] as const;
  });
  return Object.fromEntries(standings);
}
