/** What is so now of everyone who is marked, in the form that Shopify takes and in calls that it takes. */
import type { Mark } from "../adapters/postgres/mark-store.server.ts";
import type { OwnedMetafields } from "../adapters/shopify/metafield-api.server.ts";
import { versionAt } from "../domain/program/program.ts";
import type { Ports, ShopId } from "./ports.ts";

/** Shopify takes so many in one call, all or none. */
const METAFIELDS_PER_CALL = 25;

export type Ready = { mark: Mark; owned: OwnedMetafields; hash: string };

/** `absent`: members who have no row, so that there is nothing to show. */
export async function readNewest(
  { stores, clock, metafields }: Ports,
  shopId: ShopId,
  marks: readonly Mark[],
): Promise<{ ready: Ready[]; absent: Mark[] }> {
  const asOf = clock();
  const customers = marks.flatMap((mark) => (mark.kind === "member" ? [mark.ownerId] : []));
  const read = await stores.inShop(shopId, (tx) =>
    stores.shown.readToShow(tx, customers, metafields.recentEntries),
  );
  const version = versionAt(read.versions, asOf);
  const { currency, proxyPrefix, look } = read;
  const ready: Ready[] = [];
  const absent: Mark[] = [];
  for (const mark of marks) {
    const member = read.members.get(mark.ownerId);
    if (mark.kind === "member" && !member) {
      absent.push(mark);
      continue;
    }
    const fields = member
      ? metafields.ofMember({ member, version, currency }, asOf)
      : [metafields.ofProgram({ version, currency, proxyPrefix, look }, asOf)];
    const owner = member ? { customerId: mark.ownerId } : ("app-installation" as const);
    const owned = { owner, metafields: fields, digest: mark.digest };
    ready.push({ mark, owned, hash: metafields.hashOf(fields) });
  }
  return { ready, absent };
}

/** As many owners together as fit into one call, in their order. */
export function inCalls(ready: readonly Ready[]): Ready[][] {
  const calls: Ready[][] = [];
  let room = 0;
  for (const each of ready) {
    const needed = each.owned.metafields.length;
    if (needed > room) {
      calls.push([]);
      room = METAFIELDS_PER_CALL;
    }
    calls.at(-1)?.push(each);
    room -= needed;
  }
  return calls;
}
