/**
 * Every sentence of rules.md that concerns one member's facts, in its order, as a small history
 * and what must come out. Each case is told forwards, backwards and twice over, to the fold and to
 * the oracle. Sentences about deliveries, the database and the API are listed at the end.
 */
import { describe, expect, test } from "vitest";
import {
  FINANCIAL_STATUSES,
  joinOrderFacts,
  type OrderFacts,
} from "../../app/domain/orders/order-facts.ts";
import type { Action } from "../../app/domain/members/member-facts.ts";
import { resolveAliases } from "../../app/domain/members/aliases.ts";
import { toIso } from "../../app/domain/shared/instant.ts";
import { settleByDefinition } from "../../app/domain/settlement/oracle.ts";
import { settle } from "../../app/domain/settlement/settle.ts";
import { orderCause, type Settlement } from "../../app/domain/settlement/settlement.ts";
import { at, DEFAULT_PROGRAM, facts, LONDON, order } from "./history.ts";
import { ACTIVITIES, DEBTS, EXPIRING } from "./rules/expiry.ts";
import { FACTS_JOIN } from "./rules/facts-join.ts";
import { ENROLMENT, GOODS, POINTS, VERSIONS_AND_START } from "./rules/order-worth.ts";
import type { Expected, RuleCase } from "./rules/rule-case.ts";
import { SETTLE_MEMBER } from "./rules/settle-member.ts";
import { TIER_AT, TIER_SPANS, WORKED_TABLE } from "./rules/tiers.ts";

type Told = (OrderFacts | Action)[];
type Settle = typeof settleByDefinition;

const SECTIONS: [string, RuleCase[]][] = [
  ["Facts join", FACTS_JOIN],
  ["Settle the member", SETTLE_MEMBER],
  ["What an order is worth: whose it is", ENROLMENT],
  ["What an order is worth: its goods", GOODS],
  ["What an order is worth: its points", POINTS],
  ["What an order is worth: version and earnFrom", VERSIONS_AND_START],
  ["Tiers: the level at an instant", TIER_AT],
  ["Tiers: since and until", TIER_SPANS],
  ["Tiers: the worked table", WORKED_TABLE],
  ["Expiry", EXPIRING],
  ["Expiry: what counts as activity", ACTIVITIES],
  ["Expiry: refunds, late activity, debt, joining points, lifetimeEarned", DEBTS],
];

const TELLINGS: Record<string, (told: Told) => Told> = {
  "as told": (told) => told,
  "in reverse": (told) => told.toReversed(),
  "with every delivery twice": (told) => [...told, ...told.filter((one) => "orderId" in one)],
};

describe.each(SECTIONS)("%s", (_, cases) => {
  describe.each([
    ["fold", settle],
    ["oracle", settleByDefinition],
  ] as [string, Settle][])("%s", (_, settleWith) => {
    const named = cases.map((one) => [`${one.rule} (${one.case})`, one] as const);
    test.each(named)("%s", (_, { told, versions, shop, now, expect: expected }) => {
      for (const [telling, tell] of Object.entries(TELLINGS)) {
        const settlement = settleWith(
          facts(...tell(told)),
          versions ?? [DEFAULT_PROGRAM],
          { ...LONDON, ...shop },
          at(now ?? "12:00"),
        );
        expect(shown(settlement, expected), telling).toEqual(expected);
      }
    });
  });
});

/** Of the settlement, what `expected` speaks of, in its words. */
function shown({ targets, standing }: Settlement, expected: Expected): Expected {
  const all: Required<Expected> = {
    orders: pointsBy(targets, orderCause("")),
    expired: inWordsOf(expected.expired, pointsBy(targets, "expiry:")),
    balance: standing.balance,
    pending: standing.pending,
    lifetimeEarned: standing.lifetimeEarned,
    tier: standing.tierId,
    since: asWritten(expected.since, standing.tierSince),
    until: asWritten(expected.until, standing.tierUntil),
    spend: standing.spendMinor / 100,
    enrolledAt: asWritten(expected.enrolledAt, standing.enrolledAt),
    nextExpiryAt: asWritten(expected.nextExpiryAt, standing.nextExpiryAt),
  };
  const asked = Object.entries(all).filter(([key]) => key in expected);
  return Object.fromEntries(asked);
}

function pointsBy(targets: ReadonlyMap<string, number>, prefix: string): Record<string, number> {
  const causes = [...targets].filter(([cause]) => cause.startsWith(prefix));
  return Object.fromEntries(causes.map(([cause, points]) => [cause.slice(prefix.length), points]));
}

/** The instant in the words of the case where it is the same one, else written out. */
function asWritten(text: string | null | undefined, instant: number | null): string | null {
  if (instant === null) return null;
  return typeof text === "string" && at(text) === instant ? text : toIso(instant);
}

function inWordsOf(
  expected: Record<string, number> = {},
  expired: Record<string, number>,
): Record<string, number> {
  const words = new Map(Object.keys(expected).map((text) => [toIso(at(text)), text]));
  return Object.fromEntries(
    Object.entries(expired).map(([iso, points]) => [words.get(iso) ?? iso, -points]),
  );
}

describe("Facts join: financial_status in the order of rules.md", () => {
  const pairs = FINANCIAL_STATUSES.slice(1).map(
    (later, index) => [later, FINANCIAL_STATUSES[index]!] as const,
  );
  test("the order is pending, authorized, partially_paid, paid, …, expired", () => {
    expect(FINANCIAL_STATUSES.join()).toBe(
      "pending,authorized,partially_paid,paid,partially_refunded,refunded,voided,expired",
    );
  });
  test.each(pairs)("within a second %s is later than %s", (later, earlier) => {
    const was = order({ id: "1", placed: "10:00", status: earlier });
    const is = order({ id: "1", placed: "10:00", status: later });
    expect(joinOrderFacts(was, is).snapshot?.financialStatus).toBe(later);
    expect(joinOrderFacts(is, was).snapshot?.financialStatus).toBe(later);
  });
});

describe("Facts join: merges of customers", () => {
  const first = { deletedId: "1002", keptId: "1001" };
  const second = { deletedId: "1001", keptId: "1000" };
  test.each([
    ["in the order they happened", [first, second]],
    ["the other way round", [second, first]],
  ])("a deleted id is an alias of the kept one for ever, chains resolve (%s)", (_, merges) => {
    const { keptOf, refused } = resolveAliases(merges);
    expect(["1000", "1001", "1002", "1003"].map(keptOf)).toEqual(["1000", "1000", "1000", "1003"]);
    expect(refused).toEqual([]);
  });
  test("a cycle is parked", () => {
    const { refused } = resolveAliases([first, { deletedId: "1001", keptId: "1002" }]);
    expect(refused).toHaveLength(1);
  });
});

/*
 * Sentences of rules.md that need more than one member's facts, and where they are tested:
 *
 * Facts join
 * - which topics and queries yield snapshots; orders/edited is no snapshot and is fetched after
 *   60 s; gaps are fetched; ties are no reason to call Shopify: tests of intake and the drain
 * - a merge whose status isn't success changes nothing; entries move once (`merge:{deleted}`);
 *   no grant is made again; keys of either id are found: tests of the merge use case
 * - facts that the payload lacks are recorded at first sight: tests of the fact store
 * Settle the member
 * - entry keys `order:{order}:{member}:{n}`; compare-and-set on `rev`, 5 times, then requeue;
 *   the shortcut equals the full pass; more than 10,000 orders in reach; keys from outside, their
 *   conflicts and refusals: tests of settlement on a real database
 * What an order is worth
 * - `processed_at`, else `created_at`; shop money; which adjustments are goodwill (negative, not
 *   shipping, without tax); shipping, tax, tips, duties and the means of payment play no part:
 *   tests of the payload parser
 * - the customer of the snapshot changes, or is named late: tests of settlement on a database
 * - the balance of one who left can't be spent: tests of redemptions
 * - a version starts at or after its publication and is immutable; recounting; the choice of
 *   `earnFrom`; imported balances; `read_all_orders`: tests of publishing and importing
 * Expiry, spending, lots
 * - only spends are refused: tests of redemptions; lots: tests of the ledger; `nextExpiryAt` and
 *   `nextTierChangeAt` on the member row: tests of the member store
 * - nothing older than installation sends anything: tests of the outbox
 * Same state; The ledger
 * - tests of the whole app on a real database, of `ledger:verify` and of the database's roles
 */
