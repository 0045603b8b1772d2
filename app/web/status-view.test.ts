import { describe, expect, test } from "vitest";
import type { Status } from "./app-context.ts";
import { statusView } from "./status-view.ts";

const status: Status = {
  version: "0.1.0",
  database: { kind: "embedded", reachable: true, pendingMigrations: 0 },
  intake: { waiting: 0, lagSeconds: null, parked: 0, lastReceivedAt: "2026-03-01T11:59:59Z" },
  showing: {
    news: 0,
    newsOldestSeconds: null,
    history: 0,
    failing: 0,
    problem: null,
    usualLagMs: 412,
  },
  counts: { shops: 1, members: 1_234, orders: 5_678, entries: 12_345 },
};
const settings = {
  apiKey: "k",
  appBridgeUrl: "https://cdn.example.com/b.js",
  appUrl: "http://127.0.0.1:3000",
  devStoreUrl: "http://127.0.0.1:3001" as string | null,
};
const now = new Date("2026-03-01T12:00:00Z");

describe("the page at the root", () => {
  test("shows the figures and the way into the dev store in the demo", () => {
    const view = statusView({ status, settings, demo: true, now });
    expect(view.counts.map((count) => count.value)).toEqual(["1", "1,234", "5,678", "12,345"]);
    expect(view.rows.map((row) => row.tone)).toEqual(["success", "success", "success", "success"]);
    expect(view.rows.at(-1)).toMatchObject({
      label: "On the storefront",
      text: "Shoppers see new points after 0.4 seconds",
    });
    expect(view.links[0]).toMatchObject({ href: "http://127.0.0.1:3001/admin/apps/perennial" });
  });

  test("tells a stranger in production nothing about the shops", () => {
    const production = { ...settings, devStoreUrl: null };
    const view = statusView({ status, settings: production, demo: false, now });
    expect(view.counts).toEqual([]);
    expect(view.rows.map((row) => row.label)).toEqual(["App", "Database"]);
    expect(view.links.map((link) => link.href)).toEqual(["/healthz", "/readyz", "/metrics"]);
  });

  test("says what an unreachable database means for the orders", () => {
    const down: Status = {
      ...status,
      database: { kind: "external", reachable: false, pendingMigrations: null },
      intake: null,
      showing: null,
      counts: null,
    };
    const view = statusView({ status: down, settings, demo: true, now });
    expect(view.title).toBe("Perennial is running without its database");
    expect(view.rows[1]).toEqual({
      label: "Database",
      text: "Not reachable. Webhooks are refused and Shopify sends them again",
      tone: "critical",
    });
    expect(view.rows[2]).toMatchObject({ tone: "warning" });
  });

  test("names migrations that wait", () => {
    const behind = { ...status.database, pendingMigrations: 1 };
    const view = statusView({ status: { ...status, database: behind }, settings, demo: true, now });
    expect(view.rows[1]?.text).toBe("Reachable, 1 migration waits to be applied");
  });
});
