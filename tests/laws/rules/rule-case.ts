/** How a sentence of rules.md is written down as a case. */
import type { Action, ShopRules } from "../../../app/domain/members/member-facts.ts";
import type { OrderFacts } from "../../../app/domain/orders/order-facts.ts";
import type { ProgramVersion } from "../../../app/domain/program/program.ts";
import { DEFAULT_PROGRAM } from "../history.ts";

export type RuleCase = {
  /** The words of rules.md that it stands for. */
  rule: string;
  /** What the case looks at within them. */
  case: string;
  /** Deliveries and actions; the outcome must not depend on their order or number. */
  told: (OrderFacts | Action)[];
  /** The default program unless said otherwise. */
  versions?: ProgramVersion[];
  /** London, all orders earn. */
  shop?: Partial<ShopRules>;
  /** 2 June 2025 at noon unless said otherwise. */
  now?: string;
  expect: Expected;
};

/** Only what the sentence is about; instants as `at` reads them, money in whole units. */
export type Expected = {
  /** Points of the orders by id, those worth 0 left out. */
  orders?: Record<string, number>;
  /** Points expired by instant, UTC. */
  expired?: Record<string, number>;
  balance?: number;
  pending?: number;
  lifetimeEarned?: number;
  tier?: string;
  since?: string | null;
  until?: string | null;
  spend?: number;
  enrolledAt?: string | null;
  nextExpiryAt?: string | null;
};

/** A point a penny, so that goods can be read off to the minor unit. */
export const POINT_A_PENNY: ProgramVersion[] = [{ ...DEFAULT_PROGRAM, minorPerPoint: 1 }];
