/** A shop's night has come: its orders are compared with Shopify's, and its ledger is proved. */
import { nextNight } from "../domain/shared/night.ts";
import type { Ports, ShopId } from "./ports.ts";
import { startComparison, startProof } from "./start-reconciliation.ts";

/** A shop seen for the first time is told its first night. */
export async function startNight(ports: Ports, shopId: ShopId): Promise<void> {
  const { stores, clock } = ports;
  const shop = await stores.shops.byId(shopId);
  if (shop?.state !== "installed") return;
  const now = clock();
  const due = shop.nightlyDueAt;
  if (due !== null && due.getTime() > now) return;
  const mine = await stores.access.setNight(shopId, due, nextNight(now, shop.timeZone, shopId));
  if (!mine || due === null) return;
  await startComparison(ports, shopId, { trigger: "nightly" });
  await startProof(ports, shopId, { trigger: "nightly" });
}
