import { action, DEFAULT_PROGRAM, join, order, redemption, refund, version } from "../history.ts";
import type { RuleCase } from "./rule-case.ts";

const EXPIRY =
  "at the first midnight of the shop's zone after 12 calendar months without activity, max(0, the balance at that instant)";
const ACTIVITY =
  "activity: an order placed, whatever becomes of it; a redemption; joining; a check-in; not refunds, birthdays, adjustments";
const CALENDAR = "A day that doesn't exist becomes the month's last";
const STRICTLY = "the midnight is strictly later than the anniversary";
const NO_MIDNIGHT = "where daylight saving skips midnight it is the day's first instant";
const TWICE =
  "An order refunded after its points expired sets both back to 0: nothing is taken twice";
const LATE = "Late activity reverses an expiry";
const DEBT =
  "Spent points of a refunded order leave a negative balance; later earnings fill it; expiry never touches debt";
const JOINING = "Joining points are granted once, by an explicit join, never by an order";
const LIFETIME =
  "lifetimeEarned = current targets of orders + other credits, net of claw-backs, before spends and expiry";

/** 40 points on 10 January 2024; without activity they expire on 11 January 2025, London winter. */
const OLD = order({ id: "1", placed: "2024-01-10T10:00", goods: 40 });
const OLD_EXPIRES = "2025-01-11T00:00";
const LATER = "2024-10-01T10:00";

const midnight = (
  rule: string,
  why: string,
  draft: { timeZone: string; placed: string; expires: string },
): RuleCase => ({
  rule,
  case: `${why}: ${draft.timeZone}`,
  told: [order({ id: "1", placed: draft.placed, goods: 40 })],
  shop: { timeZone: draft.timeZone },
  now: draft.expires,
  expect: { expired: { [draft.expires]: 40 }, balance: 0, nextExpiryAt: null },
});

export const EXPIRING: RuleCase[] = [
  {
    rule: EXPIRY,
    case: "a millisecond before, all is there and the date is known",
    told: [OLD],
    now: "2025-01-10T23:59:59.999",
    expect: { expired: {}, balance: 40, nextExpiryAt: OLD_EXPIRES },
  },
  {
    rule: EXPIRY,
    case: "at midnight it is gone",
    told: [OLD],
    now: OLD_EXPIRES,
    expect: { expired: { [OLD_EXPIRES]: 40 }, balance: 0, nextExpiryAt: null },
  },
  {
    rule: EXPIRY,
    case: "of the balance, spends in between counted",
    told: [
      OLD,
      action("adjustment", "2024-12-01T10:00", -15),
      action("birthday", "2025-01-10T10:00", 200),
    ],
    expect: { expired: { [OLD_EXPIRES]: 225 }, balance: 0 },
  },
  {
    rule: EXPIRY,
    case: "once per period without activity: what came without any since then stays",
    told: [OLD, action("birthday", "2025-02-10T10:00", 200)],
    expect: { expired: { [OLD_EXPIRES]: 40 }, balance: 200, nextExpiryAt: null },
  },
  {
    rule: EXPIRY,
    case: "and again after the next such period",
    told: [OLD, order({ id: "2", placed: "2025-02-01T10:00", goods: 7 })],
    now: "2026-02-02",
    expect: {
      orders: { "1": 40, "2": 7 },
      expired: { [OLD_EXPIRES]: 40, "2026-02-02T00:00": 7 },
      balance: 0,
    },
  },
  {
    rule: EXPIRY,
    case: "months as in the version in force at the activity, whatever was published since",
    told: [
      order({ id: "1", placed: "2024-01-10T10:00", goods: 40 }),
      order({ id: "2", placed: "2024-03-01T10:00", goods: 5 }),
    ],
    versions: [DEFAULT_PROGRAM, version(2, "2024-02-01", { expiryMonths: 1 })],
    now: "2024-12-01",
    expect: { expired: { "2024-04-01T23:00": 45 }, balance: 0 },
  },
  {
    rule: EXPIRY,
    case: "a calendar month of an hour less than 28 days, and activity right after it",
    told: [
      order({ id: "1", placed: "2025-03-01T04:59:59", goods: 40 }), // 28 February in Havana
      action("check-in", "2025-03-29T04:00:01"), // its clocks went forward on 9 March
    ],
    versions: [{ ...DEFAULT_PROGRAM, expiryMonths: 1 }],
    shop: { timeZone: "America/Havana" },
    now: "2025-04-01",
    expect: { orders: { "1": 40 }, expired: { "2025-03-29T04:00": 40 }, balance: 0 },
  },
  midnight(EXPIRY, "in the shop's zone, summer time counted", {
    timeZone: "Europe/London",
    placed: "2024-06-02T10:10",
    expires: "2025-06-02T23:00",
  }),
  midnight(EXPIRY, "the day is the shop's, not Greenwich's", {
    timeZone: "Asia/Tokyo",
    placed: "2024-01-10T16:00", // 11 January there
    expires: "2025-01-11T15:00",
  }),
  midnight(CALENDAR, "29 February", {
    timeZone: "Europe/London",
    placed: "2024-02-29T10:00",
    expires: "2025-03-01T00:00",
  }),
  midnight(STRICTLY, "activity at midnight itself", {
    timeZone: "Europe/London",
    placed: "2024-01-10T00:00",
    expires: "2025-01-11T00:00",
  }),
  midnight(NO_MIDNIGHT, "9 March 2025 began at 01:00", {
    timeZone: "America/Havana",
    placed: "2024-03-08T15:00",
    expires: "2025-03-09T05:00",
  }),
  midnight(NO_MIDNIGHT, "25 April 2025 began at 01:00", {
    timeZone: "Africa/Cairo",
    placed: "2024-04-24T09:30",
    expires: "2025-04-24T22:00",
  }),
  midnight(NO_MIDNIGHT, "30 March 2025 began at 01:00", {
    timeZone: "Asia/Beirut",
    placed: "2024-03-29T08:00",
    expires: "2025-03-29T22:00",
  }),
];

const putsOff = (why: string, later: RuleCase["told"][number]): RuleCase => ({
  rule: ACTIVITY,
  case: `${why} puts it off`,
  told: [OLD, later],
  expect: { expired: {}, nextExpiryAt: "2025-10-01T23:00" },
});
const doesNotPutOff = (why: string, later: RuleCase["told"][number]): RuleCase => ({
  rule: ACTIVITY,
  case: `${why} doesn't`,
  told: [OLD, order({ id: "2", placed: "2024-01-10T10:00", goods: 60 }), later],
  now: "2025-01-11",
  expect: { balance: 0, nextExpiryAt: null },
});

export const ACTIVITIES: RuleCase[] = [
  putsOff("an order", order({ id: "2", placed: LATER, goods: 1 })),
  putsOff("a cancelled order", order({ id: "2", placed: LATER, goods: 1, cancelled: LATER })),
  putsOff("an order never paid", order({ id: "2", placed: LATER, goods: 1, status: "expired" })),
  putsOff("an order of nothing", order({ id: "2", placed: LATER, goods: 0 })),
  putsOff("a redemption", redemption(LATER, 5)),
  putsOff("joining", join(LATER, 0)),
  putsOff("a check-in", action("check-in", LATER, 1)),
  doesNotPutOff("a refund", refund("2", { id: "9", at: LATER, takes: { "1": 1 } })),
  doesNotPutOff("a birthday", action("birthday", LATER, 200)),
  doesNotPutOff("an adjustment", action("adjustment", LATER, 5)),
  doesNotPutOff("leaving", action("leave", LATER)),
  {
    rule: "Test orders are no activity",
    case: "nor are deleted ones",
    told: [
      OLD,
      order({ id: "2", placed: LATER, goods: 1, test: true }),
      order({ id: "3", placed: LATER, goods: 1, deleted: true }),
    ],
    expect: { expired: { [OLD_EXPIRES]: 40 } },
  },
  {
    rule: ACTIVITY,
    case: "whoever never was active loses nothing",
    told: [action("adjustment", "2020-01-01T10:00", 75)],
    expect: { expired: {}, balance: 75, nextExpiryAt: null },
  },
];

export const DEBTS: RuleCase[] = [
  {
    rule: TWICE,
    case: "the refund came after the expiry",
    told: [OLD, refund("1", { id: "9", at: "2025-02-01T10:00", takes: { "1": 1 } })],
    expect: { orders: {}, expired: {}, balance: 0 },
  },
  {
    rule: TWICE,
    case: "in part: the rest stays expired",
    told: [
      order({ id: "1", placed: "2024-01-10T10:00", lines: [{ price: 10, quantity: 4 }] }),
      refund("1", { id: "9", at: "2025-02-01T10:00", takes: { "1": 1 } }),
    ],
    expect: { orders: { "1": 30 }, expired: { [OLD_EXPIRES]: 30 }, balance: 0 },
  },
  {
    rule: LATE,
    case: "an order of last October becomes known today",
    told: [OLD, order({ id: "2", placed: LATER, goods: 5 })],
    expect: { orders: { "1": 40, "2": 5 }, expired: {}, balance: 45 },
  },
  {
    rule: LATE,
    case: "at exactly the expiry's instant it has happened",
    told: [OLD, order({ id: "2", placed: OLD_EXPIRES, goods: 5 })],
    expect: { expired: {}, balance: 45 },
  },
  {
    rule: LATE,
    case: "a millisecond later it is too late",
    told: [OLD, order({ id: "2", placed: "2025-01-11T00:00:00.001", goods: 5 })],
    expect: { expired: { [OLD_EXPIRES]: 40 }, balance: 5 },
  },
  {
    rule: DEBT,
    case: "spent, then refunded",
    told: [
      order({ id: "1", placed: "10:00", goods: 100 }),
      redemption("10:10", 80),
      refund("1", { id: "9", at: "10:20", takes: { "1": 1 } }),
    ],
    expect: { orders: {}, balance: -80, nextExpiryAt: null },
  },
  {
    rule: DEBT,
    case: "the next order fills it",
    told: [
      order({ id: "1", placed: "10:00", goods: 100 }),
      redemption("10:10", 80),
      refund("1", { id: "9", at: "10:20", takes: { "1": 1 } }),
      order({ id: "2", placed: "10:30", goods: 90 }),
    ],
    expect: { orders: { "2": 90 }, balance: 10 },
  },
  {
    rule: DEBT,
    case: "a year without activity leaves it as it is",
    told: [
      OLD,
      redemption("2024-01-10T11:00", 30),
      refund("1", { id: "9", at: "2024-02-01T10:00", takes: { "1": 1 } }),
    ],
    expect: { orders: {}, expired: {}, balance: -30 },
  },
  {
    rule: JOINING,
    case: "an order enrols without joining points",
    told: [order({ id: "1", placed: "10:00", goods: 10 })],
    expect: { balance: 10, enrolledAt: "10:00" },
  },
  {
    rule: LIFETIME,
    case: "a refunded order is no longer in it; spent and expired points are",
    told: [
      join("2024-01-10T09:00"),
      OLD,
      order({ id: "2", placed: "2024-01-10T10:00", goods: 60 }),
      refund("2", { id: "9", at: "2024-01-11T10:00", takes: { "1": 1 } }),
      action("birthday", "2024-01-12T10:00", 200),
      action("adjustment", "2024-01-13T10:00", 25),
      action("adjustment", "2024-01-14T10:00", -10),
      redemption("2024-01-10T11:00", 90),
    ],
    expect: { balance: 0, expired: { [OLD_EXPIRES]: 265 }, lifetimeEarned: 355 },
  },
];
