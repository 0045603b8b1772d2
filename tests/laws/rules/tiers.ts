import { DEFAULT_PROGRAM, join, order, refund, version } from "../history.ts";
import type { RuleCase } from "./rule-case.ts";

const LEVEL =
  "Tier at T = the highest level, under the version in force at T, whose threshold ≤ spend(T)";
const WINDOW = "orders placed in [T − 365 × 24 h, T)";
const COUNTING =
  "neither test nor deleted, and whose financial status is paid, partially_refunded or refunded";
const CANCELLED = "cancelled ones until cancelled_at";
const KNOWN = "of goods as known at T: a refund counts from its created_at";
const FROM_START = "edits and payment as though from the start";
const REFUND =
  "a refund lowers the tier from its moment on and never changes the rate of an order placed before it";
const LATE = "an older order that arrives late does raise the rate of later ones";
const SINCE =
  "since = start of the unbroken span (of the base tier, if there was no other: enrolledAt)";
const UNTIL = "until = when the tier falls if nothing more is bought, null at the base";
const TABLE = "the three rows";

const A = order({ id: "1", placed: "10:00", goods: 250 });
const B = order({ id: "2", placed: "10:10", goods: 100 });
const C = order({ id: "3", placed: "10:30", goods: 100 });
const A_REFUNDED = refund("1", { id: "9", at: "10:20", takes: { "1": 1 } });

const SILVER_FROM_100 = version(2, "10:30", {
  tiers: [DEFAULT_PROGRAM.tiers[0], { ...DEFAULT_PROGRAM.tiers[1]!, thresholdMinor: 10_000 }],
});
const SILVER_FROM_300 = version(2, "11:00", {
  tiers: [DEFAULT_PROGRAM.tiers[0], { ...DEFAULT_PROGRAM.tiers[1]!, thresholdMinor: 30_000 }],
});

export const TIER_AT: RuleCase[] = [
  ...(
    [
      [199.99, "bronze"],
      [200, "silver"],
      [499.99, "silver"],
      [500, "gold"],
    ] as const
  ).map(([goods, tier]): RuleCase => ({
    rule: LEVEL,
    case: `${goods} spent is ${tier}`,
    told: [order({ id: "1", placed: "10:00", goods })],
    expect: { tier, spend: goods },
  })),
  {
    rule: LEVEL,
    case: "a version with a lower threshold lifts those who had reached it, from its start on",
    told: [
      order({ id: "1", placed: "10:00", goods: 100 }),
      order({ id: "2", placed: "10:30", goods: 100 }),
    ],
    versions: [DEFAULT_PROGRAM, SILVER_FROM_100],
    expect: { orders: { "1": 100, "2": 125 }, tier: "silver", since: "10:30" },
  },
  {
    rule: WINDOW,
    case: "an order counts for one placed exactly 365 days later, in a leap year a day before the anniversary",
    told: [
      order({ id: "1", placed: "2023-06-01T10:00", goods: 200 }),
      order({ id: "2", placed: "2024-05-31T10:00", goods: 100 }),
    ],
    expect: { orders: { "1": 200, "2": 125 } },
  },
  {
    rule: WINDOW,
    case: "and no longer a millisecond after",
    told: [
      order({ id: "1", placed: "2023-06-01T10:00", goods: 200 }),
      order({ id: "2", placed: "2024-05-31T10:00:00.001", goods: 100 }),
    ],
    expect: { orders: { "1": 200, "2": 100 } },
  },
  {
    rule: WINDOW,
    case: "an order placed at T doesn't count at T",
    told: [A],
    now: "10:00",
    expect: { orders: { "1": 250 }, tier: "bronze", spend: 0 },
  },
  {
    rule: WINDOW,
    case: "but right after it",
    told: [A],
    now: "10:00:00.001",
    expect: { tier: "silver", spend: 250, since: "10:00" },
  },
  {
    rule: COUNTING,
    case: "test, deleted, pending, authorized, partially paid, voided and expired ones don't count",
    told: [
      order({ id: "1", placed: "10:00", goods: 500, test: true }),
      order({ id: "2", placed: "10:00", goods: 500, deleted: true }),
      order({ id: "3", placed: "10:00", goods: 500, status: "pending" }),
      order({ id: "4", placed: "10:00", goods: 500, status: "authorized" }),
      order({ id: "5", placed: "10:00", goods: 500, status: "partially_paid" }),
      order({ id: "6", placed: "10:00", goods: 500, status: "voided" }),
      order({ id: "7", placed: "10:00", goods: 500, status: "expired" }),
    ],
    expect: { spend: 0, tier: "bronze" },
  },
  {
    rule: CANCELLED,
    case: "what was bought before the cancellation keeps its rate; at exactly its instant, no more",
    told: [
      order({ id: "1", placed: "10:00", goods: 250, cancelled: "10:20" }),
      order({ id: "2", placed: "10:19:59", goods: 100 }),
      order({ id: "3", placed: "10:20", goods: 40 }),
    ],
    expect: { orders: { "2": 125, "3": 40 }, tier: "bronze", since: "10:20" },
  },
  {
    rule: KNOWN,
    case: "an unlisted refund, a second before and at exactly its instant",
    told: [
      A,
      A_REFUNDED,
      order({ id: "2", placed: "10:19:59", goods: 100 }),
      order({ id: "3", placed: "10:20", goods: 40 }),
    ],
    expect: { orders: { "2": 125, "3": 40 } },
  },
  {
    rule: KNOWN,
    case: "the same once the snapshot lists it",
    told: [
      order({
        id: "1",
        placed: "10:00",
        goods: 250,
        updated: "10:21",
        refunds: [{ id: "9", at: "10:20", takes: { "1": 1 }, listed: true }],
      }),
      order({ id: "2", placed: "10:19:59", goods: 100 }),
      order({ id: "3", placed: "10:20", goods: 40 }),
    ],
    expect: { orders: { "2": 125, "3": 40 } },
  },
  {
    rule: "It (a negative adjustment) counts from its refund's created_at",
    case: "60 given back at 10:20",
    told: [
      A,
      refund("1", { id: "9", at: "10:20", goodwill: 60 }),
      order({ id: "2", placed: "10:19:59", goods: 4 }),
      order({ id: "3", placed: "10:20", goods: 4 }),
    ],
    expect: { orders: { "1": 190, "2": 5, "3": 4 } },
  },
  {
    rule: FROM_START,
    case: "an edit that takes goods off lowers the rate of what was bought before it",
    told: [A, B, order({ id: "1", placed: "10:00", goods: 150, updated: "10:20" })],
    expect: { orders: { "1": 150, "2": 100 } },
  },
  {
    rule: FROM_START,
    case: "an order paid late raises the rate of what was bought before the payment",
    told: [
      order({ id: "1", placed: "10:00", goods: 250, status: "pending" }),
      B,
      order({ id: "1", placed: "10:00", goods: 250, status: "paid", updated: "11:00" }),
    ],
    expect: { orders: { "1": 250, "2": 125 }, since: "10:00" },
  },
  {
    rule: REFUND,
    case: "the order between keeps Silver's rate though the member is Bronze now",
    told: [A, B, A_REFUNDED],
    expect: { orders: { "2": 125 }, tier: "bronze" },
  },
  {
    rule: LATE,
    case: "B earned 100 until A was known",
    told: [B, A],
    expect: { orders: { "1": 250, "2": 125 } },
  },
];

export const TIER_SPANS: RuleCase[] = [
  {
    rule: SINCE,
    case: "Silver since the order that raised it",
    told: [join("09:00"), A, B],
    expect: { tier: "silver", since: "10:00" },
  },
  {
    rule: SINCE,
    case: "never another tier than the base: since enrolment",
    told: [join("09:00"), B],
    expect: { tier: "bronze", since: "09:00" },
  },
  {
    rule: SINCE,
    case: "back at the base: since the fall",
    told: [A, A_REFUNDED],
    expect: { tier: "bronze", since: "10:20", until: null },
  },
  {
    rule: SINCE,
    case: "fallen by time: since 365 days after",
    told: [order({ id: "1", placed: "2024-03-01T10:00", goods: 250 })],
    expect: { tier: "bronze", since: "2025-03-01T10:00" },
  },
  {
    rule: SINCE,
    case: "lost and won again: since it was won again",
    told: [A, A_REFUNDED, order({ id: "3", placed: "10:40", goods: 200 })],
    expect: { tier: "silver", since: "10:40" },
  },
  {
    rule: SINCE,
    case: "one order leaves at the instant the next one is placed: the span goes on",
    told: [
      order({ id: "1", placed: "2024-06-01T10:00", goods: 200 }),
      order({ id: "2", placed: "2025-06-01T10:00", goods: 200 }),
    ],
    expect: { orders: { "1": 200, "2": 250 }, tier: "silver", since: "2024-06-01T10:00" },
  },
  {
    rule: SINCE,
    case: "a millisecond between them breaks it",
    told: [
      order({ id: "1", placed: "2024-06-01T10:00", goods: 200 }),
      order({ id: "2", placed: "2025-06-01T10:00:00.001", goods: 200 }),
    ],
    expect: { orders: { "1": 200, "2": 200 }, tier: "silver", since: "2025-06-01T10:00:00.001" },
  },
  {
    rule: UNTIL,
    case: "365 days after the order that holds it",
    told: [A],
    expect: { tier: "silver", until: "2026-06-02T10:00" },
  },
  {
    rule: UNTIL,
    case: "at exactly that instant the tier still holds",
    told: [A],
    now: "2026-06-02T10:00",
    expect: { tier: "silver", until: "2026-06-02T10:00" },
  },
  {
    rule: UNTIL,
    case: "a millisecond later it has fallen",
    told: [A],
    now: "2026-06-02T10:00:00.001",
    expect: { tier: "bronze", since: "2026-06-02T10:00", until: null },
  },
  {
    rule: UNTIL,
    case: "the first of two orders that hold Gold together",
    told: [
      order({ id: "1", placed: "2025-01-01T10:00", goods: 250 }),
      order({ id: "2", placed: "2025-03-01T10:00", goods: 250 }),
    ],
    expect: { tier: "gold", since: "2025-03-01T10:00", until: "2026-01-01T10:00" },
  },
  {
    rule: UNTIL,
    case: "a published version with a higher threshold comes first",
    told: [A],
    now: "10:30",
    versions: [DEFAULT_PROGRAM, SILVER_FROM_300],
    expect: { tier: "silver", until: "11:00" },
  },
];

/** `TABLE`: B 100 at 10:10 is delivered before A 250 at 10:00. */
export const WORKED_TABLE: RuleCase[] = [
  {
    rule: TABLE,
    case: "B 100 placed at 10:10, delivered before A 250 placed at 10:00: 375, Silver",
    told: [B, A],
    expect: { balance: 375, tier: "silver" },
  },
  {
    rule: TABLE,
    case: "then A refunded in full at 10:20: 125, Bronze",
    told: [B, A, A_REFUNDED],
    expect: { balance: 125, tier: "bronze" },
  },
  {
    rule: TABLE,
    case: "then C 100 placed at 10:30: 225, Silver (spend is now 200; C itself earned at Bronze)",
    told: [B, A, A_REFUNDED, C],
    expect: { balance: 225, tier: "silver", spend: 200, orders: { "2": 125, "3": 100 } },
  },
];
