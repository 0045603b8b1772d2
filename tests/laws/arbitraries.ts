/**
 * Random members whose histories could have happened: orders live through payment, refunds, edits
 * and cancellation, and every change is a delivery. Instants are derived from one another, so that
 * boundaries are hit exactly (365 days later, the instant of an expiry, a millisecond beside it).
 */
import type { MemberFacts } from "../../app/domain/settlement/settlement.ts";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import type { Action, ShopRules } from "../../app/domain/members/member-facts.ts";
import type { OrderFacts } from "../../app/domain/orders/order-facts.ts";
import { BEGINNING_OF_TIME, type ProgramVersion } from "../../app/domain/program/program.ts";
import { DAY, HOUR, SECOND, type Instant } from "../../app/domain/shared/instant.ts";
import { delivered, DEFAULT_PROGRAM } from "./history.ts";
import { deliveriesOf, type Life } from "./order-life.ts";

export type History = {
  /** In the order in which Shopify sent them. */
  deliveries: OrderFacts[];
  actions: Action[];
  versions: ProgramVersion[];
  rules: ShopRules;
  now: Instant;
};

// Havana, Cairo and Beirut change their clocks at midnight, which therefore doesn't exist once a year.
const TIME_ZONES = [
  "Europe/London",
  "America/Havana",
  "Africa/Cairo",
  "Asia/Beirut",
  "Pacific/Apia",
  "America/St_Johns",
  "Asia/Kathmandu",
];
/** Leap days, days before a year's end, and days a year and a day before a missing midnight. */
const STARTS = [
  "2024-02-29T12:00:00Z",
  "2023-12-31T23:59:59Z",
  "2024-03-08T15:00:00Z", // Havana skips midnight of 2025-03-09
  "2024-04-24T09:30:00Z", // Cairo skips midnight of 2025-04-25
  "2024-03-29T08:00:00Z", // Beirut skips midnight of 2025-03-30
  "2024-08-31T22:30:00Z", // months of 30 days
  "2025-03-01T04:59:59.999Z", // Havana: the last of February, a month before its clocks go forward
].map((iso) => Date.parse(iso));

type Relation = (from: Instant, timeZone: string) => Instant;
const RELATIONS: Relation[] = [
  (from) => from,
  (from) => from + 1,
  (from) => from + SECOND,
  (from) => from + HOUR,
  (from) => from + 10 * DAY,
  (from) => from + 100 * DAY,
  (from) => from + 365 * DAY - 1,
  (from) => from + 365 * DAY,
  (from) => from + 365 * DAY + 1,
  (from, timeZone) => midnightAfter(from, timeZone, 12) - 1,
  (from, timeZone) => midnightAfter(from, timeZone, 12),
  (from, timeZone) => midnightAfter(from, timeZone, 12) + 1,
  (from, timeZone) => midnightAfter(from, timeZone, 6),
  (from, timeZone) => midnightAfter(from, timeZone, 1) - 1,
  (from, timeZone) => midnightAfter(from, timeZone, 1),
  (from, timeZone) => midnightAfter(from, timeZone, 1) + 1,
];

function midnightAfter(from: Instant, timeZone: string, months: number): Instant {
  const day = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
  const next = day.toPlainDate().add({ months }).add({ days: 1 });
  return next.toZonedDateTime(timeZone).epochMilliseconds;
}

/** Where an instant stands: `relation` after the `from`-th earlier one. */
type Place = { from: number; relation: number };
const place: fc.Arbitrary<Place> = fc.record({
  from: fc.nat({ max: 30 }),
  // Mostly days, so that orders meet in one tier window.
  relation: fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: RELATIONS.length - 1 })),
});

const lineArbitrary = fc.record({
  // Thresholds are 200 and 500: sums that meet them exactly come up often.
  priceMinor: fc.constantFrom(10_000, 20_000, 5_000, 25_000, 9_999, 333, 1),
  quantity: fc.integer({ min: 1, max: 3 }),
  discountMinor: fc.constantFrom(0, 0, 0, 0, 0, 0, 100, 33, 33, 30_000),
  taxMinor: fc.constantFrom(0, 0, 1_667, 5),
  giftCard: fc.nat({ max: 9 }).map((n) => n === 0),
});

const stepArbitrary = fc.record({
  kind: fc.constantFrom("refund", "refund", "refund", "edit", "cancel", "pay", "touch"),
  gap: fc.constantFrom(0, 0, 1, 1, SECOND, HOUR, HOUR, DAY, DAY, 30 * DAY, 365 * DAY),
  units: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 3 }),
  goodwillMinor: fc.constantFrom(0, 0, 0, 500, 10_000),
});

const lifeArbitrary = fc.record({
  place,
  lines: fc.array(lineArbitrary, { minLength: 1, maxLength: 3 }),
  status: fc.constantFrom(
    ...Array<"paid">(12).fill("paid"),
    "pending",
    "authorized",
    "partially_paid",
    "voided",
    "expired",
  ),
  test: fc.nat({ max: 19 }).map((n) => n === 0),
  taxesIncluded: fc.boolean(),
  steps: fc.array(stepArbitrary, { maxLength: 3 }),
  deleted: fc.nat({ max: 19 }).map((n) => n === 0),
});

const actionArbitrary = fc.record({
  place,
  kind: fc.constantFrom(
    "join",
    "join",
    "leave",
    "redemption",
    "redemption",
    "adjustment",
    "birthday",
    "check-in",
  ),
  points: fc.integer({ min: 1, max: 400 }),
});

const versionArbitrary = fc.record({
  place,
  minorPerPoint: fc.constantFrom(100, 100, 1, 250),
  expiryMonths: fc.constantFrom(12, 12, 6, 1),
  tierCount: fc.integer({ min: 1, max: 3 }),
  thresholdPercent: fc.constantFrom(100, 100, 50, 200),
  ratePercents: fc.constantFrom([100, 125, 150], [100, 110, 133], [150, 100, 100]),
});

/** `lives` orders at most. `program`: whether later versions of it exist. */
export function histories(
  options: { lives?: number; program?: boolean } = {},
): fc.Arbitrary<History> {
  return fc
    .record({
      start: fc.constantFrom(...STARTS),
      timeZone: fc.constantFrom(...TIME_ZONES),
      lives: fc.array(lifeArbitrary, { maxLength: options.lives ?? 7 }),
      actions: fc.array(actionArbitrary, { maxLength: 5 }),
      versions: fc.array(versionArbitrary, { maxLength: options.program === false ? 0 : 2 }),
      earnFrom: fc.oneof(
        { weight: 4, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: place },
      ),
      // Mostly after everything that is known; now and then a clock that lags behind the facts.
      nowAmongFacts: fc.nat({ max: 2 }).map((n) => n === 0),
      now: place,
    })
    .map((draft): History => {
      const instants: Instant[] = [draft.start];
      const resolve = ({ from, relation }: Place): Instant => {
        const instant = RELATIONS[relation]!(instants[from % instants.length]!, draft.timeZone);
        instants.push(instant);
        return instant;
      };
      const lives = draft.lives.map((life, index): Life => ({
        ...life,
        orderId: String(index + 1),
        placedAt: resolve(life.place),
      }));
      const actions = draft.actions.map(({ kind, points, place }, index) =>
        actionOf({ kind, points, at: resolve(place) }, index),
      );
      const starts = draft.versions.map(({ place, ...changes }) => ({
        ...changes,
        at: resolve(place),
      }));
      const earnFrom = draft.earnFrom ? resolve(draft.earnFrom) : null;
      const deliveries = lives.flatMap(deliveriesOf);
      const last = Math.max(...instants, ...deliveries.flatMap(instantsOf));
      const from = draft.nowAmongFacts ? instants[draft.now.from % instants.length]! : last;
      return {
        deliveries,
        actions,
        versions: programOf(starts),
        rules: { timeZone: draft.timeZone, earnFrom },
        now: RELATIONS[draft.now.relation]!(from, draft.timeZone),
      };
    });
}

function actionOf(
  draft: { kind: Action["kind"]; points: number; at: Instant },
  index: number,
): Action {
  const { kind, at } = draft;
  const sign = kind === "redemption" || (kind === "adjustment" && draft.points % 2 === 1) ? -1 : 1;
  const points = kind === "leave" || kind === "check-in" ? 0 : sign * draft.points;
  return { key: `${kind}:${index}`, kind, at, points };
}

type VersionDraft = {
  at: Instant;
  minorPerPoint: number;
  expiryMonths: number;
  tierCount: number;
  thresholdPercent: number;
  ratePercents: readonly number[];
};

function programOf(drafts: VersionDraft[]): ProgramVersion[] {
  const later = drafts.toSorted((a, b) => a.at - b.at);
  return [
    { ...DEFAULT_PROGRAM, startsAt: BEGINNING_OF_TIME },
    ...later.map((draft, index): ProgramVersion => {
      const [base, ...above] = DEFAULT_PROGRAM.tiers
        .slice(0, draft.tierCount)
        .map((tier, level) => ({
          ...tier,
          thresholdMinor: (tier.thresholdMinor * draft.thresholdPercent) / 100,
          ratePercent: draft.ratePercents[level]!,
        }));
      return {
        ...DEFAULT_PROGRAM,
        version: index + 2,
        startsAt: draft.at,
        minorPerPoint: draft.minorPerPoint,
        expiryMonths: draft.expiryMonths,
        tiers: [base!, ...above],
      };
    }),
  ];
}

function instantsOf({ snapshot, refunds }: OrderFacts): Instant[] {
  return [
    ...(snapshot ? [snapshot.placedAt, snapshot.updatedAt] : []),
    ...refunds.map((refund) => refund.createdAt),
  ];
}

export function factsOf(history: Pick<History, "deliveries" | "actions">): MemberFacts {
  return { orders: delivered(history.deliveries), actions: history.actions };
}

/** A history and some of its deliveries, in another order, some of them twice or more. */
export function withRedelivery(
  history: fc.Arbitrary<History>,
): fc.Arbitrary<{ history: History; deliveries: OrderFacts[] }> {
  return history.chain((told) =>
    fc.record({
      history: fc.constant(told),
      deliveries: fc
        .record({
          shuffled: fc.shuffledSubarray(told.deliveries, { minLength: told.deliveries.length }),
          again: fc.subarray(told.deliveries),
        })
        .map(({ shuffled, again }) => [...shuffled, ...again]),
    }),
  );
}

/** A history of which some deliveries were lost: refunds known but not listed, stale snapshots. */
export function withLoss(history: fc.Arbitrary<History>): fc.Arbitrary<History> {
  return history.chain((told) =>
    fc.subarray(told.deliveries).map((deliveries) => ({ ...told, deliveries })),
  );
}
