/** A shop that was just installed has its history read in; once, whatever became of that. */
import type { Ports } from "./ports.ts";
import { startImport } from "./start-import.ts";

/** Called after each step of an installation and at each visit: what was cut off is begun then. */
export async function beginHistory(ports: Ports, shopDomain: string): Promise<void> {
  const { stores } = ports;
  const shop = await stores.shops.find(shopDomain);
  if (shop?.state !== "installed") return;
  const newest = await stores.inShop(shop.shopId, (tx) => stores.imports.newest(tx));
  if (newest !== null) return;
  await startImport(ports, shop.shopId, { wish: { source: "shopify" }, staff: null });
}
