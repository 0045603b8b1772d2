/**
 * Shown: how soon after its acceptance an order is on the storefront, at fixed rates of arrival, and
 * how fast a whole shop's news gets there; beside a client that only sends, in the same run. Each has
 * a dev store of its own, with the budget of a Standard shop.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Bed, Bench, Report } from "./bed.ts";
import { chanceFrom } from "./chance.ts";
import { setAll } from "./control-shown.ts";
import { median, percentile, rounded, type Row } from "./figures.ts";
import { sendAll, sendOnTime, type LoadResult } from "./load.ts";
import { freePort, startApp, type RunningServer } from "./servers.ts";
import {
  lagsOf,
  paceOf,
  shownBy,
  tallyOf,
  type LoggedCall,
  type Pace,
  type Tally,
} from "./shown-calls.ts";
import { acceptedOrders, openTill, type Orders, type Till } from "./shown-orders.ts";
import { BenchShop, CALL_MS, SHOP } from "./shown-shop.ts";

/** Orders a second, three deliveries each. */
const RATES = [10, 50];
const SECONDS = 15;
const WARM_UP = { perSecond: 20, seconds: 3 };
/** More than the bucket holds at once: its end goes at the pace at which the bucket fills. */
const CUSTOMERS = 2_000;
/** So many at the beginning of the backlog are looked at by themselves: the bucket has enough for them. */
const FIRST = 400;
/** And so many at its end: by then the control, too, has spent what the bucket held. */
const LAST = 300;
const FIRST_CUSTOMER_ID = 8_094_000_000_000;
const CONNECTIONS = 50;
const SHOWN_WAIT_MS = 120_000;
const POLL_MS = 300;
/** Nothing more is sent once no call came for so long. */
const QUIET_MS = 1_500;

type Step = {
  ordersPerSecond: number;
  orders: number;
  lagP50Ms: number;
  lagP99Ms: number;
  lagMaxMs: number;
  customersPerCall: number;
} & Tally;
type Backlog = Pace & Tally;
type Round = Record<"app" | "control", Backlog>;

type Place = {
  bed: Bed;
  databaseUrl: string;
  appPort: number;
  till: Till;
  shops: Record<"app" | "control", BenchShop>;
};

export const shown: Bench = {
  title: "accepted to shown on the storefront: lag at fixed rates, and a whole shop's backlog",
  run: async (bed) => {
    const appPort = await freePort();
    const open: BenchShop[] = [];
    try {
      for (let each = 0; each < 2; each += 1) open.push(await BenchShop.open(appPort));
      const [forApp, forControl] = open;
      if (!forApp || !forControl) throw new Error("both sides need a shop");
      const customerIds = Array.from({ length: CUSTOMERS }, (_, i) => FIRST_CUSTOMER_ID + i);
      const place: Place = {
        bed,
        appPort,
        databaseUrl: await bed.appDatabase("shown", []),
        till: openTill(SHOP, customerIds, chanceFrom(bed.seed)),
        shops: { app: forApp, control: forControl },
      };
      const steps = await whileAppRuns(place, "web and worker", async (app) => {
        await forApp.openApp();
        await Promise.all(open.map((shop) => shop.addCustomers(customerIds)));
        return stepsOf(place, app);
      });
      const rounds: Round[] = [];
      while (rounds.length < bed.rounds) rounds.push(await roundOf(place, rounds.length + 1));
      return reportOf(steps, rounds, bed);
    } finally {
      for (const shop of open) await shop.close();
    }
  },
};

async function whileAppRuns<T>(
  { databaseUrl, appPort, shops }: Place,
  part: "web" | "web and worker",
  work: (app: RunningServer) => Promise<T>,
): Promise<T> {
  const app = await startApp(databaseUrl, part, { port: appPort, storeUrl: shops.app.url });
  try {
    return await work(app);
  } finally {
    await app.stop();
  }
}

async function stepsOf(place: Place, app: RunningServer): Promise<Step[]> {
  await stepAt(place, app, WARM_UP);
  const steps: Step[] = [];
  for (const perSecond of RATES) {
    const step = await stepAt(place, app, { perSecond, seconds: SECONDS });
    place.bed.say(
      `${perSecond} orders/s: shown after p50 ${step.lagP50Ms} ms, p99 ${step.lagP99Ms} ms; ${step.calls} calls, ${step.throttled} throttled`,
    );
    steps.push(step);
  }
  return steps;
}

async function stepAt(
  { till, shops, databaseUrl }: Place,
  app: RunningServer,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Step> {
  await shops.app.refill();
  const orders = till.ordersAt(perSecond, seconds);
  requireAccepted(orders, await sendOnTime(app.port, CONNECTIONS, orders.requests));
  const accepted = await acceptedOrders(databaseUrl, orders.placed);
  const allSeen = (calls: LoggedCall[]): boolean => lagsOf(accepted, shownBy(calls)).unseen === 0;
  await untilCalls(shops.app, `${perSecond} orders/s to be shown`, allSeen);
  const calls = await untilQuiet(shops.app);
  const customers = shownBy(calls);
  const { lagsMs } = lagsOf(accepted, customers);
  return {
    ordersPerSecond: perSecond,
    orders: orders.placed.length,
    lagP50Ms: rounded(median(lagsMs)),
    lagP99Ms: rounded(percentile(lagsMs, 0.99)),
    lagMaxMs: rounded(Math.max(...lagsMs)),
    customersPerCall: rounded(customers.length / calls.length),
    ...tallyOf(calls),
  };
}

function requireAccepted({ requests }: Orders, { statuses }: LoadResult): void {
  if (statuses["200"] !== requests.length)
    throw new Error(
      `of ${requests.length} deliveries not all were accepted: ${JSON.stringify(statuses)}`,
    );
}

/** Taken in while nobody works on it; then the app shows it, then the control shows the same. */
async function roundOf(place: Place, round: number): Promise<Round> {
  const { bed, till, shops } = place;
  await whileAppRuns(place, "web", async (app) => {
    const orders = till.oneForEach();
    const requests = orders.requests.map(({ request }) => request);
    requireAccepted(orders, await sendAll(app.port, CONNECTIONS, requests));
  });
  await shops.app.refill();
  const app = await whileAppRuns(place, "web and worker", () => backlogOf(shops.app));
  await shops.control.refill();
  const client = { url: shops.control.url, token: await shops.control.token() };
  await setAll(client, await shops.app.shownNow());
  const control = await backlogOf(shops.control);
  for (const [side, { allSeconds, sustainedPerSecond }] of Object.entries({ app, control }))
    bed.say(
      `backlog, round ${round}: ${side} ${CUSTOMERS} customers in ${rounded(allSeconds)} s, at its end ${rounded(sustainedPerSecond)}/s`,
    );
  return { app, control };
}

async function backlogOf(shop: BenchShop): Promise<Backlog> {
  const allShown = (calls: LoggedCall[]): boolean =>
    new Set(shownBy(calls).map(({ customerId }) => customerId)).size === CUSTOMERS;
  await untilCalls(shop, "a backlog to be shown", allShown);
  const calls = await untilQuiet(shop);
  return {
    ...paceOf(shownBy(calls), { first: FIRST, last: LAST, callMs: CALL_MS }),
    ...tallyOf(calls),
  };
}

async function untilCalls(
  shop: BenchShop,
  what: string,
  enough: (calls: LoggedCall[]) => boolean,
): Promise<void> {
  const deadline = performance.now() + SHOWN_WAIT_MS;
  while (!enough(await shop.calls())) {
    if (performance.now() > deadline) throw new Error(`${what} took too long`);
    await sleep(POLL_MS);
  }
}

async function untilQuiet(shop: BenchShop): Promise<LoggedCall[]> {
  const deadline = performance.now() + SHOWN_WAIT_MS;
  for (let calls = await shop.calls(); performance.now() < deadline;) {
    await sleep(QUIET_MS);
    const later = await shop.calls();
    if (later.length === calls.length) return later;
    calls = later;
  }
  throw new Error("calls never ended");
}

function reportOf(steps: Step[], rounds: Round[], bed: Bed): Report {
  const of = (side: keyof Round, figure: keyof Backlog): number =>
    rounded(median(rounds.map((round) => round[side][figure])));
  /** The median over rounds of a round's own ratio: the machine's speed drifts. */
  const ratio = (speed: (backlog: Backlog) => number): number =>
    rounded(median(rounds.map(({ app, control }) => speed(app) / speed(control))));
  const ratios = {
    sustained: ratio(({ sustainedPerSecond }) => sustainedPerSecond),
    whole: ratio(({ allSeconds }) => 1 / allSeconds),
    first: ratio(({ firstSeconds }) => 1 / firstSeconds),
  };
  const sums = { calls: 0, throttled: 0 };
  for (const each of [...steps, ...rounds.map(({ app }) => app)]) {
    sums.calls += each.calls;
    sums.throttled += each.throttled;
  }
  const throttledShare = sums.throttled / sums.calls;
  const rows = (["app", "control"] as const).map((side): Row => ({
    side,
    [`first ${FIRST}, s`]: of(side, "firstSeconds"),
    "all, s": of(side, "allSeconds"),
    "at the end, customers/s": of(side, "sustainedPerSecond"),
    calls: of(side, "calls"),
    points: of(side, "points"),
    throttled: of(side, "throttled"),
  }));
  return {
    tables: [
      {
        title: `accepted to shown, a call takes ${CALL_MS} ms; of the app's ${sums.calls} calls in all ${rounded(throttledShare * 100)} % were throttled`,
        rows: steps,
      },
      {
        title: `a backlog of ${CUSTOMERS} customers: app / control ${ratios.sustained} once the bucket is spent, ${ratios.whole} over all, ${ratios.first} for the first ${FIRST}`,
        rows,
      },
    ],
    json: {
      bench: "shown",
      seed: bed.seed,
      rounds: bed.rounds,
      callMs: CALL_MS,
      secondsPerRate: SECONDS,
      customers: CUSTOMERS,
      steps,
      backlog: rounds,
      ratios,
      throttledShare,
    },
  };
}
