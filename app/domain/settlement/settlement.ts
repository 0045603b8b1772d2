/** What settling a member takes and yields; shared by the fold and by its oracle. */
import type { Action } from "../members/member-facts.ts";
import type { OrderFacts } from "../orders/order-facts.ts";
import type { Instant } from "../shared/instant.ts";

export type MemberFacts = {
  /**
   * Every order whose snapshot names this customer or one merged into it, and only those; orders
   * that are deleted, test or without snapshot may be among them and are worth nothing.
   */
  orders: OrderFacts[];
  /** Of this customer and of every one merged into it. */
  actions: Action[];
};

/** The outcome of `settle`, equal for equal facts and `now` whatever the order of arrival. */
export type Settlement = {
  /** What every cause should be worth now; causes worth 0 are absent. Cause → signed points. */
  targets: Map<string, number>;
  standing: Standing;
};

/** The member's shown state. Instants in ms; spend in minor units of the shop's currency. */
export type Standing = {
  enrolledAt: Instant | null;
  /** Whether they ever joined by themselves, also before leaving: joining grants nothing any more. */
  joined: boolean;
  /** Sum of all targets; may be negative after a claw-back. */
  balance: number;
  /** What orders that are pending, authorized or partially paid would earn. */
  pending: number;
  lifetimeEarned: number;
  tierId: string;
  /** Start of the unbroken span in this tier; null for the base tier of one not enrolled. */
  tierSince: Instant | null;
  /** When the tier falls if nothing more is bought; null at the base or if it never does. */
  tierUntil: Instant | null;
  /** Goods spend in the tier window ending at `now`. */
  spendMinor: number;
  /** When points expire if nothing more happens; null if nothing is due to expire. */
  nextExpiryAt: Instant | null;
  /** The next instant at which anything above changes by time alone; null if none. */
  nextChangeAt: Instant | null;
};

/** Where the fold stood when it had seen everything: what the shortcut goes on from. */
export type Checkpoint = {
  /** The last instant of any fact; null when there is none. */
  lastFactAt: Instant | null;
  /** The coming expiry's instant, whether or not it would take anything. */
  expiresAt: Instant | null;
  /** Whether the member is out of the program. */
  left: boolean;
  /** Orders that count at all. */
  orders: number;
};

export function orderCause(orderId: string): string {
  return `order:${orderId}`;
}

export function expiryCause(at: Instant): string {
  return `expiry:${new Date(at).toISOString()}`;
}
