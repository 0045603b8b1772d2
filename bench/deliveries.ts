/**
 * Signed order deliveries of about 5 KB, ready to be written to a socket: the fields that
 * shopify.app.toml asks for, in the shape of Shopify's published samples. Everything that costs
 * time (JSON, signature, headers) is done before a measurement begins.
 */
import { createHmac } from "node:crypto";
import type { Chance } from "./chance.ts";

export const SECRET = "bench-secret";
const LINES = 4;
const CATALOGUE = 500;
const CURRENCY = "GBP";

export type Topic = "orders/create" | "orders/paid" | "orders/updated";
export type Delivery = {
  shopDomain: string;
  topic: Topic;
  webhookId: string;
  orderId: number;
  customerId: number;
  /** Unix seconds at which the order was placed. */
  placedAt: number;
};

/** The raw HTTP/1.1 request. */
export function signedRequest(delivery: Delivery, chance: Chance): Buffer {
  const body = JSON.stringify(orderPayload(delivery, chance));
  const signature = createHmac("sha256", SECRET).update(body).digest("base64");
  return Buffer.from(
    [
      "POST /webhooks HTTP/1.1",
      "Host: 127.0.0.1",
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Shopify-Topic: ${delivery.topic}`,
      `X-Shopify-Shop-Domain: ${delivery.shopDomain}`,
      `X-Shopify-Hmac-Sha256: ${signature}`,
      `X-Shopify-Webhook-Id: ${delivery.webhookId}`,
      `X-Shopify-Event-Id: ${delivery.webhookId}`,
      "X-Shopify-Api-Version: 2026-07",
      `X-Shopify-Triggered-At: ${isoOf(delivery.placedAt)}`,
      "",
      body,
    ].join("\r\n"),
  );
}

/** 32 hexadecimal digits in the form of a UUID. */
export function uuidFrom(chance: Chance): string {
  const word = (): string =>
    chance
      .below(2 ** 32)
      .toString(16)
      .padStart(8, "0");
  const digits = word() + word() + word() + word();
  return [8, 12, 16, 20, 32]
    .map((end, i, ends) => digits.slice(i === 0 ? 0 : ends[i - 1], end))
    .join("-");
}

/** Seconds after placing at which a topic's state of the order was written. */
const WRITTEN_AFTER: Record<Topic, number> = {
  "orders/create": 0,
  "orders/paid": 1,
  "orders/updated": 2,
};

/** The lines depend on the order alone: its three topics tell of the same goods. */
function orderPayload(delivery: Delivery, chance: Chance): object {
  const { orderId, customerId, placedAt, topic } = delivery;
  const lines = Array.from({ length: LINES }, (_, i) => linePayload(orderId, i));
  return {
    id: orderId,
    admin_graphql_api_id: `gid://shopify/Order/${orderId}`,
    name: `#${orderId % 1_000_000}`,
    source_name: "web",
    created_at: isoOf(placedAt),
    processed_at: isoOf(placedAt),
    updated_at: isoOf(placedAt + WRITTEN_AFTER[topic]),
    cancelled_at: null,
    financial_status: topic === "orders/create" ? "pending" : "paid",
    test: false,
    currency: CURRENCY,
    taxes_included: true,
    confirmation_number: uuidFrom(chance).slice(0, 9),
    customer: {
      id: customerId,
      admin_graphql_api_id: `gid://shopify/Customer/${customerId}`,
    },
    refunds: [],
    line_items: lines,
  };
}

function linePayload(orderId: number, index: number): object {
  const product = (orderId * 7 + index * 131) % CATALOGUE;
  const pence = 499 + ((product * 37) % 4_000);
  const quantity = 1 + ((orderId + index) % 3 === 0 ? 1 : 0);
  const discount = product % 5 === 0 ? 100 : 0;
  return {
    id: orderId * 10 + index,
    admin_graphql_api_id: `gid://shopify/LineItem/${orderId * 10 + index}`,
    attributed_staffs: [],
    current_quantity: quantity,
    fulfillable_quantity: quantity,
    fulfillment_service: "manual",
    fulfillment_status: null,
    gift_card: false,
    grams: 100 + product,
    name: `Product ${product} - One size`,
    price: decimal(pence),
    price_set: moneySet(pence),
    product_exists: true,
    product_id: 7_870_931_920_000 + product,
    properties: [],
    quantity,
    requires_shipping: true,
    sales_line_item_group_id: null,
    sku: `SKU-${product}-OS`,
    taxable: true,
    title: `Product ${product}`,
    total_discount: decimal(discount),
    total_discount_set: moneySet(discount),
    variant_id: 42_000_000_000_000 + product,
    variant_inventory_management: "shopify",
    variant_title: "One size",
    vendor: "Bench & Sons",
    tax_lines: [{ title: "VAT", rate: 0.2, price_set: moneySet(Math.round(pence / 6)) }],
    duties: [],
    discount_allocations:
      discount === 0 ? [] : [{ discount_application_index: 0, amount_set: moneySet(discount) }],
  };
}

function moneySet(minor: number): object {
  const money = { amount: decimal(minor), currency_code: CURRENCY };
  return { shop_money: money, presentment_money: money };
}

function decimal(minor: number): string {
  return (minor / 100).toFixed(2);
}

function isoOf(seconds: number): string {
  return `${new Date(seconds * 1_000).toISOString().slice(0, 19)}+00:00`;
}
