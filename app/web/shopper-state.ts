/** The shopper's state and activity in the form of the contract. Pure. */
import type { ActivityRow } from "../adapters/postgres/member-store.server.ts";
import type { ProgramVersion } from "../domain/program/program.ts";
import { versionAt } from "../domain/program/program.ts";
import { toGid } from "../domain/shared/ids.ts";
import { toIso, type Instant } from "../domain/shared/instant.ts";
import { shownState } from "../domain/settlement/shown-state.ts";
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
export function activityView(rows: readonly ActivityRow[], nextCursor: string | null) {
  return {
    entries: rows.map((row) => ({
      id: row.entryId,
      // A correction happened when it was posted, whenever its order was placed.
      at: toIso(row.n === 0 ? row.occurredAt : row.postedAt),
      kind: row.kind,
      points: row.points,
      text: activityText(row),
      orderName: row.orderName,
    })),
    nextCursor,
  };
}

const ORDER_TEXT: Readonly<Record<string, string>> = {
  order: "Points for your order",
  paid: "Your order was paid",
  "refund-or-removal": "Part of your order went back",
  "goods-added": "Your order grew",
  "tier-known-later": "Your order counts at another tier",
  cancelled: "Your order was cancelled",
  voided: "The payment of your order was voided",
  pending: "Your order awaits payment again",
  "left-program": "Ordered while you had left",
  "order-gone": "Your order is no longer part of your account",
  merged: "Moved to your other account",
};

const KIND_TEXT: Readonly<Record<string, string>> = {
  join: "Welcome points for joining",
  redemption: "Spent on a reward",
  adjustment: "Adjusted by the shop",
  birthday: "Happy birthday",
  "check-in": "Checked in",
};

function activityText(row: ActivityRow): string {
  if (row.reason === "merged") return ORDER_TEXT["merged"] ?? "";
  if (row.kind === "expiry") {
    return row.points < 0
      ? "Expired after a year without activity"
      : "Given back: you had been active";
  }
  return (
    (row.kind === "order" ? ORDER_TEXT[row.reason] : KIND_TEXT[row.kind]) ?? "Your points changed"
  );
}
