/**
 * Fills in the names of members where the merchant wants names kept: a window of members at a time, no
 * faster than Shopify lets other work of the app go on.
 */
import { compareIds, type Id } from "../domain/shared/ids.ts";
import type { Ports } from "./ports.ts";
import { keep, type NamedShop } from "./read-names.ts";

/** Members looked at in one statement. */
const WINDOW = 5_000;
/** Windows in one run: what is left comes with the next. */
const WINDOWS_MAX = 200;
/** Asked for in one call; at Shopify it costs as many points. */
const CALL_MAX = 100;
/** In one run, a minute apart: half of what the smallest plan restores meanwhile. */
const CALLS_MAX = 30;

/** How many names were kept. */
export async function keepMissingNames(ports: Ports, shop: NamedShop): Promise<number> {
  const { stores, customers } = ports;
  let kept = 0;
  let calls = 0;
  let after: Id = "0";
  for (let windows = 0; windows < WINDOWS_MAX; windows += 1) {
    const page = { after, windowMax: WINDOW };
    const found = await stores.inShop(shop.shopId, (tx) => stores.names.namelessMembers(tx, page));
    for (const ids of inCalls(found.customerIds)) {
      if (calls >= CALLS_MAX) return kept;
      calls += 1;
      const { names, trouble } = await customers.namesOf(shop.shopDomain, ids);
      // Busy, away or not approved: what isn't known is asked for another time.
      if (trouble !== null) return kept;
      kept += await keep(ports, shop.shopId, names);
    }
    if (found.last === null || compareIds(found.last, after) <= 0) return kept;
    after = found.last;
  }
  return kept;
}

function inCalls(ids: readonly Id[]): Id[][] {
  const calls: Id[][] = [];
  for (let at = 0; at < ids.length; at += CALL_MAX) calls.push(ids.slice(at, at + CALL_MAX));
  return calls;
}
