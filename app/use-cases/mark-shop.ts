/** Marks what a shop shows as out of date as a whole: an installation, another currency, a new version. */
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";

/** Members marked in one statement. */
const MARK_PAGE = 10_000;
/** Pages of one shop: ten million members. */
const MARK_PAGES_MAX = 1_000;

export async function markShop(ports: Pick<Ports, "stores">, tx: ShopTransaction): Promise<void> {
  const { marks } = ports.stores;
  await marks.markProgram(tx);
  let after = "0";
  for (let page = 0; page < MARK_PAGES_MAX; page += 1) {
    const last = await marks.markMembers(tx, { after, rowsMax: MARK_PAGE });
    if (last === null) return;
    after = last;
  }
}

/** Versions that started since the program was shown: tiers, rates and rewards are others now. */
export async function markStartedPrograms(ports: Ports, shopIds: readonly ShopId[]): Promise<void> {
  for (const shopId of shopIds) await ports.stores.inShop(shopId, (tx) => markShop(ports, tx));
}
