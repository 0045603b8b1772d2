import type { ShopEvent } from "../shop/events.ts";
import type { Subscription } from "../shop/records.ts";
import { includeFields } from "./include-fields.ts";
import { payloadOf } from "./payloads/payload.ts";
import { signBody, stableUuid } from "./signing.ts";

export type DeliveryOutcome = "delivered" | "failed" | "lost";

/** One event on its way to one subscription. */
export interface Delivery {
  /** Position among all deliveries of the shop: the same after a restart. */
  number: number;
  action: number;
  event: ShopEvent;
  subscription: Subscription;
  /** Attempts made so far. */
  attempts: number;
  fromHistory: boolean;
}

export interface Envelope {
  body: Buffer;
  headers: Record<string, string>;
  webhookId: string;
}

export function webhookIdOf(delivery: Delivery, storeId: string): string {
  return stableUuid(storeId, "webhook", delivery.number);
}

/**
 * The request as Shopify sends it. It is made anew for every attempt from the version of the
 * record that the event holds, so attempts hours apart carry the same bytes.
 */
export function envelopeOf(
  delivery: Delivery,
  { storeId, secret, damaged }: { storeId: string; secret: string; damaged: boolean },
): Envelope {
  const { event, subscription } = delivery;
  const payload = includeFields(payloadOf(event), subscription.includeFields);
  const body = Buffer.from(JSON.stringify(damaged ? withoutLines(payload) : payload));
  const webhookId = webhookIdOf(delivery, storeId);
  return {
    body,
    webhookId,
    headers: {
      "Content-Type": "application/json",
      "Content-Length": String(body.length),
      Accept: "*/*",
      "User-Agent": "Shopify-Captain-Hook",
      "X-Shopify-Topic": event.topic,
      "X-Shopify-Hmac-Sha256": signBody(body, secret),
      "X-Shopify-Shop-Domain": event.shop.domain,
      "X-Shopify-API-Version": subscription.apiVersion,
      "X-Shopify-Webhook-Id": webhookId,
      "X-Shopify-Triggered-At": new Date(event.at).toISOString(),
      "X-Shopify-Event-Id": stableUuid(storeId, "event", delivery.action),
      "X-Shopify-Name": subscription.name ?? event.topic.replace("/", "-"),
    },
  };
}

/** An order that says nothing of what was bought: nobody can tell what it is worth. */
function withoutLines(payload: unknown): object {
  return Object.fromEntries(
    Object.entries(payload as object).filter(([field]) => field !== "line_items"),
  );
}
