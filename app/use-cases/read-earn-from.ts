/** All that Home and Settings say of past orders: what holds, what each choice comes to, what is known. */
import { earnChoiceOf, type Day, type EarnChoice } from "../domain/settlement/earn-from.ts";
import type { DryRun } from "../domain/settlement/earn-trial.ts";
import { dateIn } from "../domain/shared/calendar.ts";
import { toIso } from "../domain/shared/instant.ts";
import type { KnownReach, ShopRow } from "../adapters/postgres/shop-store.server.ts";
import { ALL_ORDERS_SCOPE } from "./note-known-from.ts";
import type { Ports, ShopId } from "./ports.ts";
import { shopDays } from "./try-earn-from.ts";

export type EarnFromView = {
  /** The rule that holds now; until the merchant has chosen, that is "none". */
  inForce: EarnChoice;
  /** Null: the merchant hasn't chosen yet. */
  chosenAt: string | null;
  installedAt: string;
  /** The last day that may be chosen. */
  today: Day;
  known: KnownFrom;
  /** What the last finished trial found; null before there was one. */
  dryRun: DryRun | null;
  /** The trial under way; customers tried, of how many. */
  trying: { asked: EarnChoice[]; tried: number; of: number } | null;
  /** Members who are still to be settled by a rule that changed. */
  membersDue: number;
};

export type KnownFrom = {
  /** Orders placed from then on are known; null: nothing was read in yet. */
  from: string | null;
  /** Why it reaches no further back: it is everything, Shopify's sixty days, or what a file held. */
  reach: KnownReach | null;
  /** Older orders could be known if the merchant granted `read_all_orders`. */
  canAskForAll: boolean;
  /** That scope is granted, but the last import was before: another one would read the rest. */
  canReadMore: boolean;
};

export async function readEarnFrom(
  { stores, clock }: Pick<Ports, "stores" | "clock">,
  shopId: ShopId,
): Promise<EarnFromView> {
  const shop = await stores.shops.byId(shopId);
  if (!shop) throw new Error(`shop ${shopId} has no row`);
  const now = clock();
  const { trial, membersDue } = await stores.inShop(shopId, async (tx) => ({
    trial: await stores.trials.read(tx),
    membersDue: await stores.trials.membersDue(tx, now),
  }));
  const days = shopDays(shop);
  return {
    inForce: earnChoiceOf(shop.earnFrom?.getTime() ?? null, days),
    chosenAt: shop.earnChosenAt?.toISOString() ?? null,
    installedAt: toIso(days.firstInstalledAt),
    today: dateIn(now, shop.timeZone) as Day,
    known: knownFromOf(shop),
    dryRun: trial?.found ?? null,
    trying: trial?.open ? { asked: trial.asked, tried: trial.tried, of: trial.customers } : null,
    membersDue,
  };
}

export function knownFromOf({ knownFrom, knownReach, scopes }: ShopRow): KnownFrom {
  const granted = scopes.split(",").includes(ALL_ORDERS_SCOPE);
  return {
    from: knownFrom?.toISOString() ?? null,
    reach: knownReach,
    canAskForAll: !granted && knownReach !== "everything",
    canReadMore: granted && knownReach === "sixty-days",
  };
}
