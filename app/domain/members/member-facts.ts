/** What members do, and what a shop says of everyone: facts beside the orders. */
import type { AdjustmentDetail } from "./adjustment.ts";
import type { Id } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";

/**
 * A shopper's (or merchant's) action is a fact with the result it had when it was made.
 * `points` is signed: +100 for joining, −500 for a redemption.
 */
export type Action = {
  /** Unique per shop and member; "join", "redemption:…". The cause of its ledger entries. */
  key: string;
  kind: "join" | "leave" | "redemption" | "adjustment" | "birthday" | "check-in";
  at: Instant;
  points: number;
  /** What an adjustment says of itself; the ledger and shoppers learn none of it. */
  detail?: AdjustmentDetail | null;
};

/** Actions that count as activity and put off expiry (rules.md, "Expiry"). */
export const ACTIVE_KINDS: ReadonlySet<Action["kind"]> = new Set([
  "join",
  "redemption",
  "check-in",
]);

export type ShopRules = {
  timeZone: string;
  /** Orders placed before it are worth 0 points for ever; `null` = all orders earn. */
  earnFrom: Instant | null;
};

export type CustomerMerge = { deletedId: Id; keptId: Id };
