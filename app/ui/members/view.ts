/** What the members' list is given: figures and ids, no words. */
import type { FilterText } from "../../domain/members/member-filter.ts";
import type { OrderedBy, OrderText } from "../../domain/members/member-order.ts";

export type MemberRow = {
  customerId: string;
  tierId: string;
  available: number;
  pending: number;
  lifetimeEarned: number;
  spendMinor: number;
  enrolledAt: number | null;
  lastOrderAt: number | null;
  expiresAt: number | null;
  hasLeft: boolean;
};

export type CustomerNameText = { name: string | null; email: string | null };
export type NamesTrouble = "refused" | "throttled" | "away";

/** Customer's number → name; null: Shopify knows no such customer. */
export type NamesView = {
  names: Record<string, CustomerNameText | null>;
  trouble: NamesTrouble | null;
};

export type FoundRow = CustomerNameText & { customerId: string; member: MemberRow | null };

export type SavedView = {
  id: string;
  name: string;
  filter: FilterText;
  order: string | null;
};

export type ListView = {
  filter: FilterText;
  order: OrderText;
  /** Whether the order was chosen, or is the usual one of such a list. */
  orderChosen: boolean;
  orders: OrderedBy[];
  /** The view that the address names; null: none. */
  viewId: string | null;
  tiers: { id: string; name: string }[];
  saved: SavedView[];
  /** Nobody is or ever was a member. */
  nobody: boolean;
  page: {
    members: MemberRow[];
    previous: string | null;
    next: string | null;
  };
  problem: "too-slow" | "not-a-place" | "not-a-filter" | null;
};

export type SearchView = {
  text: string;
  customers: FoundRow[];
  more: boolean;
  trouble: NamesTrouble | null;
};

export type CountView = { count: number; more: boolean } | null;

/** What an action on the list came to. */
export type ViewOutcome =
  | { kind: "saved"; id: string }
  | { kind: "name-taken" }
  | { kind: "too-many" }
  | { kind: "removed" }
  | { kind: "refused"; message: string };
