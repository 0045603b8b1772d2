import { expect, test } from "vitest";
import { intakeHealth } from "./intake-health.ts";

const now = new Date("2026-03-01T12:00:00Z");
const quiet = { waiting: 0, lagSeconds: null, parked: 0, lastReceivedAt: "2026-03-01T11:58:30Z" };

test.each([
  {
    why: "nothing waits: up to date",
    intake: quiet,
    says: { tone: "success", text: "Up to date. Newest delivery 1 minute ago" },
  },
  {
    why: "a new shop has received nothing yet",
    intake: { ...quiet, lastReceivedAt: null },
    says: { tone: "info", text: "Waiting for the first delivery from Shopify" },
  },
  {
    why: "a short queue is work in progress",
    intake: { ...quiet, waiting: 1_200, lagSeconds: 2.4 },
    says: { tone: "info", text: "Settling 1,200 deliveries, the oldest 2 seconds old" },
  },
  {
    why: "a minute of lag is worth a warning",
    intake: { ...quiet, waiting: 1, lagSeconds: 60 },
    says: {
      tone: "warning",
      text: "Behind by 1 minute, 1 delivery waiting. Nothing is lost; points follow when they are settled",
    },
  },
  {
    why: "a parked delivery needs a human, whatever else happens",
    intake: { ...quiet, waiting: 5, lagSeconds: 1, parked: 3 },
    says: {
      tone: "critical",
      text: "3 deliveries set aside with an error. Nothing is lost: an operator can read the error and retry",
    },
  },
])("$why", ({ intake, says }) => {
  expect(intakeHealth(intake, now)).toEqual(says);
});
