import { expect, test } from "vitest";
import type { ToDo } from "../ui/home/view.ts";
import { thingsToDo } from "./things-to-do.ts";

type Known = Parameters<typeof thingsToDo>[0];

const CALM = {
  history: null,
  past: { known: { canReadMore: false } },
  missingScopes: [],
  accessLostAt: null,
  dataRequests: { open: 0, oldestAt: null },
  lastComparison: null,
  lastProof: null,
  intake: { waiting: 0, lagSeconds: null, parked: 0, lastReceivedAt: null },
  showing: { news: 0, newsOldestSeconds: null, history: 0, failing: 0 },
} as unknown as Known;

const DAY = Date.parse("2026-04-01T00:00:00Z");
const intake = (change: object) => ({ intake: { ...CALM.intake, ...change } });
const showing = (change: object) => ({ showing: { ...CALM.showing, ...change } });

const CASES: { why: string; known: object; needs: ToDo[] }[] = [
  { why: "a shop where all runs needs nothing", known: {}, needs: [] },
  {
    why: "a delivery that was set aside is for a human",
    known: intake({ parked: 2 }),
    needs: [{ kind: "parked", deliveries: 2 }],
  },
  {
    why: "a minute behind is how it goes while orders come in",
    known: intake({ waiting: 50, lagSeconds: 60 }),
    needs: [],
  },
  {
    why: "ten minutes behind is worth a look",
    known: intake({ waiting: 50, lagSeconds: 600 }),
    needs: [{ kind: "behind", deliveries: 50, lagSeconds: 600 }],
  },
  {
    why: "a customer's data that was asked for is owed by law",
    known: { dataRequests: { open: 1, oldestAt: DAY } },
    needs: [{ kind: "data-requests", open: 1, oldestAt: "2026-04-01T00:00:00.000Z" }],
  },
  {
    why: "differences that were repaired need nobody",
    known: { lastComparison: { state: "done", differing: 3, repaired: 3 } },
    needs: [],
  },
  {
    why: "differences that stayed do",
    known: { lastComparison: { state: "done", differing: 3, repaired: 1 } },
    needs: [{ kind: "differences", orders: 2 }],
  },
  {
    why: "while Shopify refuses the app, permissions aren't spoken of",
    known: { accessLostAt: DAY, missingScopes: ["read_orders"] },
    needs: [{ kind: "access-lost" }],
  },
  {
    why: "points that are late by five minutes are late",
    known: showing({ news: 4, newsOldestSeconds: 300 }),
    needs: [{ kind: "storefront-late", customers: 4, seconds: 300 }],
  },
  {
    why: "an import that failed goes before older orders",
    known: {
      history: { state: "failed", finishedAt: DAY },
      past: { known: { canReadMore: true } },
    },
    needs: [{ kind: "import-failed" }],
  },
  {
    why: "older orders are offered once they may be read",
    known: { history: { state: "done", finishedAt: DAY }, past: { known: { canReadMore: true } } },
    needs: [{ kind: "older-orders" }],
  },
  {
    why: "access comes first, then the law, then orders",
    known: {
      ...intake({ parked: 1 }),
      missingScopes: ["read_orders"],
      dataRequests: { open: 1, oldestAt: DAY },
    },
    needs: [
      { kind: "missing-scopes", scopes: ["read_orders"] },
      { kind: "data-requests", open: 1, oldestAt: "2026-04-01T00:00:00.000Z" },
      { kind: "parked", deliveries: 1 },
    ],
  },
];

test.each(CASES)("$why", ({ known, needs }) => {
  expect(thingsToDo({ ...CALM, ...known })).toEqual(needs);
});
