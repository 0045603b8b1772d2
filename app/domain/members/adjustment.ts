/**
 * Adjustments by hand: what one must say, what is asked back before it is made, and its undoing.
 * An adjustment is an action like any other; what is said of it stays out of the ledger.
 */
import type { Instant } from "../shared/instant.ts";

export const ADJUSTMENT_REASONS = [
  "goodwill",
  "correction",
  "service-recovery",
  "promotion",
  "other",
] as const;
export type AdjustmentReason = (typeof ADJUSTMENT_REASONS)[number];

/** Who did it, as the action keeps it; null where the request told of nobody. */
export type ActingStaff = { id: string; name: string | null } | null;

/** Kept beside the action and never shown to shoppers. */
export type AdjustmentDetail = {
  /** Null of an undo, whose reason is the adjustment that it undoes. */
  reason: AdjustmentReason | null;
  note: string | null;
  staff: ActingStaff;
  /** When it was done; an undo counts from the instant of what it undoes. */
  madeAt: Instant;
  /** The key of the adjustment that this one takes back. */
  undoes: string | null;
};

/** What the merchant asks for. `points` is signed. */
export type AdjustmentAsk = { points: number; reason: AdjustmentReason; note: string | null };

export const ADJUSTMENT_POINTS_MAX = 10_000_000;
export const NOTE_CHARACTERS_MAX = 500;

export type AskFault =
  | "points-missing"
  | "points-zero"
  | "points-not-whole"
  | "points-too-many"
  | "reason-missing"
  | "note-missing"
  | "note-too-long";

/** What of a form's fields can't be: at most one fault per field, none if the ask can be decided on. */
export function askFaults(ask: {
  points: number | null;
  reason: string | null;
  note: string | null;
}): AskFault[] {
  const { points, reason, note } = ask;
  const faults: AskFault[] = [];
  if (points === null || Number.isNaN(points)) faults.push("points-missing");
  else if (points === 0) faults.push("points-zero");
  else if (!Number.isInteger(points)) faults.push("points-not-whole");
  else if (Math.abs(points) > ADJUSTMENT_POINTS_MAX) faults.push("points-too-many");
  if (!isReason(reason)) faults.push("reason-missing");
  if (reason === "other" && note === null) faults.push("note-missing");
  else if ((note?.length ?? 0) > NOTE_CHARACTERS_MAX) faults.push("note-too-long");
  return faults;
}

export function isReason(text: string | null): text is AdjustmentReason {
  return ADJUSTMENT_REASONS.some((reason) => reason === text);
}

const UNDO_PREFIX = "adjustment:undo:";
const ADJUSTMENT_KEY = /^adjustment:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The key that an adjustment's cause has; the id is the form's, so that a double click is one. */
export function adjustmentKey(id: string): string | null {
  const key = `adjustment:${id}`;
  return ADJUSTMENT_KEY.test(key) ? key : null;
}

/** One for each adjustment: whoever undoes it again meets the same key. Null for an undo's own. */
export function undoKey(key: string): string | null {
  const [, id] = ADJUSTMENT_KEY.exec(key) ?? [];
  return id === undefined ? null : `${UNDO_PREFIX}${id}`;
}

/** Whether a cause is the undoing of an adjustment: it is told when it was posted. */
export function isUndoing(cause: string): boolean {
  return cause.startsWith(UNDO_PREFIX);
}

/** So many limits' worth of points may one person adjust in a day before being asked again. */
export const DAY_LIMITS = 10;

/** What a merchant must have been told, and said yes to, before it is done. */
export type Consequence = "above-limit" | "above-day-limit" | "below-zero";

export type Reckoning = {
  points: number;
  /** Balances before and after, the due settled. */
  before: number;
  after: number;
  /** Of the shop's settings, per adjustment. */
  limit: number;
  /** Points, up or down, that this person adjusted today before this. */
  today: number;
};

export function consequencesOf({ points, before, after, limit, today }: Reckoning): Consequence[] {
  const size = Math.abs(points);
  const found: Consequence[] = [];
  if (size > limit) found.push("above-limit");
  else if (today + size > limit * DAY_LIMITS) found.push("above-day-limit");
  if (after < 0 && after < before) found.push("below-zero");
  return found;
}

/** The same key must ask for the same; who asked, and when, may differ (a colleague's second click). */
export function isSameAsk(
  made: { points: number; detail?: AdjustmentDetail | null },
  ask: AdjustmentAsk,
): boolean {
  const { points, detail } = made;
  return points === ask.points && detail?.reason === ask.reason && detail.note === ask.note;
}
