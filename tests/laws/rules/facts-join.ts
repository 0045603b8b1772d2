import { deletion, join, order, redemption, refund, version, DEFAULT_PROGRAM } from "../history.ts";
import type { RuleCase } from "./rule-case.ts";

const NEWEST = "Snapshot of an order: the greatest by updated_at";
const TIES = "Admin API over payload; cancelled over not; financial_status; SHA-256";

const hashTie = [80, 90].map((goods) => order({ id: "1", placed: "10:00", goods }));
const greaterHash = hashTie[0]!.snapshot!.contentHash > hashTie[1]!.snapshot!.contentHash ? 80 : 90;

export const FACTS_JOIN: RuleCase[] = [
  {
    rule: NEWEST,
    case: "a newer snapshot counts",
    told: [
      order({ id: "1", placed: "10:00", goods: 100, updated: "10:00" }),
      order({ id: "1", placed: "10:00", goods: 80, updated: "10:01" }),
    ],
    expect: { orders: { "1": 80 } },
  },
  {
    rule: NEWEST,
    case: "also where the older one is cancelled or comes from the Admin API",
    told: [
      order({ id: "1", placed: "10:00", goods: 100, cancelled: "10:00", source: "admin-api" }),
      order({ id: "1", placed: "10:00", goods: 80, updated: "10:01" }),
    ],
    expect: { orders: { "1": 80 } },
  },
  {
    rule: TIES,
    case: "within a second the Admin API is believed before a payload, cancelled or not",
    told: [
      order({ id: "1", placed: "10:00", goods: 100, cancelled: "10:00" }),
      order({ id: "1", placed: "10:00", goods: 80, source: "admin-api" }),
    ],
    expect: { orders: { "1": 80 } },
  },
  {
    rule: TIES,
    case: "within a second cancelled is later than not, whatever the status",
    told: [
      order({ id: "1", placed: "10:00", goods: 100, status: "expired" }),
      order({ id: "1", placed: "10:00", goods: 100, cancelled: "10:00", status: "pending" }),
    ],
    expect: { orders: {}, pending: 0 },
  },
  {
    rule: TIES,
    case: "where nothing else decides, the greater hash of the content does",
    told: hashTie,
    expect: { orders: { "1": greaterHash } },
  },
  {
    rule: "Topic, delivery id and arrival never decide",
    case: "create and paid of the same second: paid, whichever came first",
    told: [
      order({ id: "1", placed: "10:00", goods: 100, status: "pending" }),
      order({ id: "1", placed: "10:00", goods: 100, status: "paid" }),
    ],
    expect: { orders: { "1": 100 }, pending: 0 },
  },
  {
    rule: "Refunds are a union by id (from refunds/create and from snapshots)",
    case: "a refund told of by both is taken once",
    told: [
      order({ id: "1", placed: "10:00", lines: [{ price: 10, quantity: 3 }] }),
      refund("1", { id: "7", at: "10:05", takes: { "1": 1 } }),
      order({
        id: "1",
        placed: "10:00",
        updated: "10:05",
        lines: [{ price: 10, quantity: 3 }],
        refunds: [{ id: "7", at: "10:05", takes: { "1": 1 }, listed: true }],
      }),
    ],
    expect: { orders: { "1": 20 } },
  },
  {
    rule: "Refunds are a union by id (from refunds/create and from snapshots)",
    case: "two refunds are both taken, the unlisted one too",
    told: [
      order({
        id: "1",
        placed: "10:00",
        updated: "10:05",
        lines: [{ price: 10, quantity: 3 }],
        refunds: [{ id: "7", at: "10:05", takes: { "1": 1 }, listed: true }],
      }),
      refund("1", { id: "8", at: "10:06", takes: { "1": 1 } }),
    ],
    expect: { orders: { "1": 10 } },
  },
  {
    rule: "orders/delete carries an id only and is a tombstone above every snapshot",
    case: "as though the order had never been: no points, no spend, no enrolment",
    told: [
      deletion("1"),
      order({ id: "1", placed: "10:00", goods: 250, updated: "11:00", source: "admin-api" }),
      order({ id: "2", placed: "10:30", goods: 100 }),
    ],
    expect: { orders: { "2": 100 }, tier: "bronze", spend: 100, enrolledAt: "10:30" },
  },
  {
    rule: "where Shopify doesn't know the order, what is known stands",
    case: "a refund of an order of which there is no snapshot is worth nothing",
    told: [refund("1", { id: "7", at: "10:05", takes: { "1": 1 }, goodwill: 5 })],
    expect: { orders: {}, balance: 0, enrolledAt: null },
  },
  {
    rule: "where Shopify doesn't know the order, what is known stands",
    case: "a refund older than the snapshot that doesn't list it is taken all the same",
    told: [
      order({ id: "1", placed: "10:00", goods: 100, updated: "11:00" }),
      refund("1", { id: "7", at: "10:05", takes: { "1": 1 } }),
    ],
    expect: { orders: {} },
  },
  {
    rule: "The member is then settled on the union of facts as though there had always been one customer",
    case: "what the one bought raises the rate of what the other bought later",
    told: [
      order({ id: "1", placed: "10:00", goods: 250, customer: "1001" }),
      order({ id: "2", placed: "10:10", goods: 100, customer: "1002" }),
    ],
    expect: { orders: { "1": 250, "2": 125 }, tier: "silver" },
  },
  {
    rule: "one-time grants (joining, birthday) already made to either id stay",
    case: "both had joined before they were merged",
    told: [join("10:00"), join("10:10")],
    expect: { balance: 200, enrolledAt: "10:00" },
  },
  {
    rule: "A shopper's action is a fact with the result it had when it was made",
    case: "a later program grants and charges others, not those who acted before",
    told: [join("10:00", 100), redemption("10:10", 50)],
    versions: [DEFAULT_PROGRAM, version(2, "11:00", { joiningPoints: 500 })],
    expect: { balance: 50 },
  },
];
