/**
 * Load: shoppers who order, pay, return, change and cancel through the dev store's control API,
 * and join on its storefront, until told to stop. Seeded; a store that is being killed is no error.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "../../../dev-store/webhooks/faults.ts";
import type { Bed } from "./bed.ts";

export const CUSTOMERS = Array.from({ length: 24 }, (_, index) => String(7_001 + index));
const LANES = 3;
const PAUSE_MS = 12;
/** The shop's time moves on by this much with each act, so no two versions of an order share a second. */
const STEP_SECONDS = 900;
const ORDERS_REMEMBERED = 30;

export interface Shoppers {
  /** Acts that the store took so far. */
  acts(): number;
  /** Shoppers to whom the app confirmed that they joined. */
  joined: Set<string>;
  stop(): Promise<void>;
}

interface Known {
  id: string;
  lines: { id: string; quantity: number }[];
}

interface Lane {
  random: () => number;
  orders: Known[];
  /** Seconds since the epoch, in the shop's time. */
  clock: number;
}

export async function introduceCustomers(bed: Bed): Promise<void> {
  for (const id of CUSTOMERS)
    await bed.control("PUT", `/control/customers/${id}`, { email: `${id}@example.com` });
}

/** `startsAt`: seconds since the epoch in the shop's time, so that each load goes on after the last. */
export function startShoppers(bed: Bed, seed: number, startsAt: number): Shoppers {
  const shoppers = { stopping: false, acts: 0, joined: new Set<string>() };
  const lanes = Array.from({ length: LANES }, (_, index) =>
    runLane(bed, shoppers, {
      random: seededRandom(seed * LANES + index),
      orders: [],
      clock: startsAt + index,
    }),
  );
  return {
    acts: () => shoppers.acts,
    joined: shoppers.joined,
    async stop() {
      shoppers.stopping = true;
      await Promise.all(lanes);
    },
  };
}

type State = { stopping: boolean; acts: number; joined: Set<string> };

async function runLane(bed: Bed, state: State, lane: Lane): Promise<void> {
  while (!state.stopping) {
    lane.clock += STEP_SECONDS;
    try {
      if (await act(bed, state, lane)) state.acts += 1;
    } catch (error) {
      if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error;
      // The store is down, or went down in the middle of its answer.
    }
    await sleep(PAUSE_MS * (0.5 + lane.random()));
  }
}

/** Whether the store took it; what it refuses (nothing left to refund) is an ordinary answer. */
async function act(bed: Bed, state: State, lane: Lane): Promise<boolean> {
  const pick = lane.random();
  const at = new Date(lane.clock * 1_000).toISOString();
  const index = Math.floor(lane.random() * lane.orders.length);
  const order = lane.orders[index];
  if (pick < 0.03) return join(bed, state, chosen(CUSTOMERS, lane.random));
  if (order === undefined || pick < 0.5) return place(bed, lane, at);
  const post = (verb: string, body: object): Promise<boolean> =>
    taken(bed, "POST", `/control/orders/${order.id}/${verb}`, body);
  const line = chosen(order.lines, lane.random);
  if (pick < 0.68)
    return post("refunds", {
      created_at: at,
      refund_line_items: [{ line_item_id: line.id, quantity: 1 }],
    });
  if (pick < 0.73) return post("refunds", { created_at: at, transactions: [{ amount: "1.37" }] });
  if (pick < 0.85) {
    const added = { title: "Thought of later", quantity: 1, price: price(lane.random) };
    return post("edits", {
      created_at: at,
      line_items: pick < 0.8 ? [{ id: line.id, quantity: line.quantity + 1 }] : [added],
    });
  }
  if (pick < 0.93) return post("payments", { created_at: at });
  lane.orders.splice(index, 1);
  if (pick < 0.98) return post("cancel", { cancelled_at: at });
  return taken(bed, "DELETE", `/control/orders/${order.id}`, {});
}

async function place(bed: Bed, lane: Lane, at: string): Promise<boolean> {
  const { random } = lane;
  const lines = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, index) => ({
    title: `Thing ${index}`,
    quantity: 1 + Math.floor(random() * 3),
    price: price(random),
    gift_card: random() < 0.04,
  }));
  const answer = await fetch(`${bed.storeUrl}/control/orders`, {
    method: "POST",
    body: JSON.stringify({
      created_at: at,
      customer: random() < 0.05 ? null : { id: chosen(CUSTOMERS, random) },
      line_items: lines,
      total_discounts: random() < 0.3 ? "2.50" : "0.00",
      tax_percent: random() < 0.5 ? 20 : 0,
      taxes_included: random() < 0.6,
      financial_status: random() < 0.85 ? "paid" : "pending",
      test: random() < 0.03,
    }),
  });
  const order = (await answer.json()) as {
    id: number;
    line_items: { id: number; quantity: number }[];
  };
  if (answer.status !== 201) return false;
  lane.orders.push({
    id: String(order.id),
    lines: order.line_items.map(({ id, quantity }) => ({ id: String(id), quantity })),
  });
  if (lane.orders.length > ORDERS_REMEMBERED) lane.orders.shift();
  return true;
}

async function join(bed: Bed, state: State, customerId: string): Promise<boolean> {
  const response = await bed.proxy("/proxy/membership", customerId, "POST");
  await response.body?.cancel();
  if (response.status === 200) state.joined.add(customerId);
  return response.status === 200;
}

async function taken(bed: Bed, method: string, resource: string, body: object): Promise<boolean> {
  const answer = await fetch(bed.storeUrl + resource, { method, body: JSON.stringify(body) });
  await answer.body?.cancel();
  return answer.ok;
}

const price = (random: () => number): string => (1 + Math.floor(random() * 9_000) / 100).toFixed(2);

function chosen<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("There is nothing to choose from.");
  return item;
}
