/** Who is enrolled, and since when: orders and joins enrol, leaving ends it until the next join. */
import type { Instant } from "../shared/instant.ts";
import type { Action } from "./member-facts.ts";

/** Half-open spans [from, to) in which the customer has left the program; the last may be open. */
export type LeftSpan = { from: Instant; to: Instant | null };

export function leftSpans(actions: readonly Action[]): LeftSpan[] {
  const moves = actions
    .filter((action) => action.kind === "join" || action.kind === "leave")
    .sort((a, b) => a.at - b.at || Number(a.kind === "join") - Number(b.kind === "join"));
  const spans: LeftSpan[] = [];
  let from: Instant | null = null;
  for (const move of moves) {
    if (move.kind === "leave") from ??= move.at;
    else if (from !== null) {
      if (move.at > from) spans.push({ from, to: move.at });
      from = null;
    }
  }
  if (from !== null) spans.push({ from, to: null });
  return spans;
}

/** Whether the joining points are granted no more: an order enrols, but only a shopper joins. */
export function hasJoined(actions: readonly Action[]): boolean {
  return actions.some((action) => action.kind === "join");
}

export function isLeftAt(spans: readonly LeftSpan[], instant: Instant): boolean {
  return spans.some((span) => instant >= span.from && (span.to === null || instant < span.to));
}

/**
 * The earlier of the first join and the first order placed while not having left; null before
 * either, and null at an instant between leaving and the next join.
 * `placed`: placed-at of orders that are neither deleted nor tests, in any order.
 */
export function enrolledAt(
  placed: readonly Instant[],
  actions: readonly Action[],
  spans: readonly LeftSpan[],
  now: Instant,
): Instant | null {
  if (isLeftAt(spans, now)) return null;
  let earliest: Instant | null = null;
  for (const action of actions) {
    if (action.kind === "join" && (earliest === null || action.at < earliest)) earliest = action.at;
  }
  for (const instant of placed) {
    if ((earliest === null || instant < earliest) && !isLeftAt(spans, instant)) earliest = instant;
  }
  return earliest;
}
