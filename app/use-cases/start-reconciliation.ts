/** Begins comparing a shop's orders with Shopify's, or proving its ledger: a worker carries it out. */
import type { RunDetail, RunTrigger } from "../adapters/postgres/reconciliation-store.server.ts";
import { MINUTE, type Instant } from "../domain/shared/instant.ts";
import type { Ports, ShopId } from "./ports.ts";

/** Looked at twice: Shopify's list of changes may lag behind the changes themselves. */
export const OVERLAP = 30 * MINUTE;

/** `started` is false where one was under way already: it goes as far back as this would have gone. */
export type Started = { runId: string; started: boolean };

type Wanted = {
  trigger: RunTrigger;
  /** Deliveries were lost from then on; the run goes back at least so far. */
  since?: Instant | null;
  detail?: RunDetail;
};

/** From where the last comparison ended; the first begins with the installation. */
export async function startComparison(
  { stores, clock }: Pick<Ports, "stores" | "clock">,
  shopId: ShopId,
  { trigger, since = null, detail = {} }: Wanted,
): Promise<Started> {
  const shop = await stores.shops.byId(shopId);
  const begun = shop?.reconciledTo ?? shop?.firstInstalledAt ?? shop?.installedAt;
  const fromAt = Math.min(begun?.getTime() ?? clock(), since ?? Infinity) - OVERLAP;
  return stores.inShop(shopId, (tx) =>
    stores.reconciliations.startRun(tx, { kind: "orders", trigger, fromAt, detail }),
  );
}

export async function startProof(
  { stores }: Pick<Ports, "stores">,
  shopId: ShopId,
  { trigger }: Pick<Wanted, "trigger">,
): Promise<Started> {
  return stores.inShop(shopId, (tx) =>
    stores.reconciliations.startRun(tx, { kind: "proof", trigger, fromAt: null }),
  );
}
