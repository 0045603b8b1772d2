/** What `/metrics` says, in Prometheus' text form. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import type { IntakeHealth, ShowingHealth } from "../adapters/postgres/health-store.server.ts";
import type { Drained } from "../use-cases/drain-inbox.ts";
import type { Pass } from "../use-cases/send-metafields.ts";

export type Metrics = {
  registry: Registry;
  answered(route: string, status: number): void;
  drained(batch: Drained): void;
  shown(pass: Pass): void;
};

/** Asked at every scrape. */
type Health = {
  intake: () => Promise<IntakeHealth>;
  showing: () => Promise<ShowingHealth>;
};

export function createMetrics(health: Health): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: "perennial_requests_total",
    help: "Requests answered, by route and status.",
    labelNames: ["route", "status"],
    registers: [registry],
  });
  const drained = new Counter({
    name: "perennial_deliveries_total",
    help: "Deliveries worked on, by outcome.",
    labelNames: ["outcome"],
    registers: [registry],
  });
  const lag = new Histogram({
    name: "perennial_settled_after_seconds",
    help: "From the oldest delivery of a batch being received to its settlement.",
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600],
    registers: [registry],
  });
  intakeGauges(registry, health.intake);
  showingGauges(registry, health.showing);
  return {
    registry,
    answered: (route, status) => requests.inc({ route, status: String(status) }),
    drained: (batch) => {
      drained.inc({ outcome: "done" }, batch.deliveries - batch.parked);
      drained.inc({ outcome: "parked" }, batch.parked);
      lag.observe(Math.max(0, batch.oldestMs) / 1_000);
    },
    shown: showingCounters(registry),
  };
}

function intakeGauges(registry: Registry, health: () => Promise<IntakeHealth>): void {
  const waiting = new Gauge({
    name: "perennial_inbox_waiting",
    help: "Deliveries not yet settled.",
    registers: [registry],
  });
  const oldest = new Gauge({
    name: "perennial_inbox_oldest_seconds",
    help: "Age of the oldest delivery not yet settled.",
    registers: [registry],
  });
  const parked = new Gauge({
    name: "perennial_inbox_parked",
    help: "Deliveries set aside with their error.",
    registers: [registry],
    async collect() {
      const now = await health();
      this.set(now.parked);
      waiting.set(now.waiting);
      oldest.set(now.oldest ? (Date.now() - now.oldest.getTime()) / 1_000 : 0);
    },
  });
  parked.set(0);
}

function showingCounters(registry: Registry): Metrics["shown"] {
  const lag = new Histogram({
    name: "perennial_shown_after_seconds",
    help: "From a member's settlement to Shopify's acceptance of what shoppers see of it.",
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600, 3_600],
    registers: [registry],
  });
  const owners = new Counter({
    name: "perennial_shown_total",
    help: "Customers (and programs) whose metafields were due, by what became of it.",
    labelNames: ["outcome"],
    registers: [registry],
  });
  const calls = new Counter({
    name: "perennial_metafield_calls_total",
    help: "Calls of metafieldsSet; those that met an empty bucket are counted again as throttled.",
    labelNames: ["outcome"],
    registers: [registry],
  });
  return (pass) => {
    for (const ms of pass.newsAfterMs) lag.observe(ms / 1_000);
    for (const outcome of ["sent", "unchanged", "dropped", "failed"] as const)
      owners.inc({ outcome }, pass[outcome]);
    calls.inc({ outcome: "made" }, pass.calls);
    calls.inc({ outcome: "throttled" }, pass.throttled);
  };
}

function showingGauges(registry: Registry, health: () => Promise<ShowingHealth>): void {
  const gauge = (name: string, help: string): Gauge =>
    new Gauge({ name, help, registers: [registry] });
  const waiting = gauge(
    "perennial_shown_waiting",
    "Owners of whom something newer is to be shown.",
  );
  const news = gauge("perennial_shown_news_waiting", "Of them, those active within the last day.");
  const failing = gauge("perennial_shown_failing", "Of them, those that Shopify didn't take yet.");
  const oldest = new Gauge({
    name: "perennial_shown_oldest_seconds",
    help: "Age of the oldest change that isn't shown yet.",
    registers: [registry],
    async collect() {
      const now = await health();
      waiting.set(now.waiting);
      news.set(now.news);
      failing.set(now.failing);
      this.set(now.oldest ? (Date.now() - now.oldest.getTime()) / 1_000 : 0);
    },
  });
  oldest.set(0);
}
