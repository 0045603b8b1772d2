/** Why points expired when they did: the last activity, the months, the midnight of the shop's zone. */
import { versionAt, type ProgramVersion } from "../program/program.ts";
import type { Instant } from "../shared/instant.ts";
import { midnightAfterMonths } from "../shared/calendar.ts";

export type ExpiryStory = {
  at: Instant;
  /** The last activity before; null where none is known any more that would give this instant. */
  lastActivityAt: Instant | null;
  months: number;
};

/** `activity`: instants of activity; the last before `expiredAt` is enough. */
export function expiryStory(
  expiredAt: Instant,
  activity: readonly Instant[],
  versions: readonly ProgramVersion[],
  timeZone: string,
): ExpiryStory {
  const last = activity
    .filter((instant) => instant < expiredAt)
    .reduce<Instant | null>((max, instant) => Math.max(max ?? instant, instant), null);
  const { expiryMonths } = versionAt(versions, last ?? expiredAt);
  const agrees = last !== null && midnightAfterMonths(last, expiryMonths, timeZone) === expiredAt;
  return { at: expiredAt, lastActivityAt: agrees ? last : null, months: expiryMonths };
}
