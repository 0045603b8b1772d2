/** The shopper's state and activity in the form of the contract. Pure. */
import type { ActivityRow } from "../adapters/postgres/member-store.server.ts";
import { happenedAt } from "../use-cases/read-activity.ts";
import type { ProgramVersion } from "../domain/program/program.ts";
import { versionAt } from "../domain/program/program.ts";
import { toGid } from "../domain/shared/ids.ts";
import { toIso, type Instant } from "../domain/shared/instant.ts";
import { shownState } from "../domain/settlement/shown-state.ts";
import { SHOPPER_WORDS, type ShopperLanguage } from "./i18n/shopper/language.ts";
import type { ShopperWords } from "./i18n/shopper/words.ts";
import type { ShopperState } from "../use-cases/read-shopper-state.ts";

const iso = (instant: Instant | null): string | null => (instant === null ? null : toIso(instant));

/** `GET /proxy/member`. `state` is null for a visitor who isn't logged in. */
export function shopperStateView(
  version: ProgramVersion,
  currency: string,
  state: ShopperState | null,
) {
  return {
    program: { name: version.name, currency, pointsName: version.pointsName },
    member: state && memberView(version, state),
  };
}

function memberView(version: ProgramVersion, state: ShopperState) {
  const shown = shownState(version, state.member);
  const { tier, next, expiring } = shown;
  return {
    id: toGid("Customer", state.customerId),
    enrolledAt: iso(shown.enrolledAt),
    joined: shown.joined,
    points: {
      available: shown.available,
      pending: shown.pending,
      held: shown.held,
      lifetimeEarned: shown.lifetimeEarned,
      expiring: expiring ? [{ points: expiring.points, at: toIso(expiring.at) }] : [],
    },
    tier: { id: tier.id, name: tier.name, since: iso(tier.since), until: iso(tier.until) },
    nextTier: next && {
      id: next.id,
      name: next.name,
      remaining: { spendMinor: next.remainingMinor },
    },
  };
}

export function versionInForce(versions: readonly ProgramVersion[], now: Instant): ProgramVersion {
  return versionAt(versions, now);
}

/** `GET /proxy/activity`. */
export function activityView(
  rows: readonly ActivityRow[],
  nextCursor: string | null,
  language: ShopperLanguage = "en",
) {
  const words = SHOPPER_WORDS[language];
  return {
    entries: rows.map((row) => ({
      id: row.entryId,
      at: toIso(happenedAt(row)),
      kind: row.kind,
      points: row.points,
      text: activityText(row, words),
      orderName: row.orderName,
    })),
    nextCursor,
  };
}

function activityText(
  { kind, reason, points }: Pick<ActivityRow, "kind" | "reason" | "points">,
  words: ShopperWords,
): string {
  if (reason === "merged") return words.merged;
  if (kind === "expiry") return points < 0 ? words.expired : words.givenBack;
  const texts: Readonly<Record<string, string>> = kind === "order" ? words.order : words.kinds;
  return texts[kind === "order" ? reason : kind] ?? words.changed;
}
