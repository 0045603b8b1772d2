/** What `/metrics` says, in Prometheus' text form. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import type { IntakeHealth } from "../adapters/postgres/health-store.server.ts";
import type { Drained } from "../use-cases/drain-inbox.ts";

export type Metrics = {
  registry: Registry;
  answered(route: string, status: number): void;
  drained(batch: Drained): void;
};

/** `health` is asked at every scrape. */
export function createMetrics(health: () => Promise<IntakeHealth>): Metrics {
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
  gaugesOf(registry, health);
  return {
    registry,
    answered: (route, status) => requests.inc({ route, status: String(status) }),
    drained: (batch) => {
      drained.inc({ outcome: "done" }, batch.deliveries - batch.parked);
      drained.inc({ outcome: "parked" }, batch.parked);
      lag.observe(Math.max(0, batch.oldestMs) / 1_000);
    },
  };
}

function gaugesOf(registry: Registry, health: () => Promise<IntakeHealth>): void {
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
