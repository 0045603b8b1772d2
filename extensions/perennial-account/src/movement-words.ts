import { say } from "./words.ts";
import type { Movement } from "./member.ts";

const ORDERS: Readonly<Record<string, string>> = {
  order: "placed",
  paid: "paid",
  "refund-or-removal": "wentBack",
  "goods-added": "grew",
  "tier-known-later": "otherTier",
  cancelled: "cancelled",
  voided: "voided",
  pending: "awaitsPayment",
  "left-program": "whileAway",
  "order-gone": "gone",
};

const OTHERS: Readonly<Record<string, string>> = {
  join: "joined",
  redemption: "spent",
  adjustment: "adjusted",
  birthday: "birthday",
  "check-in": "checkedIn",
};

/** One line on why points came or went; a reason of a later app version is told in general words. */
export function movementText({ kind, reason }: Movement): string {
  return say(`movement.${keyOf(kind, reason) ?? "changed"}`);
}

function keyOf(kind: string, reason: string): string | undefined {
  if (reason === "merged") return "merged";
  if (kind === "expiry") return reason === "inactivity" ? "expired" : "givenBack";
  return kind === "order" ? ORDERS[reason] : OTHERS[kind];
}
