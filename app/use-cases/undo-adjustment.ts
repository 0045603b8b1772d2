/**
 * Takes an adjustment back by a counter-entry, once. It counts from the instant of what it undoes,
 * so that points which expired meanwhile are not taken twice: as though it had never been made.
 */
import { undoKey, type ActingStaff } from "../domain/members/adjustment.ts";
import type { UndoForm, UndoOutcome } from "../domain/members/adjustment-form.ts";
import type { Action } from "../domain/members/member-facts.ts";
import { balanceNow, decide, loadPerson } from "./adjust-points.ts";
import type { Ports, ShopId } from "./ports.ts";

export async function undoAdjustment(
  ports: Ports,
  shopId: ShopId,
  { staff, form }: { staff: ActingStaff; form: UndoForm },
): Promise<UndoOutcome> {
  const { stores, clock } = ports;
  const key = undoKey(form.key);
  if (key === null) return { kind: "not-found" };
  return stores.inShopRetrying(shopId, async (tx): Promise<UndoOutcome> => {
    const now = clock();
    const person = await loadPerson(ports, tx, form.customerId);
    const { actions, kept } = person.own;
    const adjustment = actions.find((action) => action.key === form.key);
    if (!adjustment) return { kind: "not-found" };
    const points = -adjustment.points;
    const before = balanceNow(person, now);
    if (actions.some((action) => action.key === key)) {
      return { kind: "repeated", key, points, balance: before };
    }
    const detail = { reason: null, note: null, staff, madeAt: now, undoes: form.key };
    const action: Action = { key, kind: "adjustment", at: adjustment.at, points, detail };
    const { write, after } = decide(person, action, now);
    const belowZero = after < 0 && after < before;
    if (belowZero && !form.confirmed.includes("below-zero")) {
      return { kind: "confirm", points, before, after };
    }
    await stores.settlements.writeBatch(tx, write, now);
    const told = { key, undoes: form.key, points, before, after };
    const subject = `customer:${kept}`;
    await stores.team.append(tx, { staff, what: "adjustment-undone", subject, detail: told });
    return { kind: "undone", key, points, balance: after };
  });
}
