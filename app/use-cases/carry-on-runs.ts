/**
 * Carries on with a shop's runs, for a while: whoever comes first takes a run for a minute, and again
 * with each page. A process that dies leaves a run that nobody renews, and another takes it up.
 */
import type { Run, RunKind } from "../adapters/postgres/reconciliation-store.server.ts";
import { MINUTE, SECOND } from "../domain/shared/instant.ts";
import type { Ports, ShopId } from "./ports.ts";
import { provePage, startProving } from "./prove-ledger.ts";
import { comparePage, startComparing } from "./reconcile-orders.ts";
import type { Sealing } from "./seal-ledger.ts";

/** Longer than any page takes: after so long without one the run is anybody's. */
export const LEASE_MS = MINUTE;
/** What failed is tried again after so long, doubled each time up to the longest. */
const PAUSE_FIRST = 5 * SECOND;
const PAUSE_LONGEST = 15 * MINUTE;
/** Failures in a row, over two hours in all, after which a run gives up: the next night's goes on. */
const ATTEMPTS_MAX = 14;
const REMARK_CHARACTERS_MAX = 500;

type Ground = Ports & { sealing: Sealing };
/** Says when to leave off between two pages: others have their turn, or the process stops. */
type Until = () => boolean;

const KINDS: readonly RunKind[] = ["orders", "proof"];

export async function carryOnRuns(ground: Ground, shopId: ShopId, until: Until): Promise<void> {
  const { stores } = ground;
  const shop = await stores.shops.byId(shopId);
  if (shop?.state !== "installed") return;
  for (const kind of KINDS) {
    if (until()) return;
    const run = await stores.inShop(shopId, (tx) =>
      stores.reconciliations.claimRun(tx, kind, LEASE_MS),
    );
    if (run) await carryOn(ground, { shopId, domain: shop.domain }, run, until);
  }
}

type Shop = { shopId: ShopId; domain: string };

async function carryOn(ground: Ground, shop: Shop, run: Run, until: Until): Promise<void> {
  const { stores } = ground;
  const hold = (ms: number): Promise<void> =>
    stores.inShop(shop.shopId, (tx) => stores.reconciliations.holdRun(tx, run.runId, ms));
  const nextPage = pagesOf(ground, shop, run);
  try {
    while (!(await nextPage())) {
      const leaving = until();
      await hold(leaving ? 0 : LEASE_MS);
      if (leaving) return;
    }
  } catch (error) {
    if (error instanceof Error && error.name === "WriteConflict") return; // somebody else carried it on
    // The shop lets nobody in: the run waits with it until the app is opened there again.
    if (error instanceof Error && error.name === "NoAccess") await hold(0);
    else await postpone(ground, shop, run, error);
  }
}

function pagesOf(ground: Ground, shop: Shop, run: Run): () => Promise<boolean> {
  if (run.kind === "proof") {
    const proving = startProving(shop, run);
    return () => provePage(ground, proving);
  }
  const comparing = startComparing(ground, shop, run);
  return () => comparePage(ground, comparing);
}

async function postpone(ground: Ground, shop: Shop, { runId }: Run, error: unknown): Promise<void> {
  const { stores, log, clock } = ground;
  const said = error instanceof Error ? error.message : String(error);
  const remark = said.replaceAll("\0", "").slice(0, REMARK_CHARACTERS_MAX);
  await stores.inShop(shop.shopId, async (tx) => {
    // A page that went through has set the count back.
    const attempts = (await stores.reconciliations.run(tx, runId))?.attempts ?? 0;
    const ms = Math.min(PAUSE_LONGEST, PAUSE_FIRST * 2 ** Math.min(attempts, 20));
    log.warn({ shop: shop.domain, runId, attempts, error }, "a run could not go on");
    if (attempts + 1 < ATTEMPTS_MAX) {
      await stores.reconciliations.postponeRun(tx, runId, { ms, remark });
      return;
    }
    await stores.reconciliations.finishRun(tx, runId, { state: "failed", toAt: clock(), remark });
  });
}
