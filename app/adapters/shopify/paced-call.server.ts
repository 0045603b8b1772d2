/**
 * Calls for work that nobody waits for: each only when the budget that Shopify's last answer told has
 * room for it, and again when the bucket was empty all the same.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { AdminCall } from "./admin-api.server.ts";
import { ask, type AdminExchange, type CallBudget } from "./admin-answer.ts";

type Told = CallBudget & { toldAt: number };

export type Pace = {
  callsAffordable(budget: Told | null, now: number): number;
  waitForOneCall(budget: Told | null, now: number): number;
  waitAfterThrottle(budget: Told | null, now: number): number;
};

/** Throttled so often in a row, somebody else takes all there is: the work comes back later. */
const THROTTLES_MAX = 8;
/** No budget refills more slowly than this (ms). */
const WAIT_LONGEST_MS = 10_000;

export function pacedCall(exchange: AdminExchange, pace: Pace): AdminCall {
  let told: Told | null = null;
  const wait = (ms: number): Promise<void> => sleep(Math.min(WAIT_LONGEST_MS, ms));
  return async (document, variables) => {
    for (let throttles = 0; throttles < THROTTLES_MAX; throttles += 1) {
      if (pace.callsAffordable(told, performance.now()) === 0)
        await wait(pace.waitForOneCall(told, performance.now()));
      const answer = await ask(exchange, document, variables);
      if (answer.budget) told = { ...answer.budget, toldAt: performance.now() };
      if (answer.kind === "answered") return answer.data;
      await wait(pace.waitAfterThrottle(told, performance.now()));
    }
    throw new Error(`the Admin API was out of budget ${THROTTLES_MAX} times in a row`);
  };
}
