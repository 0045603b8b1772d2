/** What points buy. Part of a program version, so a reward never changes under whoever saves for it. */
import type { Id } from "../shared/ids.ts";

/** Amounts are in minor units of the shop's currency; percentages are whole. */
export type RewardWorth =
  | { kind: "amount-off" | "store-credit" | "gift-card"; amountMinor: number }
  | { kind: "percent-off"; percent: number }
  | { kind: "free-shipping" }
  | { kind: "free-product"; productId: Id }
  /** `points` buy `amountMinor` off, and so does every multiple. */
  | { kind: "variable"; amountMinor: number };

export type RewardKind = RewardWorth["kind"];

export type Reward = RewardWorth & {
  /** Stable across versions: "5-off". */
  id: string;
  points: number;
  /** The merchant's own words; null: worded by kind in the shopper's language. */
  title: string | null;
};

/** The default program's rewards (contracts.md); `unit` is one whole unit of the shop's currency in minor units. */
export function defaultRewards(unit: number): Reward[] {
  return [
    { id: "5-off", kind: "amount-off", points: 500, amountMinor: 5 * unit, title: null },
    { id: "10-off", kind: "amount-off", points: 900, amountMinor: 10 * unit, title: null },
    { id: "free-shipping", kind: "free-shipping", points: 300, title: null },
    { id: "any-amount", kind: "variable", points: 100, amountMinor: unit, title: null },
  ];
}
