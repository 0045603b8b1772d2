/** The shop exists from the first token exchange on; deliveries that came earlier are then worked on. */
import { defaultProgram } from "../domain/program/program.ts";
import type { ShopDescription } from "../adapters/postgres/shop-store.server.ts";
import { markShop } from "./mark-shop.ts";
import type { Ports } from "./ports.ts";
import { subscribeOptionalTopics } from "./subscribe-optional-topics.ts";

export type EarnFrom = "installation" | "all";

type Installation = { shopDomain: string; scopes: string };
type Options = {
  earnFrom: EarnFrom;
  describeShop: (shopDomain: string) => Promise<ShopDescription>;
};

/**
 * For every visit of the merchant. The token is stored before the installation: a kill, or an
 * Admin API that failed in between, leaves a shop with a token, for which Shopify's library
 * exchanges no other while it holds, and without an installation.
 */
export async function finishInstallation(
  ports: Ports,
  installation: Installation,
  options: Options,
): Promise<void> {
  const shop = await ports.stores.shops.find(installation.shopDomain);
  if (shop?.state === "installed" && shop.described) return;
  await installShop(ports, installation, options);
}

/** Called after every token exchange, so more than once per shop: the same again changes nothing. */
export async function installShop(
  ports: Ports,
  installation: Installation,
  options: Options,
): Promise<void> {
  const { shops } = ports.stores;
  const shopId = await shops.idOf(installation.shopDomain);
  const shop = await shops.byId(shopId);
  if (shop?.state === "installed" && shop.described && shop.scopes === installation.scopes) return;
  const description = shop?.described ? shop : await options.describeShop(installation.shopDomain);
  if (!shop?.described)
    await shops.describe(shopId, { ...description, name: description.name ?? "" });
  await shops.startProgram(shopId, defaultProgram(description.currency));
  // Before the shop counts as installed: what is cut off here is done again at the next visit.
  if (shop?.state !== "installed") await showEverything(ports, shopId);
  await subscribeOptionalTopics(ports, installation.shopDomain, installation.scopes.split(","));
  const now = new Date(ports.clock());
  await shops.markInstalled(shopId, {
    now: new Date(),
    domainNow: now,
    earnFrom: options.earnFrom === "all" ? null : now,
    scopes: installation.scopes,
  });
  ports.log.info({ shop: installation.shopDomain }, "shop installed");
}

/** Shopify may have removed the metafields with the app: nothing that was sent before counts. */
async function showEverything(ports: Ports, shopId: string): Promise<void> {
  const { stores } = ports;
  await stores.inShopRetrying(shopId, (tx) => stores.marks.forgetSent(tx));
  await markShop(ports, (work) => stores.inShopRetrying(shopId, work));
}
