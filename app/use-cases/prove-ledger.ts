/**
 * A proof of a shop's whole ledger in pages: each in a snapshot of its own, so that none is held for
 * an hour, and the next page goes on after a stop. Sealed hours don't change, and each member is
 * proved as of one instant; that is all that the pages have to agree on.
 */
import type { Run, RunDetail } from "../adapters/postgres/reconciliation-store.server.ts";
import type { Ports, ShopId } from "./ports.ts";
import type { Sealing } from "./seal-ledger.ts";
import { misfiledOrder, proveMembers, proveSeals } from "./verify-ledger.ts";

/** Hours of sealed entries read in one snapshot. */
const SEALS_PAGE = 50;
const RUNS_KEPT = 60;
/** Of the first break, in words. */
const BREAK_CHARACTERS_MAX = 500;

export type ProvingRun = {
  shop: { shopId: ShopId; domain: string };
  runId: string;
  cursor: string | null;
  detail: RunDetail;
};

type Ground = Pick<Ports, "stores" | "clock"> & { sealing: Sealing };

/** What one page showed. A null cursor: there is nothing after it. */
type Page = { cursor: string | null; members: number; broken: string[]; detail: RunDetail };

export function startProving(
  shop: { shopId: ShopId; domain: string },
  { runId, cursor, detail }: Run,
): ProvingRun {
  return { shop, runId, cursor, detail };
}

/** One page; true when it was the last, and the run is done. */
export async function provePage(ground: Ground, proving: ProvingRun): Promise<boolean> {
  const { stores, clock } = ground;
  const { shop, runId, cursor } = proving;
  const page = await nextPage(ground, proving);
  const [first] = page.broken;
  const detail = {
    ...page.detail,
    firstBreak: proving.detail.firstBreak ?? first?.slice(0, BREAK_CHARACTERS_MAX) ?? null,
  };
  await stores.inShop(shop.shopId, async (tx) => {
    const { members: compared, broken } = page;
    await stores.reconciliations.moveRun(tx, {
      ...{ runId, expectedCursor: cursor, cursor: page.cursor ?? cursor, compared },
      ...{ differing: broken.length, repaired: 0, findings: [], detail },
    });
    if (page.cursor !== null) return;
    const end = { state: "done" as const, toAt: clock(), remark: null };
    await stores.reconciliations.finishRun(tx, runId, end);
    await stores.reconciliations.forgetOldRuns(tx, RUNS_KEPT);
  });
  Object.assign(proving, { cursor: page.cursor, detail: { ...proving.detail, ...detail } });
  return page.cursor === null;
}

/** Seals first, then orders as they are filed, then members: `seal:HOUR`, then `member:ID`. */
async function nextPage(ground: Ground, { shop, cursor, detail }: ProvingRun): Promise<Page> {
  const { stores } = ground;
  const [, kind, at = ""] = /^(seal|member):(\d+)$/.exec(cursor ?? "") ?? [];
  return stores.inSnapshot(shop.shopId, async (tx) => {
    if (kind === "member") {
      const proved = await proveMembers(ground, tx, at);
      return {
        cursor: proved.last === null ? null : `member:${proved.last}`,
        ...{ members: proved.members, broken: proved.broken },
        detail: {
          unsettled: (detail.unsettled ?? 0) + proved.unsettled,
          membersBroken: (detail.membersBroken ?? 0) + proved.broken.length,
        },
      };
    }
    const begun = kind === undefined ? await stores.ledger.counts(tx) : null;
    const counted = begun && { entries: begun.entries, seals: begun.seals };
    const page = { domain: shop.domain, after: kind ? Number(at) : null, sealsMax: SEALS_PAGE };
    const { broken, last } = await proveSeals(ground, tx, page);
    if (last !== null && broken === null)
      return { cursor: `seal:${last}`, members: 0, broken: [], detail: { ...counted } };
    const misfiled = await misfiledOrder(ground, tx);
    const membersAll = await stores.comparisons.countMembers(tx);
    const found = [broken, misfiled].filter((each) => each !== null);
    return { cursor: "member:0", members: 0, broken: found, detail: { ...counted, membersAll } };
  });
}
