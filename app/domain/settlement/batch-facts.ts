/** What a batch is decided from, and what it comes to: the store's side and the domain's agree here. */
import type { Action, CustomerMerge, ShopRules } from "../members/member-facts.ts";
import type { OrderFacts } from "../orders/order-facts.ts";
import type { ProgramVersion } from "../program/program.ts";
import type { Id } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";
import type { EntryDraft, Posted } from "./post.ts";
import type { Checkpoint, Standing } from "./settlement.ts";

/** What the store knows of the orders and customers asked for, and of their kin by merges. */
export type Known = {
  rules: ShopRules;
  /** Ascending by start. */
  versions: ProgramVersion[];
  merges: CustomerMerge[];
  orders: Map<Id, KnownOrder>;
  members: Map<Id, KnownMember>;
  actions: Map<Id, Action[]>;
  /**
   * Customers of whom only the orders in reach of the shortcut are at hand, for having very many;
   * the others are whole.
   */
  partial: Set<Id>;
  /** Of the customers asked for, those who were forgotten: nothing of theirs is kept again. */
  forgotten: Set<Id>;
};
export type KnownOrder = { facts: OrderFacts; rev: number };
export type KnownMember = {
  memberId: Id;
  rev: number;
  standing: Standing;
  checkpoint: Checkpoint;
  /** Set sooner than the standing says when a rule of the shop changed. */
  dueAt: Instant | null;
  posted: Map<string, Posted>;
};

/** New facts: orders already folded per order, actions by customer, merges. */
export type Arrived = {
  orders: OrderFacts[];
  actions: { customerId: Id; action: Action }[];
  merges: CustomerMerge[];
  /** Customers to settle though nothing arrived of them (time has passed). */
  customers: Id[];
};

export type OrderWrite = { facts: OrderFacts; expectedRev: number };
export type MemberWrite = {
  customerId: Id;
  /** Null: a member to be created. */
  memberId: Id | null;
  expectedRev: number;
  standing: Standing;
  checkpoint: Checkpoint;
  balance: number;
  entries: EntryDraft[];
  shows: Shows;
};
/**
 * Whether shoppers would see a difference, and how soon they look for it: `news` of somebody who
 * was active within the last day goes before `history`, which nobody waits for.
 */
export type Shows = "nothing-new" | "news" | "history";
export type BatchWrite = {
  orders: OrderWrite[];
  members: MemberWrite[];
  actions: { customerId: Id; action: Action }[];
  merges: CustomerMerge[];
  /** Customers with too many orders to settle among others: a job does it, at once. */
  deferred: Id[];
};

/** What decides whether a customer's orders are loaded whole; the numbers of rules.md. */
export const SHORTCUT_FROM_ORDERS = 200;
export const REACH_ORDERS_MAX = 10_000;

/** Someone's older orders are needed after all: load them whole and decide again. */
export type NeedsWhole = "needs-whole";

export function nothingArrived(): Arrived {
  return { orders: [], actions: [], merges: [], customers: [] };
}
