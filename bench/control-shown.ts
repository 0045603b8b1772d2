/**
 * The least that could show a backlog: it is handed the metafields already worked out and sends them
 * in full calls, as fast as the shop's budget allows. It reads no database, keeps nothing back for
 * anyone else and remembers nothing.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { MetafieldInput } from "./shown-shop.ts";

/** Shopify takes so many in one call, all or none. */
const METAFIELDS_PER_CALL = 25;
const IN_FLIGHT_MAX = 16;
const TRIES_MAX = 20;
const SET = `mutation Set($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) { userErrors { message } }
}`;

type Cost = {
  requestedQueryCost: number;
  throttleStatus: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
};
type Answer = {
  data?: { metafieldsSet: { userErrors: { message: string }[] } };
  errors?: { extensions?: { code?: string } }[];
  extensions: { cost: Cost };
};
type Client = { url: string; token: string };

export async function setAll(client: Client, metafields: readonly MetafieldInput[]): Promise<void> {
  const calls: (readonly MetafieldInput[])[] = [];
  for (let from = 0; from < metafields.length; from += METAFIELDS_PER_CALL)
    calls.push(metafields.slice(from, from + METAFIELDS_PER_CALL));
  const [first, ...rest] = calls;
  if (!first) return;
  // The first answer tells what a call costs and what there is.
  const pace = paceBy(await setUntilTaken(client, first));
  await Promise.all(
    Array.from({ length: IN_FLIGHT_MAX }, async () => {
      for (let call = rest.shift(); call; call = rest.shift()) {
        await sleep(pace.waitMs());
        await setUntilTaken(client, call);
      }
    }),
  );
}

/** Keeps the books of the bucket itself: nobody else draws on it. */
function paceBy({ requestedQueryCost: cost, throttleStatus }: Cost): { waitMs: () => number } {
  const { maximumAvailable, restoreRate } = throttleStatus;
  let available = throttleStatus.currentlyAvailable;
  let at = performance.now();
  return {
    /** Takes one call's cost; how long until it is there. */
    waitMs: () => {
      const now = performance.now();
      available = Math.min(maximumAvailable, available + ((now - at) * restoreRate) / 1_000);
      at = now;
      available -= cost;
      return Math.max(0, (-available / restoreRate) * 1_000);
    },
  };
}

async function setUntilTaken(client: Client, metafields: readonly MetafieldInput[]): Promise<Cost> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const answer = await set(client, metafields);
    const { cost } = answer.extensions;
    if (answer.data) {
      const [problem] = answer.data.metafieldsSet.userErrors;
      if (problem) throw new Error(`the control's metafields were refused: ${problem.message}`);
      return cost;
    }
    if (answer.errors?.[0]?.extensions?.code !== "THROTTLED")
      throw new Error(`the control was refused: ${JSON.stringify(answer.errors)}`);
    await sleep((cost.requestedQueryCost / cost.throttleStatus.restoreRate) * 1_000);
  }
  throw new Error("the control was throttled again and again");
}

async function set({ url, token }: Client, metafields: readonly MetafieldInput[]): Promise<Answer> {
  const answer = await fetch(`${url}/admin/api/2026-07/graphql.json`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Shopify-Access-Token": token },
    body: JSON.stringify({ query: SET, variables: { metafields } }),
  });
  if (!answer.ok) throw new Error(`the Admin API answered ${answer.status}`);
  return (await answer.json()) as Answer;
}
