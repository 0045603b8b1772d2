/** Marks what a shop shows as out of date as a whole: an installation, another currency, a new version. */
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";

/** Members marked in one statement: settling them waits for it. */
const MARK_PAGE = 5_000;
/** Pages of one shop: ten million members. */
const MARK_PAGES_MAX = 2_000;

/** Runs work in a transaction of the shop: in one each, or in the one under way. */
type Within = <T>(work: (tx: ShopTransaction) => Promise<T>) => Promise<T>;

/** Members first: cut off before the program is marked, it is seen to be unfinished and done again. */
export async function markShop(
  { stores, clock }: Pick<Ports, "stores" | "clock">,
  within: Within,
): Promise<void> {
  // A version that starts while members are marked is still to follow.
  const now = clock();
  let after: string | null = "0";
  for (let page = 0; after !== null && page < MARK_PAGES_MAX; page += 1) {
    const from: string = after;
    after = await within((tx) => stores.marks.markMembers(tx, { after: from, rowsMax: MARK_PAGE }));
  }
  await within(async (tx) => {
    await stores.marks.markProgram(tx);
    await stores.marks.noteVersion(tx, now);
  });
}

/** Another version is in force than everyone was marked for: tiers, rates and rewards are others now. */
export async function markStartedPrograms(
  ports: Pick<Ports, "stores" | "clock">,
  shopIds: readonly ShopId[],
): Promise<void> {
  for (const shopId of shopIds)
    await markShop(ports, (work) => ports.stores.inShopRetrying(shopId, work));
}
