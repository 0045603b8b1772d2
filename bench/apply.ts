/**
 * Apply: how long an accepted delivery waits until its member is settled, at fixed rates of arrival,
 * and how fast a backlog is worked off; beside the cheapest apply there could be, in the same run.
 */
import type { Bed, Bench, Report } from "./bed.ts";
import { CONTROL_TABLES } from "./control-table.ts";
import { emptyInbox, withClient } from "./database.ts";
import { median, percentile, rounded, type Row } from "./figures.ts";
import { drainedPerSecond, lagOf, type Lag } from "./lag.ts";
import { sendAll, sendOnTime } from "./load.ts";
import { startApp, startControl, type RunningServer } from "./servers.ts";
import { shopDomains, shoppersOf, type Population, type Shoppers } from "./shoppers.ts";

const POPULATIONS: readonly Population[] = [
  { name: "one shop", shops: 1, customersPerShop: 50_000 },
  { name: "1,000 shops by Zipf", shops: 1_000, customersPerShop: 5_000 },
];
/** Orders a second, three deliveries each. 740 is the peak of the whole of Shopify (November 2025). */
const AIM_PER_SECOND = 740;
const RATES = [100, 200, 370, 550, AIM_PER_SECOND, 1_000];
const SECONDS = 12;
const CONNECTIONS = 100;
/** Orders that members have behind them before anything is measured. */
const HISTORY_ORDERS = 4_000;
/** A backlog is what would have arrived in this time (s) at the rate that is aimed at. */
const BACKLOG_SECONDS = 6;
const DRAIN_WAIT_MS = 120_000;

/** Lag is flat when it doesn't grow with time and work ends soon after arrivals do. */
const FLAT = { growthMax: 1.5, growthSlackMs: 100, tailMsMax: 1_500, lateMsMax: 1_000 };

type Side = { name: "app" | "control"; databaseUrl: string };
type Step = {
  ordersPerSecond: number;
  side: Side["name"];
  flat: boolean;
  lag: Lag | null;
  answerP99Ms: number;
};
type Backlog = Record<Side["name"], number[]>;
type Result = { population: Population; steps: Step[]; backlog: Backlog };

export const apply: Bench = {
  title: "accepted to settled: lag at fixed rates, and a backlog",
  run: async (bed) => {
    const results: Result[] = [];
    for (const [i, population] of POPULATIONS.entries()) {
      const sides: Side[] = [
        { name: "app", databaseUrl: await bed.appDatabase(`apply_${i}`, shopDomains(population)) },
        { name: "control", databaseUrl: await controlDatabase(bed, `apply_control_${i}`) },
      ];
      const shoppers = shoppersOf(population, bed.seed);
      const steps = await stepsOf(bed, population, sides, shoppers);
      results.push({ population, steps, backlog: await backlogOf(bed, sides, shoppers) });
    }
    return reportOf(results, bed);
  },
};

async function controlDatabase(bed: Bed, name: string): Promise<string> {
  const url = await bed.emptyDatabase(name);
  await withClient(url, (client) => client.query(CONTROL_TABLES));
  return url;
}

function start(side: Side, draining: boolean): Promise<RunningServer> {
  return side.name === "app"
    ? startApp(side.databaseUrl, draining ? "web and worker" : "web")
    : startControl(side.databaseUrl, draining ? "plain-apply" : "group-commit");
}

/** Rate by rate, app and control in turn; a side that fell behind climbs no further. */
async function stepsOf(
  bed: Bed,
  population: Population,
  sides: Side[],
  shoppers: Shoppers,
): Promise<Step[]> {
  const steps: Step[] = [];
  const climbing = new Map<Side, RunningServer>();
  try {
    for (const side of sides) climbing.set(side, await start(side, true));
    const history = shoppers.ordersAt(HISTORY_ORDERS, 1).map((due) => due.request);
    for (const [side, server] of climbing) {
      await sendAll(server.port, CONNECTIONS, history);
      if (!(await lagOf(side.databaseUrl, DRAIN_WAIT_MS))) throw new Error("no history was made");
    }
    for (const ordersPerSecond of RATES) {
      const due = shoppers.ordersAt(ordersPerSecond, SECONDS);
      for (const [side, server] of climbing) {
        await emptyInbox(side.databaseUrl);
        const sent = await sendOnTime(server.port, CONNECTIONS, due);
        const answerP99Ms = rounded(percentile(sent.latenciesMs, 0.99));
        const lag = await lagOf(side.databaseUrl, DRAIN_WAIT_MS);
        const accepted = sent.statuses["200"] === due.length && lag?.deliveries === due.length;
        const flat = accepted && isFlat(lag) && answerP99Ms <= FLAT.lateMsMax;
        steps.push({ ordersPerSecond, side: side.name, flat, lag, answerP99Ms });
        bed.say(
          `${population.name}, ${ordersPerSecond} orders/s: ${side.name} p50 ${lag?.p50Ms} ms, p99 ${lag?.p99Ms} ms${flat ? "" : ", falling behind"}`,
        );
        if (flat) continue;
        climbing.delete(side);
        await server.stop();
      }
    }
  } finally {
    for (const server of climbing.values()) await server.stop();
  }
  return steps;
}

function isFlat(lag: Lag): boolean {
  return (
    lag.lastThirdMs <= lag.firstThirdMs * FLAT.growthMax + FLAT.growthSlackMs &&
    lag.tailMs <= FLAT.tailMsMax
  );
}

/** Taken in while nobody works on it, then worked off while nothing arrives. */
async function backlogOf(bed: Bed, sides: Side[], shoppers: Shoppers): Promise<Backlog> {
  const backlog: Backlog = { app: [], control: [] };
  for (let round = 1; round <= bed.rounds; round += 1) {
    const requests = shoppers.ordersAt(AIM_PER_SECOND, BACKLOG_SECONDS).map((due) => due.request);
    for (const side of sides) {
      await emptyInbox(side.databaseUrl);
      await whileRunning(await start(side, false), (server) =>
        sendAll(server.port, CONNECTIONS, requests),
      );
      const lag = await whileRunning(await start(side, true), () =>
        lagOf(side.databaseUrl, DRAIN_WAIT_MS),
      );
      if (lag?.deliveries !== requests.length)
        throw new Error(`${side.name}: ${lag?.deliveries} of ${requests.length} were worked off`);
      const perSecond = await drainedPerSecond(side.databaseUrl);
      backlog[side.name].push(perSecond);
      bed.say(`backlog, round ${round}: ${side.name} ${Math.round(perSecond)} deliveries/s`);
    }
  }
  return backlog;
}

async function whileRunning<T>(
  server: RunningServer,
  work: (server: RunningServer) => Promise<T>,
): Promise<T> {
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

function reportOf(results: Result[], bed: Bed): Report {
  const told = results.map(({ population, steps, backlog }) => ({
    population,
    steps,
    highestFlatOrdersPerSecond: {
      app: highestFlat(steps, "app"),
      control: highestFlat(steps, "control"),
    },
    backlogDeliveriesPerSecond: {
      app: rounded(median(backlog.app)),
      control: rounded(median(backlog.control)),
      ratio: rounded(median(backlog.app.map((app, i) => app / (backlog.control[i] ?? NaN)))),
    },
  }));
  return {
    tables: told.map((each) => ({
      title: titleOf(each),
      rows: each.steps.map(rowOf),
    })),
    json: {
      bench: "apply",
      seed: bed.seed,
      secondsPerRate: SECONDS,
      backlogSeconds: BACKLOG_SECONDS,
      rounds: bed.rounds,
      aimOrdersPerSecond: AIM_PER_SECOND,
      flat: FLAT,
      results: told,
    },
  };
}

function titleOf(each: {
  population: Population;
  highestFlatOrdersPerSecond: Record<Side["name"], number>;
  backlogDeliveriesPerSecond: Record<Side["name"] | "ratio", number>;
}): string {
  const { app, control, ratio } = each.backlogDeliveriesPerSecond;
  const flat = each.highestFlatOrdersPerSecond;
  return `${each.population.name}: lag is flat up to ${flat.app} orders/s (control ${flat.control}; the aim ${AIM_PER_SECOND}); a backlog is worked off at ${app} deliveries/s, ${ratio} of the control's ${control}`;
}

function highestFlat(steps: Step[], side: Side["name"]): number {
  return Math.max(
    0,
    ...steps.flatMap((step) => (step.side === side && step.flat ? [step.ordersPerSecond] : [])),
  );
}

function rowOf({ ordersPerSecond, side, lag, flat, answerP99Ms }: Step): Row {
  return {
    "orders/s": ordersPerSecond,
    "deliveries/s": ordersPerSecond * 3,
    side,
    "lag p50 ms": lag?.p50Ms ?? "-",
    "lag p99 ms": lag?.p99Ms ?? "-",
    "first third": lag?.firstThirdMs ?? "-",
    "last third": lag?.lastThirdMs ?? "-",
    "tail ms": lag?.tailMs ?? "-",
    "answer p99 ms": answerP99Ms,
    flat: flat ? "yes" : "no",
  };
}
