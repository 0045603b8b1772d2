/** Reads what the member page sends: the page asked for, a line to open, an adjustment, an undoing. */
import type { AdjustmentForm, UndoForm } from "../domain/members/adjustment-form.ts";
import type { Consequence } from "../domain/members/adjustment.ts";
import type { HistoryLine } from "../domain/settlement/explanation.ts";
import { BALANCE_PARTS, type BalancePart } from "../domain/settlement/member-history.ts";
import { isId, type Id } from "../domain/shared/ids.ts";

export function readPart(text: string | null): BalancePart | "nothing" | null {
  if (text === "nothing") return text;
  return text !== null && Object.hasOwn(BALANCE_PARTS, text) ? (text as BalancePart) : null;
}

/** "entry.55" or "order.1001"; null for anything else. */
export function readLine(text: string | null): HistoryLine | null {
  const [source, id = ""] = (text ?? "").split(".");
  if ((source !== "entry" && source !== "order") || !isId(id)) return null;
  return { source, id };
}

export function readAdjustment(customerId: Id, form: FormData): AdjustmentForm {
  return {
    customerId,
    id: textOf(form, "id") ?? "",
    points: pointsOf(textOf(form, "points")),
    reason: textOf(form, "reason"),
    note: textOf(form, "note"),
    confirmed: confirmedIn(form),
  };
}

export function readUndo(customerId: Id, form: FormData): UndoForm {
  return { customerId, key: textOf(form, "key") ?? "", confirmed: confirmedIn(form) };
}

function textOf(form: FormData, field: string): string | null {
  const value = form.get(field);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** As people type it: "1,000", "−50", "+20". */
function pointsOf(text: string | null): number | null {
  if (text === null) return null;
  const plain = text.replaceAll(/[,\s_]/g, "").replace(/^[−–]/, "-");
  return /^[+-]?\d{1,15}(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}

const CONSEQUENCES: ReadonlySet<string> = new Set<Consequence>([
  "above-limit",
  "above-day-limit",
  "below-zero",
]);

function confirmedIn(form: FormData): Consequence[] {
  return form
    .getAll("confirmed")
    .filter((each): each is Consequence => typeof each === "string" && CONSEQUENCES.has(each));
}
