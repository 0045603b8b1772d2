/** The first time a shop's storefront asks for points: its blocks are placed, and the set-up may say so. */
import type { Ports, ShopId } from "./ports.ts";

export async function noteStorefront(
  { stores, clock }: Pick<Ports, "stores" | "clock">,
  shop: { shopId: ShopId; storefrontSeenAt: Date | null },
): Promise<void> {
  if (shop.storefrontSeenAt !== null) return;
  await stores.shops.noteSetUp(shop.shopId, "storefront_seen_at", new Date(clock()));
}
