/** What time drives, as named jobs of a PostgreSQL queue: each fires once, however many workers run. */
import type { PgBoss } from "pg-boss";
import { inLogContext } from "../log.server.ts";
import { checkSubscriptions } from "../use-cases/check-subscriptions.ts";
import { answerPrivacyRequests } from "../use-cases/answer-privacy-requests.ts";
import { forgetDeliveries } from "../use-cases/forget-deliveries.ts";
import { dropUninstalledDeliveries } from "../use-cases/drop-uninstalled-deliveries.ts";
import { fetchOrders } from "../use-cases/fetch-orders.ts";
import { DAY, MINUTE } from "../domain/shared/instant.ts";
import { keepMissingNames } from "../use-cases/keep-names.ts";
import type { Ports, ShopId } from "../use-cases/ports.ts";
import type { NamedShop } from "../use-cases/read-names.ts";
import { sealLedger, type Sealing } from "../use-cases/seal-ledger.ts";
import { startNight } from "../use-cases/start-nights.ts";
import { carryOnTrial } from "../use-cases/try-earn-from.ts";
import { takeDailyFigures } from "../use-cases/take-figures.ts";
import { markStartedPrograms } from "../use-cases/mark-shop.ts";
import { DUE_BATCH_MAX, makeEveryoneDue, settleDueMembers } from "../use-cases/settle-customers.ts";

export type TimedPorts = Ports & {
  sealing: Sealing;
  realClock: () => number;
  /** When this process began, by the domain's clock: what stands at Shopify is looked at once after it. */
  startedAt: number;
  shopsWithNights: (now: number, shopsMax: number) => Promise<ShopId[]>;
  shopsWithUncheckedSubscriptions: (checkedBefore: number, shopsMax: number) => Promise<ShopId[]>;
  shopsWithPrivacyRequests: (shopsMax: number) => Promise<ShopId[]>;
  shopsWithDueMembers: (now: number, shopsMax: number) => Promise<ShopId[]>;
  shopsWithTrials: (shopsMax: number) => Promise<ShopId[]>;
  shopsKeepingNames: (shopsMax: number) => Promise<NamedShop[]>;
  shopsWithDueFetches: (now: number, shopsMax: number) => Promise<ShopId[]>;
  shopsWithStartedPrograms: (now: number, shopsMax: number) => Promise<ShopId[]>;
};

const SHOPS_MAX = 1_000;
/** A run that takes longer is given up by the queue and comes again. */
const RUN_SECONDS_MAX = 15 * 60;

const JOBS: Readonly<Record<string, { cron: string; run: (ports: TimedPorts) => Promise<void> }>> =
  {
    "settle-due-members": { cron: "* * * * *", run: settleDue },
    "show-started-programs": { cron: "* * * * *", run: showStartedPrograms },
    "take-figures": { cron: "26 * * * *", run: takeDailyFigures },
    "start-nights": { cron: "* * * * *", run: startNights },
    "check-subscriptions": { cron: "* * * * *", run: checkAllSubscriptions },
    "keep-names": { cron: "*/3 * * * *", run: keepNames },
    "seal-ledger": { cron: "6 * * * *", run: seal },
    "answer-privacy-requests": { cron: "* * * * *", run: answerPrivacy },
    "forget-deliveries": {
      cron: "41 3 * * *",
      run: (ports) => forgetDeliveries(ports, ports.realClock()),
    },
    "drop-uninstalled-deliveries": {
      cron: "17 3 * * *",
      run: (ports) => dropUninstalledDeliveries(ports, ports.realClock()),
    },
  };

/** `boss` is started and stopped by the caller. */
export async function scheduleTimedWork(boss: PgBoss, ports: TimedPorts): Promise<void> {
  for (const [name, job] of Object.entries(JOBS)) {
    await boss.createQueue(name, {
      policy: "singleton",
      expireInSeconds: RUN_SECONDS_MAX,
      retryLimit: 2,
    });
    await boss.work(name, () => inLogContext({ job: name }, () => job.run(ports)));
    await boss.schedule(name, job.cron);
  }
}

export async function keepNames(ports: TimedPorts): Promise<void> {
  for (const shop of await ports.shopsKeepingNames(SHOPS_MAX)) await keepMissingNames(ports, shop);
}

/** Gaps wait for seconds, not for the next minute: they are looked for at their own pace. */
export const FETCH_SWEEP_MS = 2_000;

export async function fetchDue(ports: TimedPorts): Promise<void> {
  for (const shopId of await ports.shopsWithDueFetches(ports.clock(), SHOPS_MAX)) {
    await fetchOrders(ports, shopId);
  }
}

/** Somebody may be looking at a trial's progress: it is gone on with at once, shop by shop. */
export const TRIAL_SWEEP_MS = 1_000;
const TRIAL_TURN_MS = 5_000;

export async function carryOnTrials(ports: TimedPorts): Promise<void> {
  for (const shopId of await ports.shopsWithTrials(SHOPS_MAX))
    await carryOnTrial(ports, shopId, { msMax: TRIAL_TURN_MS });
}

export async function answerPrivacy(ports: TimedPorts): Promise<void> {
  for (const shopId of await ports.shopsWithPrivacyRequests(SHOPS_MAX)) {
    await answerPrivacyRequests(ports, shopId);
  }
}

/** One shop's turn (ms): nobody waits for another shop's recount of a million members. */
const SETTLE_TURN_MS = 5_000;
/** What is left then is for the next run. */
const SETTLE_RUN_MS_MAX = 10 * MINUTE;

/** Shops in turn, until none has anybody due. One shop's trouble is not the others'. */
export async function settleDue(ports: TimedPorts): Promise<void> {
  const until = performance.now() + SETTLE_RUN_MS_MAX;
  const inTrouble = new Set<ShopId>();
  do {
    const due = await ports.shopsWithDueMembers(ports.clock(), SHOPS_MAX);
    const waiting = due.filter((shopId) => !inTrouble.has(shopId));
    if (waiting.length === 0) return;
    for (const shopId of waiting) {
      try {
        await settleForATurn(ports, shopId);
      } catch (error) {
        inTrouble.add(shopId);
        ports.log.warn({ shopId, error }, "members who are due could not be settled; tried again");
      }
    }
  } while (performance.now() < until);
}

async function settleForATurn(ports: TimedPorts, shopId: ShopId): Promise<void> {
  const until = performance.now() + SETTLE_TURN_MS;
  if (!(await makeEveryoneDue(ports, shopId, SETTLE_TURN_MS))) return;
  do {
    if ((await settleDueMembers(ports, shopId)) < DUE_BATCH_MAX) return;
  } while (performance.now() < until);
}

export async function startNights(ports: TimedPorts): Promise<void> {
  for (const shopId of await ports.shopsWithNights(ports.clock(), SHOPS_MAX))
    await startNight(ports, shopId);
}

/** After each start, after a visit, and once a day. */
export async function checkAllSubscriptions(ports: TimedPorts): Promise<void> {
  const before = Math.max(ports.startedAt, ports.clock() - DAY);
  for (const shopId of await ports.shopsWithUncheckedSubscriptions(before, SHOPS_MAX))
    await checkSubscriptions(ports, shopId, { askScopes: true });
}

export async function showStartedPrograms(ports: TimedPorts): Promise<void> {
  await markStartedPrograms(ports, await ports.shopsWithStartedPrograms(ports.clock(), SHOPS_MAX));
}

export async function seal(ports: TimedPorts): Promise<void> {
  for (const { shopId, domain } of await ports.stores.shops.list()) {
    await sealLedger(ports, { shopId, domain }, ports.realClock());
  }
}
