/**
 * The shop exists from the first token exchange on; deliveries that came earlier are then worked on.
 * Each step may be cut off: a shop counts as installed only after all that must come before, and
 * whatever is to follow is a row that a worker finds.
 */
import { defaultProgram } from "../domain/program/program.ts";
import type { ShopDescription, ShopRow } from "../adapters/postgres/shop-store.server.ts";
import { checkSubscriptions, VISIT_CHECK } from "./check-subscriptions.ts";
import { markShop } from "./mark-shop.ts";
import type { Ports, ShopId } from "./ports.ts";
import { startComparison } from "./start-reconciliation.ts";

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
  const { shops, access } = ports.stores;
  const shop = await shops.find(installation.shopDomain);
  if (shop?.state === "installed" && shop.described && shop.accessLostAt === null) {
    await access.askSubscriptions(shop.shopId, new Date(ports.clock() - VISIT_CHECK));
    return;
  }
  // A visit that began before a removal was told must not undo it: that took the token away.
  if (!shop || !(await access.reopen(shop.shopId))) return;
  await install(ports, { ...installation, shop }, options);
}

/** Called after every token exchange, so more than once per shop: the same again changes nothing. */
export async function installShop(
  ports: Ports,
  installation: Installation,
  options: Options,
): Promise<void> {
  const { shops, access } = ports.stores;
  const shopId = await shops.freshIdOf(installation.shopDomain);
  const shop = await shops.byId(shopId);
  if (!shop) throw new Error(`shop ${installation.shopDomain} has no row`);
  // Whatever the domain's clock says: Shopify's times of removal are real ones.
  await access.open(shopId, new Date());
  await install(ports, { ...installation, shop }, options);
}

async function install(
  ports: Ports,
  { shopDomain, scopes, shop }: Installation & { shop: ShopRow },
  options: Options,
): Promise<void> {
  const { shops } = ports.stores;
  const { shopId } = shop;
  const installed = shop.state === "installed" && shop.described;
  if (installed && shop.accessLostAt === null && shop.scopes === scopes) return;
  const description = shop.described ? shop : await options.describeShop(shopDomain);
  if (!shop.described)
    await shops.describe(shopId, { ...description, name: description.name ?? "" });
  await shops.startProgram(shopId, defaultProgram(description.currency));
  if (!installed || shop.accessLostAt !== null) await resume(ports, shop);
  const now = new Date(ports.clock());
  const marked = await shops.markInstalled(shopId, {
    now: new Date(),
    domainNow: now,
    earnFrom: options.earnFrom === "all" ? null : now,
    scopes,
  });
  if (!marked) {
    ports.log.warn({ shop: shopDomain }, "the app was removed while it was being installed");
    return;
  }
  ports.log.info({ shop: shopDomain }, "shop installed");
  await checkSubscriptions(ports, shopId);
}

/**
 * Before the shop counts as installed: what is cut off here is done again at the next visit. A shop
 * that was here before missed deliveries: its orders are compared with Shopify's over the whole gap.
 */
async function resume(ports: Ports, shop: ShopRow): Promise<void> {
  await showEverything(ports, shop.shopId);
  const gap = shop.uninstalledAt ?? shop.accessLostAt;
  if (shop.installedAt === null || gap === null) return;
  await startComparison(ports, shop.shopId, { trigger: "reinstallation", since: gap.getTime() });
}

/** Shopify may have removed the metafields with the app: nothing that was sent before counts. */
async function showEverything(ports: Ports, shopId: ShopId): Promise<void> {
  const { stores } = ports;
  await stores.inShopRetrying(shopId, (tx) => stores.marks.forgetSent(tx));
  await markShop(ports, (work) => stores.inShopRetrying(shopId, work));
}
