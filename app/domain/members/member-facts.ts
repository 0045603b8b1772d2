/** Everything that decides what one member is worth: the input of settlement. */
import type { Id } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";
import type { OrderFacts } from "../orders/order-facts.ts";

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
};

/** Actions that count as activity and put off expiry (rules.md, "Expiry"). */
export const ACTIVE_KINDS: ReadonlySet<Action["kind"]> = new Set([
  "join",
  "redemption",
  "check-in",
]);

export type MemberFacts = {
  /**
   * Every order whose snapshot names this customer or one merged into it, and only those; orders
   * that are deleted, test or without snapshot may be among them and are worth nothing.
   */
  orders: OrderFacts[];
  /** Of this customer and of every one merged into it. */
  actions: Action[];
};

export type ShopRules = {
  timeZone: string;
  /** Orders placed before it are worth 0 points for ever; `null` = all orders earn. */
  earnFrom: Instant | null;
};

export type CustomerMerge = { deletedId: Id; keptId: Id };
