/**
 * A merchant may move the app proxy to another path; Shopify then signs the new `path_prefix`. It is
 * kept, so that what the storefront reads leads there.
 */
import type { Ports, ShopId } from "./ports.ts";

/** What Shopify lets a merchant choose: one of four prefixes, and a part of their own. */
const PREFIX = /^\/(a|apps|community|tools)\/[A-Za-z0-9_-]{1,100}$/;

type Shop = { shopId: ShopId; proxyPrefix: string };

/** Nothing is written unless it differs. */
export async function learnProxyPrefix(
  { stores }: Pick<Ports, "stores">,
  shop: Shop,
  signed: string | null,
): Promise<void> {
  if (signed === null || signed === shop.proxyPrefix || !PREFIX.test(signed)) return;
  await stores.inShopRetrying(shop.shopId, async (tx) => {
    await stores.shops.setProxyPrefix(tx.shopId, signed, tx.client);
    await stores.marks.markProgram(tx);
  });
}
