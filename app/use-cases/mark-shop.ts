/** Marks what a shop shows as out of date as a whole: an installation, another currency, a new version. */
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";

/** Members marked in one statement: settling them waits for it. */
const MARK_PAGE = 5_000;
/** Pages of one shop: ten million members. */
const MARK_PAGES_MAX = 2_000;

/** Runs work in a transaction of the shop: in one each, or in the one under way. */
type Within = <T>(work: (tx: ShopTransaction) => Promise<T>) => Promise<T>;

/** Members first: cut off before the program is marked, it is seen to be unfinished and done again. */
export async function markShop({ stores }: Pick<Ports, "stores">, within: Within): Promise<void> {
  let after: string | null = "0";
  for (let page = 0; after !== null && page < MARK_PAGES_MAX; page += 1) {
    const from: string = after;
    after = await within((tx) => stores.marks.markMembers(tx, { after: from, rowsMax: MARK_PAGE }));
  }
  await within((tx) => stores.marks.markProgram(tx));
}

/** Versions that started since the program was shown: tiers, rates and rewards are others now. */
export async function markStartedPrograms(
  { stores }: Pick<Ports, "stores">,
  shopIds: readonly ShopId[],
): Promise<void> {
  for (const shopId of shopIds)
    await markShop({ stores }, (work) => stores.inShopRetrying(shopId, work));
}
