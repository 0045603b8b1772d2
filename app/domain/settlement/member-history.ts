/** What happened to a member as a merchant reads it: the parts of the balance, and the lines of the history. */
import type { AdjustmentDetail } from "../members/adjustment.ts";
import type { OrderStanding } from "../earning/earning.ts";
import type { Id } from "../shared/ids.ts";
import type { Instant } from "../shared/instant.ts";
import type { EntryKind } from "./post.ts";
import type { ShownState } from "./shown-state.ts";

/** The parts of a balance; each entry is in exactly one. */
export const BALANCE_PARTS = {
  orders: { kind: "order", takes: false },
  "taken-back": { kind: "order", takes: true },
  joining: { kind: "join", takes: null },
  adjustments: { kind: "adjustment", takes: null },
  spent: { kind: "redemption", takes: null },
  expired: { kind: "expiry", takes: null },
  birthdays: { kind: "birthday", takes: null },
  "check-ins": { kind: "check-in", takes: null },
} as const satisfies Record<string, { kind: EntryKind; takes: boolean | null }>;
export type BalancePart = keyof typeof BALANCE_PARTS;

export type PartSum = { part: BalancePart; entries: number; points: number };

/** Where a page begins: behind what is told at this instant with this rank and number. */
export type HistoryCursor = { at: Instant; rank: number; id: string };

export type HistoryRow = HistoryCursor & {
  source: "entry" | "order" | "action";
  kind: EntryKind;
  cause: string;
  points: number;
  reason: string;
  /** Null of what has no entry. */
  postedAt: Instant | null;
  occurredAt: Instant;
  order: { id: Id; name: string | null; customerId: Id | null } | null;
  /** Of an order without entries: why it brought nothing. */
  nothing: { standing: OrderStanding; goodsMinor: number } | null;
  detail: AdjustmentDetail | null;
  /** The key of the action that took this one back. */
  undoneBy: string | null;
};

export type HistoryQuery = {
  memberId: Id;
  /** The customer and all who were merged into them. */
  kin: readonly Id[];
  before: HistoryCursor | null;
  rowsMax: number;
  /** Null: everything. "nothing": orders without entries alone. */
  part: BalancePart | "nothing" | null;
};

export type MemberPage = {
  /** Whom the number asked for lives on as. */
  customerId: Id;
  shown: ShownState;
  balance: number;
  worthMinor: number;
  orders: number;
  /** Out of the program by their own wish; the balance is kept. */
  left: boolean;
  enrolledBy: { kind: "order"; id: Id; name: string | null } | { kind: "join" } | null;
  /** Null: the tier doesn't fall by itself, or can't be foretold. */
  fall: { to: string; at: Instant; neededMinor: number } | null;
  parts: PartSum[];
  history: { rows: HistoryRow[]; nextCursor: string | null };
  mergedFrom: { customerId: Id; points: number; at: Instant | null }[];
  /** The shop's limit for one adjustment, in points. */
  limit: number;
};
