/**
 * Shopify's hand: signs order webhooks, many at a time, and remembers which of them were answered
 * with 200. What was not is sent again with its id, as Shopify does.
 */
import { Agent, request } from "node:http";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { bodySignature } from "../../support/signing.ts";
import { SECRET, SHOP } from "./bed.ts";

const LANES = 12;
const PAUSE_MS = 10;
const TRIES_MAX = 400;
const PAUSE_BETWEEN_TRIES_MS = 50;
const ANSWER_MS_MAX = 15_000;

export interface Webhook {
  id: string;
  topic: string;
  body: string;
}

export function webhook(topic: string, payload: unknown, id: string = randomUUID()): Webhook {
  return { id, topic, body: JSON.stringify(payload) };
}

/** An order of one line at its most ordinary; `extra` on top. */
export function orderPayload(id: number, customerId: number, goods: string, extra: object = {}) {
  const placedAt = "2026-01-15T10:00:00+00:00";
  return {
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    created_at: placedAt,
    processed_at: placedAt,
    updated_at: placedAt,
    cancelled_at: null,
    financial_status: "paid",
    test: false,
    currency: "GBP",
    taxes_included: false,
    customer: { id: customerId },
    refunds: [],
    line_items: [
      {
        id: id * 10 + 1,
        product_id: 1,
        quantity: 1,
        current_quantity: 1,
        gift_card: false,
        price_set: { shop_money: { amount: goods, currency_code: "GBP" } },
        discount_allocations: [],
        tax_lines: [],
      },
    ],
    ...extra,
  };
}

/** The status of the answer; null when none came. */
export function send(
  appUrl: string,
  { id, topic, body }: Webhook,
  agent?: Agent,
): Promise<number | null> {
  return new Promise((resolve) => {
    const outgoing = request(`${appUrl}/webhooks`, {
      method: "POST",
      timeout: ANSWER_MS_MAX,
      ...(agent ? { agent } : {}),
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "x-shopify-topic": topic,
        "x-shopify-shop-domain": SHOP,
        "x-shopify-webhook-id": id,
        "x-shopify-hmac-sha256": bodySignature(body, SECRET),
      },
    });
    outgoing.once("timeout", () => outgoing.destroy());
    outgoing.once("error", () => resolve(null));
    outgoing.once("response", (response) => {
      // The status is the promise: what follows it may be cut off.
      resolve(response.statusCode ?? null);
      response.once("error", () => undefined);
      response.resume();
    });
    outgoing.end(body);
  });
}

export interface Sender {
  /** Ids answered with 200, in the order of the answers. */
  answered: string[];
  /** How often each status came; "none" when no answer did. */
  statuses: Map<string, number>;
  /** Points that the orders sent so far are worth, each by a customer of its own. */
  points: number;
  orders: number;
  /** Resolves when nothing is under way any more; `finish` sends on until all is answered. */
  stop(how: "finish" | "give up"): Promise<void>;
}

/** Orders of customers of their own, each at the base rate: what they are worth needs no rules. */
export function startSender(appUrl: string, firstId: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: LANES });
  const sender = {
    answered: [] as string[],
    statuses: new Map<string, number>(),
    points: 0,
    orders: 0,
  };
  const state: { stopping: "finish" | "give up" | null } = { stopping: null };
  let next = firstId;
  const deliver = async (hook: Webhook): Promise<void> => {
    for (let attempt = 1; attempt <= TRIES_MAX; attempt += 1) {
      const status = await send(appUrl, hook, agent);
      const name = status === null ? "none" : String(status);
      sender.statuses.set(name, (sender.statuses.get(name) ?? 0) + 1);
      if (status === 200) {
        sender.answered.push(hook.id);
        return;
      }
      if (state.stopping === "give up") return;
      await sleep(PAUSE_BETWEEN_TRIES_MS);
    }
    throw new Error(`Webhook ${hook.id} was refused ${TRIES_MAX} times.`);
  };
  const runLane = async (): Promise<void> => {
    while (state.stopping === null) {
      const id = next++;
      const pounds = 1 + (id % 150);
      sender.points += pounds;
      sender.orders += 1;
      await deliver(webhook("orders/paid", orderPayload(id, id, `${pounds}.99`)));
      await sleep(PAUSE_MS);
    }
  };
  const lanes = Array.from({ length: LANES }, runLane);
  return Object.assign(sender, {
    async stop(how: "finish" | "give up") {
      state.stopping = how;
      await Promise.all(lanes);
      agent.destroy();
    },
  });
}
