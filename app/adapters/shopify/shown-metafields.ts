/**
 * What Shopify is given to show: the metafields of a customer (the app's own namespace, defined in
 * shopify.app.toml) and of the app's installation. Theme blocks and account pages read them with no
 * call to the app; the app never reads them back. Pure; a change of form is a new `v`.
 */
import type { ProgramVersion } from "../../domain/program/program.ts";
import type { Reward } from "../../domain/program/reward.ts";
import type { Look } from "../../domain/settings/shop-settings.ts";
import { shownState, type Held } from "../../domain/settlement/shown-state.ts";
import { toGid } from "../../domain/shared/ids.ts";
import { toIso, type Instant } from "../../domain/shared/instant.ts";
import { minorPerUnit } from "../../domain/shared/money.ts";

export type Metafield = { namespace: string; key: string; type: string; value: string };

/** How many of the newest entries a customer's metafield tells of. */
export const RECENT_ENTRIES = 5;

export type Recent = {
  at: Instant;
  kind: string;
  reason: string;
  points: number;
  orderName: string | null;
};

type MemberInput = {
  member: Held & { recent: readonly Recent[] };
  version: ProgramVersion;
  currency: string;
};

/** Three metafields of one customer: two for the merchant's eyes too, and one with everything. */
export function memberMetafields(
  { member, version, currency }: MemberInput,
  asOf: Instant,
): Metafield[] {
  const shown = shownState(version, member);
  const { tier, next } = shown;
  const value = {
    v: 1,
    asOf: toIso(asOf),
    enrolled: shown.enrolledAt !== null,
    joined: shown.joined,
    available: shown.available,
    pending: shown.pending,
    held: shown.held,
    lifetime: shown.lifetimeEarned,
    expiring: shown.expiring && {
      points: shown.expiring.points,
      at: toIso(shown.expiring.at),
    },
    tier: {
      id: tier.id,
      name: tier.name,
      since: iso(tier.since),
      until: iso(tier.until),
      ratePercent: tier.ratePercent,
    },
    next: next && {
      id: next.id,
      name: next.name,
      // Whoever spends this much is there: never rounded down.
      remaining: Math.ceil(hundredths(next.remainingMinor, currency)),
      progress: next.progressPercent,
    },
    recent: member.recent.map((entry) => ({
      at: toIso(entry.at),
      kind: entry.kind,
      reason: entry.reason,
      points: entry.points,
      order: entry.orderName,
    })),
  };
  return [
    own("balance", "number_integer", String(shown.spendable)),
    own("tier", "single_line_text_field", tier.name),
    own("member", "json", JSON.stringify(value)),
  ];
}

export type ProgramInput = {
  version: ProgramVersion;
  currency: string;
  proxyPrefix: string;
  look: Look;
};

/** The program as theme blocks need it, owned by the app's installation: `app.metafields.perennial.program`. */
export function programMetafield(
  { version, currency, proxyPrefix, look }: ProgramInput,
  asOf: Instant,
): Metafield {
  const value = {
    v: 1,
    asOf: toIso(asOf),
    name: version.name,
    pointsName: version.pointsName,
    currency,
    proxy: proxyPrefix,
    hundredthsPerPoint: hundredths(version.minorPerPoint, currency),
    joiningPoints: version.joiningPoints,
    expiryMonths: version.expiryMonths,
    tiers: version.tiers.map((tier) => ({
      id: tier.id,
      name: tier.name,
      from: hundredths(tier.thresholdMinor, currency),
      ratePercent: tier.ratePercent,
    })),
    rewards: version.rewards.map((reward) => rewardValue(reward, currency)),
    ...lookValue(look),
  };
  return { namespace: "perennial", key: "program", type: "json", value: JSON.stringify(value) };
}

/** What the merchant chose instead of the theme's own; nothing where nothing was chosen. */
function lookValue({ accent, radiusPx, launcherSide, launcherLabel }: Look): object {
  const look = {
    ...(accent !== null && { accent }),
    ...(radiusPx !== null && { radius: radiusPx }),
    ...(launcherSide !== "theme" && { side: launcherSide }),
    ...(launcherLabel !== "" && { label: launcherLabel }),
  };
  return Object.keys(look).length === 0 ? {} : { look };
}

function rewardValue(reward: Reward, currency: string): Record<string, unknown> {
  const { id, kind, points, title } = reward;
  if ("amountMinor" in reward)
    return { id, kind, points, amount: hundredths(reward.amountMinor, currency), title };
  if (reward.kind === "percent-off") return { id, kind, points, percent: reward.percent, title };
  if (reward.kind === "free-product")
    return { id, kind, points, productId: toGid("Product", reward.productId), title };
  return { id, kind, points, title };
}

/** What Liquid counts money in, in every currency: hundredths of a unit. Of dinars it may be a fraction. */
function hundredths(minor: number, currency: string): number {
  return (minor * 100) / minorPerUnit(currency);
}

const iso = (instant: Instant | null): string | null => (instant === null ? null : toIso(instant));

function own(key: string, type: string, value: string): Metafield {
  return { namespace: "$app", key, type, value };
}
