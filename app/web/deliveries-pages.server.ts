/** What the Deliveries page may ask of the app, and have it do. */
import type { App } from "../app.server.ts";
import type { DeliveriesView } from "../ui/deliveries/view.ts";
import { dismissDeliveries, type Dismissed } from "../use-cases/dismiss-deliveries.ts";
import { logStaff } from "../use-cases/log-staff.ts";
import type { ShopId } from "../use-cases/ports.ts";
import {
  askForOrdersNow,
  lookAtParked,
  readDeliveries,
  readFates,
  type Fates,
} from "../use-cases/read-deliveries.ts";
import { readInstallation } from "../use-cases/read-installation.ts";
import { readImport } from "../use-cases/read-import.ts";
import { readReconciliations } from "../use-cases/read-reconciliations.ts";
import { retryDeliveries, type Retried } from "../use-cases/retry-deliveries.ts";
import type { Staff } from "../use-cases/staff.ts";
import { startComparison, startProof } from "../use-cases/start-reconciliation.ts";

/** What shoppers of a shop see, as the Home tells it too. */
type Showing = DeliveriesView["showing"];
type Visitor = { shopId: ShopId; staff: Staff };

export interface DeliveriesPages {
  read(
    shopId: ShopId,
    cursors: { before: string | null; comparedBefore: string | null },
  ): Promise<DeliveriesView>;
  fates(shopId: ShopId, webhookIds: readonly string[]): Promise<Fates>;
  look(shopId: ShopId, webhookId: string): Promise<{ text: string; cut: boolean } | null>;
  retry(visitor: Visitor, which: { webhookIds: readonly string[] } | "all"): Promise<Retried>;
  dismiss(
    visitor: Visitor,
    which: { webhookIds: readonly string[]; askShopify: boolean },
  ): Promise<Dismissed>;
  askNow(shopId: ShopId): Promise<number>;
  compare(visitor: Visitor): Promise<boolean>;
  prove(visitor: Visitor): Promise<boolean>;
}

export function deliveriesPages(
  app: App,
  showingOf: (shopId: ShopId) => Promise<Showing>,
): DeliveriesPages {
  const { ports } = app;
  const wake = (shopId: ShopId): void => app.drainer.wake(shopId);
  return {
    read: (shopId, cursors) => read(app, showingOf, shopId, cursors),
    fates: (shopId, webhookIds) => readFates(ports, shopId, webhookIds),
    look: (shopId, webhookId) => lookAtParked(ports, shopId, webhookId),
    retry: async ({ shopId, staff }, which) => {
      const retried = await retryDeliveries(ports, shopId, { staff, which });
      if (retried.again.length > 0) wake(shopId);
      return retried;
    },
    dismiss: ({ shopId, staff }, which) => dismissDeliveries(ports, shopId, { staff, ...which }),
    askNow: (shopId) => askForOrdersNow(ports, shopId),
    compare: (visitor) => start(app, visitor, "orders"),
    prove: (visitor) => start(app, visitor, "proof"),
  };
}

async function start(app: App, { shopId, staff }: Visitor, kind: "orders" | "proof") {
  const starting = kind === "orders" ? startComparison : startProof;
  const { runId, started } = await starting(app.ports, shopId, { trigger: "by-hand" });
  if (started)
    await logStaff(app.ports, shopId, {
      staff,
      what: "reconciliation-started",
      subject: `reconciliation:${runId}`,
      detail: { kind },
    });
  return started;
}

async function read(
  app: App,
  showingOf: (shopId: ShopId) => Promise<Showing>,
  shopId: ShopId,
  cursors: { before: string | null; comparedBefore: string | null },
): Promise<DeliveriesView> {
  const [health, showing, deliveries, runs, reading, installation] = await Promise.all([
    app.health(shopId),
    showingOf(shopId),
    readDeliveries(app.ports, shopId, cursors.before),
    readReconciliations(app.ports, shopId, cursors.comparedBefore),
    readImport(app.ports, shopId),
    readInstallation(app.ports, shopId),
  ]);
  const { next: comparisonsNext, ...reconciled } = runs;
  return {
    health: {
      waiting: health.waiting,
      lagSeconds: ageOf(health.oldest),
      parked: health.parked,
      newestAt: health.newest?.getTime() ?? null,
      newestSeconds: ageOf(health.newest),
    },
    showing,
    ...deliveries,
    ...reconciled,
    comparisonsNext,
    paged: cursors.before !== null,
    comparisonsPaged: cursors.comparedBefore !== null,
    subscriptions: installation.subscriptions,
    reading: reading && {
      state: reading.state,
      startedAt: reading.startedAt,
      finishedAt: reading.finishedAt,
      ordersRead: reading.counts.ordersRead,
    },
  };
}

const ageOf = (since: Date | null): number | null =>
  since && Math.max(0, (Date.now() - since.getTime()) / 1_000);
