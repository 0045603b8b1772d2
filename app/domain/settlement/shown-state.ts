/**
 * What a shopper is shown of their standing: the one reading that the app proxy, the storefront's
 * metafields and the account pages share.
 */
import type { ProgramVersion } from "../program/program.ts";
import type { Instant } from "../shared/instant.ts";
import type { Standing } from "./settlement.ts";

/** What the member's row says; null for a customer who has none. */
export type Held = { standing: Standing; balance: number; held: number };

export type ShownState = {
  enrolledAt: Instant | null;
  /** False for whoever may still claim the joining points, though an order enrolled them. */
  joined: boolean;
  /** The balance less what is held; may be negative after a claw-back. */
  available: number;
  /** What may be spent now: nothing while the shopper is out of the program. */
  spendable: number;
  pending: number;
  held: number;
  lifetimeEarned: number;
  expiring: { points: number; at: Instant } | null;
  tier: {
    id: string;
    name: string;
    ratePercent: number;
    since: Instant | null;
    until: Instant | null;
  };
  /** Null at the top. `progressPercent`: how far from this tier's threshold to the next, 0 to 99. */
  next: { id: string; name: string; remainingMinor: number; progressPercent: number } | null;
};

/** `version` is the one in force; a tier that it doesn't know is shown as its base tier. */
export function shownState(version: ProgramVersion, member: Held | null): ShownState {
  const standing = member?.standing ?? notYet(version);
  const balance = member?.balance ?? 0;
  const held = member?.held ?? 0;
  const available = balance - held;
  const level = Math.max(
    0,
    version.tiers.findIndex((tier) => tier.id === standing.tierId),
  );
  const tier = version.tiers[level] ?? version.tiers[0];
  return {
    enrolledAt: standing.enrolledAt,
    joined: standing.joined,
    available,
    spendable: standing.enrolledAt === null ? 0 : available,
    pending: standing.pending,
    held,
    lifetimeEarned: standing.lifetimeEarned,
    expiring:
      standing.nextExpiryAt === null || balance <= 0
        ? null
        : { points: balance, at: standing.nextExpiryAt },
    tier: {
      id: tier.id,
      name: tier.name,
      ratePercent: tier.ratePercent,
      since: standing.tierSince,
      until: standing.tierUntil,
    },
    next: nextAfter(version, level, standing.spendMinor),
  };
}

function nextAfter(version: ProgramVersion, level: number, spendMinor: number): ShownState["next"] {
  const next = version.tiers[level + 1];
  if (!next) return null;
  const from = version.tiers[level]?.thresholdMinor ?? 0;
  const way = next.thresholdMinor - from;
  const percent = way <= 0 ? 0 : Math.floor(((spendMinor - from) * 100) / way);
  return {
    id: next.id,
    name: next.name,
    remainingMinor: Math.max(0, next.thresholdMinor - spendMinor),
    progressPercent: Math.min(99, Math.max(0, percent)),
  };
}

function notYet(version: ProgramVersion): Standing {
  return {
    enrolledAt: null,
    joined: false,
    balance: 0,
    pending: 0,
    lifetimeEarned: 0,
    tierId: version.tiers[0].id,
    tierSince: null,
    tierUntil: null,
    spendMinor: 0,
    nextExpiryAt: null,
    nextChangeAt: null,
  };
}

/** Whether a shopper could see the difference between two standings. */
export function showsDifferently(before: Standing | undefined, after: Standing): boolean {
  if (!before) return true;
  return SHOWN.some((field) => before[field] !== after[field]);
}

/** All of a standing but the instant at which time alone changes it next. */
const SHOWN = [
  "enrolledAt",
  "joined",
  "balance",
  "pending",
  "lifetimeEarned",
  "tierId",
  "tierSince",
  "tierUntil",
  "spendMinor",
  "nextExpiryAt",
] as const satisfies readonly (keyof Standing)[];
