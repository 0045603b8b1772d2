/** Counts a shop's figures and keeps them for its day: by the night's job, and behind a page that asks. */
import type { StoredFigures } from "../adapters/postgres/figure-store.server.ts";
import { LATELY_DAYS, weekEnds } from "../domain/figures/shop-figures.ts";
import { dateIn } from "../domain/shared/calendar.ts";
import type { Ports, ShopId } from "./ports.ts";

type FigurePorts = Pick<Ports, "stores" | "clock">;

export async function takeFigures(
  { stores, clock }: FigurePorts,
  shopId: ShopId,
): Promise<StoredFigures> {
  const shop = await stores.shops.byId(shopId);
  if (!shop) throw new Error(`shop ${shopId} has no row`);
  const takenAt = clock();
  const begun = performance.now();
  // Of one instant, so that the figures fit each other.
  const figures = await stores.inSnapshot(shopId, (tx) =>
    stores.figures.count(tx, weekEnds(takenAt), LATELY_DAYS),
  );
  const taken = { takenAt, tookMs: Math.round(performance.now() - begun), figures };
  await stores.inShop(shopId, (tx) =>
    stores.figures.put(tx, dateIn(takenAt, shop.timeZone), taken),
  );
  return taken;
}

/** For every installed shop whose day has no figures yet. */
export async function takeDailyFigures(ports: FigurePorts & Pick<Ports, "log">): Promise<void> {
  for (const shop of await ports.stores.shops.list()) {
    if (shop.state !== "installed") continue;
    const stored = await ports.stores.inShop(shop.shopId, (tx) => ports.stores.figures.newest(tx));
    const today = dateIn(ports.clock(), shop.timeZone);
    if (stored && dateIn(stored.takenAt, shop.timeZone) === today) continue;
    try {
      await takeFigures(ports, shop.shopId);
    } catch (error) {
      // One shop's trouble is not the others'; the next hour tries again.
      ports.log.warn({ error, shop: shop.domain }, "the figures of a shop could not be counted");
    }
  }
}
