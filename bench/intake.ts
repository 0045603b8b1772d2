/**
 * Intake: how many signed deliveries a second are accepted, verified, committed and answered.
 * The app is measured in turn with two controls; each round sends every server the same requests.
 */
import type { Bed, Bench, Report } from "./bed.ts";
import { chanceFrom, type Chance } from "./chance.ts";
import { CONTROL_TABLES } from "./control-table.ts";
import { emptyInbox, withClient } from "./database.ts";
import { signedRequest, uuidFrom } from "./deliveries.ts";
import { median, percentile, rounded } from "./figures.ts";
import { sendAll } from "./load.ts";
import { startApp, startControl, type RunningServer } from "./servers.ts";

const SHOP = "bench.myshopify.com";
const CONNECTIONS = [50, 200];
const REQUESTS_PER_ROUND = 12_000;
const CUSTOMERS = 20_000;
const PLACED_AT = Date.UTC(2026, 10, 1) / 1_000;

/** What the project asks of itself. */
const REQUIRED = { ofGroupCommit: 0.7, ofOneInsertEach: 1.5 };

type Side = {
  name: string;
  databaseUrl: string;
  start: () => Promise<RunningServer>;
};
type Sample = { perSecond: number; p50Ms: number; p99Ms: number };
type Samples = Map<string, Sample[]>;

const APP = "app (web)";
const APP_WORKING = "app (web and worker)";
const GROUP = "control: group commit";
const EACH = "control: one INSERT each";

export const intake: Bench = {
  title: "signed 5 KB deliveries: accepted, committed, answered",
  run: async (bed) => {
    const sides = await sidesOn(bed);
    const chance = chanceFrom(bed.seed);
    const measured: { connections: number; samples: Samples }[] = [];
    const running = new Map<string, RunningServer>();
    try {
      for (const side of sides) running.set(side.name, await side.start());
      for (const connections of CONNECTIONS)
        measured.push({
          connections,
          samples: await roundsAt(connections, { bed, sides, running, chance }),
        });
    } finally {
      for (const server of running.values()) await server.stop();
    }
    return reportOf(measured, bed);
  },
};

async function sidesOn(bed: Bed): Promise<Side[]> {
  const web = await bed.appDatabase("intake_web", [SHOP]);
  const working = await bed.appDatabase("intake_working", [SHOP]);
  const group = await controlDatabase(bed, "intake_group");
  const each = await controlDatabase(bed, "intake_each");
  return [
    { name: APP, databaseUrl: web, start: () => startApp(web, "web") },
    { name: GROUP, databaseUrl: group, start: () => startControl(group, "group-commit") },
    { name: EACH, databaseUrl: each, start: () => startControl(each, "one-insert-each") },
    { name: APP_WORKING, databaseUrl: working, start: () => startApp(working, "web and worker") },
  ];
}

async function controlDatabase(bed: Bed, name: string): Promise<string> {
  const url = await bed.emptyDatabase(name);
  await withClient(url, (client) => client.query(CONTROL_TABLES));
  return url;
}

type Rounds = {
  bed: Bed;
  sides: Side[];
  running: Map<string, RunningServer>;
  chance: Chance;
};

/** Round 0 warms everything up and isn't counted. */
async function roundsAt(connections: number, rounds: Rounds): Promise<Samples> {
  const { bed, sides, running, chance } = rounds;
  const samples: Samples = new Map(sides.map((side) => [side.name, []]));
  for (let round = 0; round <= bed.rounds; round += 1) {
    const requests = requestsFrom(chance);
    for (const side of sides) {
      const server = running.get(side.name);
      if (!server) throw new Error(`${side.name} does not run`);
      const result = await sendAll(server.port, connections, requests);
      requireAllStored(side.name, result.statuses, await countStored(side.databaseUrl));
      await emptyInbox(side.databaseUrl);
      const perSecond = requests.length / result.seconds;
      if (round > 0)
        samples.get(side.name)?.push({
          perSecond,
          p50Ms: percentile(result.latenciesMs, 0.5),
          p99Ms: percentile(result.latenciesMs, 0.99),
        });
      bed.say(
        `${connections} connections, round ${round}: ${side.name} ${Math.round(perSecond)}/s`,
      );
    }
  }
  return samples;
}

function requestsFrom(chance: Chance): Buffer[] {
  return Array.from({ length: REQUESTS_PER_ROUND }, () =>
    signedRequest(
      {
        shopDomain: SHOP,
        topic: "orders/create",
        webhookId: uuidFrom(chance),
        orderId: 5_604_000_000_000 + chance.below(1_000_000_000),
        customerId: 8_094_000_000_000 + chance.below(CUSTOMERS),
        placedAt: PLACED_AT + chance.below(86_400),
      },
      chance,
    ),
  );
}

async function countStored(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ stored: number }>(
      "SELECT count(*)::int AS stored FROM inbox",
    );
    return rows[0]?.stored ?? 0;
  });
}

/** A server that refuses, or answers without storing, would be fast. */
function requireAllStored(name: string, statuses: Record<string, number>, stored: number): void {
  const accepted = statuses["200"] ?? 0;
  if (accepted !== REQUESTS_PER_ROUND || stored !== REQUESTS_PER_ROUND)
    throw new Error(
      `${name}: of ${REQUESTS_PER_ROUND} requests ${accepted} were accepted and ${stored} stored (${JSON.stringify(statuses)})`,
    );
}

function reportOf(measured: { connections: number; samples: Samples }[], bed: Bed): Report {
  const results = measured.map(({ connections, samples }) => ({
    connections,
    servers: Object.fromEntries(
      [...samples].map(([name, list]) => [
        name,
        {
          perSecond: rounded(median(list.map((each) => each.perSecond))),
          p50Ms: rounded(median(list.map((each) => each.p50Ms))),
          p99Ms: rounded(median(list.map((each) => each.p99Ms))),
        },
      ]),
    ),
    ratios: {
      ofGroupCommit: ratio(samples, APP, GROUP),
      ofOneInsertEach: ratio(samples, APP, EACH),
      withWorkerOfGroupCommit: ratio(samples, APP_WORKING, GROUP),
    },
  }));
  return {
    tables: results.map(({ connections, servers, ratios }) => ({
      title: `${connections} connections: app / group commit ${ratios.ofGroupCommit} (required ${REQUIRED.ofGroupCommit}), app / one INSERT each ${ratios.ofOneInsertEach} (required ${REQUIRED.ofOneInsertEach})`,
      rows: Object.entries(servers).map(([server, figures]) => ({ server, ...figures })),
    })),
    json: {
      bench: "intake",
      seed: bed.seed,
      requestsPerRound: REQUESTS_PER_ROUND,
      rounds: bed.rounds,
      required: REQUIRED,
      meetsRequired: results.every(
        ({ ratios }) =>
          ratios.ofGroupCommit >= REQUIRED.ofGroupCommit &&
          ratios.ofOneInsertEach >= REQUIRED.ofOneInsertEach,
      ),
      results,
    },
  };
}

/** The median over rounds of a round's own ratio: the machine's speed drifts, its rounds are short. */
function ratio(samples: Samples, one: string, other: string): number {
  const others = samples.get(other) ?? [];
  const ratios = (samples.get(one) ?? []).map(
    (sample, round) => sample.perSecond / (others[round]?.perSecond ?? NaN),
  );
  return rounded(median(ratios));
}
