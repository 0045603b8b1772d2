/**
 * Compares the subscriptions that stand at Shopify with those that should: what is missing is
 * subscribed anew, what the scopes no longer allow is dropped. Where Shopify had dropped one that
 * stood, deliveries were lost meanwhile, and the shop's orders are compared from the last look on.
 */
import type { FoundSubscriptions } from "../adapters/postgres/access-store.server.ts";
import { MINUTE, type Instant } from "../domain/shared/instant.ts";
import type { Ports, ShopId } from "./ports.ts";
import { startComparison } from "./start-reconciliation.ts";

/** A visit has them looked at if that was longer ago. */
export const VISIT_CHECK = 10 * MINUTE;

/** Never throws for Shopify's sake: a refusal is noted, shown, and tried again at the next look. */
export async function checkSubscriptions(ports: Ports, shopId: ShopId): Promise<void> {
  const { stores, clock, subscriptions } = ports;
  const shop = await stores.shops.byId(shopId);
  if (!shop) return;
  const before = shop.subscriptions;
  const wanted = subscriptions.wantedBy(shop.scopes.split(","));
  const kept = { restored: before?.restored ?? [], restoredAt: before?.restoredAt ?? null };
  const found: FoundSubscriptions = { wanted, ...kept, problem: null };
  // Where none is wanted and none was, Shopify needn't be asked.
  if (wanted.length > 0 || (before?.wanted.length ?? 0) > 0) {
    try {
      const missing = await mend(ports, shop.domain, wanted);
      const dropped = missing.filter((topic) => before?.wanted.includes(topic));
      if (dropped.length > 0) {
        Object.assign(found, { restored: dropped, restoredAt: clock() });
        await compareSince(ports, shopId, { dropped, since: shop.subscriptionsCheckedAt });
        ports.log.warn({ shop: shop.domain, topics: dropped }, "Shopify had dropped subscriptions");
      } else if (missing.length > 0)
        ports.log.info({ shop: shop.domain, topics: missing }, "optional topics subscribed");
    } catch (error) {
      ports.log.warn({ shop: shop.domain, error }, "subscriptions could not be looked at");
      found.problem = (error instanceof Error ? error.message : String(error)).slice(0, 500);
      // What stood before is still what is to be missed at the next look.
      found.wanted = before?.wanted ?? [];
    }
  }
  await stores.access.noteSubscriptions(shopId, found, ports.clock());
}

/** The topics that were missing. */
async function mend(
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

async function compareSince(
  ports: Ports,
  shopId: ShopId,
  { dropped, since }: { dropped: string[]; since: Date | null },
): Promise<void> {
  const from: Instant | null = since?.getTime() ?? null;
  await startComparison(ports, shopId, {
    trigger: "subscriptions",
    since: from,
    detail: { missingTopics: dropped },
  });
}
