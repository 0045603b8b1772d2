/** Orders of known customers, of which it is known afterwards when they were accepted. */
import type { Chance } from "./chance.ts";
import { withClient } from "./database.ts";
import { signedRequest, uuidFrom, type Topic } from "./deliveries.ts";
import type { DueRequest } from "./load.ts";
import type { AcceptedOrder } from "./shown-calls.ts";

const TOPICS: readonly Topic[] = ["orders/create", "orders/paid", "orders/updated"];
/** The topics of one order arrive within this time (ms) of it, in any order. */
const SPREAD_MS = 250;
const FIRST_ORDER_ID = 5_604_000_000_000;

type Placed = { customerId: string; name: string; paidBy: Set<string> };
export type Orders = { placed: Placed[]; requests: DueRequest[] };

export type Till = {
  /** At `perSecond` for `seconds` by customers drawn by chance, three deliveries each. */
  ordersAt: (perSecond: number, seconds: number) => Orders;
  /** One delivery for every customer, all due at once. */
  oneForEach: () => Orders;
};

export function openTill(shopDomain: string, customerIds: readonly number[], chance: Chance): Till {
  let taken = 0;
  const order = (customerId: number, atMs: number, topics: readonly Topic[]) => {
    const orderId = FIRST_ORDER_ID + taken++;
    const placedAt = Math.floor((Date.now() + atMs) / 1_000);
    const paidBy = new Set<string>();
    const requests = topics.map((topic): DueRequest => {
      const webhookId = uuidFrom(chance);
      if (topic !== "orders/create") paidBy.add(webhookId);
      const delivery = { shopDomain, topic, webhookId, orderId, customerId, placedAt };
      const spread = topics.length > 1 ? chance.next() * SPREAD_MS : 0;
      return { atMs: atMs + spread, request: signedRequest(delivery, chance) };
    });
    const placed = { customerId: String(customerId), name: nameOf(orderId), paidBy };
    return { placed, requests };
  };
  const together = (orders: ReturnType<typeof order>[]): Orders => ({
    placed: orders.map(({ placed }) => placed),
    requests: orders.flatMap(({ requests }) => requests).sort((a, b) => a.atMs - b.atMs),
  });
  return {
    ordersAt: (perSecond, seconds) =>
      together(
        Array.from({ length: perSecond * seconds }, () => {
          const customerId = customerIds[chance.below(customerIds.length)] ?? NaN;
          return order(customerId, chance.next() * seconds * 1_000, TOPICS);
        }),
      ),
    oneForEach: () => together(customerIds.map((id) => order(id, 0, ["orders/paid"]))),
  };
}

/** As signedRequest writes it. */
const nameOf = (orderId: number): string => `#${orderId % 1_000_000}`;

/** When the first delivery that told of the payment was committed, by the database's clock. */
export async function acceptedOrders(
  databaseUrl: string,
  placed: readonly Placed[],
): Promise<AcceptedOrder[]> {
  const rows = await withClient(databaseUrl, async (client) => {
    const result = await client.query<{ webhook_id: string; at: number }>(
      "SELECT webhook_id, extract(epoch FROM received_at)::float8 * 1000 AS at FROM inbox",
    );
    return result.rows;
  });
  const acceptedAt = new Map(rows.map(({ webhook_id, at }) => [webhook_id, at]));
  return placed.map(({ customerId, name, paidBy }) => {
    const instants = [...paidBy].map((id) => acceptedAt.get(id) ?? Infinity);
    const acceptedAtMs = Math.min(...instants);
    if (acceptedAtMs === Infinity) throw new Error(`order ${name} was never accepted`);
    return { customerId, name, acceptedAtMs };
  });
}
