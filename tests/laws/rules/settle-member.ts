import { join, order, redemption } from "../history.ts";
import type { RuleCase } from "./rule-case.ts";

const REACH =
  "any other re-settles what it can reach: orders placed within the tier window after it";

// 2023-03-01 + 365 days is 2024-02-29: the window counts days, not calendar years.
const LATE_COMER = order({ id: "1", placed: "2023-03-01T10:00", goods: 250 });

export const SETTLE_MEMBER: RuleCase[] = [
  {
    rule: "settle says what every cause should be worth now",
    case: "orders, actions and expiries, all of them and nothing else",
    now: "2025-06-02",
    told: [
      join("2024-01-10T10:00"),
      order({ id: "1", placed: "2024-01-10T10:00", goods: 250 }),
      redemption("2024-02-10T10:00", 300),
      order({ id: "2", placed: "2025-05-01T10:00", goods: 40 }),
    ],
    expect: { orders: { "1": 250, "2": 40 }, expired: { "2025-02-11T00:00": 50 }, balance: 40 },
  },
  {
    rule: REACH,
    case: "an order exactly 365 days after the late one is reached",
    told: [LATE_COMER, order({ id: "2", placed: "2024-02-29T10:00", goods: 100 })],
    expect: { orders: { "1": 250, "2": 125 } },
  },
  {
    rule: REACH,
    case: "an order a second beyond is not",
    told: [LATE_COMER, order({ id: "2", placed: "2024-02-29T10:00:01", goods: 100 })],
    expect: { orders: { "1": 250, "2": 100 } },
  },
  {
    rule: "any other re-settles what it can reach: expiries from it on",
    case: "an old order that arrives late is taken by the expiry that had passed already",
    told: [
      order({ id: "1", placed: "2023-05-01T10:00", goods: 100 }),
      order({ id: "2", placed: "2023-04-01T10:00", goods: 30 }),
    ],
    expect: { orders: { "1": 100, "2": 30 }, expired: { "2024-05-01T23:00": 130 }, balance: 0 },
  },
];
