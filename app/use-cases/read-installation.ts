/** How the installation stands: what the Home and the Deliveries page say of access and permissions. */
import type { FoundSubscriptions } from "../adapters/postgres/access-store.server.ts";
import type { ShopState } from "../adapters/postgres/shop-store.server.ts";
import type { Instant } from "../domain/shared/instant.ts";
import type { Ports, ShopId } from "./ports.ts";

export type InstallationView = {
  state: ShopState;
  /** Since when Shopify refuses the app's token: nothing can be asked until the app is opened again. */
  accessLostAt: Instant | null;
  accessRemark: string | null;
  /** Required permissions that the shop hasn't granted. */
  missingScopes: string[];
  /** Permissions that a feature asks for, and the topic that comes with each, if any. */
  optionalScopes: { scope: string; granted: boolean; topic: string | null }[];
  /** Null before the first look. */
  subscriptions: (FoundSubscriptions & { checkedAt: Instant | null }) | null;
};

export async function readInstallation(
  { stores, scopes }: Pick<Ports, "stores" | "scopes">,
  shopId: ShopId,
): Promise<InstallationView> {
  const shop = await stores.shops.byId(shopId);
  if (!shop) throw new Error(`shop ${shopId} has no row`);
  const granted = shop.scopes.split(",").filter((scope) => scope !== "");
  const checkedAt = shop.subscriptionsCheckedAt?.getTime() ?? null;
  return {
    state: shop.state,
    accessLostAt: shop.accessLostAt?.getTime() ?? null,
    accessRemark: shop.accessRemark,
    missingScopes: scopes.required.filter((scope) => !covers(granted, scope)),
    optionalScopes: scopes.optional.map(({ scope, topic }) => ({
      ...{ scope, topic },
      granted: covers(granted, scope),
    })),
    subscriptions: shop.subscriptions && { ...shop.subscriptions, checkedAt },
  };
}

/** `write_x` grants `read_x` too. */
function covers(granted: readonly string[], scope: string): boolean {
  return granted.includes(scope) || granted.includes(scope.replace(/^read_/, "write_"));
}
