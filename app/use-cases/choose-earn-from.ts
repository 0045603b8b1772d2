/**
 * The merchant chooses whether past orders earn. The choice is a rule of the shop, so the ordinary
 * settlement posts what it changes, at the first choice and at every later one: a trial says before
 * what that comes to, and the entries say after what it came to.
 */
import {
  earnChoiceOf,
  earnFromOf,
  readEarnChoice,
  type EarnChoice,
} from "../domain/settlement/earn-from.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";
import { DUE_BATCH_MAX, makeEveryoneDue, settleDueMembers } from "./settle-customers.ts";
import type { Staff } from "./staff.ts";
import { shopDays } from "./try-earn-from.ts";

/** As long as somebody who pressed a button waits; what is left, timed work settles within minutes. */
const AT_ONCE_MS_MAX = 1_500;

export type ChooseOutcome =
  { kind: "refused"; why: "no-day" | "not-yet" } | { kind: "chosen"; choice: EarnChoice };

/** `staff`: null where whoever runs the app chooses. Choosing the same again changes nothing but the time of it. */
export async function chooseEarnFrom(
  ports: Ports,
  shopId: ShopId,
  wanted: { choice: string; staff: Staff | null },
): Promise<ChooseOutcome> {
  const { stores } = ports;
  const shop = await stores.shops.byId(shopId);
  if (!shop) throw new Error(`shop ${shopId} has no row`);
  const read = readEarnChoice(wanted.choice, shop.timeZone, ports.clock());
  if ("refused" in read) return { kind: "refused", why: read.refused };
  const { choice } = read;
  const earnFrom = earnFromOf(choice, shopDays(shop));
  await stores.inShop(shopId, async (tx) => {
    const before = await stores.shops.chooseEarnFrom(
      shopId,
      { earnFrom, at: ports.clock() },
      tx.client,
    );
    await stores.team.append(tx, {
      staff: wanted.staff,
      what: "earn-from-chosen",
      subject: null,
      detail: { earnFrom: choice, before: earnChoiceOf(before, shopDays(shop)) },
    });
    if (before !== earnFrom) await recount(ports, tx);
    await stores.imports.settleNow(tx);
  });
  await settleAtOnce(ports, shopId);
  return { kind: "chosen", choice };
}

/** Everybody is settled again, by the rule that now holds; what is shown of the program with them. */
async function recount({ stores, clock }: Ports, tx: ShopTransaction): Promise<void> {
  await stores.members.makeAllDue(tx, clock());
  await stores.marks.markProgram(tx);
}

async function settleAtOnce(ports: Ports, shopId: ShopId): Promise<void> {
  const until = performance.now() + AT_ONCE_MS_MAX;
  if (!(await makeEveryoneDue(ports, shopId, AT_ONCE_MS_MAX))) return;
  while (performance.now() < until) {
    if ((await settleDueMembers(ports, shopId)) < DUE_BATCH_MAX) return;
  }
}
