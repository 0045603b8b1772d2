/**
 * Compares the subscriptions that stand at Shopify with those that should: what is missing is
 * subscribed anew, what the scopes no longer allow is dropped. Where Shopify had dropped one that
 * stood, deliveries were lost meanwhile, and the shop's orders are compared from the last look on.
 */
import type { FoundSubscriptions } from "../adapters/postgres/access-store.server.ts";
import type { ShopRow } from "../adapters/postgres/shop-store.server.ts";
import { MINUTE } from "../domain/shared/instant.ts";
import type { Ports, ShopId } from "./ports.ts";
import { startComparison } from "./start-reconciliation.ts";

/** A visit has them looked at if that was longer ago. */
export const VISIT_CHECK = 10 * MINUTE;

/**
 * Never throws for Shopify's sake: a refusal is noted, shown, and tried again at the next look.
 * `askScopes`: what is granted is asked for too, since what was told of it may have been lost.
 */
export async function checkSubscriptions(
  ports: Ports,
  shopId: ShopId,
  { askScopes = false }: { askScopes?: boolean } = {},
): Promise<void> {
  const { stores, clock } = ports;
  const shop = await stores.shops.byId(shopId);
  if (!shop) return;
  const before = shop.subscriptions;
  const found: FoundSubscriptions = {
    // What stood before is still what is to be missed at the next look, if this one fails.
    wanted: before?.wanted ?? [],
    restored: before?.restored ?? [],
    restoredAt: before?.restoredAt ?? null,
    problem: null,
  };
  try {
    const scopes = askScopes ? await askedScopes(ports, shop) : shop.scopes.split(",");
    Object.assign(found, await mend(ports, shop, scopes));
  } catch (error) {
    ports.log.warn({ shop: shop.domain, error }, "subscriptions could not be looked at");
    found.problem = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  }
  await stores.access.noteSubscriptions(shopId, found, clock());
}

async function askedScopes({ stores, subscriptions }: Ports, shop: ShopRow): Promise<string[]> {
  const scopes = await subscriptions.grantedScopes(shop.domain);
  // It answered: a token that wasn't renewed for a while is good again.
  if (shop.accessLostAt !== null) await stores.access.reopen(shop.shopId);
  const before = shop.scopes.split(",");
  if (before.toSorted().join() !== scopes.toSorted().join())
    await stores.inShop(shop.shopId, (tx) => stores.shops.setScopes(tx.shopId, scopes, tx.client));
  return scopes;
}

async function mend(
  ports: Ports,
  { shopId, domain, ...shop }: ShopRow,
  scopes: readonly string[],
): Promise<Partial<FoundSubscriptions>> {
  const wanted = ports.subscriptions.wantedBy(scopes);
  const before = shop.subscriptions?.wanted ?? [];
  // Where none is wanted and none was, Shopify needn't be asked.
  if (wanted.length + before.length === 0) return { wanted };
  const missing = await restore(ports, domain, wanted);
  const dropped = missing.filter((topic) => before.includes(topic));
  if (missing.length > 0)
    ports.log.info({ shop: domain, topics: missing, dropped }, "optional topics subscribed");
  if (dropped.length === 0) return { wanted };
  await startComparison(ports, shopId, {
    trigger: "subscriptions",
    since: shop.subscriptionsCheckedAt?.getTime() ?? null,
    detail: { missingTopics: dropped },
  });
  return { wanted, restored: dropped, restoredAt: ports.clock() };
}

/** The topics that were missing. */
async function restore(
  { subscriptions }: Ports,
  shopDomain: string,
  wanted: readonly string[],
): Promise<string[]> {
  const standing = await subscriptions.list(shopDomain);
  const missing = wanted.filter((topic) => !standing.some((each) => each.topic === topic));
  for (const topic of missing) await subscriptions.subscribe(shopDomain, topic);
  for (const each of standing)
    if (!wanted.includes(each.topic)) await subscriptions.unsubscribe(shopDomain, each);
  return missing;
}
