/**
 * Figures for a page: counted anew where that is cheap or long ago, but a page waits only so long and
 * then shows those that are kept. Counting is shared by all who ask meanwhile.
 */
import type { StoredFigures } from "../adapters/postgres/figure-store.server.ts";
import type { App } from "../app.server.ts";
import type { ShopId } from "../use-cases/ports.ts";
import { takeFigures } from "../use-cases/take-figures.ts";

export type FreshFigures = {
  stored: StoredFigures | null;
  /** Newer ones are being counted. */
  counting: boolean;
};

/** A page waits this long (ms) for newer figures. */
const WAIT_MS_MAX = 150;
/** Younger figures (ms) are not counted again. */
const FRESH_MS = 5_000;
/** Counting may take one part in so many of a shop's time. */
const SPARING = 50;

export function freshFigures({ ports, log }: Pick<App, "ports" | "log">) {
  const underWay = new Map<ShopId, Promise<StoredFigures | null>>();

  const count = (shopId: ShopId): Promise<StoredFigures | null> => {
    const running = underWay.get(shopId);
    if (running) return running;
    const counted = takeFigures(ports, shopId)
      .catch((error: unknown) => {
        log.warn({ error, shopId }, "the figures of a shop could not be counted");
        return null;
      })
      .finally(() => underWay.delete(shopId));
    underWay.set(shopId, counted);
    return counted;
  };

  return async (shopId: ShopId): Promise<FreshFigures> => {
    const { stores } = ports;
    const stored = await stores.inShop(shopId, (tx) => stores.figures.newest(tx));
    const age = stored ? ports.clock() - stored.takenAt : Infinity;
    // Of an empty shop counting costs nothing, and its past may have come in since.
    const empty = stored?.figures.members === 0;
    if (stored && !empty && age < Math.max(FRESH_MS, stored.tookMs * SPARING)) {
      return { stored, counting: underWay.has(shopId) };
    }
    const timedOut = Symbol("timed out");
    const late = new Promise<typeof timedOut>((resolve) => {
      setTimeout(resolve, WAIT_MS_MAX, timedOut).unref();
    });
    const newer = await Promise.race([count(shopId), late]);
    return newer === timedOut
      ? { stored, counting: true }
      : { stored: newer ?? stored, counting: false };
  };
}
