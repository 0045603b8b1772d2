/** What needs the merchant today, and how far the set-up is: everything but the figures. */
import type { OpenDataRequests } from "../adapters/postgres/home-store.server.ts";
import type { Instant } from "../domain/shared/instant.ts";
import type { Ports, ShopId } from "./ports.ts";
import { readEarnFrom, type EarnFromView } from "./read-earn-from.ts";
import { readImport, type ImportProgress } from "./read-import.ts";
import { comparisonOf, proofOf, type Comparison, type ProofRun } from "./read-reconciliations.ts";

export type HomeState = {
  history: ImportProgress | null;
  past: EarnFromView;
  /** Of those that the app can't do without. */
  missingScopes: string[];
  /** Since when Shopify refuses the shop's token; null: it doesn't. */
  accessLostAt: Instant | null;
  dataRequests: OpenDataRequests;
  lastComparison: Comparison | null;
  lastProof: ProofRun | null;
  storefrontSeenAt: Date | null;
  blocksPlacedAt: Date | null;
  setUpClosedAt: Date | null;
};

export async function readHome(
  ports: Pick<Ports, "stores" | "clock">,
  shopId: ShopId,
  requiredScopes: readonly string[],
): Promise<HomeState> {
  const { stores } = ports;
  const shop = await stores.shops.byId(shopId);
  if (!shop) throw new Error(`shop ${shopId} has no row`);
  const [history, past, runs] = await Promise.all([
    readImport(ports, shopId),
    readEarnFrom(ports, shopId),
    stores.inShop(shopId, async (tx) => {
      const newest = { before: null, rowsMax: 2 };
      return {
        dataRequests: await stores.home.openDataRequests(tx),
        comparisons: await stores.reconciliations.runs(tx, { kind: "orders", ...newest }),
        proofs: await stores.reconciliations.runs(tx, { kind: "proof", ...newest }),
      };
    }),
  ]);
  const ended = <Run extends { state: string }>(all: readonly Run[]): Run | undefined =>
    all.find(({ state }) => state !== "running");
  const comparison = ended(runs.comparisons);
  const proof = ended(runs.proofs);
  const granted = shop.scopes.split(",");
  return {
    ...{ history, past, dataRequests: runs.dataRequests },
    missingScopes: requiredScopes.filter((scope) => !grants(granted, scope)),
    accessLostAt: shop.accessLostAt?.getTime() ?? null,
    lastComparison: comparison ? comparisonOf(comparison) : null,
    lastProof: proof ? proofOf(proof) : null,
    storefrontSeenAt: shop.storefrontSeenAt,
    blocksPlacedAt: shop.blocksPlacedAt,
    setUpClosedAt: shop.setUpClosedAt,
  };
}

/** `write_x` lets read too. */
function grants(granted: readonly string[], scope: string): boolean {
  return (
    granted.includes(scope) ||
    (scope.startsWith("read_") && granted.includes(`write_${scope.slice("read_".length)}`))
  );
}
