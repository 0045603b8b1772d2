/** In which order a list shows members, and where in it a page begins. */
import type { MemberFilter } from "./member-filter.ts";
import { isId, type Id } from "../shared/ids.ts";

export const ORDERS = ["enrolled", "points", "spend", "expiry"] as const;
export type OrderedBy = (typeof ORDERS)[number];
export type MemberOrder = { by: OrderedBy; direction: "asc" | "desc" };

/** "points-desc" */
export type OrderText = `${OrderedBy}-${MemberOrder["direction"]}`;

export const NEWEST_FIRST: MemberOrder = { by: "enrolled", direction: "desc" };

export function orderText({ by, direction }: MemberOrder): OrderText {
  return `${by}-${direction}`;
}

export function readOrder(text: string): MemberOrder | null {
  const [by, direction, more] = text.split("-");
  const known = ORDERS.find((each) => each === by);
  if (!known || more !== undefined) return null;
  return direction === "asc" || direction === "desc" ? { by: known, direction } : null;
}

/** What is shown when nothing else was asked: whose points go first, the lowest balances, the best customers among those who stay away, the newest. */
export function usualOrder(filter: MemberFilter): MemberOrder {
  if (filter.expiringDays !== null) return { by: "expiry", direction: "asc" };
  if (filter.left) return { by: "points", direction: "desc" };
  if (filter.pointsMax !== null && filter.pointsMax < 0) return { by: "points", direction: "asc" };
  if (filter.notOrderedSince !== null) return { by: "spend", direction: "desc" };
  return NEWEST_FIRST;
}

/**
 * Not every list can be read in every order: who left has no instant of enrolling any more, and the
 * coming expiry orders only those who have one.
 */
export function possibleOrders(filter: MemberFilter): OrderedBy[] {
  if (filter.left) return ["points", "spend"];
  return filter.expiringDays === null ? ["enrolled", "points", "spend"] : [...ORDERS];
}

export function orderFor(filter: MemberFilter, wished: MemberOrder | null): MemberOrder {
  return wished && possibleOrders(filter).includes(wished.by) ? wished : usualOrder(filter);
}

/** A place in a list: after or before the member with this key. */
export type Place = { side: "after" | "before"; key: number; memberId: Id };

/** Opaque to whoever gets it: order, key and member of the row beside which a page begins. */
export function cursorOf(order: MemberOrder, row: { key: number; memberId: Id }): string {
  return `${orderText(order)}.${row.key}.${row.memberId}`;
}

/** Null for what is no cursor of a list in this order. */
export function readCursor(
  cursor: string,
  order: MemberOrder,
): { key: number; memberId: Id } | null {
  const [text, key = "", memberId = "", more] = cursor.split(".");
  if (text !== orderText(order) || more !== undefined) return null;
  return /^-?\d{1,15}$/.test(key) && isId(memberId) ? { key: Number(key), memberId } : null;
}
