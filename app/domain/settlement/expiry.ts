/**
 * Expiry is a target too: at the first midnight after the months of inactivity, what the balance
 * is then. One pass over sorted credits; debt never expires.
 */
import { versionAt, type ProgramVersion } from "../program/program.ts";
import { midnightAfterMonths } from "../shared/calendar.ts";
import { DAY, type Instant } from "../shared/instant.ts";

export type Credit = { at: Instant; points: number };
export type Expired = { at: Instant; points: number };
export type ExpirySchedule = {
  /** Expiries up to now that take something. */
  due: Expired[];
  /** The coming expiry that will take something by known facts; null if there is none. */
  nextAt: Instant | null;
  /** The coming expiry's instant, whether or not it takes anything. */
  nextDueAt: Instant | null;
};

// No calendar month is shorter (28 days less an hour of daylight saving): a gap below needs no calendar.
const SHORTEST_MONTH = 27 * DAY;

export function expirySchedule(
  facts: { credits: readonly Credit[]; activity: readonly Instant[] },
  versions: readonly ProgramVersion[],
  timeZone: string,
  now: Instant,
): ExpirySchedule {
  const credits = [...facts.credits].sort((a, b) => a.at - b.at);
  const activity = [...facts.activity].sort((a, b) => a - b);
  const schedule: ExpirySchedule = { due: [], nextAt: null, nextDueAt: null };
  let balance = 0;
  let taken = 0;
  for (const [index, active] of activity.entries()) {
    const next = activity[index + 1];
    const { expiryMonths } = versionAt(versions, active);
    if (next !== undefined && next - active < expiryMonths * SHORTEST_MONTH) continue;
    const expiresAt = midnightAfterMonths(active, expiryMonths, timeZone);
    if (next !== undefined && next <= expiresAt) continue; // what happened at exactly then has happened
    for (let credit = credits[taken]; credit && credit.at <= expiresAt; credit = credits[++taken]) {
      balance += credit.points;
    }
    const points = Math.max(0, balance);
    if (expiresAt > now) {
      schedule.nextDueAt = expiresAt;
      if (points > 0) schedule.nextAt = expiresAt;
      break;
    }
    if (points > 0) schedule.due.push({ at: expiresAt, points });
    balance -= points;
  }
  return schedule;
}
