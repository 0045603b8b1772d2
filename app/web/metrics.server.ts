/** What `/metrics` says, in Prometheus' text form. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import type { IntakeHealth, ShowingHealth } from "../adapters/postgres/health-store.server.ts";
import type { PrivacyHealth } from "../adapters/postgres/privacy-store.server.ts";
import type { Drained } from "../use-cases/drain-inbox.ts";
import type { Pass } from "../use-cases/send-metafields.ts";

export type Metrics = {
  registry: Registry;
  answered(route: string, status: number, seconds: number): void;
  drained(batch: Drained): void;
  shown(pass: Pass): void;
};

/** Asked at every scrape. */
type Health = {
  /** Connections to the database: all there are, those at rest, and who waits for one. */
  pool: () => { totalCount: number; idleCount: number; waitingCount: number };
  intake: () => Promise<IntakeHealth>;
  showing: () => Promise<ShowingHealth>;
  privacy: () => Promise<PrivacyHealth>;
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
  const durations = new Histogram({
    name: "perennial_request_seconds",
    help: "From a request's head to the end of its answer, by route.",
    labelNames: ["route"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
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
  gaugesOf(registry, () => Promise.resolve(health.pool()), POOL_GAUGES);
  gaugesOf(registry, health.intake, INTAKE_GAUGES);
  gaugesOf(registry, health.showing, SHOWING_GAUGES);
  gaugesOf(registry, health.privacy, PRIVACY_GAUGES);
  return {
    registry,
    answered: (route, status, seconds) => {
      requests.inc({ route, status: String(status) });
      durations.observe({ route }, seconds);
    },
    drained: (batch) => {
      drained.inc({ outcome: "done" }, batch.deliveries - batch.parked);
      drained.inc({ outcome: "parked" }, batch.parked);
      lag.observe(Math.max(0, batch.oldestMs) / 1_000);
    },
    shown: showingCounters(registry),
  };
}

type Asked<Answer> = { name: string; help: string; of: (answer: Answer) => number };

/** Gauges of one question, which is asked once a scrape: none of them shows what the last one saw. */
function gaugesOf<Answer>(
  registry: Registry,
  ask: () => Promise<Answer>,
  gauges: readonly Asked<Answer>[],
): void {
  let asking: Promise<Answer> | null = null;
  const answer = (): Promise<Answer> =>
    (asking ??= ask().finally(() => {
      asking = null;
    }));
  for (const { name, help, of } of gauges) {
    const gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: async () => {
        gauge.set(of(await answer()));
      },
    });
  }
}

const ageSeconds = (since: Date | null): number =>
  since ? (Date.now() - since.getTime()) / 1_000 : 0;

const POOL_GAUGES: readonly Asked<ReturnType<Health["pool"]>>[] = [
  {
    name: "perennial_pool_connections",
    help: "Connections to the database.",
    of: ({ totalCount }) => totalCount,
  },
  {
    name: "perennial_pool_idle",
    help: "Of them, those at rest.",
    of: ({ idleCount }) => idleCount,
  },
  {
    name: "perennial_pool_waiting",
    help: "Work that waits for a connection.",
    of: ({ waitingCount }) => waitingCount,
  },
];

const INTAKE_GAUGES: readonly Asked<IntakeHealth>[] = [
  {
    name: "perennial_inbox_waiting",
    help: "Deliveries not yet settled.",
    of: ({ waiting }) => waiting,
  },
  {
    name: "perennial_inbox_oldest_seconds",
    help: "Age of the oldest delivery not yet settled.",
    of: ({ oldest }) => ageSeconds(oldest),
  },
  {
    name: "perennial_inbox_parked",
    help: "Deliveries set aside with their error.",
    of: ({ parked }) => parked,
  },
];

const SHOWING_GAUGES: readonly Asked<ShowingHealth>[] = [
  {
    name: "perennial_shown_waiting",
    help: "Owners of whom something newer is to be shown.",
    of: ({ waiting }) => waiting,
  },
  {
    name: "perennial_shown_news_waiting",
    help: "Of them, those active within the last day.",
    of: ({ news }) => news,
  },
  {
    name: "perennial_shown_failing",
    help: "Of them, those that Shopify didn't take yet.",
    of: ({ failing }) => failing,
  },
  {
    name: "perennial_shown_oldest_seconds",
    help: "Age of the oldest change that isn't shown yet.",
    of: ({ oldest }) => ageSeconds(oldest),
  },
];

/** The law gives 30 days for either; an erasure that takes a day is stuck. */
const PRIVACY_GAUGES: readonly Asked<PrivacyHealth>[] = [
  {
    name: "perennial_privacy_erasures_waiting",
    help: "Customers and shops that are still to be forgotten.",
    of: ({ erasures }) => erasures,
  },
  {
    name: "perennial_privacy_erasure_oldest_seconds",
    help: "Age of the oldest request to forget that isn't answered yet.",
    of: ({ oldestErasure }) => ageSeconds(oldestErasure),
  },
  {
    name: "perennial_privacy_files_waiting",
    help: "Files of customers that merchants are still to take.",
    of: ({ files }) => files,
  },
  {
    name: "perennial_privacy_file_oldest_seconds",
    help: "Age of the oldest request for a file that wasn't taken yet.",
    of: ({ oldestFile }) => ageSeconds(oldestFile),
  },
];

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
