import type { FinancialStatus } from "../../../app/domain/orders/order-facts.ts";
import {
  action,
  at,
  DEFAULT_PROGRAM,
  deletion,
  join,
  leave,
  order,
  redemption,
  refund,
  version,
} from "../history.ts";
import { POINT_A_PENNY, type RuleCase } from "./rule-case.ts";

const SAME_INSTANT = "Orders placed at the same instant don't count for each other";
const ENROLLED =
  "enrolledAt = the earlier of the first join and the earliest placed-at of an order that isn't deleted or a test, whatever becomes of it";
const LEAVING =
  "Leaving is a fact with its instant: from then to the next join enrolledAt is null, orders placed earn 0 and enrol nobody, the balance is kept";
const REJOINING = "joining again grants no second joining points";
const KEPT_QUANTITY =
  "Kept quantity = current_quantity − quantities in refunds that the snapshot does not list, at least 0";
const LINE_GOODS =
  "Line goods = price × quantity − discount allocations − (if taxes are included) its tax lines, without gift-card lines";
const KEPT_GOODS =
  "Kept goods = line goods × kept quantity / quantity, half up to the minor unit, summed";
const GOODWILL =
  "Of a refund's order adjustments only a negative one lowers goods, by its absolute amount, never below 0";
const EARNING = "Paid, partially_refunded and refunded orders earn";
const PENDING =
  "Pending, authorized and partially_paid ones are shown as pending and count nowhere else";
const WORTHLESS = "Voided, expired, cancelled, deleted and test orders are worth 0";
const FLOOR = "Points = floor(goodsMinor × ratePercent / (100 × minorPerPoint)), once per order";
const VERSION = "Version: the one in force at placed-at, for ever, edits included";
const EARN_FROM =
  "earnFrom: orders placed before it are worth 0 points for ever but count as spend and activity";

export const ENROLMENT: RuleCase[] = [
  {
    rule: SAME_INSTANT,
    case: "both earn at the base rate; the next order earns at Gold",
    told: [
      order({ id: "1", placed: "10:00", goods: 250 }),
      order({ id: "2", placed: "10:00", goods: 250 }),
      order({ id: "3", placed: "10:00:01", goods: 10 }),
    ],
    expect: { orders: { "1": 250, "2": 250, "3": 15 } },
  },
  {
    rule: "order ids break ties in lists and lots only",
    case: "the lower id gives the higher one nothing",
    told: [
      order({ id: "1", placed: "10:00", goods: 500 }),
      order({ id: "2", placed: "10:00", goods: 100 }),
    ],
    expect: { orders: { "1": 500, "2": 100 } },
  },
  {
    rule: ENROLLED,
    case: "an order came before the joining",
    told: [order({ id: "1", placed: "10:00", goods: 1 }), join("10:30")],
    expect: { enrolledAt: "10:00" },
  },
  {
    rule: ENROLLED,
    case: "the joining came before any order",
    told: [join("09:30"), order({ id: "1", placed: "10:00", goods: 1 })],
    expect: { enrolledAt: "09:30" },
  },
  ...(["pending", "voided", "expired", "refunded"] as const).map((status): RuleCase => ({
    rule: ENROLLED,
    case: `an order that is ${status} enrols`,
    told: [order({ id: "1", placed: "10:00", goods: 1, status })],
    expect: { enrolledAt: "10:00" },
  })),
  {
    rule: ENROLLED,
    case: "an order that was cancelled enrols",
    told: [order({ id: "1", placed: "10:00", goods: 1, cancelled: "10:05" })],
    expect: { enrolledAt: "10:00" },
  },
  {
    rule: ENROLLED,
    case: "a test order and a deleted one enrol nobody",
    told: [
      order({ id: "1", placed: "10:00", goods: 1, test: true }),
      order({ id: "2", placed: "10:01", goods: 1 }),
      deletion("2"),
    ],
    expect: { enrolledAt: null, since: null, tier: "bronze" },
  },
  {
    rule: LEAVING,
    case: "what was earned stays; what is bought while away earns nothing, from the very instant",
    told: [
      join("09:00"),
      order({ id: "1", placed: "10:00", goods: 50 }),
      leave("10:30"),
      order({ id: "2", placed: "10:30", goods: 60 }),
      order({ id: "3", placed: "11:00", goods: 70 }),
    ],
    expect: { orders: { "1": 50 }, balance: 150, enrolledAt: null },
  },
  {
    rule: LEAVING,
    case: "whoever left before buying anything isn't enrolled by an order",
    told: [leave("10:00"), order({ id: "1", placed: "10:30", goods: 60 }), join("11:00")],
    expect: { orders: {}, enrolledAt: "11:00" },
  },
  {
    rule: LEAVING,
    case: "what was bought while away still counts as spend",
    told: [
      leave("10:00"),
      order({ id: "1", placed: "10:10", goods: 250 }),
      join("10:20"),
      order({ id: "2", placed: "10:20", goods: 100 }),
    ],
    expect: { orders: { "2": 125 }, tier: "silver", spend: 350 },
  },
  {
    rule: LEAVING,
    case: "leaving and joining at one instant: the member is in",
    told: [
      join("09:00"),
      leave("10:00"),
      join("10:00", 0),
      order({ id: "1", placed: "10:00", goods: 9 }),
    ],
    expect: { orders: { "1": 9 }, enrolledAt: "09:00" },
  },
  {
    rule: REJOINING,
    case: "enrolledAt is the first joining again, and so are the points",
    told: [join("09:00"), leave("10:00"), join("11:00", 0)],
    expect: { balance: 100, enrolledAt: "09:00" },
  },
];

export const GOODS: RuleCase[] = [
  {
    rule: KEPT_QUANTITY,
    case: "an edit that took a unit off, and a refund the snapshot doesn't list yet",
    told: [
      order({ id: "1", placed: "10:00", lines: [{ price: 10, quantity: 5, removed: 1 }] }),
      refund("1", { id: "7", at: "10:05", takes: { "1": 2 } }),
    ],
    expect: { orders: { "1": 20 } },
  },
  {
    rule: KEPT_QUANTITY,
    case: "a listed refund is in the current quantity already",
    told: [
      order({
        id: "1",
        placed: "10:00",
        lines: [{ price: 10, quantity: 5 }],
        refunds: [{ id: "7", at: "10:05", takes: { "1": 2 }, listed: true }],
      }),
    ],
    expect: { orders: { "1": 30 } },
  },
  {
    rule: KEPT_QUANTITY,
    case: "more refunded than was there leaves 0, and other lines alone",
    told: [
      order({
        id: "1",
        placed: "10:00",
        lines: [{ price: 10, quantity: 2, removed: 1 }, { price: 7 }],
      }),
      refund("1", { id: "7", at: "10:05", takes: { "1": 2 } }),
    ],
    expect: { orders: { "1": 7 } },
  },
  {
    rule: LINE_GOODS,
    case: "discounts lower goods",
    told: [order({ id: "1", placed: "10:00", lines: [{ price: 10, quantity: 3, discount: 4.5 }] })],
    versions: POINT_A_PENNY,
    expect: { orders: { "1": 2_550 } },
  },
  {
    rule: LINE_GOODS,
    case: "taxes within the price lower goods",
    told: [
      order({ id: "1", placed: "10:00", taxesIncluded: true, lines: [{ price: 12, tax: 2 }] }),
    ],
    versions: POINT_A_PENNY,
    expect: { orders: { "1": 1_000 } },
  },
  {
    rule: LINE_GOODS,
    case: "taxes on top don't",
    told: [order({ id: "1", placed: "10:00", lines: [{ price: 12, tax: 2 }] })],
    versions: POINT_A_PENNY,
    expect: { orders: { "1": 1_200 } },
  },
  {
    rule: LINE_GOODS,
    case: "a gift card bought is no goods, neither for points nor for the tier",
    told: [
      order({ id: "1", placed: "10:00", lines: [{ price: 300, giftCard: true }, { price: 9 }] }),
    ],
    expect: { orders: { "1": 9 }, spend: 9, tier: "bronze" },
  },
  {
    rule: KEPT_GOODS,
    case: "half a penny goes up",
    told: [
      order({
        id: "1",
        placed: "10:00",
        lines: [{ price: 5.01, quantity: 2, discount: 0.01, removed: 1 }],
      }),
    ],
    versions: POINT_A_PENNY,
    expect: { orders: { "1": 501 } }, // 1001 × 1 / 2 = 500.5
  },
  {
    rule: KEPT_GOODS,
    case: "each line is rounded, then summed",
    told: [
      order({
        id: "1",
        placed: "10:00",
        lines: [
          { price: 1, quantity: 3, discount: 0.01, removed: 1 }, // 299 × 2 / 3 = 199.33
          { price: 1, quantity: 3, discount: 0.01, removed: 1 },
        ],
      }),
    ],
    versions: POINT_A_PENNY,
    expect: { orders: { "1": 398 } },
  },
  {
    rule: GOODWILL,
    case: "5 given back for a scratch",
    told: [
      order({ id: "1", placed: "10:00", goods: 100 }),
      refund("1", { id: "7", at: "10:05", goodwill: 5 }),
    ],
    expect: { orders: { "1": 95 } },
  },
  {
    rule: GOODWILL,
    case: "it lowers goods also where the snapshot lists the refund",
    told: [
      order({
        id: "1",
        placed: "10:00",
        goods: 100,
        refunds: [{ id: "7", at: "10:05", goodwill: 5, listed: true }],
      }),
    ],
    expect: { orders: { "1": 95 } },
  },
  {
    rule: GOODWILL,
    case: "more than the goods leaves 0, and other orders alone",
    told: [
      order({ id: "1", placed: "10:00", goods: 100 }),
      refund("1", { id: "7", at: "10:05", goodwill: 130 }),
      order({ id: "2", placed: "10:10", goods: 20 }),
    ],
    expect: { orders: { "2": 20 }, spend: 20 },
  },
];

const statusCase = (
  rule: string,
  status: FinancialStatus,
  expected: RuleCase["expect"],
): RuleCase => ({
  rule,
  case: status,
  told: [order({ id: "1", placed: "10:00", goods: 250, status })],
  expect: expected,
});

export const POINTS: RuleCase[] = [
  ...(["paid", "partially_refunded", "refunded"] as const).map((status) =>
    statusCase(EARNING, status, { orders: { "1": 250 }, pending: 0, spend: 250, tier: "silver" }),
  ),
  ...(["pending", "authorized", "partially_paid"] as const).map((status) =>
    statusCase(PENDING, status, { orders: {}, pending: 250, spend: 0, tier: "bronze", balance: 0 }),
  ),
  {
    rule: PENDING,
    case: "they would earn at the tier of their placing",
    told: [
      order({ id: "1", placed: "10:00", goods: 250 }),
      order({ id: "2", placed: "10:10", goods: 100, status: "authorized" }),
    ],
    expect: { balance: 250, pending: 125, lifetimeEarned: 250 },
  },
  ...(["voided", "expired"] as const).map((status) =>
    statusCase(WORTHLESS, status, { orders: {}, pending: 0, spend: 0, tier: "bronze" }),
  ),
  {
    rule: WORTHLESS,
    case: "cancelled, deleted and test, paid or pending",
    told: [
      order({ id: "1", placed: "10:00", goods: 10, cancelled: "10:01" }),
      order({ id: "2", placed: "10:00", goods: 10, cancelled: "10:01", status: "pending" }),
      order({ id: "3", placed: "10:00", goods: 10, test: true }),
      order({ id: "4", placed: "10:00", goods: 10, test: true, status: "pending" }),
      order({ id: "5", placed: "10:00", goods: 10, deleted: true }),
      order({ id: "6", placed: "10:00", goods: 10, deleted: true, status: "pending" }),
    ],
    expect: { orders: {}, pending: 0, balance: 0 },
  },
  {
    rule: FLOOR,
    case: "pence short of a pound earn nothing",
    told: [order({ id: "1", placed: "10:00", goods: 99.99 })],
    expect: { orders: { "1": 99 } },
  },
  {
    rule: FLOOR,
    case: "the pence of an order's lines are added before the remainder is dropped",
    told: [order({ id: "1", placed: "10:00", lines: [{ price: 0.5 }, { price: 0.5 }] })],
    expect: { orders: { "1": 1 } },
  },
  {
    rule: FLOOR,
    case: "those of two orders are not",
    told: [
      order({ id: "1", placed: "10:00", goods: 0.5 }),
      order({ id: "2", placed: "10:00", goods: 0.5 }),
    ],
    expect: { orders: {} },
  },
  {
    rule: FLOOR,
    case: "the rate comes in before the remainder is dropped: 33.33 × 1.25 is 41.66",
    told: [
      order({ id: "1", placed: "10:00", goods: 250 }),
      order({ id: "2", placed: "10:10", goods: 33.33 }),
    ],
    expect: { orders: { "1": 250, "2": 41 } },
  },
  {
    rule: FLOOR,
    case: "with a version of 2.50 a point",
    told: [order({ id: "1", placed: "10:00", goods: 24.99 })],
    versions: [{ ...DEFAULT_PROGRAM, minorPerPoint: 250 }],
    expect: { orders: { "1": 9 } },
  },
];

const DOUBLE = version(2, "10:30", { minorPerPoint: 50 });

export const VERSIONS_AND_START: RuleCase[] = [
  {
    rule: VERSION,
    case: "an order placed before the new version and edited after its start",
    told: [
      order({ id: "1", placed: "10:29:59", goods: 10 }),
      order({ id: "1", placed: "10:29:59", goods: 20, updated: "11:00" }),
    ],
    versions: [DEFAULT_PROGRAM, DOUBLE],
    expect: { orders: { "1": 20 } },
  },
  {
    rule: VERSION,
    case: "an order placed at exactly its start",
    told: [order({ id: "1", placed: "10:30", goods: 10 })],
    versions: [DEFAULT_PROGRAM, DOUBLE],
    expect: { orders: { "1": 20 } },
  },
  {
    rule: VERSION,
    case: "also the tier's rate is that version's",
    told: [
      order({ id: "1", placed: "10:00", goods: 250 }),
      order({ id: "2", placed: "10:10", goods: 100 }),
      order({ id: "3", placed: "10:40", goods: 100 }),
    ],
    versions: [
      DEFAULT_PROGRAM,
      version(2, "10:30", {
        tiers: [DEFAULT_PROGRAM.tiers[0], { ...DEFAULT_PROGRAM.tiers[1]!, ratePercent: 200 }],
      }),
    ],
    expect: { orders: { "1": 250, "2": 125, "3": 200 } },
  },
  {
    rule: "Version 1 is in force from the beginning of time",
    case: "an order of the last century, still there in an imported history",
    told: [order({ id: "1", placed: "1999-12-31T10:00", goods: 10 })],
    versions: [DEFAULT_PROGRAM, DOUBLE],
    expect: { orders: { "1": 10 } },
  },
  {
    rule: "rolling back publishes a new one",
    case: "what was placed between keeps the version between",
    told: [
      order({ id: "1", placed: "10:00", goods: 10 }),
      order({ id: "2", placed: "10:40", goods: 10 }),
      order({ id: "3", placed: "11:10", goods: 10 }),
    ],
    versions: [DEFAULT_PROGRAM, DOUBLE, version(3, "11:00")],
    expect: { orders: { "1": 10, "2": 20, "3": 10 } },
  },
  {
    rule: EARN_FROM,
    case: "no points, but the tier of the next order and the enrolment",
    told: [
      order({ id: "1", placed: "09:59:59", goods: 250 }),
      order({ id: "2", placed: "10:00", goods: 100 }),
    ],
    shop: { earnFrom: at("10:00") },
    expect: { orders: { "2": 125 }, spend: 350, enrolledAt: "09:59:59" },
  },
  {
    rule: EARN_FROM,
    case: "neither are they shown as pending",
    told: [order({ id: "1", placed: "09:00", goods: 100, status: "pending" })],
    shop: { earnFrom: at("10:00") },
    expect: { orders: {}, pending: 0, enrolledAt: "09:00" },
  },
  {
    rule: EARN_FROM,
    case: "they put off expiry like any other",
    told: [
      action("adjustment", "2024-02-01T10:00", 70),
      join("2024-01-01T10:00", 0),
      order({ id: "1", placed: "2024-09-01T10:00", goods: 100 }),
    ],
    shop: { earnFrom: at("2025-01-01") },
    expect: { orders: {}, expired: {}, balance: 70, nextExpiryAt: "2025-09-01T23:00" },
  },
  {
    rule: "the merchant may choose a date or all",
    case: "all",
    told: [order({ id: "1", placed: "1999-12-31T10:00", goods: 10 }), redemption("10:00", 3)],
    shop: { earnFrom: null },
    expect: { orders: { "1": 10 } },
  },
];
