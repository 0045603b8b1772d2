/**
 * Points by hand, up or down: a fact of the member, with who did it and why, written together with
 * the team log. The form's own id is the key, so that a double click is one adjustment.
 */
import {
  adjustmentKey,
  askFaults,
  consequencesOf,
  DAY_LIMITS,
  isReason,
  isSameAsk,
  type ActingStaff,
  type AdjustmentDetail,
  type Consequence,
} from "../domain/members/adjustment.ts";
import type {
  AdjustmentForm,
  AdjustmentOutcome,
  Warning,
} from "../domain/members/adjustment-form.ts";
import type { Action } from "../domain/members/member-facts.ts";
import { isLeftAt, leftSpans } from "../domain/members/membership.ts";
import { pointsWorthMinor } from "../domain/program/points-worth.ts";
import { versionAt } from "../domain/program/program.ts";
import { decideBatch } from "../domain/settlement/batch.ts";
import { nothingArrived, type BatchWrite, type Known } from "../domain/settlement/batch-facts.ts";
import { settle } from "../domain/settlement/settle.ts";
import { dayStart } from "../domain/shared/calendar.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { Instant } from "../domain/shared/instant.ts";
import { ownFacts, type OwnFacts } from "./own-facts.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";

export async function adjustPoints(
  ports: Ports,
  shopId: ShopId,
  by: { staff: ActingStaff; form: AdjustmentForm },
): Promise<AdjustmentOutcome> {
  const { form, staff } = by;
  const key = adjustmentKey(form.id);
  const { points, reason } = form;
  const note = form.note?.trim() || null;
  const faults = askFaults({ points, reason, note });
  if (key === null || points === null || !isReason(reason) || faults.length > 0) {
    return { kind: "invalid", faults };
  }
  const ask = { points, reason, note };
  const { stores, clock } = ports;
  return stores.inShopRetrying(shopId, async (tx): Promise<AdjustmentOutcome> => {
    const now = clock();
    const person = await loadPerson(ports, tx, form.customerId);
    const made = person.own.actions.find((action) => action.key === key);
    if (made && !isSameAsk(made, ask)) return { kind: "conflict" };
    if (made) return { kind: "repeated", key, points, balance: balanceNow(person, now) };
    if (!mayHold(person, now)) return { kind: "not-a-member" };
    const detail: AdjustmentDetail = { reason, note, staff, madeAt: now, undoes: null };
    const action: Action = { key, kind: "adjustment", at: now, points, detail };
    const { write, after: balance } = decide(person, action, now);
    const warning = await warningOf(ports, tx, { person, action, staff, now, after: balance });
    if (isNews(warning, form.confirmed)) return { kind: "confirm", warning };
    await stores.settlements.writeBatch(tx, write, now);
    const { before, after, consequences: confirmed } = warning;
    const subject = `customer:${person.own.kept}`;
    const told = { key, points, reason, before, after, confirmed };
    await stores.team.append(tx, { staff, what: "adjustment", subject, detail: told });
    return { kind: "adjusted", key, points, balance };
  });
}

export type Person = { known: Known; own: OwnFacts };

/** Whole, however many their orders are: the balance before and after is told exactly. */
export async function loadPerson(
  { stores }: Pick<Ports, "stores">,
  tx: ShopTransaction,
  customerId: Id,
): Promise<Person> {
  const known = await stores.settlements.loadKnown(tx, [], [customerId], "whole");
  return { known, own: ownFacts(known, customerId) };
}

/** The balance by all that is known now; what the row says, where nothing is due by time. */
export function balanceNow({ known, own }: Person, now: Instant): number {
  const member = known.members.get(own.kept);
  if (member && (member.dueAt === null || member.dueAt > now)) return member.standing.balance;
  return settle(own, known.versions, known.rules, now).standing.balance;
}

/** What the action comes to, decided from what was loaded: it may be written, or only told of. */
export function decide(
  person: Person,
  action: Action,
  now: Instant,
): { write: BatchWrite; after: number } {
  const { kept } = person.own;
  const actions = [{ customerId: kept, action }];
  const write = decideBatch(person.known, { ...nothingArrived(), actions }, now);
  if (write === "needs-whole") throw new Error("what was loaded whole can't be too little");
  const after = write.members.find((member) => member.customerId === kept)?.balance;
  if (after === undefined) throw new Error("whoever acted is settled");
  return { write, after };
}

/** Members, and those who have left: theirs is kept and may be put right. Nobody who was forgotten. */
function mayHold({ known, own }: Person, now: Instant): boolean {
  const member = known.members.get(own.kept);
  if (known.forgotten.has(own.kept)) return false;
  return member?.standing.enrolledAt != null || isLeftAt(leftSpans(own.actions), now);
}

type Deed = {
  person: Person;
  action: Action;
  now: Instant;
  after: number;
  staff: ActingStaff;
};

async function warningOf(
  { stores }: Ports,
  tx: ShopTransaction,
  { person, action, staff, now, after }: Deed,
): Promise<Warning> {
  const { settings } = await stores.settings.readSettings(tx);
  const { points } = action;
  const limit = settings.adjustmentLimitPoints;
  const today = staff
    ? await stores.team.pointsAdjusted(tx, staff.id, dayStart(now, person.known.rules.timeZone))
    : 0;
  const before = balanceNow(person, now);
  const worthMinor = pointsWorthMinor(points, versionAt(person.known.versions, now));
  const consequences = consequencesOf({ points, before, after, limit, today });
  return {
    consequences,
    points,
    before,
    after,
    limit,
    dayLimit: limit * DAY_LIMITS,
    today,
    worthMinor,
  };
}

/** Whether anything would follow that the merchant was not told of. */
export function isNews(
  { consequences }: Pick<Warning, "consequences">,
  told: readonly Consequence[],
): boolean {
  return consequences.some((consequence) => !told.includes(consequence));
}
